"""The nouns of the house: what a document is and what was read in it.

Every offset is a Python character offset into ``Source.text`` (NFC); every fact carries ``start``, ``end`` and
``surface`` with ``text[start:end] == surface``. Nothing here imports a verb, touches the disk or knows RDF.
Dates are ISO 8601 strings to the precision that the text gives (``2016``, ``2016-06``, ``2016-Q2``, ``2016-06-05``,
``--11-30`` for a day of every year); ``None`` always means "the text does not say".
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something repaired, doubtful or not understood: kept and shown, never hidden.

    ``code`` is a stable machine name (``number-repaired``, ``numbering-skipped``, ``encoding-legacy`` ...); ``printed``
    is what stands in the text, ``read_as`` what we took it for (``None``: not understood), ``reason`` why, in Vietnamese.
    """

    code: str
    start: int
    end: int
    printed: str | None = None
    read_as: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file as read: its text in NFC and where it came from."""

    name: str
    text: str
    sha256: str
    media_type: str = "text/plain"
    pages: tuple[int, ...] = ()
    """Offset at which each page starts; empty where the format has no pages."""
    scanned: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def document_id(self) -> str:
        """16 hex digits of the SHA-256 of the text: two files with the same text are one document."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A node of the section tree, in document order; ``parent`` is an index into the same sequence."""

    id: str
    """Path of normalised numbers, unique in the document: ``i/2/a``, ``dieu-5/khoan-2``; repeats get ``~2``."""
    kind: str
    """part, chapter, section, subsection, article, clause, point, roman, numbered, lettered, bullet, appendix."""
    label: str
    """As printed: ``I.``, ``Điều 5.``, ``a)``, ``-``."""
    number: str | None
    """Normalised: ``1``, ``5``, ``a``, ``1.1``; None for bullets."""
    heading: str | None
    """The rest of the heading line, None where the label opens running text."""
    start: int
    end: int
    """The extent with all children."""
    text_start: int
    """Where the text after the label starts."""
    level: int
    parent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpan:
    """Where a header field was read, and by which rule."""

    field: str
    start: int
    end: int
    surface: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The parts of an administrative document's head and foot (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

    type: str | None = None
    number: str | None = None
    date: str | None = None
    place: str | None = None
    issuer: str | None = None
    title: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    recipients: tuple[str, ...] = ()
    effective: str | None = None
    status: str | None = None
    spans: tuple[FieldSpan, ...] = ()
    curated: tuple[str, ...] = ()
    """Fields that a person put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What every fact has: a place in the text and the rule that made it."""

    start: int
    end: int
    surface: str
    rule: str = ""
    """Stable name of the rule, e.g. ``citation/numbered``, ``target/percent``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Mention):
    """One mention of another document (fields as in the gold annotation guidelines)."""

    kind: str
    """``numbered``, ``named`` or ``programme``."""
    type: str | None = None
    number: str | None = None
    number_printed: str | None = None
    """The number as printed, where ``number`` repairs it."""
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    role: str = "cites"
    """``basis``, ``implements``, ``amends``, ``replaces``, ``repeals``, ``guides`` or ``cites``."""
    pinpoint: str | None = None
    notes: tuple[Note, ...] = ()
    work: str | None = None
    """Path of the work that is meant, where a person said it; the machine leaves it to the resolver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Mention):
    """A mention that names no document by itself: ``Luật này``, ``Điều 5``, or a short form defined in the text."""

    kind: str
    """``self`` (this document), ``internal`` (a provision of this document), ``short`` (a defined short form)."""
    pinpoint: str | None = None
    antecedent: int | None = None
    """Index into ``Facts.citations`` for ``short``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Mention):
    """A relation between two *cited* documents: "Nghị định A được sửa đổi bởi Nghị định B" (B amends A)."""

    role: str
    subject: int
    object: int
    """Indices into ``Facts.citations``: subject --role--> object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyMention(Mention):
    """One mention of a body, joined to its full name."""

    agency: str
    """Full normal name with its place: ``Sở Lao động - Thương binh và Xã hội tỉnh Ninh Bình``."""
    place: str | None = None
    kind: str | None = None
    """``uy-ban-nhan-dan``, ``so``, ``bo``, ``hoi`` ... (see patterns/agencies.toml)."""
    level: str | None = None
    """``central``, ``province``, ``district``, ``commune`` or None."""
    group: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Mention):
    """An agency given a task. ``start``/``end`` span the task item, ``agency_start``/``agency_end`` the agency's words."""

    agency: str
    """As printed, abbreviations written out, the place added."""
    role: str
    """``lead`` or ``support``."""
    task: str
    body: str | None = None
    """The normal name of the agency, as in :class:`AgencyMention`: what joins its mentions."""
    section: str | None = None
    """Id of the section."""
    agency_start: int | None = None
    agency_end: int | None = None
    deadline: int | None = None
    """Index into ``Facts.deadlines``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Mention):
    """A measurable aim (chỉ tiêu): one record per value and year."""

    indicator: str
    comparator: str | None = None
    """``>=``, ``<=``, ``=``, ``~``; None for a yes/no aim."""
    value: float | None = None
    unit: str | None = None
    year: int | None = None
    frequency: str | None = None
    baseline: float | None = None
    denominator: str | None = None
    label: str | None = None
    """``Chỉ tiêu 1`` as printed."""
    objective: str | None = None
    """The mục tiêu it stands under: its heading."""
    objective_number: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility(Mention):
    """An agency made responsible for targets: "chịu trách nhiệm ... chỉ tiêu 1, 2 của mục tiêu 2"."""

    agency: str
    role: str
    targets: tuple[int, ...]
    """Indices into ``Facts.targets``."""
    part: str | None = None
    """The share of the target, where it is split between agencies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Mention):
    """A date by which, or a period in which, something is due."""

    kind: str
    """``by``, ``during`` or ``recurring``."""
    date: str | None = None
    from_: str | None = None
    to: str | None = None
    recurrence: str | None = None
    what: str | None = None
    agency: str | None = None
    recipient: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source with its header and section tree."""

    source: Source
    header: Header
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def id(self) -> str:
        return self.source.document_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that the extractors read in one document."""

    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    relations: tuple[Relation, ...] = ()
    agencies: tuple[AgencyMention, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    targets: tuple[Target, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    notes: tuple[Note, ...] = field(default=())


def check_spans(text: str, mentions: Sequence[Mention]) -> None:
    """Raise ``ValueError`` for the first mention whose surface is not the text at its offsets."""
    for m in mentions:
        if not 0 <= m.start <= m.end <= len(text) or text[m.start : m.end] != m.surface:
            raise ValueError(f"{type(m).__name__} {m.rule!r} at {m.start}:{m.end} does not quote the text: {m.surface[:60]!r}")
