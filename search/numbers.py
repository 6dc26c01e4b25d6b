"""A số hiệu asked for loosely: ``quyết định 1790``, ``QD 1790 TTg``, ``1790 qđ ttg``, ``nghị quyết 28 năm 2021``.

What was said is compared with the numbers that the index holds; nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.text import fold

Starting = Callable[[str], list[tuple[str, int]]]
"""Numbers of the index (one spelling) that start so, with how many passages have them, most first."""

_TYPES = {
    "nghi quyet": "nq",
    "quyet dinh": "qd",
    "nghi dinh": "nd",
    "thong tu": "tt",
    "chi thi": "ct",
    "ke hoach": "kh",
    "thong bao": "tb",
    "cong dien": "cd",
    "to trinh": "ttr",
    "bao cao": "bc",
    "huong dan": "hd",
    "chuong trinh": "ctr",
    "luat": "qh",
    "cong van": "",
}
_SHORT = "nq|qd|nd|tt|ct|kh|tb|ttr|bc|ctr"
_SAID = re.compile(
    rf"(?<![\w/])(?:(?P<type>{'|'.join(_TYPES)})|(?P<short>{_SHORT}))[ -]?(?:so )?[-/ ]?(?P<digits>\d{{1,5}})(?![\d.,%]|\w)"
    r"(?:/(?P<slash>\d{4}))?(?:[ -](?P<body>[a-z]{2,10}(?:-[a-z]{2,8})?)(?!\w))?(?: ?nam (?P<year>\d{4}))?"
)
_TURNED = re.compile(
    rf"(?<![\w/])(?P<digits>\d{{1,5}})[ /-](?P<short>{_SHORT})[ -](?P<body>[a-z]{{2,10}})(?!\w)(?: ?nam (?P<year>\d{{4}}))?"
)
_BODIES = {"thu": "ttg", "chinh": "cp", "quoc": "qh"}
_MOST = 5


@dataclass(frozen=True, slots=True)
class Loose:
    """Where a number was said, and the numbers of the index that it may mean, likeliest first."""

    start: int
    end: int
    numbers: tuple[str, ...]


def loose_numbers(text: str, starting: Starting) -> list[Loose]:
    """Numbers said without their proper form that the index knows."""
    folded = fold(text)
    found = []
    for match in (*_SAID.finditer(folded), *_TURNED.finditer(folded)):
        said = match.groupdict()
        kind = _TYPES.get(said.get("type") or "", said.get("short") or "")
        candidates = [n for mark in "/-" for n, _ in starting(f"{int(said['digits'])}{mark}")]
        fitting = [n for n in candidates if _fits(n, kind, said.get("slash") or said.get("year"))]
        body = _BODIES.get(said.get("body") or "", said.get("body") or "")
        exact = [n for n in fitting if body and body in _parts(n)]
        if fitting:
            found.append(Loose(match.start("digits"), match.end("digits"), tuple((exact or fitting)[:_MOST])))
    return found


def _parts(number: str) -> set[str]:
    return set(re.split(r"[-/&]", number)[1:])


def _fits(number: str, kind: str, year: str | None) -> bool:
    parts = _parts(number)
    years = {p for p in parts if len(p) == 4 and p.isdigit()}
    return (not kind or any(p == kind or (kind == "qh" and p.startswith("qh")) for p in parts)) and (not year or not years or year in years)
