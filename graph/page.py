"""The page on which one document's quads are written: terms of its spans, mentions, sections and bodies, each written once.

What documents share (bodies, places, works) is not written here but contributed as payloads, which the sync merges over all documents.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from corpus.model import Document, Mention, Section
from corpus.successors import Change, became
from graph import identity, shared, tables
from graph import terms as t
from graph.nquads import Writer, string, text, typed

CONTEXT_CHARACTERS = 32
"""How much of the text before and after is kept with the quotation of a note."""
_POSITION, _QUOTE = (f"{t.A} {c}" for c in (t.oa("TextPositionSelector"), t.oa("TextQuoteSelector")))
_SELECTOR, _START, _END, _EXACT, _PREFIX, _SUFFIX = (t.oa(n) for n in ("hasSelector", "start", "end", "exact", "prefix", "suffix"))
_IN_TEXT, _RULE, _IN_SECTION = (t.vnp[name] for name in ("inText", "rule", "inSection"))
_INTEGER = typed(0, "integer").removeprefix('"0"')
_FINE = frozenset(("clause", "point"))
"""Kinds of sections below the outline."""


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
