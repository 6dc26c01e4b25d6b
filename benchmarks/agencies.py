"""How many mentions of bodies are joined to the right body: python -m benchmarks.agencies [--errors] [--shared FOLDER] [FILE.jsonl ...]

A mention is right where what was read overlaps it and names the same body (case, diacritics and punctuation apart). A body of a
ministry may be annotated with its parent ("Cục Thống kê, Bộ Tài chính"): then the parent must be read too, or stand as a mention of
its own right after it. Words that are no body are annotated with null: then nothing may be read there. Without files, the annotated
sets of benchmarks/gold.
"""

from __future__ import annotations

import functools
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.extraction import read
from benchmarks.material import GOLD, ROOT, shared_folder, text_of
from corpus.gazetteer import key
from corpus.model import AgencyMention
from corpus.text import nfc

BAR = 0.97
NEAR = 9
"""At most so many characters between a body and its parent: ``; ``, `` thuộc ``, `` (``."""


def text(shared: Path, name: str) -> str:
    """The text of a shipped plan, or of ``folder__id.txt`` in the corpora."""
    plan = ROOT / "corpus" / "documents" / name
    if plan.exists():
        return nfc(plan.read_text("utf-8"))
    folder, _, document = name.removesuffix(".txt").partition("__")
    return text_of(shared, folder, document)


def names(mention: AgencyMention, read: Sequence[AgencyMention]) -> set[str]:
    """The names that ``mention`` goes by: bare, and with its parent, read or printed right after it."""
    after = (m.agency for m in read if 0 <= m.start - mention.end <= NEAR)
    return {key(mention.agency), *(key(f"{mention.agency}, {parent}") for parent in (mention.parent, *after) if parent)}


def score(path: Path, shared: Path, errors: bool) -> tuple[int, int]:
    """(right, all) of one file of annotations."""

    @functools.cache
    def mentions(name: str) -> tuple[AgencyMention, ...]:
        return read(name, text(shared, name))[1].agencies

    counted: Counter[bool] = Counter()
    for line in path.read_text("utf-8").splitlines():
        gold = json.loads(line)
        found = [m for m in mentions(gold["file"]) if m.start < gold["end"] and gold["start"] < m.end]
        right = not found if gold["agency"] is None else any(key(gold["agency"]) in names(m, mentions(gold["file"])) for m in found)
        counted[right] += 1
        if errors and not right:
            print(f"  {gold['file'][:40]} {gold['start']} {gold['surface']!r}: {gold['agency']!r}, read {[m.agency for m in found]}")
    return counted[True], counted.total()


def main() -> None:
    shared = shared_folder(sys.argv)
    given = [Path(a) for a in sys.argv[1:] if a.endswith(".jsonl")]
    right = total = 0
    for path in given or sorted(GOLD.glob("agencies_*.jsonl")):
        r, n = score(path, shared, "--errors" in sys.argv)
        print(f"{path.stem:20} {r}/{n} = {r / n:.3f}")
        right, total = right + r, total + n
    print(f"{'all':20} {right}/{total} = {right / total:.3f} (bar {BAR})")


if __name__ == "__main__":
    main()
