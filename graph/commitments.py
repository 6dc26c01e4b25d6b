"""Who must do what, by when: the named queries behind the pages of agencies, the calendar and the targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from graph import identity
from graph.reader import Reader
from graph.relations import first, objects, subjects, texts
from graph.rows import Concept, ask
from ontology import PREFIXES, VNP

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


def given_to(reader: Reader, agency: str) -> tuple[list[Given], list[Given]]:
    """The tasks that a body is given, and the targets it answers for, in text order.

    What a mention is and where it stands, its address tells; only what else is shown is read, property by property.
    """
    mentions = subjects(reader.store, str(VNP.agency), agency)
    tasks = (g for m in mentions for g in _tasks(reader, m))
    targets = {t: g for m in reversed(mentions) for t, g in _targets(reader, m)}
    return sorted(tasks, key=_order), sorted(targets.values(), key=_order)


def _order(g: Given) -> tuple[str, int]:
    return g.text, g.start


def _tasks(reader: Reader, mention: str) -> Iterator[Given]:
    """The task of an assignment."""
    store = reader.store
    for task in objects(store, mention, str(VNP.task)) if identity.fact_place(mention)[1] == "giao" else ():
        due = first(store, mention, str(VNP.deadline))
        yield _given(
            reader,
            mention,
            role=first(store, mention, str(VNP.role)) or "",
            what=first(store, task, str(VNP.taskText)) or "",
            due=first(store, due, str(VNP.due)) if due else None,
            phrase=first(store, due, str(VNP.rawPhrase)) if due else None,
        )


def _targets(reader: Reader, mention: str) -> Iterator[tuple[str, Given]]:
    """The targets of a responsibility."""
    store = reader.store
    for target in objects(store, mention, str(VNP.target)) if identity.fact_place(mention)[1] == "trach-nhiem" else ():
        indicator = first(store, target, str(VNP.indicator)) or ""
        role, part = first(store, mention, str(VNP.role)) or "", first(store, mention, str(VNP.part))
        yield target, _given(reader, target, role=role, what=first(store, indicator, _LABEL) or "", part=part)


def _given(reader: Reader, place: str, role: str, what: str, **others: str | None) -> Given:
    text, _, start, end = identity.fact_place(place)
    named = texts(reader)[text]
    role = role.rpartition("/")[2]
    return Given(text=text, label=named.label, title=named.title, role=role, what=what, start=start, end=end, **others)


def texts_with(reader: Reader, what: Literal["targets", "tasks"]) -> list[TextWith]:
    """Texts that hold targets, or give bodies something to do; those with most first."""
    name = f"texts_with_{what}"
    return reader.once(name, lambda: ask(reader, TextWith, name, per="text"))


def label(reader: Reader, agency: str) -> str | None:
    """The name of a body that is only mentioned."""
    found = ask(reader, _Label, "label", thing=agency)
    return found[0].label if found else None
