"""Points in time and periods as Vietnamese documents write them, to ISO 8601 of the precision that the text gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_DIGIT = re.compile(r"\d")
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_POINT = re.compile(
    r"(?:ngày\s)?(?<![\w/.,-])(?:(?P<f1>\d{1,2})\s?[-–]\s?)?(?P<d1>\d{1,2})\s?[/.-]\s?(?P<m1>\d{1,2})\s?[/.-]\s?(?P<y1>(?:19|20)\d\d)(?![\d/])"
    r"|ngày\s(?:(?P<f2>\d{1,2})\s?[-–]\s?)?(?P<d2>\d{1,2})\stháng\s(?P<m2>\d{1,2})(?:\s?,?\snăm\s(?P<y2>(?:19|20)\d\d))?"
    r"|tháng\s(?P<m3>\d{1,2})(?:\s?[-–]\s?(?P<m3b>\d{1,2}))?\s?(?:[/-]|,?\snăm)\s?(?P<y3>20\d\d)(?![\d/])"
    r"|(?:ngày\s)?(?<![\w/.,-])(?:(?P<f4>\d{1,2})\s?[-–]\s?)?(?P<d4>\d{1,2})/(?P<m4>\d{1,2})(?![\w/%])"
    r"|(?:quý|quí|qúy)\s(?P<q>IV|I{1,3}|[1-4])(?:\s?[-–]\s?(?P<qb>IV|I{1,3}|[1-4]))?(?:\s?[/-]\s?|,?\s(?:năm\s)?)(?P<yq>20\d\d)"
    r"|tháng\s(?P<m7>\d{1,2})(?=(?:\s?(?:,|và|đến|tới|[-–])\s?tháng\s\d{1,2}){1,4}\s?(?:[/-]|,?\snăm)\s?(?P<y8>20\d\d)(?![\d/]))"
    r"|tháng\s(?P<m5>\d{1,2})(?!\d|\s?/)(?=\sh[ằà]ng\snăm)"
    r"|(?<=trong\s)tháng\s(?P<m6>\d{1,2})(?!\d|\s?[/-]\s?\d|,?\snăm|\stuổi)"
    r"|ngày\s(?P<d6>\d{1,2})(?![\d/.]|\s?tháng\s\d)"
    r"|(?:năm|giai\sđoạn)\s(?P<y7>20\d\d)(?:\s?[-–]\s?(?:năm\s)?(?P<y7b>20\d\d))?(?!\d)",
    re.IGNORECASE,
)
_MAY_OPEN = re.compile(  # one class of characters first, so that the search is fast; every point begins so
    r"[\dNnTtQqGg](?:(?<=\d)(?<![\w/.,-]\d)|(?<=[Nn])(?:[Gg][Àà][Yy]|[Ăă][Mm])\s|(?<=[Tt])[Hh][Áá][Nn][Gg]\s|(?<=[Qq])(?:[Uu][ýÝíÍ]|[úÚ][Yy])\s"
    r"|(?<=[Gg])[Ii][Aa][Ii]\s)"
)
_JOIN = re.compile(r"\s?(?:[,]?\s?(?:đến|tới)(?:\shết)?|[-–])\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point or a period: ``text[start:end]``."""

    start: int
    end: int
    precision: str
    """day, month, quarter, year, or ``bare`` for a day without a month."""
    year: int | None = None
    month: int | None = None
    """The quarter, where the precision is quarter."""
    day: int | None = None
    until: Moment | None = None

    @property
    def iso(self) -> str:
        year = str(self.year) if self.year else "-"
        if self.precision == "year":
            return year
        if self.precision == "quarter":
            return f"{year}-Q{self.month}"
        if self.precision == "month":
            return f"{year}-{self.month:02d}"
        if self.precision == "bare":
            return f"---{self.day:02d}"
        return f"{year}-{self.month:02d}-{self.day:02d}"


def moments(text: str) -> tuple[Moment, ...]:
    """Points and periods of ``text``, in order; a period's parts share the year and month printed once."""
    out: list[Moment] = []
    for moment in _points(text):
        last = out[-1] if out else None
        if last and last.until is None and _JOIN.fullmatch(text, last.end, moment.start) and moment.start - last.end < 16:
            out[-1] = _period(last, moment)
        elif moment.precision != "bare" or _may_stand_bare(text, moment):
            out.append(moment)
    return tuple(m for m in out if m.precision != "bare" or _monthly(text, m))


def _may_stand_bare(text: str, moment: Moment) -> bool:
    return _monthly(text, moment) or re.match(r"\s?(?:đến|tới|[-–])", text[moment.end : moment.end + 5]) is not None


def _monthly(text: str, moment: Moment) -> bool:
    return re.match(r",?\s(?:h[ằà]ng|mỗi|của)\s(?:tháng|quý)", text[moment.end : moment.end + 14]) is not None


def _period(first: Moment, second: Moment) -> Moment:
    """Join two points; what only the second prints holds for the first too."""
    first = replace(first, year=first.year or second.year)
    if first.precision == "bare" and second.precision == "day":
        first = replace(first, precision="day", month=second.month)
    return replace(first, end=second.end, until=second)


def _points(text: str) -> Iterator[Moment]:
    if _DIGIT.search(text) is None:
        return  # every point is written so
    read = 0
    for opening in _MAY_OPEN.finditer(text):
        match = _POINT.match(text, opening.start()) if opening.start() >= read else None
        if match is not None:
            read = match.end()
            if (moment := _moment(match)) is not None:
                yield moment


def _moment(match: re.Match[str]) -> Moment | None:
    g = match.groupdict()
    for begin, day, month, year in (("f1", "d1", "m1", "y1"), ("f2", "d2", "m2", "y2"), ("f4", "d4", "m4", "")):
        if g[day]:
            return _days(match, g[begin], int(g[day]), int(g[month]), int(g[year]) if year and g[year] else None)
    if g["m3"] or g["m5"] or g["m6"] or g["m7"]:
        return _months(match, g)
    if g["q"]:
        first = Moment(match.start(), match.end(), "quarter", int(g["yq"]), _QUARTERS[g["q"].upper()])
        return replace(first, until=replace(first, month=_QUARTERS[g["qb"].upper()])) if g["qb"] else first
    if g["d6"]:
        return Moment(match.start(), match.end(), "bare", day=int(g["d6"])) if 1 <= int(g["d6"]) <= 31 else None
    first = Moment(match.start(), match.end(), "year", int(g["y7"]))
    return replace(first, until=replace(first, year=int(g["y7b"]))) if g["y7b"] else first


def _day(match: re.Match[str], day: int, month: int, year: int | None) -> Moment | None:
    return Moment(match.start(), match.end(), "day", year, month, day) if 1 <= day <= 31 and 1 <= month <= 12 else None


def _days(match: re.Match[str], first: str | None, day: int, month: int, year: int | None) -> Moment | None:
    """One day, or the days from ``first`` on: ``01 - 08/6``."""
    last = _day(match, day, month, year)
    if last is None or first is None:
        return last
    if not 1 <= int(first) < day:
        return None
    return replace(last, day=int(first), until=last)


def _months(match: re.Match[str], g: dict[str, str | None]) -> Moment | None:
    month = int(g["m3"] or g["m5"] or g["m6"] or g["m7"] or 0)
    if not 1 <= month <= 12:
        return None
    year = g["y3"] or g["y8"]
    first = Moment(match.start(), match.end(), "month", int(year) if year else None, month)
    return replace(first, until=replace(first, month=int(g["m3b"]))) if g["m3b"] and int(g["m3b"]) <= 12 else first
