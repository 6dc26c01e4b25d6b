"""Who must do what, by when: the named queries behind the pages of agencies, the calendar and the targets."""

from __future__ import annotations

from dataclasses import dataclass

from graph.reader import Reader
from graph.rows import Concept, ask


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """A body with how much it is given to do."""

    agency: str
    label: str
    leads: int
    supports: int
    targets: int
    deadlines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Something a body is given: a task or a target, said in ``text`` at ``start``-``end``."""

    text: str
    label: str
    title: str | None = None
    role: Concept
    what: str
    start: int
    end: int
    due: str | None = None
    phrase: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWithTargets:
    text: str
    label: str
    title: str | None = None
    date: str | None = None
    targets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWithTasks:
    text: str
    label: str
    title: str | None = None
    date: str | None = None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    label: str


def agencies(reader: Reader) -> list[AgencyRow]:
    """Bodies with something to do, the busiest first."""
    return reader.once("agencies", lambda: ask(reader, AgencyRow, "agencies", per="agency"))


def agency_tasks(reader: Reader, agency: str) -> list[Given]:
    """What a body is given to do, in text order."""
    return ask(reader, Given, "agency_tasks", per="mention", agency=agency)


def agency_targets(reader: Reader, agency: str) -> list[Given]:
    """The targets a body answers for, in text order."""
    return ask(reader, Given, "agency_targets", per="target", agency=agency)


def texts_with_targets(reader: Reader) -> list[TextWithTargets]:
    return reader.once("texts_with_targets", lambda: ask(reader, TextWithTargets, "texts_with_targets", per="text"))


def texts_with_tasks(reader: Reader) -> list[TextWithTasks]:
    """Texts that give bodies something to do, those that give most first."""
    return reader.once("texts_with_tasks", lambda: ask(reader, TextWithTasks, "texts_with_tasks", per="text"))


def label(reader: Reader, agency: str) -> str | None:
    """The name of a body that is only mentioned."""
    found = ask(reader, _Label, "label", thing=agency)
    return found[0].label if found else None
