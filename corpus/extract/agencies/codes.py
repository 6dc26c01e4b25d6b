"""Codes of capitals inside names of bodies: ``TTHĐNDTP`` is Thường trực + Hội đồng nhân dân + the city."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from corpus.extract.tables import UPPER, alternatives, table
from corpus.gazetteer import Place, gazetteer
from corpus.text import fold

_WORD = re.compile(r"[^\W_]+")
_GLUED_CITY = re.compile(rf"(?<=[{UPPER}]{{2}})TP[{UPPER}]{{0,3}}$")
_LONGEST = 12


@functools.lru_cache(maxsize=4096)
def readings(code: str) -> tuple[tuple[str, ...], ...]:
    """The folded words that a code of capitals may stand for, whole or part by part; none where it is no code."""
    return tuple(tuple(fold(w) for w in _WORD.findall(full)) for full in _written_out(code)) if _is_code(code) else ()


@functools.lru_cache(maxsize=4096)
def city_at(word: str) -> int | None:
    """Where the place begins in ``UBNDTP``, ``ĐBQHTPHP``: only after a code that is known."""
    glued = _GLUED_CITY.search(word) if 4 < len(word) <= 2 * _LONGEST else None
    return glued.start() if glued and readings(word[: glued.start()]) else None


def _is_code(word: str) -> bool:
    return 2 <= len(word) <= _LONGEST and word.isupper()


def _written_out(code: str) -> Iterator[str]:
    codes: dict[str, list[str]] = table("abbreviations")["codes"]
    yield from codes.get(code, ())
    for cut in range(len(code) - 2, 1, -1):
        for first in codes.get(code[:cut], ()):
            yield from (f"{first} {rest}" for rest in _written_out(code[cut:]))


@functools.lru_cache(maxsize=4096)
def parts(code: str) -> str | None:
    """A code inside a name that no table holds, written out: ``KSTTHC`` is Kiểm soát thủ tục hành chính."""
    known: dict[str, str] = table("abbreviations")["parts"]
    if code in known:
        return known[code]
    for cut in range(min(len(code) - 2, _LONGEST), 1, -1):
        if code[:cut] in known and (rest := parts(code[cut:])) is not None:
            return f"{known[code[:cut]]} {rest}"
    return None


@functools.cache
def initials() -> dict[str, tuple[Place, ...]]:
    """The provinces by their initials: ``HP``, ``LS``, ``HCM``."""
    out: dict[str, tuple[Place, ...]] = {}
    for place in gazetteer().places:
        if place.level == "province":
            code = "".join(w[0] for w in place.name.replace("-", " ").split()).upper()
            out[code] = (*out.get(code, ()), place)
    return out


@functools.cache
def place_code() -> re.Pattern[str]:
    """``TPHP`` after a name or glued to it, ``HP`` after a blank."""
    codes = alternatives(c for c in initials() if len(c) > 1)
    return re.compile(rf"(?:\s|(?<=[{UPPER}]))(?P<name>TP\.?\s?(?:{codes}))(?!\w)|\s(?P<bare>{codes})(?![\w.&/-])")
