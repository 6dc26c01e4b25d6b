"""schema:Legislation in the pages, read as others read it: an HTML parser, a JSON-LD parser, nothing of ours."""

from __future__ import annotations

import dataclasses
import json
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from graph_papers import made, numbered, paper
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from corpus.library import Library
from graph import queries
from graph.store import GraphStore
from web.house import House
from web.legislation import legislation

SCHEMA = Namespace("https://schema.org/")
BASE = "http://127.0.0.1:8000/"
IRIS = (
    "additionalType", "url", "legislationLegalForce", "legislationLegalValue", "contentUrl", "citation", "isBasedOn", "legislationChanges",
)  # fmt: skip
"""What schema.org's own context reads as an IRI."""


class Scripts(HTMLParser):
    """Gathers the data blocks of a page, by the tokens of HTML: a ``</script>`` inside would end one early."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("type", "application/ld+json") in attrs
        if self._inside:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[-1] += data


def as_graph(html: str) -> Graph:
    scripts = Scripts()
    scripts.feed(html)
    (block,) = scripts.blocks
    data: dict[str, Any] = json.loads(block)
    assert data["@context"] == "https://schema.org"
    context = {"@vocab": str(SCHEMA), **{name: {"@type": "@id"} for name in IRIS}}
    return Graph().parse(data=json.dumps({**data, "@context": context}), format="json-ld")


def one(g: Graph, subject: URIRef, name: str) -> str | None:
    value = g.value(subject, SCHEMA[name], any=False)
    return None if value is None else str(value)


def test_a_held_document_says_what_it_is_on_its_own_page_and_on_its_works(furnished_app: Flask) -> None:
    house: House = furnished_app.extensions["luocdo"]
    client = furnished_app.test_client()
    for entry in house.library.documents():
        work = URIRef(queries.work_of(house.reader, f"{BASE}ban/{entry.id}") or "")
        graphs = [as_graph(client.get(path).text) for path in (f"/ban/{entry.id}", "/" + work.removeprefix(BASE))]
        assert isomorphic(*graphs)
        g, h = graphs[0], entry.header
        assert (work, RDF.type, SCHEMA.Legislation) in g
        told = [one(g, work, n) for n in ("legislationIdentifier", "legislationType", "legislationDate", "inLanguage", "url")]
        assert told == [h.number, h.type, h.date, "vi", str(work)]
        assert one(g, work, "name") == h.title
        (body,) = g.objects(work, SCHEMA.legislationPassedBy)
        assert one(g, URIRef(str(body)), "name") == h.issuer
        encodings = {str(e) for e in g.objects(work, SCHEMA.encoding)}
        assert {f"{BASE}ban/{entry.id}", f"{BASE}ban/{entry.id}.txt"} <= encodings
        for e in encodings:  # each can be fetched, and is what it says
            answer = client.get(e.removeprefix(BASE.rstrip("/")), headers={"Accept": "*/*"})
            assert (answer.status_code, answer.mimetype) == (200, one(g, URIRef(e), "encodingFormat"))
        assert list(g.objects(work, SCHEMA.citation))


def test_a_work_not_held_says_what_those_that_cite_it_tell(furnished_app: Flask) -> None:
    work = URIRef(BASE + "vb/thu-tuong-chinh-phu/2021/1790-qd-ttg")
    g = as_graph(furnished_app.test_client().get("/vb/thu-tuong-chinh-phu/2021/1790-qd-ttg").text)
    assert (one(g, work, "legislationIdentifier"), one(g, work, "legislationType")) == ("1790/QĐ-TTg", "Quyết định")
    assert one(g, work, "legislationDate") == "2021-10-23"
    assert not list(g.objects(work, SCHEMA.encoding)) and not list(g.objects(work, SCHEMA.legislationLegalForce))


EVIL = "</script><script>alert(1)</script><!--<script>&amp;\u2028"


def test_no_words_of_a_document_end_the_block(tmp_path: Any) -> None:
    from web import create_app

    document, facts = paper("Kế hoạch", "1/KH-UBND", "2022-01-01", "Ủy ban nhân dân tỉnh Lạng Sơn")
    document = dataclasses.replace(document, header=dataclasses.replace(document.header, title=EVIL, signer=EVIL))
    store = made(tmp_path, [(document, facts)])
    client = create_app(store.settings).test_client()
    html = client.get("/vb/ubnd-tinh-lang-son/2022/01-kh-ubnd").text
    assert "<script>alert" not in html
    assert (None, SCHEMA.name, Literal(EVIL)) in as_graph(html)


@pytest.mark.parametrize(
    ("role", "properties"),
    [
        ("basis", {"isBasedOn", "citation"}),
        ("amends", {"legislationAmends", "legislationChanges", "citation"}),
        ("replaces", {"legislationRepeals", "legislationChanges", "citation"}),
        ("repeals", {"legislationRepeals", "legislationChanges", "citation"}),
        ("implements", {"legislationApplies", "citation"}),
        ("cites", {"citation"}),
    ],
)
def test_each_relation_is_said_in_the_words_of_schema_org(tmp_path: Any, role: str, properties: set[str]) -> None:
    cited = numbered("Nghị quyết số 28/NQ-CP ngày 3/3/2021 của Chính phủ", "28/NQ-CP", "2021-03-03", "Chính phủ", role)
    store: GraphStore = made(tmp_path, [paper("A", "62/KH-UBND", "2022-03-23", "Ủy ban nhân dân tỉnh Lạng Sơn", cited)])
    told = legislation(store.reader(), BASE + "vb/ubnd-tinh-lang-son/2022/62-kh-ubnd")
    assert told is not None
    other = BASE + "vb/chinh-phu/2021/28-nq-cp"
    assert {k for k, v in told.items() if isinstance(v, list) and any(x.get("@id") == other for x in v)} == properties
    if role in ("replaces", "repeals"):
        ended = legislation(store.reader(), other)
        assert ended is not None and ended["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_a_work_that_nobody_knows_says_nothing(tmp_path: Any) -> None:
    store = made(tmp_path, [])
    assert legislation(store.reader(), BASE + "vb/khong/co/that") is None
    assert len(Library.open(store.settings.library_path)) == 0
