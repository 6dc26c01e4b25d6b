"""Speed of reading header, structure and citations, beside eyecite on English text of the same size: python -m benchmarks.extract_speed

Seconds of this process's own time on one core (the machine may be shared), best of three runs each, Vietnamese and English in turn. Ours
reads the header, the tree of sections, citations, references and relations; eyecite finds citations only.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.material import FILES, _texts, shared_folder
from corpus.extract.citations import read_citations
from corpus.model import Source
from corpus.structure import parse
from corpus.text import nfc

SIZE = 2_000_000
RUNS = 3
BAR = 1.0
CITING = (
    "The court in Roe v. Wade, 410 U.S. 113, 120 (1973), held that the statute was void. "
    "See also Brown v. Board of Education, 347 U.S. 483 (1954); 42 U.S.C. § 1983. "
)
PROSE = (
    "The plaintiff argues that the order of the district court should be reversed, because the record does not support its findings, "
    "and the agency did not consider the evidence before it. "
)
# About as many citations for its length as the Vietnamese documents have: one in 2,500 characters.
ENGLISH = CITING + PROSE * 40


def vietnamese(shared: Path) -> list[str]:
    """Whole documents of four corpora in turn, about ``SIZE`` bytes of them."""
    texts = [list(_texts(shared / "data" / folder / file).values()) for folder, file in FILES.items()]
    out: list[str] = []
    size = i = 0
    while size < SIZE:
        text = nfc(texts[i % len(texts)][i * 7 % len(texts[i % len(texts)])])
        out.append(text)
        size += len(text.encode())
        i += 1
    return out


def ours(texts: list[str]) -> int:
    found = 0
    for text in texts:
        document = parse(Source(name="x", text=text, sha256=hashlib.sha256(text.encode()).hexdigest()))
        found += len(read_citations(document).citations)
    return found


def seconds(run: Callable[[list[str]], int], texts: list[str]) -> tuple[float, int]:
    start = time.process_time()
    found = run(texts)
    return time.process_time() - start, found


def main(arguments: list[str]) -> int:
    texts = vietnamese(shared_folder(arguments))
    size = sum(len(t.encode()) for t in texts)
    english = [(ENGLISH * (20_000 // len(ENGLISH) + 1))[:20_000]] * (size // 20_000)
    runs: dict[str, tuple[Callable[[list[str]], int], list[str]]] = {"luocdo": (ours, texts)}
    try:
        from eyecite import get_citations

        runs["eyecite"] = (lambda batch: sum(len(get_citations(t)) for t in batch), english)
    except ImportError:
        print("eyecite is not installed (pip install -e '.[bench]'): ours alone")
    ours(texts[:2])
    best: dict[str, tuple[float, int]] = {}
    for _ in range(RUNS):
        for name, (run, batch) in runs.items():
            result = seconds(run, batch)
            best[name] = min(result, best.get(name, result))
    for name, (took, found) in best.items():
        print(f"{name:8s} {size / 1e6:.2f} MB  {took:.2f} s  {size / 1e6 / took:.2f} MB/s  {found} citations")
    return 0 if size / 1e6 / best["luocdo"][0] >= BAR else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
