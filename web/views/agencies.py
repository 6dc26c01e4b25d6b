"""Agencies, what each is given to do, and the calendar of deadlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.text import fold
from graph.commitments import Given
from graph.deadlines import Due
from web.i18n import Lang, date
from web.views.base import Page, Paging

Place = Callable[[str, int, int], str]
"""(IRI of a text, start, end) to its address, lit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLine:
    href: str
    label: str
    leads: int
    supports: int
    targets: int
    deadlines: int
    became: tuple[str, str] | None
    """(name, ISO day) of what it became; None where it still stands, or nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A body became another one, or ended without one successor, on a day, by an act."""

    name: str
    href: str | None
    to: str | None
    to_href: str | None
    day: str
    act: str
    act_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgenciesPage(Page):
    filter: str
    total: int
    changes: tuple[ChangeView, ...]
    """What became of the bodies that the filter names."""
    rows: tuple[AgencyLine, ...]
    paging: Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    href: str
    role: str
    what: str
    when: str
    part: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenIn:
    """What one document gives a body."""

    label: str
    title: str | None
    rows: tuple[GivenRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    href: str
    when: str
    what: str
    phrase: str
    agency: str | None
    agency_href: str | None
    recipient: str | None
    label: str
    yearly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTasks:
    """The tasks of one role, by document."""

    role: str
    count: int
    documents: tuple[GivenIn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPage(Page):
    label: str
    became: tuple[ChangeView, ...]
    came_from: tuple[ChangeView, ...]
    roles: tuple[RoleTasks, ...]
    csv_href: str
    targets: tuple[GivenIn, ...]
    deadlines: tuple[DueRow, ...]
    ics_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMonth:
    """The deadlines of one month: ``month`` is ISO (``2022-11``), ``--11`` for every year's, empty for undated ones."""

    month: str
    rows: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage(Page):
    filter: str
    until: str
    up_to: bool
    """Everything due by the day asked for, and not only what is due on it."""
    total: int
    months: tuple[DueMonth, ...]
    ics_href: str
    csv_href: str
    paging: Paging


ROLES = ("lead", "support", "monitor", "report")


def role_tasks(tasks: Sequence[Given], place: Place, lang: Lang) -> tuple[RoleTasks, ...]:
    """Tasks by role, the leading ones first."""
    order = [*ROLES, *sorted({g.role for g in tasks} - set(ROLES))]
    by_role = ((role, [g for g in tasks if g.role == role]) for role in order)
    return tuple(RoleTasks(role=role, count=len(own), documents=given_in(own, place, lang)) for role, own in by_role if own)


def given_in(given: Sequence[Given], place: Place, lang: Lang) -> tuple[GivenIn, ...]:
    return tuple(
        GivenIn(
            label=rows[0].label,
            title=rows[0].title if rows[0].title != rows[0].label else None,
            rows=tuple(
                GivenRow(
                    href=place(g.text, g.start, g.end),
                    role=g.role,
                    what=g.what,
                    when=date(g.due, lang) or g.phrase or "",
                    part=g.part,
                )
                for g in rows
            ),
        )
        for rows in (list(group) for _, group in groupby(given, key=lambda g: g.text))
    )


def due_row(d: Due, place: Place, local: Callable[[str], str], lang: Lang) -> DueRow:
    period = f"{date(d.start_date, lang)} – {date(d.end_date, lang)}".strip(" –")
    return DueRow(
        href=place(d.text, d.start, d.end),
        when=date(d.due, lang) or period or d.recurrence or d.phrase,
        what=d.what or "",
        phrase=d.phrase,
        agency=d.agency_label,
        agency_href=local(d.agency) if d.agency else None,
        recipient=d.recipient,
        label=d.label,
        yearly=(d.due or "").startswith("--") or d.kind == "recurring",
    )


def by_day(d: Due) -> tuple[bool, str, str, int]:
    """Order of the calendar: by day of the year for what recurs, by date for the rest, undated last."""
    day = d.due or d.end_date or d.start_date or ""
    return (not day, day.removeprefix("--") if day.startswith("--") else day, d.text, d.start)


def by_month(due: Sequence[Due], row: Callable[[Due], DueRow]) -> tuple[DueMonth, ...]:
    """Deadlines in their order, month by month."""
    groups = groupby(due, key=lambda d: month_of(d.due or d.end_date or d.start_date or ""))
    return tuple(DueMonth(month=month, rows=tuple(row(d) for d in group)) for month, group in groups)


def month_of(day: str) -> str:
    """2022-11-15 is in 2022-11, --11-30 in --11; a quarter or a year stands for itself."""
    return day[:4] if day.startswith("--") else day[:7]


def matches(d: Due, words: str, until: str, up_to: bool = False) -> bool:
    """``words`` in what, who or to whom; ``until`` a day (``30/11`` or ``30/11/2024``) or part of the date as written.

    ``up_to`` takes everything due by that day: in the same year, or within a year for what recurs."""
    if words and any(w not in d.words for w in fold(words).split()):
        return False
    return not until or day_matches(d, until) or (up_to and day_before(d, until))


def day_before(d: Due, until: str) -> bool:
    """Due before ``until``: days of every year among themselves, dated ones in the year that is named."""
    parts = [p.zfill(2) for p in until.replace("-", "/").replace(".", "/").split("/")]
    day = d.due or d.end_date or ""
    if not day or not all(p.isdigit() for p in parts) or not 1 <= len(parts) <= 3:
        return False
    wanted = "-".join(reversed(parts))
    if len(parts) == 2 and len(parts[1]) == 2:  # 30/11: a day of any year
        return day[-5:] <= wanted if len(day) >= 7 else False
    return day <= wanted if not day.startswith("--") else day[2:] <= wanted[5:]


def day_matches(d: Due, until: str) -> bool:
    parts = until.replace("-", "/").replace(".", "/").split("/")
    if not all(p.isdigit() for p in parts) or not 1 <= len(parts) <= 3:
        return fold(until) in fold(d.phrase)
    numbers = [p.zfill(2) for p in parts]
    wanted = "-".join(reversed(numbers))
    return any(day.endswith(wanted) or day.startswith(wanted) for day in (d.due or "", d.end_date or "", d.start_date or "") if day)
