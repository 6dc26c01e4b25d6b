"""Lines of a page that are no text of the document: the gazette's running heads with their page numbers, stamps of electronic signatures.

The text keeps them, for offsets must hold; whoever reads paragraphs passes over them, so that a sentence goes on over the page.
"""

from __future__ import annotations

import functools
import re
import tomllib
from typing import Any

from corpus.gazetteer import PATTERNS

_PAGE_NUMBER = re.compile(r"\d{1,4}")
_ENDED = ".;:!?…"


def running_heads(text: str) -> frozenset[int]:
    """Starts of the lines of ``text`` that are running heads, their page numbers, stamps, and blanks around them inside a sentence."""
    if not any(word in text for word in _words()):
        return frozenset()
    lines = _lines(text)
    out: set[int] = set()
    for i, (_, line) in enumerate(lines):
        for row in _table():
            if row["pattern"].fullmatch(line):
                out |= {lines[k][0] for k in _with_company(lines, i, row)}
    return frozenset(out)


def _lines(text: str) -> list[tuple[int, str]]:
    out, start = [], 0
    for line in text.split("\n"):
        out.append((start, " ".join(line.split())))
        start += len(line) + 1
    return out


def _with_company(lines: list[tuple[int, str]], i: int, row: dict[str, Any]) -> set[int]:
    """The line ``i`` with the lines that belong to it."""
    first, last = i, i
    if row.get("stamp"):
        while last + 1 < min(len(lines), i + 6) and lines[last + 1][1].startswith(tuple(row["fields"])):
            last += 1
        return _with_blanks(lines, first, last)
    if row.get("page"):
        if i + 1 < len(lines) and _PAGE_NUMBER.fullmatch(lines[i + 1][1]):
            last = i + 1
        before = next((k for k in range(i - 1, max(-1, i - 6), -1) if lines[k][1]), None)
        while last == i and before is not None and _PAGE_NUMBER.fullmatch(lines[before][1]) and before >= first - 4:
            first, before = before, next((k for k in range(before - 1, max(-1, before - 4), -1) if lines[k][1]), None)
    return _with_blanks(lines, first, last)


def _with_blanks(lines: list[tuple[int, str]], first: int, last: int) -> set[int]:
    """Blank lines around a running head go with it where it interrupts a sentence."""
    before = first
    while before > 0 and not lines[before - 1][1]:
        before -= 1
    after = last
    while after + 1 < len(lines) and not lines[after + 1][1]:
        after += 1
    ended = before == 0 or lines[before - 1][1][-1] in _ENDED
    return set(range(first, last + 1)) if ended else set(range(before, after + 1))


@functools.cache
def _table() -> tuple[dict[str, Any], ...]:
    with (PATTERNS / "running_heads.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["head"]
    return tuple({**row, "pattern": re.compile(row["line"])} for row in rows)


@functools.cache
def _words() -> tuple[str, ...]:
    return ("CÔNG BÁO", "Ký bởi:")
