"""Figures in a clause: the number, its unit, and the comparator that stands before or after it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.extract.tables import any_case, table

# The first digit comes before what must not stand left of it: a search that starts with a class of characters is fast.
_NUMBER = r"(?P<number>\d(?<![\w/.,–-]\d)(?:\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d*(?:[.,]\d+)?))(?![\d/])"
_PERCENT = re.compile(_NUMBER + r"(?P<range>\s?%?\s?[-–]\s?\d+(?:[.,]\d+)?)?\s?%(?P<per>/năm)?")
_UPTO = re.compile(r"[^.;]{0,60}\s(?:đến|lên|xuống)\s")
_RATIO = re.compile(
    r"(?P<number>\d(?<![\w/.,–-]\d)\d*(?:[.,]\d+)?)\s?(?P<noun>(?:[^\W\d]+\s){0,2}[^\W\d]+)?\s?/\s?(?P<per>100\.000|10\.000|1\.000|1000|100)"
    r"(?!\d|\.\d)(?P<of>(?:\s[^\W\d]+){1,2})?"
)
_COUNT = re.compile(_NUMBER)
_RANGE = re.compile(r"\s?[-–]\s?\d+(?:[.,]\d+)?(?=\s[^\W\d])")
_WORDS = {"một": 1.0, "hai": 2.0, "ba": 3.0, "bốn": 4.0, "sáu": 6.0, "bảy": 7.0, "tám": 8.0, "chín": 9.0, "mười": 10.0}
_TOP = re.compile(r"[Tt](?<!\w.)op\s(?P<number>\d{1,3})\b")
_FILLER = re.compile(r"(?:\s|^)(?:ở\smức|mức|tỷ\slệ|là|có|được|thêm|tỉ\slệ|đạt\stỷ\slệ)$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure in a text."""

    start: int
    """Where its comparator begins."""
    number: int
    """Where the number itself begins."""
    end: int
    value: float
    unit: str
    comparator: str
    explicit: bool
    """True where a comparator other than "đạt" is printed."""
    denominator: str | None = None
    sure: bool = True
    """False where the unit is no known one, but the words after the number."""


def read_number(digits: str) -> float:
    """``1,7`` is 1.7, ``3.000`` is 3000, ``03`` is 3."""
    if "," in digits or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits):
        digits = digits.replace(".", "").replace(",", ".")
    return float(digits)


