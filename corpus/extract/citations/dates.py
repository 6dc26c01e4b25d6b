"""Dates beside a citation, in all the ways that offices write them."""

from __future__ import annotations

import re
from datetime import date

from corpus.extract.citations.surface import View

_B = r"[\s*]{1,4}"
_O = r"[\s*]{0,4}"
_DATE = re.compile(
    rf"(?:ngay|nagy){_B}(?P<d>\d{{1,2}})(?:{_B}thang{_B}(?P<m>\d{{1,2}})(?:{_B}nam{_B}(?P<y>\d{{4}}))?(?!\d)"
    rf"|{_O}[/.-]{_O}(?P<m2>\d{{1,2}}){_O}[/.-]{_O}(?P<y2>\d{{4}})(?!\d))"
    rf"|(?P<d3>\d{{1,2}})[/.](?P<m3>\d{{1,2}})[/.](?P<y3>\d{{4}})(?!\d)"
    rf"|thang{_B}(?P<m4>\d{{1,2}})(?:{_B}nam{_B}|/)(?P<y4>\d{{4}})(?!\d)"
    rf"|nam{_B}(?P<y5>(?:19|20)\d\d)(?!\d)(?!{_O}-{_O}\d)"
)


def read_date(view: View, start: int) -> tuple[int, str | None] | None:
    """A date that starts at ``start``: where it ends, and ISO to the precision given (None: no such day)."""
    m = _DATE.match(view.folded, start)
    if m is None:
        return None
    day = m["d"] or m["d3"]
    month = m["m"] or m["m2"] or m["m3"] or m["m4"]
    year = m["y"] or m["y2"] or m["y3"] or m["y4"] or m["y5"]
    return m.end(), iso(year, month, day)


def iso(year: str | None, month: str | None, day: str | None) -> str | None:
    """ISO 8601, to the precision that can be true; None where there is no year.

    >>> iso("2021", "5", "26")
    '2021-05-26'
    """
    if year is None:
        return None
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{year}-{int(month):02d}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02d}"  # the day cannot be: the month still stands
