"""How well passages are found: the engine and its peers over one corpus, one set of questions, in one run.

    python -m benchmarks.retrieval                                      # five plans, their 69 questions
    python -m benchmarks.retrieval --corpus DIR --queries FILE          # any documents and questions
    python -m benchmarks.retrieval --corpus DIR --queries FILE --qrels FILE

``--corpus`` is a folder of files or a .jsonl(.gz) with ``id`` and ``text``. A line of ``--queries`` has ``query`` (or
``text``), ``kind``, and either the judged passages themselves (``file`` or ``id``, ``passage_text``, ``also``) or a ``qid``
that ``--qrels`` (TREC: qid 0 document relevance) judges by document. A passage found is right where it holds a judged one
whole, or is at least half of it. Peers: BM25 of the same index, the model alone, their reciprocal ranks, bm25s.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import LuocdoError
from corpus.extract import extract
from corpus.library import Library
from corpus.read import read_bytes, read_source
from corpus.settings import Settings
from corpus.structure import parse
from search.engine import SearchEngine
from search.results import Query
from search.tokens import forms

ROOT = Path(__file__).resolve().parent.parent
SHARED = next((p for p in (ROOT.parent / "shared", ROOT.parent.parent / "shared") if p.is_dir()), ROOT.parent / "shared")
DEPTH = 100


@dataclass(frozen=True)
class Place:
    """A passage found or judged: file (or document id) and its words."""

    file: str
    text: str


@dataclass(frozen=True)
class Question:
    text: str
    kind: str
    judged: tuple[Place, ...]


def read_corpus(path: Path, library: Library, only: set[str] | None, longest: int) -> None:
    """Put the files of a folder, or the records of a .jsonl, into the library under their names."""
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file() and p.suffix != ".toml" and not p.name.startswith((".", "README"))):
            try:
                source, _ = read_source(file)
            except LuocdoError:
                continue
            add(library, source, longest)
        return
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if only is None or record["id"] in only:
                words = "\n".join(x for x in (record.get("title"), record["text"]) if x)
                add(library, read_bytes(words.encode(), str(record["id"])), longest)


def add(library: Library, source: Any, longest: int) -> None:
    if len(source.text) <= longest:
        document = parse(source)
        library.add(document, extract(document))


def read_questions(path: Path, qrels: Path | None) -> list[Question]:
    judged: dict[str, list[Place]] = defaultdict(list)
    if qrels:
        for line in qrels.read_text("utf-8").splitlines():
            qid, _, document, relevance = line.split()
            if int(relevance) > 0:
                judged[qid].append(Place(document, ""))
    questions = []
    for line in path.read_text("utf-8").splitlines():
        q = json.loads(line)
        places = judged[q["qid"]] if qrels else [place(x, q) for x in (q, *q.get("also", ()))]
        questions.append(Question(q.get("query") or q["text"], q.get("kind", "all"), tuple(places)))
    return questions


def place(judged: dict[str, Any], question: dict[str, Any]) -> Place:
    name = judged.get("file") or judged.get("id") or question.get("file") or question["id"]
    return Place(str(name), judged["passage_text"])


def normal(text: str) -> str:
    """Letters and digits only: layout, bullets and bold marks say nothing."""
    return " ".join(re.findall(r"\w+", text))


def stem(name: str) -> str:
    return name.removesuffix(".txt")


def is_right(found: Place, judged: Place) -> bool:
    if stem(found.file) != stem(judged.file):
        return False
    a, b = normal(found.text), normal(judged.text)
    return b in a or (a in b and len(a) >= 0.5 * len(b))


def scores(ranking: Sequence[Place], judged: Sequence[Place]) -> tuple[float, float, float, float]:
    """nDCG@10, MRR@10, Recall@10, R@1; each judged passage counts once."""
    left, gain, first = list(judged), 0.0, 0
    for rank, found in enumerate(ranking[:10]):
        hit = next((j for j in left if is_right(found, j)), None)
        if hit is not None:
            left.remove(hit)
            gain += 1 / math.log2(rank + 2)
            first = first or rank + 1
    ideal = sum(1 / math.log2(k + 2) for k in range(min(10, len(judged))))
    # Recall as in the measurements before: found at all within ten.
    return gain / ideal, 1 / first if first else 0.0, float(len(left) < len(judged)), float(first == 1)


Ranker = Callable[[str], list[Place]]


def rankers(engine: SearchEngine) -> dict[str, Ranker]:
    """The engine and its peers over the same passages."""
    snapshot = engine.snapshot()
    assert snapshot is not None
    ids = snapshot.vectors.ids
    found = [snapshot.entries(ids[at : at + 1000].tolist()) for at in range(0, len(ids), 1000)]
    entries = [found[k // 1000][int(i)] for k, i in enumerate(ids)]
    places = [Place(e.file, e.passage.text) for e in entries]
    both = snapshot.vectors.both(ids)

    def by_mode(mode: str) -> Ranker:
        def rank(text: str) -> list[Place]:
            return [Place(h.file, h.text) for h in engine.search(Query(text=text, limit=DEPTH, mode=mode, facets=False)).hits]

        return rank

    def by_model(text: str) -> list[Place]:
        similarity = both[:, 0] @ engine.encoder.queries([text])[0]
        return [places[i] for i in np.argsort(-similarity, kind="stable")[:DEPTH]]

    def by_words(text: str) -> list[Place]:
        return [
            Place(h.file, h.text) for h in engine.search(Query(text=text, limit=DEPTH, mode="lexical", verbatim=True, facets=False)).hits
        ]

    def by_ranks(text: str) -> list[Place]:
        total: dict[Place, float] = defaultdict(float)
        for ranking in (by_words(text), by_model(text)):
            for rank, found in enumerate(ranking):
                total[found] += 1 / (60 + rank)
        return sorted(total, key=lambda p: -total[p])

    return {
        "engine": by_mode("hybrid"),
        "BM25 alone (same index)": by_words,
        "model alone": by_model,
        "RRF of the two": by_ranks,
        "bm25s": outside(places, [f"{e.passage.context} {e.passage.plain}" for e in entries]),
        "engine, words only": by_mode("lexical"),
        "engine, meaning only": by_mode("semantic"),
    }


def outside(places: Sequence[Place], texts: Sequence[str]) -> Ranker:
    """bm25s over syllables of title, breadcrumb and text, as its own documentation shows it."""
    import bm25s

    index = bm25s.BM25()
    index.index([forms(t) or ["∅"] for t in texts], show_progress=False)

    def rank(text: str) -> list[Place]:
        found, _ = index.retrieve([forms(text)], k=min(DEPTH, len(places)), show_progress=False)
        return [places[i] for i in found[0]]

    return rank


def report(questions: Sequence[Question], rankings: dict[str, Ranker], show: bool) -> None:
    kinds = sorted({q.kind for q in questions})
    print(f"{'':26} {'nDCG@10':>8} {'MRR@10':>7} {'R@10':>6} {'R@1':>6}   nDCG@10 by kind")
    for name, ranker in rankings.items():
        rows = [(q, *scores(ranker(q.text), q.judged)) for q in questions]
        mean = np.mean([r[1:] for r in rows], axis=0)
        means = {k: np.mean([r[1] for r in rows if r[0].kind == k]) for k in kinds}
        by_kind = "  ".join(f"{k} {m:.3f}" for k, m in means.items())
        print(f"{name:26} {mean[0]:8.3f} {mean[1]:7.3f} {mean[2]:6.3f} {mean[3]:6.3f}   {by_kind}", flush=True)
        if show and name == "engine":
            misses(rows, ranker)


def misses(rows: Iterable[tuple[Question, float, float, float, float]], ranker: Ranker) -> None:
    for q, ndcg, *_ in sorted(rows, key=lambda r: r[1]):
        if ndcg < 0.7:
            print(f"  {ndcg:.2f} [{q.kind}] {q.text}\n       wanted: {normal(q.judged[0].text)[:110]}")
            print("".join(f"       {i + 1}. {normal(f.text)[:110]}\n" for i, f in enumerate(ranker(q.text)[:3])), end="")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, action="append", help="folder or .jsonl(.gz); may be given again")
    parser.add_argument("--queries", type=Path, default=SHARED / "gold" / "seed_queries.jsonl")
    parser.add_argument("--qrels", type=Path)
    parser.add_argument("--judged-only", action="store_true", help="of a .jsonl corpus take only the documents with judged passages")
    parser.add_argument("--longest", type=int, default=1_000_000, help="characters; longer documents are left out")
    parser.add_argument("--home", type=Path, help="keep library and index there, to run again at once")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    questions = read_questions(options.queries, options.qrels)
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(home=options.home or Path(temporary))
        library = Library.open(settings.library_path)
        only = {j.file for q in questions for j in q.judged} if options.judged_only else None
        for corpus in options.corpus or [ROOT / "corpus" / "documents"]:
            read_corpus(corpus, library, only, options.longest)
        engine = SearchEngine(settings)
        engine.sync(library, lambda done, total, _: print(f"index: {done} of {total} changes", flush=True))
        snapshot = engine.snapshot()
        assert snapshot is not None
        print(f"{len(library)} documents, {len(snapshot)} passages, {len(questions)} questions")
        report(questions, rankers(engine), options.misses)


if __name__ == "__main__":
    main()
