"""Số hiệu: the grammar of document numbers, old and new.

``28/NQ-CP``, ``191/2009/TT-BTC``, ``66.17/2026/NQ-CP``, ``29/2013/QH13``, ``21-CT/TW``, ``46 - CT/TW``, ``19-2017/NQ-CP``,
``47-LCT/HĐNN8``, ``103-SL/L.005``, ``769/TTg``, ``43-CP``, ``8935/BNV-CTTN&BĐG``; broken over lines, with stray spaces, stars,
look-alike letters. Every repetition is bounded, so the cost is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.extract.citations.surface import View

_UPPER = "A-ZĐƯƠÂĂÊÔ"
_ANY = _UPPER + "a-zđươâăêô"
_JOIN = r"[\s*]{0,3}"
_COMPONENT = rf"[{_ANY}](?:\*{{0,2}}[{_ANY}]){{0,14}}(?:\*{{0,2}}\d){{0,3}}(?:\.\d{{1,4}})?(?![\w])"
_CAPITALS = rf"[{_UPPER}]{{2,12}}\d{{0,2}}(?![\w])"
_TIGHT = rf"\*{{0,2}}[-/.&+_]\*{{0,2}}{_COMPONENT}"
_LOOSE = rf"(?:[:;.]\s{{0,2}}-\s{{0,2}}|[-/&]\s{{1,2}}|[ ]{{1,2}}[-/&][ ]{{0,2}}){_CAPITALS}"
_NUMBER = re.compile(
    # The first digit comes before what must not stand left of it: a search that starts with a class of characters is ten times as fast.
    rf"(?P<serial>\d(?<![\d/.,\w-]\d)(?:\*{{0,2}}\d){{0,5}}(?:\.\d{{1,3}})?[a-zA-ZđĐ]?)(?P<slash>{_JOIN}[/-]{_JOIN})"
    rf"(?:(?P<year>(?:\*{{0,2}}\d){{4}}){_JOIN}[/-]{_JOIN})?"
    rf"(?P<symbol>{_COMPONENT}(?:{_TIGHT}|{_LOOSE}){{0,6}})"
)
_BLANKS = re.compile(r"[\s*_]+")
_NOISE = re.compile(r"[:;.](?=-)")
_PARTS = re.compile(r"[-/.&+]")


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A string of the shape of a số hiệu, not yet judged to be one."""

    start: int
    end: int
    number: str
    """Without blanks and stars, look-alike letters put right."""
    parts: tuple[str, ...]
    """The components of the symbol: ``("QĐ", "TTg")``."""
    year: str | None
    hyphen: bool
    """The serial is joined by a hyphen: ``21-CT/TW``, ``43-CP``."""


def number_hits(view: View) -> Iterator[NumberHit]:
    """Every string of the shape of a số hiệu, in text order."""
    for m in _NUMBER.finditer(view.clean):
        symbol = _NOISE.sub("", _BLANKS.sub("", m["symbol"]))
        year = _BLANKS.sub("", m["year"]) if m["year"] else None
        if year is not None and not 1930 <= int(year) <= 2100:
            continue
        number = _NOISE.sub("", _BLANKS.sub("", m.group()))
        yield NumberHit(m.start(), m.end(), number, tuple(p for p in _PARTS.split(symbol) if p), year, "-" in m["slash"])
