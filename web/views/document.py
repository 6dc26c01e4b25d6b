"""The page of one held document: header card, contents, and the text as it was with its facts marked in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.library import Stored
from corpus.model import Citation, Document, Section
from graph.queries import Cited
from web.views.base import Page
from web.views.marks import KINDS, Link, Mark, Run, marks_of, runs, sentence

_NAMED_KINDS = frozenset({"part", "chapter", "section", "subsection", "article", "roman", "appendix"})
_NUMBERED_KINDS = frozenset({"numbered", "lettered"})
_CONTENTS_DEPTH = 3
_CONTENTS_LIMIT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """A line of the header card: key of its label, and its value, which may be a date or the key of a message."""

    label: str
    value: str
    is_date: bool = False
    coded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderCard:
    """What a document is, at a glance."""

    kind: str
    number: str | None
    title: str
    fields: tuple[HeaderField, ...]
    recipients: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A line of the table of contents."""

    anchor: str
    label: str
    heading: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line of the text: ``tag`` is ``p`` or ``h2`` ... ``h6``; ``style`` says how it is set."""

    tag: str
    runs: tuple[Run, ...]
    id: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many facts of a kind the text holds."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of the views of a document; ``count`` is shown beside its name where it says something."""

    key: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFrame(Page):
    """What the pages of one document share. ``id`` is None for a work that is only cited."""

    id: str | None
    card: HeaderCard
    reference: str
    """The document named as Vietnamese texts cite it."""
    tabs: tuple[Tab, ...]
    like_href: str | None = None
    """Where documents and passages like this one are found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(DocumentFrame):
    contents: tuple[ContentsEntry, ...]
    blocks: tuple[Block, ...]
    kinds: tuple[KindCount, ...]


def section_anchor(section_id: str) -> str:
    """The name of a section on its document's page."""
    return f"muc/{section_id}"


def contents(document: Document) -> tuple[ContentsEntry, ...]:
    """The table of contents: headed sections of the upper levels."""
    listed = _listed(document.sections)
    depth = _depths(document.sections, listed)
    entries = [
        ContentsEntry(anchor=section_anchor(s.id), label=s.label, heading=s.heading or _opening(document.text, s), depth=depth[i])
        for i, s in enumerate(document.sections)
        if listed[i] and depth[i] <= _CONTENTS_DEPTH
    ]
    while len(entries) > _CONTENTS_LIMIT and (deepest := max(e.depth for e in entries)) > 1:
        entries = [e for e in entries if e.depth < deepest]
    return tuple(entries)


def _listed(sections: Sequence[Section]) -> list[bool]:
    """Which sections stand in the contents: headed ones, divisions by name, and numbered ones that hold others."""
    parents = {s.parent for s in sections}
    return [s.heading is not None or s.kind in _NAMED_KINDS or (i in parents and s.kind in _NUMBERED_KINDS) for i, s in enumerate(sections)]


def _opening(text: str, s: Section, limit: int = 90) -> str:
    line = text[s.text_start : s.end].split("\n", 1)[0].strip()
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


def _depths(sections: Sequence[Section], listed: Sequence[bool]) -> list[int]:
    """For each section, how many listed sections hold it, itself included."""
    depths: list[int] = []
    for i, s in enumerate(sections):
        depths.append((depths[s.parent] if s.parent is not None else 0) + listed[i])
    return depths


_LINE = re.compile(r"[^\n]+")


def blocks(document: Document, marks: Sequence[Mark]) -> tuple[Block, ...]:
    """The whole text line by line, with the marks laid over it; blank lines only part the blocks."""
    opening = {_line_start(document.text, s.start): i for i, s in enumerate(document.sections)}
    depth = _depths(document.sections, [s.heading is not None for s in document.sections])
    title = {_line_start(document.text, f.start) for f in document.header.spans if f.field in ("title", "type")}
    foot = _foot(document)
    body = document.sections[0].start if document.sections else len(document.text)
    out = []
    for start, end, over in _lines(document.text, marks):
        section = opening.get(start)
        if section is not None:
            s = document.sections[section]
            tag = f"h{min(depth[section] + 1, 6)}" if s.heading is not None else "p"
            out.append(Block(tag=tag, runs=runs(document.text, start, end, over), id=section_anchor(s.id), style=f"in{min(s.level, 6)}"))
        else:
            style = _style(start, end, body, foot, start in title)
            out.append(Block(tag="p", runs=runs(document.text, start, end, over), style=style))
    return tuple(out)


_CENTRED = 110
"""Longest line of a letterhead that is set in the middle; longer ones are running text."""


def _style(start: int, end: int, body: int, foot: int, title: bool) -> str:
    if start < body and end - start <= _CENTRED:
        return "title" if title else "head"
    return "foot" if start >= foot else ""


