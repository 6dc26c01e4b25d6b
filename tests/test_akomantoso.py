"""Akoma Ntoso: valid by the official schema, every citation a ref, not a word lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from corpus.extract import extract
from corpus.model import Citation, Document, Facts, Header, Section, Source
from corpus.read import read_source
from corpus.structure import parse
from graph.akomantoso import NAMESPACE, to_akoma_ntoso

TEXT = "ĐẦU\nI. Một\nVào đề Luật A\x0b.\n1. Con\nGiữa Quyết định\nsố 1/QĐ-TTg ra.\nII. Hai\nhết <b>&\n"


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def section(id_: str, kind: str, label: str, heading: str, extent: tuple[int, int], level: int, parent: int | None) -> Section:
    start, end = extent
    return Section(
        id=id_, kind=kind, label=label, number=None, heading=heading, start=start, end=end, text_start=start + len(label) + 1,
        level=level, parent=parent,
    )  # fmt: skip


ONE, SUB, TWO = TEXT.index("I. "), TEXT.index("1. Con"), TEXT.index("II. ")
DOCUMENT = Document(
    source=Source(name="a", text=TEXT, sha256="0"),
    header=Header(type="Kế hoạch", number="1/KH", date="2022-03"),
    sections=(
        section("i", "roman", "I.", "Một", (ONE, TWO), 1, None),
        section("i/1", "clause", "1.", "Con", (SUB, TWO), 2, 0),
        section("ii", "roman", "II.", "Hai", (TWO, len(TEXT)), 1, None),
    ),
)
_a, _b = at("Luật A"), at("Quyết định\nsố 1/QĐ-TTg")
FACTS = Facts(
    citations=(
        Citation(start=_a[0], end=_a[1], surface="Luật A", kind="named"),
        Citation(start=_b[0], end=_b[1], surface="Quyết định\nsố 1/QĐ-TTg", kind="numbered"),
    )
)


def words(xml: bytes) -> list[str]:
    root = etree.fromstring(xml)
    for meta in root.iter(f"{{{NAMESPACE}}}meta"):
        meta.clear()
    return re.findall(r"\w+", " ".join(root.itertext()))


def made(document: Document = DOCUMENT, facts: Facts = FACTS) -> bytes:
    return to_akoma_ntoso(document, facts, "http://x/vb/1", lambda c: "http://x/vb/2" if c.kind == "numbered" else None)


def test_every_citation_is_a_ref_with_its_target_and_unknown_ones_say_so() -> None:
    refs = [(r.text, r.get("href"), r.get("status")) for r in etree.fromstring(made()).iter(f"{{{NAMESPACE}}}ref")]
    assert refs == [("Luật A", "#", "undefined"), ("Quyết định\nsố 1/QĐ-TTg", "http://x/vb/2", None)]


def test_no_word_is_lost_or_doubled() -> None:
    assert words(made()) == re.findall(r"\w+", TEXT)


class XmlNamespace(etree.Resolver):
    """The schema imports the W3C's schema of the xml: attributes, which does not lie beside it."""

    def resolve(self, url: str, public_id: str, context: object) -> object:
        if not url.endswith("xml.xsd"):
            return None
        return self.resolve_string(
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">'
            '<xs:attribute name="lang" type="xs:language"/><xs:attribute name="space" type="xs:NCName"/>'
            '<xs:attribute name="id" type="xs:ID"/></xs:schema>',
            context,
        )


@pytest.mark.corpus
def test_valid_by_the_official_schema(shared: Path, plans: list[Path]) -> None:
    parser = etree.XMLParser()
    parser.resolvers.add(XmlNamespace())
    schema = etree.XMLSchema(etree.parse(shared / "data" / "standards" / "akomantoso30.xsd", parser))
    schema.assertValid(etree.fromstring(made()))
    schema.assertValid(etree.fromstring(made(Document(source=DOCUMENT.source, header=Header()), Facts())))
    for path in plans:
        document = parse(read_source(path)[0])
        xml = made(document, extract(document))
        schema.assertValid(etree.fromstring(xml))
        assert sorted(words(xml)) == sorted(re.findall(r"\w+", document.text))
