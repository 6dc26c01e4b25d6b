"""Deadlines as a calendar (RFC 5545), byte for byte the same for the same facts. Pure: no clock."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.model import Deadline, Document, Facts

_QUARTER_END = {"Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One day or period of a calendar."""

    uid: str
    first: datetime.date
    last: datetime.date
    """Inclusive."""
    rule: str | None
    """RRULE of a recurring one."""
    summary: str
    description: str


def events(document: Document, facts: Facts, agency: str | None = None) -> Iterator[Event]:
    """The dated deadlines of one document, those of ``agency`` only where it is given; undatable ones are left out."""
    year = _year(document, facts)
    for deadline in facts.deadlines:
        if agency is not None and deadline.agency != agency:
            continue
        days = _days(deadline, year)
        if days is not None:
            yield _event(document, deadline, *days)


def _year(document: Document, facts: Facts) -> int:
    """Where a day of every year begins: the year of issue, else the first year that a deadline prints; 0 for none."""
    printed = [d.date or d.from_ or "" for d in facts.deadlines]
    return next((int(p[:4]) for p in (document.header.date or "", *sorted(printed)) if p[:4].isdigit()), 0)


def _event(document: Document, deadline: Deadline, first: datetime.date, last: datetime.date) -> Event:
    header = document.header
    source = " ".join(x for x in (header.type, header.number, header.issuer) if x) or document.source.name
    whose = deadline.agency or "(không rõ cơ quan)"
    return Event(
        uid=f"{document.id}-{deadline.start}-{deadline.end}@luocdo",
        first=first,
        last=last,
        rule=_rule(deadline),
        summary=f"{whose}: {(deadline.what or deadline.surface)[:120]}",
        description="\n".join(x for x in (deadline.what, f"Nơi nhận: {deadline.recipient}" if deadline.recipient else None, source) if x),
    )


def _rule(deadline: Deadline) -> str | None:
    if deadline.kind != "recurring":
        return None
    day = deadline.date or deadline.from_ or ""
    if day.startswith("---"):
        return f"FREQ=MONTHLY;BYMONTHDAY={int(day[3:])}"
    return "FREQ=YEARLY"


def _days(deadline: Deadline, year: int) -> tuple[datetime.date, datetime.date] | None:
    """First and last day; for "by" the last day of what is named. None where neither text nor document gives a year."""
    first, last = deadline.from_ or deadline.date, deadline.to or deadline.date or deadline.from_
    if first is None or last is None:
        return None
    begin, end = _bounds(first, year), _bounds(last, year)
    if begin is None or end is None:
        return None
    if deadline.kind == "by":
        return end[1], end[1]
    return (begin[0], end[1]) if begin[0] <= end[1] else (begin[0], begin[1])


def _bounds(iso: str, year: int) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of an ISO date of any precision; a missing year is ``year``."""
    if iso.startswith("---"):
        iso = f"--01-{iso[3:]}"
    if iso.startswith("--"):
        if not year:
            return None
        iso = f"{year:04d}-{iso[2:]}"
    parts = iso.split("-")
    if len(parts) == 1:
        return datetime.date(int(iso), 1, 1), datetime.date(int(iso), 12, 31)
    if parts[1] in _QUARTER_END:
        month = _QUARTER_END[parts[1]]
        return datetime.date(int(parts[0]), month - 2, 1), _month_end(int(parts[0]), month)
    if len(parts) == 2:
        return datetime.date(int(parts[0]), int(parts[1]), 1), _month_end(int(parts[0]), int(parts[1]))
    day = min(int(parts[2]), calendar.monthrange(int(parts[0]), int(parts[1]))[1])
    only = datetime.date(int(parts[0]), int(parts[1]), day)
    return only, only


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def to_ics(found: Iterable[Event], stamp: str = "19700101T000000Z") -> str:
    """A calendar file; ``stamp`` is the DTSTAMP of every event."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//luocdo//commitments//VI", "CALSCALE:GREGORIAN"]
    for event in found:
        lines += ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"]
        lines += [f"DTEND;VALUE=DATE:{event.last + datetime.timedelta(days=1):%Y%m%d}"]
        lines += [f"RRULE:{event.rule}"] if event.rule else []
        lines += [f"SUMMARY:{_escape(event.summary)}", f"DESCRIPTION:{_escape(event.description)}", "END:VEVENT"]
    return "".join(_fold(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def _escape(text: str) -> str:
    plain = "".join(c if c >= " " or c == "\n" else " " for c in text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Lines of at most 75 octets, no character cut in two."""
    out, used = [], 0
    for c in line:
        size = len(c.encode("utf-8"))
        if used + size > 74:
            out.append("\r\n ")
            used = 1
        out.append(c)
        used += size
    return "".join(out)