def _foot(document: Document) -> int:
    """Where the block of recipients and signature starts."""
    feet = [f.start for f in document.header.spans if f.field in ("signer", "signer_title", "recipients")]
    last = max((s.start for s in document.sections), default=0)
    return min((f for f in feet if f > last), default=len(document.text) + 1)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _lines(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Non-blank lines with the marks over each, in one sweep over both (marks are sorted by start)."""
    waiting = iter(marks)
    upcoming = next(waiting, None)
    active: list[Mark] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        while upcoming is not None and upcoming.start < end:
            active.append(upcoming)
            upcoming = next(waiting, None)
        active = [m for m in active if m.end > start]
        if not line.group().isspace():
            yield start, end, active


def card(stored: Stored) -> HeaderCard:
    """The header card; what the text does not say is left out."""
    h = stored.document.header
    rows = (
        ("issuer", h.issuer, False),
        ("issued", h.date, True),
        ("effective", h.effective, True),
        ("status", h.status, False),
        ("place", h.place, False),
        ("signer", ", ".join(x for x in (h.signer_title, h.signer) if x), False),
    )
    return HeaderCard(
        kind=h.type or "",
        number=h.number,
        title=h.title or stored.document.source.name,
        fields=tuple(HeaderField(label=f"field.{k}", value=v, is_date=d) for k, v, d in rows if v),
        recipients=h.recipients,
        file=stored.document.source.name,
    )


def kind_counts(stored: Stored) -> tuple[KindCount, ...]:
    f = stored.facts
    counts = (f.citations, f.agencies, f.assignments, f.targets, f.deadlines)
    return tuple(KindCount(kind=k, count=len(c)) for k, c in zip(KINDS, counts, strict=True))


def reference(document: Document) -> str:
    """The document as a Vietnamese text would cite it: type, number, date, issuer, title.

    Nghị định 30/2020/NĐ-CP, Phụ lục I: "Kế hoạch số 62/KH-UBND ngày 23 tháng 3 năm 2022 của Ủy ban nhân dân tỉnh Lạng Sơn về ...".
    """
    h = document.header
    parts = [h.type or "Văn bản"]
    if h.number:
        parts.append(f"số {h.number}")
    if h.date:
        year, _, rest = h.date.partition("-")
        month, _, day = rest.partition("-")
        parts.append(" ".join([f"ngày {day}"] * bool(day) + [f"tháng {int(month)}"] * month.isdigit() + [f"năm {year}"]))
    if h.issuer:
        parts.append(f"của {h.issuer}")
    if h.title:
        parts.append(h.title if h.title[:1].islower() else h.title[:1].lower() + h.title[1:])
    return " ".join(parts)


def tabs(stored: Stored, current: str, work_path: str | None) -> tuple[Tab, ...]:
    """The views of a document; the map of its relations lives at its work's own address."""
    f, own = stored.facts, f"/ban/{stored.id}"
    rows: list[tuple[str, str, int | None]] = [("text", own, None)]
    rows += [("map", work_path, len(f.citations))] if work_path else []
    rows += [
        ("targets", f"{own}/chi-tieu", len(f.targets)),
        ("tasks", f"{own}/nhiem-vu", len(f.assignments)),
        ("deadlines", f"{own}/thoi-han", len(f.deadlines)),
        ("check", f"{own}/kiem-tra", None),
        ("rdf", f"{own}/rdf", None),
    ]
    return tuple(Tab(key=k, href=h, count=n, current=k == current) for k, h, n in rows)


def citation_links(citations: Sequence[Citation], cited: Sequence[Cited], local: Callable[[str], str], own: str) -> tuple[Link | None, ...]:
    """Where each citation leads: to its work's page, or to its card where several works may be meant."""
    known = {(c.start, c.end): c for c in cited}
    return tuple(_link(known.get((c.start, c.end)), local, own) for c in citations)


_STATES = {"not-held": "not-held", "ambiguous": "ambiguous"}


def _link(c: Cited | None, local: Callable[[str], str], own: str) -> Link | None:
    if c is None:
        return None
    target, card = c.work or c.programme, f"{own}/dan/{c.start}-{c.end}"
    return Link(local(target) if target else card, _STATES.get(c.status, ""), card)


def like_address(document: str) -> str:
    """The search for what resembles a document."""
    return f"/tim?like=ban/{document}"


def _lit(text: str, start: int, end: int) -> tuple[Mark, ...]:
    """The place that a reader was sent to, and the sentence around it where it is less than one."""
    first, last = sentence(text, start, end)
    around = (Mark(first, last, "lit-sentence", ""),) if (first, last) != (start, end) else ()
    return (*around, Mark(start, end, "lit", "den"))


def document_page(
    stored: Stored,
    links: Sequence[Link | None],
    lit: tuple[int, int] | None = None,
    work_path: str | None = None,
    structured: Mapping[str, object] | None = None,
) -> DocumentPage:
    """Everything that the document page shows; ``lit`` is the span that another page sent the reader to."""
    marks = marks_of(stored.facts, links)
    if lit is not None:
        marks = sorted([*marks, *_lit(stored.document.text, *lit)], key=lambda m: (m.start, -m.end))
    head = card(stored)
    return DocumentPage(
        title=" ".join(x for x in (head.kind, head.number, "–" if head.number else "", head.title) if x),
        nav="documents",
        id=stored.id,
        tabs=tabs(stored, "text", work_path),
        card=head,
        contents=contents(stored.document),
        blocks=blocks(stored.document, marks),
        kinds=kind_counts(stored),
        reference=reference(stored.document),
        structured=structured,
        like_href=like_address(stored.id),
    )
