"""Sentences and clauses of a line of text, as spans."""

from __future__ import annotations

import functools
import re

_BREAK = re.compile(r"[.!?…;](?:(?=\s|$)|(?<!;)(?=[”\"’)]))")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|Tp|St|Th|ThS|TS|GS|PGS|BS|Q|P|Tx|v\.v|vv|No|Đ/c|đ/c)$")


@functools.lru_cache(maxsize=256)
def sentences(text: str, semicolons: bool = True) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of ``text``, end marks included; ``;`` outside brackets ends one too, unless told otherwise."""
    out: list[tuple[int, int]] = []
    start = depth = scanned = 0
    for match in _BREAK.finditer(text):
        depth = max(0, depth + text.count("(", scanned, match.start()) - text.count(")", scanned, match.start()))
        scanned = match.start()
        if match[0] == ";" and (depth or not semicolons):
            continue
        if match[0] == "." and (_ABBREVIATION.search(text[max(0, match.start() - 6) : match.start()]) or _list_number(text, match.start())):
            continue
        out.append((start, match.end()))
        start = match.end()
    out.append((start, len(text)))
    return tuple([span for a, b in out if (span := _trim(text, a, b))[0] < span[1]])


def _list_number(text: str, dot: int) -> bool:
    """``1. `` inside a line is no end of sentence."""
    return dot > 0 and text[dot - 1].isdigit() and (dot < 2 or text[dot - 2] in " (")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if start < end and text[start].isalnum() and text[end - 1] != " ":
        return start, end
    while start < end and text[start] in ' ”"’)':
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end
