"""Document + Facts + resolutions -> quads: pure, one named graph per document.

Every statement about a document's content hangs on a mention, which has its text (and with it the run that read it), its span
(position and quotation) and its rule. The direct edge between two works stands beside the mention, so that simple SPARQL stays simple.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.library import StoredSource
from corpus.model import Document, Facts, Header, Mention, Note, Section
from corpus.successors import Change, became
from graph import facts as fact_quads
from graph import identity, outline, shared, tables
from graph import terms as t
from graph.nquads import Writer, string, text, typed
from graph.reading import Read
from graph.resolve import Resolution

CONTEXT_CHARACTERS = 32
"""How much of the text before and after is kept with the quotation of a note."""
_POSITION, _QUOTE = (f"{t.A} {c}" for c in (t.oa("TextPositionSelector"), t.oa("TextQuoteSelector")))
_SELECTOR, _START, _END, _EXACT, _PREFIX, _SUFFIX = (t.oa(n) for n in ("hasSelector", "start", "end", "exact", "prefix", "suffix"))
_IN_TEXT, _RULE, _IN_SECTION = (t.vnp[name] for name in ("inText", "rule", "inSection"))
_INTEGER = typed(0, "integer").removeprefix('"0"')


_FINE = frozenset(("clause", "point"))
"""Kinds of sections below the outline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The quads of one document, and what it adds to the things that documents share: path -> payload."""

    quads: str
    count: int
    """How many quads these are."""
    shared: Mapping[str, str]


@dataclass
class Page:
    """What the builders of one document share: the writer, the document, its spans and payloads."""

    document: Document
    id: str
    """The document's id, worked out once: it is a hash of the whole text."""
    writer: Writer
    work: str
    """Term of the work; ``text`` is the term of the text as read."""
    text: str
    sections: tuple[Section, ...]
    _payloads: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _repeats: dict[tuple[str, int, int], int] = field(default_factory=lambda: defaultdict(int))
    _used_sections: set[int] = field(default_factory=set)
    _spans: dict[tuple[int, int], str] = field(default_factory=dict)
    _sections: dict[int, str] = field(default_factory=dict)
    _agencies: dict[tuple[object, ...], str] = field(default_factory=dict)
    tasks: set[str] = field(default_factory=set)
    """Tasks that are written already: several bodies may share one; objectives too."""
    objectives: set[str] = field(default_factory=set)

    @cached_property
    def run(self) -> str:
        """Term of the run that read the document."""
        return self.writer.ref(identity.run(self.id))

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.sections]

    def share(self, path: str, payload: str) -> str:
        """Contribute to a shared thing; returns its term."""
        if path not in self._payloads and (table := tables.told(path)):
            self._payloads[path].append(payload)
            self._from_table(table)
        elif payload not in self._payloads[path]:
            self._payloads[path].append(payload)
        return self.writer.ref(path)

    def _from_table(self, table: tables.TableWork) -> None:
        """What a table tells of a work points at others: its issuer, the law that followed it."""
        if table.issuer:
            self.agency(table.issuer)
        if table.follower:
            self.share(table.follower, shared.work_payload(shared.CITED))

    def payloads(self) -> dict[str, str]:
        return {path: shared.merge(sorted(p)) for path, p in self._payloads.items()}

    def agency(self, name: str, **details: object) -> str:
        """Term of the body called ``name``."""
        key = (name, *details.items())
        if key not in self._agencies:
            self._agencies[key] = self._agency(name, details)
        return self._agencies[key]

    def _agency(self, name: str, details: Mapping[str, object]) -> str:
        kind, level, place, parent = (str(details[k]) if details.get(k) else None for k in ("kind", "level", "place", "parent"))
        if place:
            self.share(identity.place(place), shared.named_payload("place", place))
        if parent:
            self.agency(parent)
        for change in became(name):
            self._change(change)
        payload = shared.agency_payload(name, kind, level, place, parent, bool(details.get("group")))
        return self.share(identity.agency(name), payload)

    def _change(self, c: Change) -> None:
        """What became of a body: the text keeps the name that it prints, the graph reaches both."""
        issuer, kind = ("Chính phủ", "Nghị định") if c.number.endswith("/NĐ-CP") else ("Quốc hội", "Nghị quyết")
        work = identity.work(identity.series(issuer), identity.year_in_number(c.number), identity.number_key(c.number))
        day = c.passed or identity.year_in_number(c.number)
        for name in (c.name, c.to, issuer):
            if name:
                self.share(identity.agency(name), shared.agency_payload(name, None, None, None, None, False))
        self.share(work, shared.work_payload(shared.CITED, kind=kind, number=c.number, issuer=issuer, day=day))
        self.share(identity.change(c.name, c.day), shared.change_payload(c.name, c.to, c.day, c.act, work))

    def span(self, start: int, end: int) -> str:
        """Term of the span of the text from ``start`` to ``end``: position and quotation in one selector."""
        known = self._spans.get((start, end))
        if known is not None:
            return known
        w, content = self.writer, self.document.text
        s = w.ref(identity.span(self.id, start, end))
        self._spans[start, end] = s
        # A third of all quads are these: each of the rows is written as it stands.
        w.rows(
            f"{s} {_POSITION}",
            f"{s} {_QUOTE}",
            f'{s} {_START} "{start}"{_INTEGER}',
            f'{s} {_END} "{end}"{_INTEGER}',
            f"{s} {_EXACT} {text(content[start:end])}",
        )
        return s

    def context(self, start: int, end: int) -> None:
        """Write what stands around a span, where a reader needs it: the text itself gives it to all others."""
        content = self.document.text
        before, after = content[max(0, start - CONTEXT_CHARACTERS) : start], content[end : end + CONTEXT_CHARACTERS]
        self.writer.many(self.span(start, end), [(_PREFIX, text(before) if before else None), (_SUFFIX, text(after) if after else None)])

    def mention(self, kind: str, cls: str, m: Mention, *, placed: bool = True) -> str:
        """Term of a new mention, with class, span, rule and, where it is ``placed``, section; its run is that of the text."""
        key = (kind, m.start, m.end)
        s = self.writer.ref(identity.fact(self.id, kind, m.start, m.end, self._repeats[key]))
        self._repeats[key] += 1
        section = self.section_at(m.start) if placed else None
        self.writer.rows(
            f"{s} {t.A} {t.vnp[cls]}",
            f"{s} {_IN_TEXT} {self.text}",
            f"{s} {_SELECTOR} {self.span(m.start, m.end)}",
            *([f"{s} {_RULE} {string(m.rule)}"] if m.rule else []),
            *([f"{s} {_IN_SECTION} {section}"] if section else []),
        )
        return s

    def section_at(self, offset: int) -> str | None:
        """Term of the innermost section that holds ``offset``."""
        best: int | None = bisect_right(self._starts, offset) - 1
        while best is not None and best >= 0 and self.sections[best].end <= offset:
            best = self.sections[best].parent
        if best is None or best < 0:
            return None
        self._used_sections.add(best)
        return self.section(best)

    def section(self, i: int) -> str:
        """Term of the section with this place among the sections of the document."""
        if i not in self._sections:
            self._sections[i] = self.writer.ref(identity.section(self.id, self.sections[i].id))
        return self._sections[i]

    def sections_to_write(self) -> list[int]:
        """The outline, and of finer sections those that hold a mention or a section that is written.

        A law has thousands of Khoản and Điểm of which nothing is said; their text is found by the words.
        """
        wanted = self._used_sections | {i for i, s in enumerate(self.sections) if s.number is not None and s.kind not in _FINE}
        for i in sorted(wanted):
            parent = self.sections[i].parent
            while parent is not None and parent not in wanted:
                wanted.add(parent)
                parent = self.sections[parent].parent
        return sorted(wanted)


