"""The derived views asked of the graph: matrix of responsibilities and calendar, the same as the command line reads from a document."""

from __future__ import annotations

from dataclasses import dataclass

from graph.reader import Reader
from graph.rows import Concept, ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One body answering for one target or one task (``kind``) of a text."""

    text_id: str
    name: str
    role: Concept
    kind: str
    what: str
    part: str | None = None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unowned:
    """A target that nobody answers for."""

    text_id: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """A body that leads tasks of a text but answers for none of its targets."""

    text_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline; ``since`` and ``until`` are the ends of a period."""

    text_id: str
    kind: Concept
    due: str | None = None
    since: str | None = None
    until: str | None = None
    recurrence: str | None = None
    phrase: str
    name: str | None = None
    recipient: str | None = None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A basis that was no longer in force from ``day``, before the text was signed."""

    text_id: str
    label: str
    day: str
    start: int
    end: int


def bases_ended(reader: Reader) -> list[Ended]:
    """Every basis that had ended when the text was signed."""
    return ask(reader, Ended, "bases_ended")


def duties(reader: Reader) -> list[Duty]:
    """The matrix of every text."""
    return ask(reader, Duty, "responsibility_matrix")


def unowned(reader: Reader) -> list[Unowned]:
    """Targets without an owner."""
    return ask(reader, Unowned, "targets_without_owner")


def idle(reader: Reader) -> list[Idle]:
    """Owners without a target."""
    return ask(reader, Idle, "owners_without_target")


def due(reader: Reader) -> list[Due]:
    """Every deadline with its day."""
    return ask(reader, Due, "reporting_calendar")
