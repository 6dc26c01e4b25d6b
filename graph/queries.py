"""Every question that the pages ask of the graph: a named SPARQL file each, answered as dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.reader import Reader
from graph.rows import Concept, ask, read, sparql


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """One mention of a work in a document; ``role`` is the id of the role, offsets are into the text."""

    mention: str
    document: str
    text: str
    label: str
    title: str | None = None
    date: str | None = None
    role: Concept
    relation: str
    status: Concept
    sentence: str
    raw: str
    pinpoint: str | None = None
    section: str | None = None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One mention in a text, and what it means; ``work`` is None where it is ambiguous."""

    mention: str
    work: str | None = None
    label: str | None = None
    title: str | None = None
    programme: str | None = None
    kind: Concept
    role: Concept
    status: Concept
    rule: str
    confidence: float
    raw: str
    number: str | None = None
    date: str | None = None
    pinpoint: str | None = None
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A work that an ambiguous mention may mean."""

    work: str
    label: str | None = None
    rank: int
    confidence: float
    reason: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A work, held (``texts`` is not empty) or only cited."""

    work: str
    label: str
    number: str | None = None
    type: str | None = None
    title: str | None = None
    date: str | None = None
    issuer: str | None = None
    issuer_label: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    effective: str | None = None
    end: str | None = None
    force: Concept | None = None
    document_class: Concept | None = None
    texts: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        return bool(self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A work with how many documents cite it, in how many mentions."""

    work: str
    label: str
    title: str | None = None
    date: str | None = None
    documents: int
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A work on one side of a lược đồ; ``direction`` is ``out`` (this work ... it) or ``in``."""

    relation: str
    direction: str
    other: str
    label: str
    title: str | None = None
    date: str | None = None
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyChange:
    """A body (``original``) became another on ``day``, or ended (``resulting`` is None), by ``act``, the work ``basis``."""

    event: str
    original: str
    original_label: str
    resulting: str | None = None
    resulting_label: str | None = None
    day: str
    act: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the graph holds: class -> number, status -> number."""

    classes: dict[str, int]
    statuses: dict[str, int]
    triples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A work by its name."""

    work: str
    label: str
    title: str | None = None
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyName:
    agency: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    thing: Concept
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _RelationLabel:
    relation: str
    label: str
    inverse: str
    lang: str


def who_cites(reader: Reader, work: str) -> list[Citing]:
    """Every mention of ``work``, newest document first."""
    return ask(reader, Citing, "who_cites", per="mention", work=work)


def citations_of(reader: Reader, text: str) -> list[Cited]:
    """Every mention in ``text`` (the IRI of a text as read), in text order."""
    return ask(reader, Cited, "cited_by_text", per="mention", text=text)


def candidates(reader: Reader, mention: str) -> list[CandidateRow]:
    """The candidates of an ambiguous mention, best first."""
    return ask(reader, CandidateRow, "candidates", per="rank", mention=mention)


def work(reader: Reader, iri: str) -> WorkRow | None:
    """One work or programme, None where the graph does not know it."""
    rows = reader.query(sparql("work"), work=iri)
    texts = sorted({str(r["text"].value) for r in rows if "text" in r})
    return replace(read(WorkRow, rows[0]), texts=tuple(texts)) if rows else None


def works_not_held(reader: Reader) -> list[Ranked]:
    """Works known only from citations, most cited first."""
    return reader.once("works_not_held", lambda: ask(reader, Ranked, "works_not_held", per="work"))


def became(reader: Reader, agency: str) -> list[BodyChange]:
    """The changes that lead from ``agency`` to what stands in its place today, oldest first."""
    return ask(reader, BodyChange, "became", per="event", agency=agency)


def came_from(reader: Reader, agency: str) -> list[BodyChange]:
    """The changes that led to ``agency``, the latest first."""
    return ask(reader, BodyChange, "came_from", per="event", agency=agency)


def relation_labels(reader: Reader, lang: str = "vi") -> dict[str, tuple[str, str]]:
    """IRI of a relation -> how it reads forwards and backwards."""
    told = reader.once("relation_labels", lambda: ask(reader, _RelationLabel, "relation_labels"))
    return {r.relation: (r.label, r.inverse) for r in told if r.lang == lang}


def counts(reader: Reader) -> Counts:
    """For the page about the data: how many things of each of our classes there are."""
    return reader.once("counts", lambda: _counts(reader))


def _counts(reader: Reader) -> Counts:
    ours = "ns#"
    return Counts(
        classes={c.thing.removeprefix(ours): c.n for c in ask(reader, _Counted, "counts") if c.thing.startswith(ours)},
        statuses={c.thing: c.n for c in ask(reader, _Counted, "status_counts")},
        triples=len(reader),
    )


def agency_names(reader: Reader) -> list[AgencyName]:
    """Every single body by its name."""
    return ask(reader, AgencyName, "agency_names", per="agency")


def citing_place(reader: Reader, document: str, work: str) -> tuple[str, int, int] | None:
    """(IRI of the text, start, end) of the first mention of ``work`` in ``document``."""
    found = ask(reader, _Passage, "citing_place", document=document, work=work)
    return (found[0].text, found[0].start, found[0].end) if found else None


def work_of(reader: Reader, text: str) -> str | None:
    """IRI of the work that a text as read is one of; None where the graph does not know the text."""
    rows = reader.query(sparql("work_of"), text=text)
    return str(rows[0]["work"].value) if rows else None
