"""Filters written into a question: ``loại: kế hoạch``, ``cơ quan: "UBND tỉnh Lạng Sơn"``, ``năm: 2021-2025``, ``trích dẫn: 28/NQ-CP``.

A value in quotes is taken whole; without quotes it is the longest run of words that names a value in the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.gazetteer import gazetteer
from corpus.text import fold
from search.shortforms import table
from search.tokens import normal_number, tokens

Values = Callable[[str], Sequence[str]]
"""The values that a facet has in the index."""

_NAMES = {
    "loai": "type",
    "loai van ban": "type",
    "type": "type",
    "co quan": "issuer",
    "issuer": "issuer",
    "nam": "year",
    "year": "year",
    "trich dan": "cites",
    "vien dan": "cites",
    "cites": "cites",
    "noi": "place",
    "dia phuong": "place",
    "tinh": "place",
    "place": "place",
    "cap": "level",
    "level": "level",
}
_LEVELS = {"trung uong": "central", "tinh": "province", "huyen": "district", "xa": "commune"}
_FIELD = re.compile(rf"(?<!\w)(?P<name>{'|'.join(sorted((n.replace(' ', '[ ]') for n in _NAMES), key=len, reverse=True))})\s?:\s?")
_CITES = re.compile(r"(?<!\w)(?:trich dan|vien dan|dan chieu|cites|citing) (?:[a-z]{1,10} ){0,3}?(?P<number>\d{1,6}[./-][\w./&-]{2,30})")
_QUOTED = re.compile(r"[\"“«]([^\"”»]{1,200})[\"”»]")
_YEARS = re.compile(r"(\d{4})(?:\s?[-–]\s?(\d{4}))?(?!\d)")
_LONGEST_VALUE = 14


def read_fields(text: str, values: Values) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The text without its filters, and the filters: facet -> values, any of which may hold."""
    filters: dict[str, tuple[str, ...]] = {}
    while match := _FIELD.search(fold(text)):
        name = _NAMES[match.group("name")]
        found, length = _value(name, text[match.end() :], values)
        text = f"{text[: match.start()]} {text[match.end() + length :]}"
        if found:
            filters[name] = (*filters.get(name, ()), *found)
    if cited := _CITES.search(fold(text)):
        filters["cites"] = (*filters.get("cites", ()), normal_number(cited.group("number")))
        text = f"{text[: cited.start()]} {text[cited.end('number') :]}"
    return " ".join(text.split()), filters


def _value(name: str, rest: str, values: Values) -> tuple[tuple[str, ...], int]:
    """What a filter's value means and how many characters of ``rest`` say it."""
    quoted = _QUOTED.match(rest)
    if quoted:
        said, length = quoted.group(1), quoted.end()
    else:
        following = _FIELD.search(fold(rest))
        said, length = (rest[: following.start()], following.start()) if following else (rest, len(rest))
    if name == "year":
        years = _YEARS.match(said)
        return (("-".join(y for y in years.groups() if y),), years.end() if not quoted else length) if years else ((), 0)
    words = tokens(said)[:_LONGEST_VALUE]
    if name == "cites":
        numbers = [t for t in words if t.kind == "number"]
        return ((normal_number(numbers[0].form),), length if quoted else numbers[0].end) if numbers else ((), 0)
    known = [*values(name), *(t.name for t in gazetteer().types if name == "type")]
    for count in range(len(words), 0, -1):
        matching = _matching(name, [t.folded for t in words[:count]], known)
        if matching:
            return matching, length if quoted else words[count - 1].end
    if not words:
        return (), 0
    return ((said.strip(),), length) if quoted else ((said[: words[0].end].strip(),), words[0].end)


def _matching(name: str, said: list[str], known: Sequence[str]) -> tuple[str, ...]:
    """Known values that say the words, short forms opened: the equal one, else all that hold them in a row."""
    if name == "level":
        level = _LEVELS.get(" ".join(said), " ".join(said))
        return (level,) if level in _LEVELS.values() else ()
    wanted = f" {' '.join(_opened(said))} "
    folded = {value: f" {' '.join(_opened([t.folded for t in tokens(value)]))} " for value in known}
    equal = tuple(dict.fromkeys(v for v, f in folded.items() if f == wanted))
    return equal or tuple(v for v, f in folded.items() if wanted in f)


def _opened(words: list[str]) -> list[str]:
    shorts = _folded_short_forms()
    return [w for word in words for w in shorts.get(word, word).split()]


def _folded_short_forms() -> dict[str, str]:
    return {"ubnd": fold(table()["UBND"][0]), "hdnd": fold(table()["HĐND"][0])}
