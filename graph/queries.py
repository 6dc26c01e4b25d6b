"""Every question that the pages ask of the graph: a named SPARQL file each, answered as dataclasses."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.reader import Reader, Row, Term

QUERIES = Path(__file__).parent / "queries"


@functools.cache
def sparql(name: str) -> str:
    """The text of a named query; raises ``FileNotFoundError`` for an unknown name."""
    return (QUERIES / f"{name}.rq").read_text("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """One mention of a work in a document; ``role`` is the id of the role, offsets are into the text."""

    mention: str
    document: str
    text: str
    label: str
    title: str | None
    date: str | None
    role: str
    relation: str
    status: str
    sentence: str
    raw: str
    pinpoint: str | None
    section: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One mention in a text, and what it means; ``work`` is None where it is ambiguous."""

    mention: str
    work: str | None
    label: str | None
    title: str | None
    programme: str | None
    kind: str
    role: str
    status: str
    rule: str
    confidence: float
    raw: str
    number: str | None
    date: str | None
    pinpoint: str | None
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A work that an ambiguous mention may mean."""

    work: str
    label: str | None
    rank: int
    confidence: float
    reason: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A work, held (``texts`` is not empty) or only cited."""

    work: str
    label: str
    number: str | None
    type: str | None
    title: str | None
    date: str | None
    issuer: str | None
    issuer_label: str | None
    signer: str | None
    signer_title: str | None
    effective: str | None
    force: str | None
    texts: tuple[str, ...]

    @property
    def held(self) -> bool:
        return bool(self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A work with how many documents cite it, in how many mentions."""

    work: str
    label: str
    title: str | None
    date: str | None
    documents: int
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """``source`` --relation--> ``target``, all IRIs."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A work on one side of a lược đồ; ``direction`` is ``out`` (this work ... it) or ``in``."""

    relation: str
    direction: str
    other: str
    label: str
    title: str | None
    date: str | None
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the graph holds: class -> number, status -> number."""

    classes: dict[str, int]
    statuses: dict[str, int]
    triples: int


def who_cites(reader: Reader, work: str) -> list[Citing]:
    """Every mention of ``work``, newest document first."""
    rows = reader.query(sparql("who_cites"), work=work)
    return [
        Citing(
            mention=_s(r, "mention"),
            document=_s(r, "document"),
            text=_s(r, "text"),
            label=_s(r, "label"),
            title=_o(r, "title"),
            date=_o(r, "date"),
            role=_id(r, "role"),
            relation=_s(r, "relation"),
            status=_id(r, "status"),
            sentence=_s(r, "sentence"),
            raw=_s(r, "raw"),
            pinpoint=_o(r, "pinpoint"),
            section=_o(r, "section"),
            start=int(_s(r, "start")),
            end=int(_s(r, "end")),
        )
        for r in _first_per(rows, "mention")
    ]


def citations_of(reader: Reader, text: str) -> list[Cited]:
    """Every mention in ``text`` (the IRI of a text as read), in text order."""
    rows = reader.query(sparql("cited_by_text"), text=text)
    return [
        Cited(
            mention=_s(r, "mention"),
            work=_o(r, "work"),
            label=_o(r, "label"),
            title=_o(r, "title"),
            programme=_o(r, "programme"),
            kind=_id(r, "kind"),
            role=_id(r, "role"),
            status=_id(r, "status"),
            rule=_s(r, "rule"),
            confidence=float(_s(r, "confidence")),
            raw=_s(r, "raw"),
            number=_o(r, "number"),
            date=_o(r, "date"),
            pinpoint=_o(r, "pinpoint"),
            sentence=_s(r, "sentence"),
            start=int(_s(r, "start")),
            end=int(_s(r, "end")),
        )
        for r in _first_per(rows, "mention")
    ]


def candidates(reader: Reader, mention: str) -> list[CandidateRow]:
    """The candidates of an ambiguous mention, best first."""
    rows = reader.query(sparql("candidates"), mention=mention)
    return [
        CandidateRow(
            work=_s(r, "work"),
            label=_o(r, "label"),
            rank=int(_s(r, "rank")),
            confidence=float(_s(r, "confidence")),
            reason=_s(r, "reason"),
            explanation=_s(r, "explanation"),
        )
        for r in _first_per(rows, "rank")
    ]


def work(reader: Reader, iri: str) -> WorkRow | None:
    """One work or programme, None where the graph does not know it."""
    rows = reader.query(sparql("work"), work=iri)
    if not rows:
        return None
    r = rows[0]
    return WorkRow(
        work=iri,
        label=_s(r, "label"),
        number=_o(r, "number"),
        type=_o(r, "typeLabel"),
        title=_o(r, "title"),
        date=_o(r, "date"),
        issuer=_o(r, "issuer"),
        issuer_label=_o(r, "issuerLabel"),
        signer=_o(r, "signer"),
        signer_title=_o(r, "signerTitle"),
        effective=_o(r, "effective"),
        force=_id(r, "force") if "force" in r else None,
        texts=tuple(sorted({x["text"].value for x in rows if "text" in x})),
    )


def works_held(reader: Reader) -> list[Ranked]:
    """Cited works that the library holds, most cited first."""
    return _ranked(reader, "works_held")


def works_not_held(reader: Reader) -> list[Ranked]:
    """Works known only from citations, most cited first."""
    return _ranked(reader, "works_not_held")


def _ranked(reader: Reader, name: str) -> list[Ranked]:
    return [
        Ranked(
            work=_s(r, "work"),
            label=_o(r, "label") or _s(r, "work"),
            title=_o(r, "title"),
            date=_o(r, "date"),
            documents=int(_s(r, "documents")),
            mentions=int(_s(r, "mentions")),
        )
        for r in _first_per(reader.query(sparql(name)), "work")
    ]


def upward(reader: Reader, work: str) -> list[Edge]:
    """All edges on the way from ``work`` to the highest sources that it can reach."""
    return _edges(reader, "upward", work)


def downward(reader: Reader, work: str) -> list[Edge]:
    """All edges on the way from whoever reaches ``work`` by citing."""
    return _edges(reader, "downward", work)


def _edges(reader: Reader, name: str, work: str) -> list[Edge]:
    rows = reader.query(sparql(name), work=work)
    return sorted(
        {Edge(source=_s(r, "from"), relation=_s(r, "relation"), target=_s(r, "to")) for r in rows},
        key=lambda e: (e.source, e.relation, e.target),
    )


def luoc_do(reader: Reader, work: str) -> list[Related]:
    """Each relation of ``work`` in both directions."""
    rows = reader.query(sparql("luoc_do"), work=work)
    unique = {(_s(r, "relation"), _s(r, "direction"), _s(r, "other")): r for r in reversed(rows)}
    return [
        Related(
            relation=relation,
            direction=direction,
            other=other,
            label=_o(r, "label") or other,
            title=_o(r, "title"),
            date=_o(r, "date"),
            held=_s(r, "held") == "true",
        )
        for (relation, direction, other), r in reversed(unique.items())
    ]


def relation_labels(reader: Reader, lang: str = "vi") -> dict[str, tuple[str, str]]:
    """IRI of a relation -> how it reads forwards and backwards."""
    rows = reader.query(sparql("relation_labels"))
    return {_s(r, "relation"): (_s(r, "label"), _s(r, "inverse")) for r in rows if _s(r, "lang") == lang}


def counts(reader: Reader) -> Counts:
    """For the page about the data."""
    return Counts(
        classes={_s(r, "class").rsplit("#", 1)[1]: int(_s(r, "n")) for r in reader.query(sparql("counts"))},
        statuses={_id(r, "status"): int(_s(r, "n")) for r in reader.query(sparql("status_counts"))},
        triples=len(reader),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A work by its name."""

    work: str
    label: str
    title: str | None
    held: bool


def works_by_key(reader: Reader, key: str) -> list[Named]:
    """Works whose số hiệu has this key (:func:`graph.identity.number_key`): a số hiệu alone may mean several."""
    rows = reader.query(sparql("works_by_key"), key=ox.Literal("/" + key))
    return [
        Named(work=_s(r, "work"), label=_s(r, "label"), title=_o(r, "title"), held=_s(r, "held") == "true")
        for r in _first_per(rows, "work")
    ]


def works(reader: Reader) -> list[Named]:
    """Every work and programme by its name."""
    return [
        Named(work=_s(r, "work"), label=_s(r, "label"), title=_o(r, "title"), held=_s(r, "held") == "true")
        for r in _first_per(reader.query(sparql("works")), "work")
    ]


def citing_place(reader: Reader, document: str, work: str) -> tuple[str, int, int] | None:
    """(IRI of the text, start, end) of the first mention of ``work`` in ``document``."""
    rows = reader.query(sparql("citing_place"), document=document, work=work)
    return (_s(rows[0], "text"), int(_s(rows[0], "start")), int(_s(rows[0], "end"))) if rows else None


def _first_per(rows: Iterable[Row], key: str) -> list[Row]:
    """A thing with two titles or dates comes in several rows: the first of each."""
    first: dict[Term, Row] = {}
    for row in rows:
        first.setdefault(row[key], row)
    return list(first.values())


def _s(row: Row, name: str) -> str:
    return str(row[name].value)


def _o(row: Row, name: str) -> str | None:
    return str(row[name].value) if name in row else None


def _id(row: Row, name: str) -> str:
    """The last segment of a concept's IRI."""
    return _s(row, name).rsplit("/", 1)[1]


def work_of(reader: Reader, text: str) -> str | None:
    """IRI of the work that a text as read is one of; None where the graph does not know the text."""
    rows = reader.query(sparql("work_of"), text=text)
    return _s(rows[0], "work") if rows else None
