"""Who must do what, by when: the named queries behind the pages of agencies, the calendar and the targets."""

from __future__ import annotations

from dataclasses import dataclass

from graph.queries import _first_per, _id, _o, _s, sparql
from graph.reader import Reader, Row


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
    title: str | None
    role: str
    what: str
    start: int
    end: int
    due: str | None = None
    phrase: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One deadline."""

    text: str
    label: str
    title: str | None
    kind: str | None
    due: str | None
    start_date: str | None
    end_date: str | None
    recurrence: str | None
    phrase: str
    what: str | None
    agency: str | None
    agency_label: str | None
    recipient: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWithTargets:
    text: str
    label: str
    title: str | None
    date: str | None
    targets: int


def agencies(reader: Reader) -> list[AgencyRow]:
    """Bodies with something to do, the busiest first."""
    return [
        AgencyRow(
            agency=_s(r, "agency"),
            label=_s(r, "label"),
            leads=int(_s(r, "leads")),
            supports=int(_s(r, "supports")),
            targets=int(_s(r, "targets")),
            deadlines=int(_s(r, "deadlines")),
        )
        for r in _first_per(reader.query(sparql("agencies")), "agency")
    ]


def agency_tasks(reader: Reader, agency: str) -> list[Given]:
    """What a body is given to do, in text order."""
    rows = _first_per(reader.query(sparql("agency_tasks"), agency=agency), "mention")
    return [_given(r, _s(r, "task")) for r in rows]


def agency_targets(reader: Reader, agency: str) -> list[Given]:
    """The targets a body answers for, in text order."""
    return [_given(r, _s(r, "name")) for r in _first_per(reader.query(sparql("agency_targets"), agency=agency), "target")]


def _given(r: Row, what: str) -> Given:
    return Given(
        text=_s(r, "text"),
        label=_s(r, "label"),
        title=_o(r, "title"),
        role=_id(r, "role"),
        what=what,
        start=int(_s(r, "start")),
        end=int(_s(r, "end")),
        due=_o(r, "due"),
        phrase=_o(r, "phrase"),
        part=_o(r, "part"),
    )


def deadlines(reader: Reader) -> list[Due]:
    """Every deadline of every text."""
    return [
        Due(
            text=_s(r, "text"),
            label=_s(r, "label"),
            title=_o(r, "title"),
            kind=_id(r, "kind") if "kind" in r else None,
            due=_o(r, "due"),
            start_date=_o(r, "from"),
            end_date=_o(r, "to"),
            recurrence=_o(r, "recurrence"),
            phrase=_s(r, "phrase"),
            what=_o(r, "what"),
            agency=_o(r, "agency"),
            agency_label=_o(r, "agencyLabel"),
            recipient=_o(r, "recipientLabel"),
            start=int(_s(r, "start")),
            end=int(_s(r, "end")),
        )
        for r in _first_per(reader.query(sparql("deadlines")), "mention")
    ]


def texts_with_targets(reader: Reader) -> list[TextWithTargets]:
    return [
        TextWithTargets(text=_s(r, "text"), label=_s(r, "label"), title=_o(r, "title"), date=_o(r, "date"), targets=int(_s(r, "targets")))
        for r in _first_per(reader.query(sparql("texts_with_targets")), "text")
    ]


def label(reader: Reader, agency: str) -> str | None:
    """The name of a body that is only mentioned."""
    rows = reader.query(sparql("label"), thing=agency)
    return _s(rows[0], "label") if rows else None
