"""Who must do what, by when: the named queries behind the pages of agencies, the calendar and the targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graph.reader import Reader
from graph.relations import first, objects, said_of, subjects
from graph.rows import Concept, ask
from ontology import DCT, ELI, PREFIXES, VNP

_LABEL = PREFIXES["rdfs"] + "label"


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
class TextWith:
    """A text and how many of what was asked for it holds."""

    text: str
    label: str
    title: str | None = None
    date: str | None = None
    count: int

    @property
    def document(self) -> str:
        """The library's id of the text."""
        return self.text.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    label: str


def agencies(reader: Reader) -> list[AgencyRow]:
    """Bodies with something to do, the busiest first."""
    return reader.once("agencies", lambda: ask(reader, AgencyRow, "agencies", per="agency"))


def agency_tasks(reader: Reader, agency: str) -> list[Given]:
    """What a body is given to do, in text order."""
    store, found = reader.store, []
    for mention in subjects(store, str(VNP.agency), agency):
        said = said_of(store, mention)
        if str(VNP.task) not in said:  # a deadline or a responsibility
            continue
        due = said_of(store, said[str(VNP.deadline)]) if str(VNP.deadline) in said else {}
        what = first(store, said[str(VNP.task)], str(VNP.taskText)) or ""
        found.append(_given(reader, said, said, what, due=due.get(str(VNP.due)), phrase=due.get(str(VNP.rawPhrase))))
    return sorted(found, key=lambda g: (g.text, g.start))


def agency_targets(reader: Reader, agency: str) -> list[Given]:
    """The targets a body answers for, in text order."""
    store, found = reader.store, dict[str, Given]()
    for mention in subjects(store, str(VNP.agency), agency):
        for target in objects(store, mention, str(VNP.target)):
            said, place = said_of(store, mention), said_of(store, target)
            what = first(store, place[str(VNP.indicator)], _LABEL) or ""
            found.setdefault(target, _given(reader, said, place, what, part=said.get(str(VNP.part))))
    return sorted(found.values(), key=lambda g: (g.text, g.start))


def _given(
    reader: Reader,
    said: Mapping[str, str],
    place: Mapping[str, str],
    what: str,
    due: str | None = None,
    phrase: str | None = None,
    part: str | None = None,
) -> Given:
    text = place[str(VNP.inText)]
    start, _, end = place[str(VNP.span)].rpartition("/")[2].partition("-")
    work = first(reader.store, text, str(ELI.realizes)) or text
    return Given(
        text=text,
        label=first(reader.store, work, _LABEL) or work,
        title=first(reader.store, work, str(DCT.title)),
        role=said[str(VNP.role)].rpartition("/")[2],
        what=what,
        start=int(start),
        end=int(end),
        due=due,
        phrase=phrase,
        part=part,
    )


def texts_with(reader: Reader, what: Literal["targets", "tasks"]) -> list[TextWith]:
    """Texts that hold targets, or give bodies something to do; those with most first."""
    name = f"texts_with_{what}"
    return reader.once(name, lambda: ask(reader, TextWith, name, per="text"))


def label(reader: Reader, agency: str) -> str | None:
    """The name of a body that is only mentioned."""
    found = ask(reader, _Label, "label", thing=agency)
    return found[0].label if found else None
