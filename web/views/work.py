"""The page of one work, held or only cited: what it is, both sides of its lược đồ, who cites it in which sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.queries import Citing, Related, WorkRow
from web.views.base import Page
from web.views.document import HeaderCard, HeaderField, Tab
from web.views.marks import Mark, Run, runs

Local = Callable[[str], str]
"""IRI of the graph to the address of its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One citing sentence: its address in the citing document, its words with the citation marked, its role."""

    href: str
    runs: tuple[Run, ...]
    role: str
    pinpoint: str | None


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
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationBox:
    """All neighbours by one relation in one direction; ``label`` reads in that direction."""

    label: str
    neighbours: tuple[Neighbour, ...]
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage(Page):
    add_href: str
    """Where its file can be added."""
    card: HeaderCard
    reference: str
    document: str | None
    """Id of the held text; None where the work is only cited."""
    texts: tuple[tuple[str, str], ...]
    """(address, name) of further texts of the same work."""
    tabs: tuple[Tab, ...]
    outgoing: tuple[RelationBox, ...]
    incoming: tuple[RelationBox, ...]
    citing: tuple[CitingDocument, ...]
    mentions: int
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
        fields=tuple(HeaderField(label=f"field.{k}", value=v, is_date=d) for k, v, d in rows if v),
        recipients=(),
        file="",
    )


def citing_documents(rows: Sequence[Citing], place: Callable[[Citing], str], local: Local) -> tuple[CitingDocument, ...]:
    """Mentions grouped by citing document, in the order given."""
    return tuple(
        CitingDocument(
            href=local(group[0].text),
            label=group[0].label if group[0].label != group[0].title else "",
            title=group[0].title,
            date=group[0].date,
            sentences=tuple(_sentence(c, place(c)) for c in group),
        )
        for group in (list(g) for _, g in groupby(rows, key=lambda c: c.document))
    )


def _sentence(citing: Citing, href: str) -> Sentence:
    return Sentence(href=href, runs=quoted(citing.sentence, citing.raw), role=citing.role, pinpoint=citing.pinpoint)


def quoted(sentence: str, raw: str) -> tuple[Run, ...]:
    """The sentence with the quoted words marked."""
    at = sentence.find(raw)
    return runs(sentence, 0, len(sentence), [Mark(at, at + len(raw), "word", "")] if at >= 0 else [])


def sides(
    related: Sequence[Related], labels: Mapping[str, tuple[str, str]], local: Local
) -> tuple[tuple[RelationBox, ...], tuple[RelationBox, ...]]:
    """The two sides of the map: what the work refers to, and what refers to it."""
    return _side(related, labels, local, "out"), _side(related, labels, local, "in")


def _side(related: Sequence[Related], labels: Mapping[str, tuple[str, str]], local: Local, direction: str) -> tuple[RelationBox, ...]:
    by_relation: dict[str, list[Related]] = {}
    for r in related:
        if r.direction == direction:
            by_relation.setdefault(r.relation, []).append(r)
    return tuple(
        RelationBox(
            label=labels.get(relation, (relation, relation))[direction == "in"],
            neighbours=tuple(_neighbour(r, local) for r in sorted(found, key=lambda r: not r.held)),
            held=sum(r.held for r in found),
        )
        for relation, found in by_relation.items()
    )


def _neighbour(r: Related, local: Local) -> Neighbour:
    title = r.title if r.title != r.label else None
    return Neighbour(href=local(r.other), label=r.label, title=title, date=r.date, held=r.held)