def build(
    document: Document,
    facts: Facts,
    read: Read,
    resolutions: Sequence[Resolution],
    *,
    base: str,
    sources: Sequence[StoredSource] = (),
    extractor: str = "",
) -> Built:
    """The quads of one document; ``resolutions`` are those of ``facts.citations``, in order."""
    w = Writer(base, identity.graph(read.document))
    page = Page(document, read.document, w, w.ref(read.identity.work), w.ref(identity.text(read.document)), document.sections)
    _work(page, read)
    _text(page, sources, extractor)
    outline.header(page)
    fact_quads.write(page, facts, read, resolutions)
    _notes(page, (*document.source.notes, *document.notes, *facts.notes))
    outline.sections(page)
    return Built(quads=str(w), count=len(w), shared=page.payloads())


def _work(page: Page, read: Read) -> None:
    h, w, own = page.document.header, page.writer, read.identity
    if own.issuer_name:
        page.agency(own.issuer_name)
    name = None if h.number else h.title
    told = {"kind": h.type, "number": h.number, "issuer": own.issuer_name, "day": h.date, "name": name, "file": page.document.source.name}
    page.share(own.work, shared.work_payload(shared.HELD, **told, force=_force(h), effective=h.effective))
    w.many(
        page.work,
        [
            (t.dct("title"), text(h.title) if h.title and h.number else None),
            (t.vnp["signerTitle"], text(h.signer_title) if h.signer_title else None),
            (t.eli("is_realized_by"), page.text),
        ],
    )
    if h.signer:
        path = identity.signer(own.issuer, h.signer)
        w.add(page.work, t.vnp["signedBy"], page.share(path, shared.named_payload("signer", h.signer)))
    for line in h.recipients:
        w.add(page.work, t.vnp["recipientName"], text(line))


