"""Lines of a text as clean words: white space collapsed, Markdown stars gone, with the offset of each stretch in the source."""

from __future__ import annotations

import bisect
import itertools
import re
import sys
from collections.abc import Sequence

_RUN = re.compile(r"\*|\s+|[^\s*]+")
_GAP = re.compile(r"\s{2,}|[^\S ]")
"""White space that is no single blank."""

Runs = tuple[tuple[int, int], ...]
"""(place in the clean text, offset in the source) of each stretch that stands in the source as it is."""


def clean_words(text: str, lines: list[tuple[int, int]]) -> tuple[str, Runs]:
    """The words of these lines, and where they stand."""
    if len(lines) == 1 and _is_clean(body := text[lines[0][0] : lines[0][1]].strip()):
        return body, ((0, text.index(body[0], lines[0][0])),)
    out: list[str] = []
    at: list[int] = []
    for number, (start, end) in enumerate(lines):
        if number and out and out[-1] != " ":
            out.append(" ")
            at.append(start)
        if start == end:
            continue
        body = text[start:end].strip()
        if body and "*" not in body:  # most lines: stretches of words between single spaces
            position = text.index(body[0], start)
            stop = position + len(body)
            for gap in () if _is_clean(body) else _GAP.finditer(text, position, stop):
                out += (text[position : gap.start()], " ")
                at += (position, gap.start())
                position = gap.end()
            out.append(text[position:stop])
            at.append(position)
            if stop < end:
                out.append(" ")
                at.append(stop)
            continue
        lead = True
        for run in _RUN.finditer(text, start, end):
            i, c = run.start(), text[run.start()]
            # A star that opens a line before a space is a bullet; all others are Markdown.
            if c == "*" and not (lead and number == 0 and text[i + 1 : i + 2].isspace() and "*" not in text[i + 1 : end]):
                continue
            if c.isspace():
                if out and out[-1] != " ":
                    out.append(" ")
                    at.append(i)
                continue
            lead = False
            out.append(run[0])
            at.append(i)
    while out and out[-1] == " ":
        out.pop()
        at.pop()
    return "".join(out), tuple(zip(itertools.accumulate(map(len, out), initial=0), at, strict=False))


def _is_clean(body: str) -> bool:
    """True for words between single spaces: no star, and no white space but the space is printable."""
    return body.isprintable() and body != "" and "  " not in body and "*" not in body


def without(runs: Runs, cut: int) -> Runs:
    """The runs of what is left after the first ``cut`` characters."""
    first = run_at(runs, cut)
    place, offset = runs[first]
    return ((0, offset + cut - place), *((p - cut, o) for p, o in runs[first + 1 :]))


def run_at(runs: Sequence[tuple[int, int]], i: int) -> int:
    """Which of ``runs`` holds character ``i`` of the clean text."""
    return bisect.bisect_right(runs, (i, sys.maxsize)) - 1
