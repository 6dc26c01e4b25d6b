"""The year a target is due and how often it is measured, from its clause, its sentence or the headings above."""

from __future__ import annotations

import re
from collections.abc import Iterable

_YEAR = re.compile(
    r"(?:giai\sđoạn|thời\skỳ|nhiệm\skỳ)\s(?:20\d\d)\s?[-–]\s?(?P<to>20\d\d)"
    r"|giai\sđoạn\s(?:[1-4]|I{1,3}|IV|đầu)\s?[:(,]?\s?\(?(?:từ\s)?(?:năm\s)?20\d\d\s?[-–]\s?(?P<part>20\d\d)"
    r"|(?:đến|tới)\s(?:hết\s|cuối\s)?(?P<bare>20\d\d)(?![\d/])"
    r"|(?<!\w)năm\s(?:20\d\d\s?[-–]\s?)?(?P<year>20\d\d)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:Chiến lược|Chương trình|Đề án|Kế hoạch số|Nghị quyết|Quyết định|Luật|Chỉ thị|so với)[^,;.:]*$")
_FREQUENCIES = (
    ("hằng năm", re.compile(r"(?<!\w)(?:h[ằà]ng\snăm|mỗi\snăm)(?!\w)", re.IGNORECASE)),
    ("mỗi quý", re.compile(r"(?<!\w)(?:h[ằà]ng\squý|mỗi\squý)(?!\w)", re.IGNORECASE)),
    ("hằng tháng", re.compile(r"(?<!\w)(?:h[ằà]ng\stháng|mỗi\stháng)(?!\w)", re.IGNORECASE)),
    ("hằng tuần", re.compile(r"(?<!\w)(?:h[ằà]ng\stuần|mỗi\stuần)(?!\w)", re.IGNORECASE)),
)
PERIODS = {"hằng năm": "năm", "mỗi quý": "quý", "hằng tháng": "tháng", "hằng tuần": "tuần"}
"""Frequency -> the period word of a unit (``cuộc/năm``)."""
YEAR_PHRASE = re.compile(
    r"(?:,\s)?(?:(?:phấn đấu|tính)\s)?(?:(?:từ|đến|tới|vào|trong|hết|cuối|trước)\s)*(?:(?:hết|cuối)\s)?"
    r"(?:năm\s20\d\d|giai\sđoạn\s20\d\d\s?[-–]\s?20\d\d)(?:\strở\sđi)?,?",
    re.IGNORECASE,
)


def years(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offset and year of each due year that starts in ``text[start:end]``; years inside names of programmes and acts are left out.

    Only the window is read, so that a line of thousands of clauses costs no more than its length.
    """
    end = len(text) if end is None else end
    return [
        (m.start(), int(m["to"] or m["part"] or m["bare"] or m["year"]))
        for m in _YEAR.finditer(text, start, min(len(text), end + 40))
        if m.start() < end and not _NAME.search(text[max(0, m.start() - 90) : m.start()])
    ]


def nearest_year(text: str, start: int, end: int, number: int) -> int | None:
    """The year of a figure at ``number`` inside ``text[start:end]``: the last one before it, else the first after it."""
    found = years(text, start, end)
    before = [y for o, y in found if o < number]
    return before[-1] if before else (found[0][1] if found else None)


def heading_year(headings: Iterable[str]) -> int | None:
    """The due year that the nearest heading names."""
    for heading in headings:
        found = years(heading[:300])
        if found:
            return found[-1][1]
    return None


def annual_year(title: str) -> int | None:
    """The year of an annual plan, from its title; None for a plan of several years."""
    if re.search(r"giai\sđoạn|đến\s(?:hết\s)?năm|tầm\snhìn|20\d\d\s?[-–]\s?20\d\d", title, re.IGNORECASE):
        return None
    # "ngày 15 tháng 8 năm 2024" dates an act that the title names, not the plan.
    found = re.findall(r"(?<!\w)(?<!tháng\s\d\s)(?<!tháng\s\d\d\s)năm\s(20\d\d)", title, re.IGNORECASE)
    return int(found[-1]) if found else None


def frequency(clause: str) -> str | None:
    """How often, where the clause says so of itself: at its start or end, or "mỗi quý có". Not inside a noun phrase."""
    for name, pattern in _FREQUENCIES:
        for match in pattern.finditer(clause):
            after = clause[match.end() :].lstrip(" ")
            if match.start() < 12 or after[:1] in ("", ".", ";", ",", ")") or match[0].lower().startswith("mỗi"):
                return name
    return None