def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of ``text``, in order, none overlapping."""
    found: list[Quantity] = []
    taken = bytearray(len(text))
    for reader in (_ratios, _percents, _ranks, _tops, _counts):
        for quantity in reader(text):
            if not any(taken[quantity.number : quantity.end]):
                found.append(quantity)
                taken[quantity.number : quantity.end] = b"\1" * (quantity.end - quantity.number)
    return tuple(sorted(found, key=lambda q: q.number))


def _ratios(text: str) -> Iterator[Quantity]:
    for match in _RATIO.finditer(text) if "/" in text else ():
        per, noun, of = match["per"], match["noun"], match["of"]
        unit, end = f"/{per}", match.end("per")
        listed, listed_end = _unit(text, match.end("number"))
        if "/" in listed:
            unit, end = listed, listed_end
        elif per == "100" and noun and of:
            unit, end = f"{noun}/100{of}", match.end()
        yield _quantity(text, match.start("number"), end, read_number(match["number"]), unit, (per + (of or "")).strip())


def _percents(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text) if "%" in text else ():
        found = _quantity(text, match.start("number"), match.end(), read_number(match["number"]), f"%{match['per'] or ''}")
        # "30% - 40%" promises at least the lower end.
        yield replace(found, comparator=">=") if match["range"] and not found.explicit else found


def _ranks(text: str) -> Iterator[Quantity]:
    """ "thuộc nhóm 10 địa phương dẫn đầu": the tenth place, or better."""
    words = text.lower()
    for match in _rank().finditer(text) if any(w in words for w in table("units")["rank"]["group"]) else ():
        yield Quantity(match.start(), match.start("number"), match.end("unit"), float(match["number"]), match["unit"], "<=", True)


def _tops(text: str) -> Iterator[Quantity]:
    for match in _TOP.finditer(text):
        yield Quantity(match.start(), match.start("number"), match.end(), float(match["number"]), "top", "<=", True)


def _counts(text: str) -> Iterator[Quantity]:
    for match in _COUNT.finditer(text):
        if not _names_something(text, match.start()):
            several = _RANGE.match(text, match.end())
            if several and _unit(text, several.end())[0]:  # "04 - 05 nhóm nghiên cứu" promises at least the lower end
                for found in _count(text, match.start(), several.end(), read_number(match["number"])):
                    yield replace(found, comparator=">=")
                continue
            yield from _count(text, match.start(), match.end(), read_number(match["number"]))
    words = text.lower()
    for match in _spelt().finditer(text) if any(f" {w}" in words for w in _WORDS) else ():
        yield from _count(text, match.start("word"), match.end("word"), _WORDS[match["word"].lower()])


def _count(text: str, start: int, end: int, value: float) -> Iterator[Quantity]:
    unit, unit_end = _unit(text, end)
    sign, cue, explicit = comparator(text, start, unit_end)
    known = bool(unit)
    if not unit and explicit:
        unit, unit_end = _guessed_unit(text, end)
    if unit and not explicit and re.search(r"(?:^|\s)từ\s$", text[max(0, start - 4) : start]) and not _UPTO.match(text, unit_end):
        sign = ">="
    if unit:
        yield Quantity(cue, start, unit_end, value, unit, sign, explicit, sure=known)


def _names_something(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start].rstrip().split(" ")[-1].lower().strip('(“"')
    return before in _words("names")


@functools.cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(str(table("units")["words"][kind]).split())


def _quantity(text: str, start: int, end: int, value: float, unit: str, denominator: str | None = None) -> Quantity:
    sign, cue, explicit = comparator(text, start, end)
    return Quantity(cue, start, end, value, unit, sign, explicit, denominator)


@functools.cache
def _rank() -> re.Pattern[str]:
    row = table("units")["rank"]
    group, unit, leading = (any_case(row[k]) for k in ("group", "unit", "leading"))
    return re.compile(rf"\b(?:{group})\s(?P<number>\d{{1,3}})\s(?P<unit>{unit})\s(?:{leading})(?!\w)", re.IGNORECASE)


@functools.cache
def _spelt() -> re.Pattern[str]:
    cues = any_case(c for r in table("units")["comparator"] if r["sign"] in (">=", "<=") for c in r["cues"])
    return re.compile(rf"(?<!\w)(?<!dựa )(?:{cues})\s(?P<word>{any_case(_WORDS)})(?!\w)(?!\s(?:trong|phần|số|nửa))", re.IGNORECASE)


@functools.cache
def _units() -> dict[str, str]:
    return {f.lower(): r["name"] for r in table("units")["unit"] for f in r["forms"]}


@functools.cache
def _unit_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s?(?P<unit>{any_case(_units())})(?![\w/])", re.IGNORECASE)


def _unit(text: str, end: int) -> tuple[str, int]:
    match = _unit_pattern().match(text, end)
    return (_units()[match["unit"].lower()], match.end()) if match else ("", end)


def _guessed_unit(text: str, end: int) -> tuple[str, int]:
    """The classifier, or the first two words, after a number."""
    match = re.compile(r"\s([^\W\d]+)(?:\s([^\W\d]+))?").match(text, end)
    if match is None or match[1].lower() in _words("time") | _words("stop"):
        return "", end
    if match[1].lower() in _words("classifiers") or match[2] is None or match[2].lower() in _words("stop"):
        return match[1].lower(), match.end(1)
    return f"{match[1]} {match[2]}".lower(), match.end(2)


@functools.cache
def _signs() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    rows = table("units")["comparator"]
    cues = {c: r["sign"] for r in rows for c in r["cues"]}
    after = {c: r["sign"] for r in rows for c in r["after"]}
    return cues, after, re.compile(rf"(?<!\w)(?<!dựa )({any_case(cues)})$", re.IGNORECASE)


def comparator(text: str, start: int, end: int) -> tuple[str, int, bool]:
    """Sign, start of the cue, and whether a cue other than "đạt" is printed, for a figure at ``start:end``."""
    cues, after, pattern = _signs()
    tail = text[end : end + 60]
    for word, sign in after.items():
        near = tail.find(word)
        if 0 <= near <= 1 or (near > 0 and re.search(r"(?:^|\s)[Tt]ừ\s*$", text[max(0, start - 6) : start]) and "đến" not in tail[:near]):
            return sign, start, True
    before = text[max(0, start - 30) : start].rstrip()
    offset = max(0, start - 30)
    for _ in range(3):
        match = pattern.search(before)
        if match:
            sign = cues[match[1].lower()]
            return sign, offset + match.start(), sign != "="
        filler = _FILLER.search(before)
        if filler is None:
            break
        before = before[: filler.start()].rstrip()
    return "=", start, False
