"""The page of one work, held or only cited: what it is, both sides of its lược đồ, who cites it in which sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.queries import Citing, Related, WorkRow
from graph.relations import GENERIC, Group
from web.views.base import Paging
from web.views.frame import DocumentFrame, HeaderCard, HeaderField
from web.views.marks import Mark, Run, runs

Local = Callable[[str], str]
"""IRI of the graph to the address of its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One citing sentence: its address in the citing document, its words with the citations marked, what they say it for."""

    href: str
    runs: tuple[Run, ...]
    roles: tuple[str, ...]
    pinpoints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingDocument:
    """A document that cites the work, with its citing sentences in text order."""

    href: str
    label: str
    title: str | None
    date: str | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A work on one side of the lược đồ."""

    href: str
    label: str
    title: str | None
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationBox:
    """All neighbours by one relation in one direction, those held apart from the others; ``label`` reads in that direction."""

    label: str
    count: int
    held: int
    not_held: int
    held_shown: tuple[Neighbour, ...]
    not_held_shown: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of the lược đồ, with how many works stand on it, each counted once."""

    boxes: tuple[RelationBox, ...]
    held: int
    not_held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage(DocumentFrame):
    add_href: str
    """Where its file can be added."""
    texts: tuple[tuple[str, str], ...]
    """(address, name) of further texts of the same work."""
    outgoing: Side
    incoming: Side
    citing: tuple[CitingDocument, ...]
    citing_total: int
    mentions: int
    paging: Paging
    search_href: str
    map_href: str


def work_card(row: WorkRow) -> HeaderCard:
    """What is known of a work, from its own text or from those that cite it."""
    signer = ", ".join(x for x in (row.signer_title, row.signer) if x)
    rows = (
        ("issuer", row.issuer_label, False),
        ("issued", row.date, True),
        ("effective", row.effective, True),
        ("signer", signer, False),
    )
    return HeaderCard(
        kind=row.type or "",
        number=row.number,
        title=row.title or row.label,
        fields=(*(HeaderField(label=f"field.{k}", value=v, is_date=d) for k, v, d in rows if v), *_force(row)),
        recipients=(),
        file="",
    )


def _force(row: WorkRow) -> tuple[HeaderField, ...]:
    """Whether the work is in force, where a document of the library says so."""
    known = row.force is not None and row.force != "unknown"
    return (HeaderField(label="field.status", value=f"force.{row.force}", coded=True),) if known else ()


def citing_documents(rows: Sequence[Citing], place: Callable[[Citing], str], local: Local) -> tuple[CitingDocument, ...]:
    """Mentions grouped by citing document, in the order given."""
    return tuple(
        CitingDocument(
            href=local(group[0].text),
            label=group[0].label if group[0].label != group[0].title else "",
            title=group[0].title,
            date=group[0].date,
            sentences=tuple(_sentence(list(same), place) for _, same in groupby(group, key=lambda c: (c.text, c.sentence))),
        )
        for group in (list(g) for _, g in groupby(rows, key=lambda c: c.document))
    )


def _sentence(same: Sequence[Citing], place: Callable[[Citing], str]) -> Sentence:
    """One sentence may cite the work several times: by its number, and by the name of what it approved."""
    return Sentence(
        href=place(same[0]),
        runs=quoted(same[0].sentence, *(c.raw for c in same)),
        roles=tuple(dict.fromkeys(c.role for c in same)),
        pinpoints=tuple(dict.fromkeys(c.pinpoint for c in same if c.pinpoint)),
    )


def quoted(sentence: str, *raw: str) -> tuple[Run, ...]:
    """The sentence with the quoted words marked, each where it stands after the one before."""
    marks, after = [], 0
    for words in raw:
        at = sentence.find(words, after)
        if at >= 0:
            marks.append(Mark(at, at + len(words), "word", ""))
            after = at + len(words)
    return runs(sentence, 0, len(sentence), marks)


def side(groups: Sequence[Group], direction: str, counted: tuple[int, int], labels: Mapping[str, tuple[str, str]], local: Local) -> Side:
    """One side of the map: what the work refers to (``out``), or what refers to it (``in``)."""
    mine = sorted((g for g in groups if g.direction == direction), key=lambda g: _rank(g.relation))
    boxes = tuple(_box(labels.get(g.relation, (g.relation, g.relation))[direction == "in"], g, local) for g in mine)
    return Side(boxes=boxes, held=counted[0], not_held=counted[1])


_ORDER = ("based_on", "implements", "guides", "amends", "corrects", "consolidates", "replaces", "abrogates", "annuls", "suspends")
"""What binds comes first; what is only mentioned comes last."""


def _rank(relation: str) -> tuple[bool, int, str]:
    name = relation.rsplit("#", 1)[-1]
    return relation == GENERIC, _ORDER.index(name) if name in _ORDER else len(_ORDER), name


def _box(label: str, g: Group, local: Local) -> RelationBox:
    return RelationBox(
        label=label,
        count=g.held + g.not_held,
        held=g.held,
        not_held=g.not_held,
        held_shown=tuple(_neighbour(r, local) for r in g.shown if r.held),
        not_held_shown=tuple(_neighbour(r, local) for r in g.shown if not r.held),
    )


def _neighbour(r: Related, local: Local) -> Neighbour:
    title = r.title if r.title != r.label else None
    return Neighbour(href=local(r.other), label=r.label, title=title, date=r.date)
