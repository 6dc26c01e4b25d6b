"""How fast the search engine answers over 50,000 or 1,000,000 passages, with synthetic vectors and words of real documents.

    python -m benchmarks.search_speed                                   # 50,000 passages: about 3 minutes on two cores
    python -m benchmarks.search_speed --passages 1000000 --home DIR     # about 25 minutes to make, 8 GB on disk; again at once

Passages are runs of words of real documents of ``../shared/data``, put together at random, so that words are as frequent and
as many as in real ones. Questions are the development questions of ``benchmarks/gold/queries``. Bars: whole hybrid query
median 35 ms and p95 90 ms at 50,000 (60 ms median at 1,000,000), lexical 8 ms, query vector 20 ms, opening 1 s, a document
added and searchable in 2 s, 2.5 GB of memory at 1,000,000. The peer is bm25s over the same passages (its scores alone).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.indexing import Block, publish
from benchmarks.retrieval import SHARED
from corpus.library import Library
from corpus.model import Facts
from corpus.read import read_bytes
from corpus.settings import Settings
from corpus.structure import parse
from search.encode import Encoder, load_encoder
from search.engine import SearchEngine
from search.entry import Entry
from search.passages import Passage
from search.results import Query
from search.tokens import forms

QUERIES = Path(__file__).parent / "gold" / "queries" / "dev.jsonl"
BLOCK = 10_000
PER_DOCUMENT = 40
KINDS = ("Kế hoạch", "Quyết định", "Nghị quyết", "Thông tư", "Công văn", "Chỉ thị")
ADDED = "Điều 1. Quy định chung\n\nĐiều 2. Việc trồng rừng phòng hộ ven biển ở xã số {n} phải được Ủy ban nhân dân tỉnh phê duyệt."


def real_words() -> list[list[str]]:
    """Words of real documents, a list for each."""
    with gzip.open(SHARED / "data" / "tvpl_local_2025" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"][:40_000] for _, line in zip(range(1500), lines, strict=False)]
    return [words for text in texts if len(words := text.split()) > 200]


def blocks(count: int, dimension: int, seed: int = 5) -> Iterator[Block]:
    """``count`` passages in documents of PER_DOCUMENT, with unit vectors around a thousand centres."""
    rolls, words = random.Random(seed), real_words()
    numbers = np.random.default_rng(seed)
    centres = numbers.standard_normal((1000, dimension), np.float32)
    for first in range(0, count, BLOCK):
        ids = range(first, min(first + BLOCK, count))
        both = centres[numbers.integers(1000, size=len(ids))][:, None] + 0.7 * numbers.standard_normal((len(ids), 2, dimension), np.float32)
        yield [_entry(i, words, rolls) for i in ids], both / np.linalg.norm(both, axis=2, keepdims=True)


def _entry(number: int, words: list[list[str]], rolls: random.Random) -> Entry:
    document = number // PER_DOCUMENT
    text = " ".join(_run(words, rolls) for _ in range(rolls.randint(3, 9)))
    title = _run(words, random.Random(document))
    at = number % PER_DOCUMENT * 1000
    passage = Passage(document=f"{document:016x}", section=None, start=at, end=at + len(text), text=text, title=title)
    year = str(2010 + document % 17)
    facets = {
        "type": (KINDS[document % len(KINDS)],),
        "year": (year,),
        "issuer": (f"UBND tỉnh số {document % 63}",),
        "level": ("province",),
    }
    return Entry(
        id=number, passage=passage, file=f"{document}.txt", number=f"{document % 3000 + 1}/KH-UBND", date=f"{year}-03-01", facets=facets
    )


def _run(words: list[list[str]], rolls: random.Random) -> str:
    chosen = words[rolls.randrange(len(words))]
    at = rolls.randrange(len(chosen) - 20)
    return " ".join(chosen[at : at + rolls.randint(8, 18)])


def timed(name: str, questions: Sequence[str], ask: Callable[[str], object], bar: str) -> None:
    """Median and 95th percentile in milliseconds, and the processor's, after a first round that warms."""
    for text in questions[:10]:
        ask(text)
    spent, worked = [], []
    for text in questions:
        began, at_work = time.perf_counter(), time.process_time()
        ask(text)
        worked.append((time.process_time() - at_work) * 1000)
        spent.append((time.perf_counter() - began) * 1000)
    (middle, high), (own, own_high) = (_middle_and_high(x) for x in (spent, worked))
    print(f"{name:44} median {middle:6.1f} ms   p95 {high:6.1f} ms   processor {own:6.1f} / {own_high:6.1f}   {bar}", flush=True)


