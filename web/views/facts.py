"""The tabs of one document: its targets, tasks, deadlines and what was repaired or doubtful, each line a place in the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.hygiene import hygiene
from corpus.library import Stored
from corpus.matrix import Matrix, numbered
from corpus.model import Deadline, Facts, Target
from corpus.validity import approved_name, ended
from web.i18n import Lang, date, number
from web.views.frame import DocumentFrame

Place = Callable[[int, int], str]
"""(start, end) to the address of that place, lit."""
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", "~": "≈"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    href: str
    label: str | None
    indicator: str
    value: str
    when: str
    baseline: str
    objective: str
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    href: str
    role: str
    task: str
    deadline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTasks:
    """What one body is given to do in this document."""

    agency: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    href: str
    when: str
    words: str
    what: str
    agency: str | None
    recipient: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """Something a careful reader would send back."""

    href: str
    code: str
    what: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A target, and for each body of the matrix its part: a role, with the share where it is split; None for no part."""

    href: str
    number: str
    indicator: str
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsTab(DocumentFrame):
    rows: tuple[TargetRow, ...]
    owners: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    unowned: int
    idle: tuple[str, ...]
    csv_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksTab(DocumentFrame):
    groups: tuple[AgencyTasks, ...]
    total: int
    csv_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesTab(DocumentFrame):
    rows: tuple[DeadlineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksTab(DocumentFrame):
    rows: tuple[FindingRow, ...]


def target_rows(facts: Facts, place: Place, lang: Lang) -> tuple[TargetRow, ...]:
    owners: dict[int, list[str]] = {}
    for r in facts.responsibilities:
        for i in r.targets:
            owners.setdefault(i, []).append(f"{r.agency} ({r.part})" if r.part else r.agency)
    return tuple(
        TargetRow(
            href=place(x.start, x.end),
            label=x.label,
            indicator=x.indicator,
            value=target_value(x, lang),
            when=str(x.year) if x.year else x.frequency or "",
            baseline=number(x.baseline, lang),
            objective=x.objective or "",
            owners=tuple(dict.fromkeys(owners.get(i, ()))),
        )
        for i, x in enumerate(facts.targets)
    )


def target_value(x: Target, lang: Lang) -> str:
    """The value as people write it: ``≥ 1,7 lần``, ``60%``; nothing for a yes/no aim."""
    if x.value is None:
        return ""
    sign = _SIGNS.get(x.comparator or "", "")
    unit = "%" if x.unit == "%" else f" {x.unit}" if x.unit and not x.unit.startswith("/") else x.unit or ""
    return f"{sign} {number(x.value, lang)}{unit}".strip().removeprefix("= ")


def agency_tasks(facts: Facts, place: Place, lang: Lang) -> tuple[AgencyTasks, ...]:
    """Tasks by body, bodies in the order of the text."""
    groups: dict[str, list[TaskRow]] = {}
    for x in facts.assignments:
        due = facts.deadlines[x.deadline] if x.deadline is not None and x.deadline < len(facts.deadlines) else None
        row = TaskRow(href=place(x.start, x.end), role=x.role, task=x.task, deadline=when(due, lang) if due else "")
        groups.setdefault(x.body or x.agency, []).append(row)
    return tuple(AgencyTasks(agency=a, tasks=tuple(rows)) for a, rows in groups.items())


def deadline_rows(facts: Facts, place: Place, lang: Lang) -> tuple[DeadlineRow, ...]:
    """Deadlines by date; what recurs first, what has no date last."""
    ordered = sorted(facts.deadlines, key=lambda d: (not (d.date or d.from_ or d.to), d.date or d.to or d.from_ or "", d.start))
    return tuple(
        DeadlineRow(
            href=place(d.start, d.end), when=when(d, lang), words=d.surface, what=d.what or "", agency=d.agency, recipient=d.recipient
        )
        for d in ordered
    )


def when(d: Deadline, lang: Lang) -> str:
    """A deadline's time: a day, a period, or how often."""
    if d.from_ or d.to:
        return f"{date(d.from_, lang)} – {date(d.to, lang)}".strip(" –")
    return date(d.date, lang) or d.recurrence or ""


def finding_rows(stored: Stored, place: Place, lang: Lang) -> tuple[FindingRow, ...]:
    """Everything missing, contradictory, repaired or doubtful, in text order."""
    signed = stored.document.header.date
    found = hygiene(stored.document, stored.facts, in_force=lambda c: ended(c, signed), period=approved_name)
    return tuple(
        FindingRow(
            href=place(f.start, f.end) if f.end > f.start else f"/ban/{stored.id}",
            code=f.code,
            what=f.en if lang == "en" else f.vi,
            sentence=f.sentence,
        )
        for f in found
    )


def matrix_rows(facts: Facts, found: Matrix, place: Place) -> tuple[tuple[str, ...], tuple[MatrixRow, ...]]:
    """Bodies across, targets down; empty where the document makes nobody answer for a target."""
    given: dict[int, dict[str, str]] = {}
    for r in found.rows:
        if r.kind == "target":
            given.setdefault(r.index, {})[r.agency] = r.part or ""
    owners = tuple(dict.fromkeys(r.agency for r in found.rows if r.kind == "target"))
    rows = tuple(
        MatrixRow(
            href=place(x.start, x.end), number=numbered(x), indicator=x.indicator, cells=tuple(given.get(i, {}).get(o) for o in owners)
        )
        for i, x in enumerate(facts.targets)
    )
    return owners, rows if owners else ()
