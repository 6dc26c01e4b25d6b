"""A document as Akoma Ntoso 1.0 (OASIS, namespace akn/3.0), every citation a ``<ref>``; no word of the text is lost.

The section tree becomes AKN's hierarchy where it has an element of that name and ``hcontainer`` otherwise; text that
stands between sections is kept in an ``hcontainer`` named ``text``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from lxml import etree

from corpus.model import Citation, Document, Facts, Section
from corpus.text import slug

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_ELEMENT = {
    "part": "part",
    "chapter": "chapter",
    "section": "section",
    "subsection": "subsection",
    "article": "article",
    "clause": "clause",
    "point": "point",
}
# What XML 1.0 cannot carry (control characters, lone surrogates).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARTIAL_DATE = {4: "-01-01", 7: "-01"}

Href = Callable[[Citation], str | None]
"""The IRI of the work that a citation means, None where it is not known which."""


def to_akoma_ntoso(document: Document, facts: Facts, work: str, href: Href) -> bytes:
    """The document as XML in UTF-8. ``work`` is the IRI of the document's work."""
    return _Builder(document, facts, href).build(work)


def _e(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", {k: _clean(v) for k, v in attributes.items()})


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _date(date: str | None) -> str:
    """An xsd:date, which the schema demands: the first day of a month or year known only as such."""
    if not date or not date[:4].isdigit():
        return "0001-01-01"
    return date + _PARTIAL_DATE.get(len(date), "")


class _Builder:
    def __init__(self, document: Document, facts: Facts, href: Href) -> None:
        self.document = document
        self.text = document.text
        self.citations = sorted(_disjoint(facts.citations), key=lambda c: c.start)
        self.href = href
        self.children: dict[int | None, list[int]] = {}
        for i, section in enumerate(document.sections):
            self.children.setdefault(section.parent, []).append(i)

    def build(self, work: str) -> bytes:
        root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs know no default namespace
        doc = _e(root, "doc", name=slug(self.document.header.type or "van-ban"))
        self.meta(doc, work)
        top = self.children.get(None, [])
        first = self.document.sections[top[0]].start if top else 0
        if self.text[:first].strip():
            self.paragraphs(_e(doc, "preface"), 0, first)
        body = _e(doc, "mainBody")
        if top:
            self.tile(body, top, first, len(self.text))
        else:
            self.paragraphs(body, 0, len(self.text))
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)

    def meta(self, doc: etree._Element, work: str) -> None:
        header = self.document.header
        meta = _e(doc, "meta")
        identification = _e(meta, "identification", source="#luocdo")
        for level, date in (("FRBRWork", header.date), ("FRBRExpression", header.date), ("FRBRManifestation", None)):
            element = _e(identification, level)
            _e(element, "FRBRthis", value=work)
            _e(element, "FRBRuri", value=work)
            if header.number and level == "FRBRWork":
                _e(element, "FRBRalias", value=header.number, name="so-hieu")
            made = datetime.now(UTC).date().isoformat() if level == "FRBRManifestation" else _date(date)
            _e(element, "FRBRdate", date=made, name="" if level == "FRBRManifestation" else date or "khong-ro")
            _e(element, "FRBRauthor", href="#luocdo" if level == "FRBRManifestation" else "#issuer")
            if level == "FRBRWork":
                _e(element, "FRBRcountry", value="vn")
            if level == "FRBRExpression":
                _e(element, "FRBRlanguage", language="vie")
        references = _e(meta, "references", source="#luocdo")
        issuer = header.issuer or "không rõ"
        _e(references, "TLCOrganization", eId="issuer", href=f"/ontology/organization/{slug(issuer)}", showAs=issuer)
        _e(references, "TLCOrganization", eId="luocdo", href="/ontology/organization/luocdo", showAs="Lược Đồ")

    def tile(self, parent: etree._Element, sections: Sequence[int], start: int, end: int) -> None:
        """Sections in order and the text between them, from ``start`` to ``end``."""
        at = start
        for i in sections:
            section = self.document.sections[i]
            self.gap(parent, at, section.start)
            self.section(parent, i, section)
            at = max(at, section.end)
        self.gap(parent, at, end)

    def gap(self, parent: etree._Element, start: int, end: int) -> None:
        if self.text[start:end].strip():
            self.paragraphs(_e(_e(parent, "hcontainer", name="text"), "content"), start, end)

    def section(self, parent: etree._Element, index: int, section: Section) -> None:
        eid = re.sub(r"[^\w~-]+", "__", section.id)
        tag = _ELEMENT.get(section.kind)
        element = _e(parent, tag, eId=eid) if tag else _e(parent, "hcontainer", name=section.kind, eId=eid)
        start = section.text_start
        if section.label:
            _e(element, "num").text = _clean(section.label)
        if section.heading and self.text[start:].lstrip().startswith(section.heading):
            heading_start = self.text.index(section.heading, start)
            start = heading_start + len(section.heading)
            self.inline(_e(element, "heading"), heading_start, start)
        kids = self.children.get(index, [])
        if not kids:
            self.paragraphs(_e(element, "content"), start, section.end)
            return
        first = self.document.sections[kids[0]].start
        if self.text[start:first].strip():
            self.paragraphs(_e(element, "intro"), start, first)
        self.tile(element, kids, first, section.end)

    def paragraphs(self, parent: etree._Element, start: int, end: int) -> None:
        """One ``<p>`` a line; a citation that runs over a line end keeps its lines together."""
        found = False
        for line_start, line_end in self.lines(start, end):
            self.inline(_e(parent, "p"), line_start, line_end)
            found = True
        if not found:
            _e(parent, "p")

    def lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        inside = {i for c in self.citations if start <= c.start < end for i in range(c.start, c.end)}
        at = start
        for i in range(start, end + 1):
            if i == end or (self.text[i] == "\n" and i not in inside):
                if self.text[at:i].strip():
                    yield at, i
                at = i + 1

    def inline(self, parent: etree._Element, start: int, end: int) -> None:
        at, last = start, None
        for c in self.citations:
            if not start <= c.start < c.end <= end:
                continue
            self.put(parent, last, at, c.start)
            target = self.href(c)
            last = _e(parent, "ref", href=target) if target else _e(parent, "ref", href="#", status="undefined")
            last.text = _clean(c.surface)
            at = c.end
        self.put(parent, last, at, end)

    def put(self, parent: etree._Element, last: etree._Element | None, start: int, end: int) -> None:
        words = _clean(self.text[start:end])
        if last is None:
            parent.text = (parent.text or "") + words
        else:
            last.tail = (last.tail or "") + words


def _disjoint(citations: Sequence[Citation]) -> Iterator[Citation]:
    """The outer ones where citations overlap: markup cannot cross itself."""
    end = -1
    for c in sorted(citations, key=lambda c: (c.start, -c.end)):
        if c.start >= end:
            yield c
            end = c.end