def _force(h: Header) -> str:
    return t.STATUS_OF_FORCE.get((h.status or "").strip().lower(), "unknown")


def _text(page: Page, sources: Sequence[StoredSource], extractor: str) -> None:
    w, source = page.writer, page.document.source
    w.many(
        page.text,
        [
            (t.A, t.vnp["Text"]),
            (t.LABEL, text(source.name)),
            (t.eli("realizes"), page.work),
            (t.dct("identifier"), string(page.id)),
            (t.prov("wasGeneratedBy"), page.run),
            (t.vnp["scanned"], typed("true", "boolean") if source.scanned else None),
        ],
    )
    w.many(
        page.run,
        [(t.A, t.prov("Activity")), (t.prov("used"), page.text), (t.vnp["softwareVersion"], string(extractor) if extractor else None)],
    )
    files = [(s.sha256, s.name, s.media_type) for s in sources] or [(source.sha256, source.name, source.media_type)]
    for sha256, name, media_type in files:
        f = w.ref(identity.file(sha256))
        w.many(page.text, [(t.eli("is_embodied_by"), f), (t.prov("wasDerivedFrom"), f)])
        w.many(
            f, [(t.A, t.vnp["File"]), (t.LABEL, text(name)), (t.dct("format"), string(media_type)), (t.dct("identifier"), string(sha256))]
        )


def _notes(page: Page, notes: Sequence[Note]) -> None:
    length = len(page.document.text)
    for n in notes:
        if not 0 <= n.start <= n.end <= length:
            continue
        m = page.mention("ghi-chu", "ReadingNote", Mention(start=n.start, end=n.end, surface="", rule="note"))
        page.writer.many(
            m,
            [
                (t.vnp["noteCode"], string(n.code)),
                (t.vnp["rawText"], text(n.printed) if n.printed else None),
                (t.vnp["readAs"], text(n.read_as) if n.read_as else None),
                (t.vnp["noteReason"], text(n.reason) if n.reason else None),
            ],
        )
        page.writer.add(page.text, t.vnp["note"], m)
        page.context(n.start, n.end)
