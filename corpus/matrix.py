"""The matrix of responsibilities of a document: body × target or task × role, and what is missing in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Facts, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One body answering for one target or one task."""

    agency: str
    role: str
    """``lead``, ``support`` or ``report``."""
    kind: str
    """``target`` or ``task``."""
    what: str
    """The indicator, or the task."""
    index: int
    """Index into ``Facts.targets`` or ``Facts.assignments``."""
    part: str | None = None
    """The share of a split target."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """All rows; targets that nobody answers for; bodies with tasks that answer for no target."""

    rows: tuple[Row, ...]
    unowned: tuple[int, ...]
    """Indices of targets without an owner."""
    idle: tuple[str, ...]
    """Leading bodies that own no target, in order of appearance; empty where the document links no target at all."""


def matrix(facts: Facts) -> Matrix:
    """Who answers for what in one document."""
    owned = {i for r in facts.responsibilities for i in r.targets}
    owners = {r.agency for r in facts.responsibilities}
    leads = dict.fromkeys(a.body or a.agency for a in facts.assignments if a.role == "lead")
    return Matrix(
        rows=(*_targets(facts), *_tasks(facts)),
        unowned=tuple(i for i in range(len(facts.targets)) if i not in owned),
        idle=tuple(a for a in leads if a not in owners) if owned else (),
    )


def numbered(target: Target) -> str:
    """``2.1`` for chỉ tiêu 1 of mục tiêu 2; empty where nothing is numbered."""
    own = (target.label or "").rsplit(" ", 1)[-1]
    parts = (target.objective_number or "", own if own.isdigit() else "")
    return ".".join(p for p in parts if p)


def _targets(facts: Facts) -> Iterator[Row]:
    for r in facts.responsibilities:
        for i in r.targets:
            what = facts.targets[i].indicator
            yield Row(agency=r.agency, role=r.role, kind="target", what=what, index=i, part=r.part, start=r.start, end=r.end)


def _tasks(facts: Facts) -> Iterator[Row]:
    for i, a in enumerate(facts.assignments):
        yield Row(agency=a.body or a.agency, role=a.role, kind="task", what=a.task, index=i, start=a.start, end=a.end)