def _middle_and_high(spent: list[float]) -> tuple[float, float]:
    return statistics.median(spent), sorted(spent)[len(spent) * 95 // 100]


def memory() -> float:
    """Resident gigabytes now, and at most."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**30


def measure(settings: Settings, encoder: Encoder, questions: Sequence[str], large: bool) -> None:
    began = time.perf_counter()
    engine = SearchEngine(settings, encoder)
    snapshot = engine.snapshot()
    assert snapshot is not None
    print(f"{'opening':44} {time.perf_counter() - began:.2f} s   (1 s)   {memory():.2f} GB resident")
    began = time.perf_counter()
    engine.search(Query(text=questions[0]))
    print(f"{'first hybrid query':44} {time.perf_counter() - began:.2f} s")
    timed("query vector", questions, lambda text: encoder.queries([text]), "(20)")
    timed("lexical, counted only", questions, lambda text: engine.search(Query(text=text, limit=0, mode="lexical", facets=False)), "")
    timed(
        "lexical, ten hits",
        questions,
        lambda text: engine.search(Query(text=text, mode="lexical", facets=False)),
        "(8)" if not large else "",
    )
    timed("lexical, ten hits and facets", questions, lambda text: engine.search(Query(text=text, mode="lexical")), "")
    timed("hybrid, ten hits", questions, lambda text: engine.search(Query(text=text, facets=False)), "")
    timed("hybrid, ten hits and facets", questions, lambda text: engine.search(Query(text=text)), "(60)" if large else "(35; p95 90)")
    narrow = {"year": ("2021",), "type": ("Kế hoạch",)}
    timed("hybrid under two filters", questions, lambda text: engine.search(Query(text=text, filters=narrow)), "")
    print(f"{'memory':44} {memory():.2f} GB resident, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB at most   (2.5)")


def adding(settings: Settings, encoder: Encoder) -> None:
    """A document is put into the library, synced and found."""
    library, engine = Library.open(settings.library_path), SearchEngine(settings, encoder)
    engine.search(Query(text="làm nóng"))
    for n in range(3):
        document = parse(read_bytes(ADDED.format(n=library.revision).encode(), f"{n}.txt"))
        began = time.perf_counter()
        library.add(document, Facts())
        engine.sync(library)
        found = engine.search(Query(text="trồng rừng phòng hộ ven biển", facets=False, limit=3)).hits
        print(f"{'one document added, synced and found':44} {time.perf_counter() - began:.2f} s   (2 s)   {found[0].text[:50]}")


def peer(settings: Settings, encoder: Encoder, questions: Sequence[str]) -> None:
    """bm25s over the same passages."""
    import bm25s

    snapshot = SearchEngine(settings, encoder).snapshot()
    assert snapshot is not None
    ids = snapshot.vectors.ids.tolist()
    texts = [forms(e.passage.plain) for at in range(0, len(ids), 5000) for e in snapshot.entries(ids[at : at + 5000]).values()]
    index = bm25s.BM25()
    index.index(texts, show_progress=False)
    timed("bm25s, ten best", questions, lambda text: index.retrieve([forms(text)], k=10, show_progress=False), "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=50_000)
    parser.add_argument("--home", type=Path, help="keep the index there, to measure again at once")
    parser.add_argument("--peer", action="store_true", help="bm25s too (at 50,000 about a minute)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(home=options.home or Path(temporary))
        encoder = load_encoder(settings)
        if not settings.search_path.exists():
            began = time.perf_counter()
            publish(settings, encoder, blocks(options.passages, encoder.dimension))
            print(f"made in {time.perf_counter() - began:.0f} s")
        questions = [json.loads(line)["query"] for line in QUERIES.read_text("utf-8").splitlines()]
        measure(settings, encoder, questions, options.passages > 100_000)
        adding(settings, encoder)
        if options.peer:
            peer(settings, encoder, questions)


if __name__ == "__main__":
    main()
