"""Zalo's legal questions over all 48,931 articles of the codified laws: the engine's own ranking beside its peers, in one run.

    python -m benchmarks.zalo --vectors-folder DIR                     # encodes what is missing, then measures; may be interrupted
    python -m benchmarks.zalo --vectors FILE.npy [--done FILE.npy]     # ready vectors, a row for each passage in the corpus's order
    ... --encoded-only                                                 # over the passages that have vectors: a smaller pool, say so

An article is a document here, cut into passages where title and text are longer than a thousand characters (88,393 in all), and
counts by its best passage; ``--whole`` keeps it one passage whose vector sees the first thousand, as the first measurements did.
Its title is the breadcrumb, the name of its act the document's title; ``--bare`` leaves that name out, as the first baselines did.
Encoding runs at 5 to 25 passages a second (five hours to one); what follows takes five minutes. Figures are given for all questions
and for two halves (every other question), so that tuning shows.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.indexing import Block, publish
from benchmarks.retrieval import SHARED, Place, Question, rankers, read_questions, scores
from corpus.settings import Settings
from search.encode import Encoder, Vectors, load_encoder
from search.engine import SearchEngine
from search.entry import Entry
from search.passages import Passage
from search.training.articles import LONGEST, Article, codified

BENCH = SHARED / "data" / "bench_zalo2021_on_phapdien"
BLOCK = 10_000


def articles(bare: bool, whole: bool) -> list[Passage]:
    """Every article in passages, or as one."""
    return [p for a in codified(SHARED / "data") for p in _passages(a, "" if bare else a.act, whole)]


def _passages(article: Article, law: str, whole: bool) -> Iterator[Passage]:
    start = 0
    for part in [article] if whole else article.windows():
        text = part.text or part.title
        end = start + len(text)
        yield Passage(document=part.id, section=None, start=start, end=end, text=text, title=law, breadcrumb=(part.title,))
        start = end


def encoded(passages: Sequence[Passage], folder: Path, encoder: Encoder) -> Vectors:
    """A vector for each passage, from files in ``folder`` named by the texts' digest, else made and kept there."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [f"{p.breadcrumb[0]}\n{p.plain}"[:LONGEST] for p in passages]
    made: list[Vectors] = []
    began = time.perf_counter()
    for at in range(0, len(texts), 512):
        some = texts[at : at + 512]
        path = folder / f"{hashlib.sha256(chr(0).join([encoder.identity, *some]).encode()).hexdigest()[:24]}.npy"
        if not path.exists():
            temporary = path.with_suffix(".new.npy")
            np.save(temporary, encoder.passages(some).astype(np.float16))
            temporary.replace(path)
            print(f"encoded: {at + len(some):,} of {len(texts):,}, {time.perf_counter() - began:.0f} s", flush=True)
        made.append(np.load(path))
    return np.concatenate(made)


def blocks(passages: Sequence[Passage], vectors: Vectors) -> Iterator[Block]:
    for first in range(0, len(passages), BLOCK):
        some = passages[first : first + BLOCK]
        entries = [Entry(id=first + i, passage=p, file=p.document) for i, p in enumerate(some)]
        yield entries, np.repeat(vectors[first : first + BLOCK, None].astype(np.float32), 2, axis=1)


def report(engine: SearchEngine, questions: Sequence[Question], modes: Sequence[str]) -> None:
    print(f"{'':26} {'nDCG@10':>8} {'MRR':>6} {'R@10':>6} {'R@1':>6}   nDCG@10 of each half")
    for name, rank in rankers(engine).items():
        if modes and name not in modes:
            continue
        began = time.perf_counter()
        rows = np.array([scores([Place(file, "") for file in dict.fromkeys(p.file for p in rank(q.text))], q.judged) for q in questions])
        spent = (time.perf_counter() - began) / len(questions) * 1000
        halves = " ".join(f"{rows[half::2, 0].mean():.4f}" for half in (0, 1))
        print(f"{name:26} " + " ".join(f"{x:.4f}" for x in rows.mean(axis=0)) + f"   {halves}   {spent:.0f} ms each", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vectors-folder", type=Path, help="where encoded vectors are kept")
    parser.add_argument("--vectors", type=Path, help="ready vectors (.npy), a row for each passage")
    parser.add_argument("--done", type=Path, help="which of the ready vectors are filled (.npy of bool)")
    parser.add_argument("--encoded-only", action="store_true", help="only passages that have vectors")
    parser.add_argument("--whole", action="store_true", help="an article is one passage")
    parser.add_argument("--bare", action="store_true", help="without the names of the laws")
    parser.add_argument("--only", action="append", default=[], help="measure only this ranker; may be given again")
    parser.add_argument("--home", type=Path, help="keep the index there, to measure again at once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(home=options.home or Path(temporary))
        encoder = load_encoder(settings)
        if not settings.search_path.exists():
            passages = articles(options.bare, options.whole)
            if options.vectors:
                vectors = np.load(options.vectors, mmap_mode="r")
                done = np.load(options.done) if options.done else np.ones(len(vectors), bool)
                if not (options.encoded_only or done.all()):
                    parser.error(f"{len(done) - done.sum():,} passages have no vector yet: --encoded-only measures over the others")
                passages, vectors = [p for p, has in zip(passages, done, strict=True) if has], vectors[done]
            else:
                vectors = encoded(passages, options.vectors_folder or settings.home / "vectors", encoder)
            publish(settings, encoder, blocks(passages, vectors))
        engine = SearchEngine(settings, encoder)
        snapshot = engine.snapshot()
        assert snapshot is not None
        questions = read_questions(BENCH / "queries.jsonl", BENCH / "qrels.tsv")
        print(f"{len(snapshot):,} passages, {len(questions)} questions")
        report(engine, questions, options.only)


if __name__ == "__main__":
    main()
