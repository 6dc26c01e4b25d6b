"""Linked data answers people and programs; exports are read by other programs than ours."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from graph_papers import made, numbered, paper

from corpus.curation import Correction
from corpus.ingest import refresh
from corpus.settings import Settings
from graph import export
from web import create_app
from web.house import House

BASE = "http://127.0.0.1:8000"
WORK = "/vb/thu-tuong-chinh-phu/2021/1790-qd-ttg"
THING = "/co-quan/thu-tuong-chinh-phu"
MEDIA = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt", "application/rdf+xml": "xml"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, plans: list[Path]) -> House:
    made = House(Settings(home=tmp_path_factory.mktemp("linked")))
    made.ingest(plans)
    made.graph.sync(made.library)
    return made


@pytest.fixture(scope="module")
def client(house: House) -> Iterator[FlaskClient]:
    app = create_app(house.settings)
    with app.test_client() as c:
        yield c


@pytest.mark.parametrize(("media", "parser"), MEDIA.items())
def test_a_work_answers_rdf_by_accept_and_rdflib_reads_it(client: FlaskClient, media: str, parser: str) -> None:
    response = client.get(WORK, headers={"Accept": f"{media}, text/html;q=0.5"})
    assert (response.status_code, response.mimetype) == (200, media)
    assert "Accept" in response.headers["Vary"]
    graph = rdflib.Graph().parse(data=response.data, format=parser)
    number = rdflib.URIRef("http://data.europa.eu/eli/ontology#number")
    assert (rdflib.URIRef(BASE + WORK), number, rdflib.Literal("1790/QĐ-TTg")) in graph


def test_all_formats_say_the_same(client: FlaskClient) -> None:
    graphs = [
        rdflib.Graph().parse(data=client.get(f"{WORK}.{suffix}").data, format=MEDIA[media]) for suffix, (_, media) in export.FORMATS.items()
    ]
    assert len({len(g) for g in graphs}) == 1
    assert all(set(g) == set(graphs[0]) for g in graphs)


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle;q=0.2, text/html;q=0.9", "text/html"),
        ("text/turtle;q=0.9, text/html;q=0.2", "text/turtle"),
        ("application/*", "application/ld+json"),
    ],
)
def test_q_values_and_wildcards_decide(client: FlaskClient, accept: str, wanted: str) -> None:
    assert client.get("/ban/" + next(iter_ids(client)), headers={"Accept": accept}).mimetype == wanted


def iter_ids(client: FlaskClient) -> Iterator[str]:
    house: House = client.application.extensions["luocdo"]
    return (e.id for e in house.library.documents())


def test_a_thing_sends_on_with_303(client: FlaskClient) -> None:
    response = client.get(THING, headers={"Accept": "text/turtle"})
    assert (response.status_code, response.headers["Location"]) == (303, THING + ".ttl")
    assert client.get(THING + ".ttl").mimetype == "text/turtle"
    response = client.get(THING, headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Location"]) == (303, THING + ".html")


def test_nothing_acceptable_and_nothing_known_are_said_in_words(client: FlaskClient) -> None:
    response = client.get(WORK, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.get_data(as_text=True)
    assert client.get("/vb/khong/co/gi.ttl").status_code == 404
    assert client.get("/co-quan/khong-co", headers={"Accept": "text/turtle"}).status_code == 404


def test_an_unchanged_answer_is_304(client: FlaskClient) -> None:
    first = client.get(WORK + ".ttl")
    again = client.get(WORK + ".ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_text_answers_with_all_that_was_read_in_it(client: FlaskClient) -> None:
    document = next(iter_ids(client))
    graph = rdflib.Graph().parse(data=client.get(f"/ban/{document}.ttl").data, format="turtle")
    quotes = list(graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/oa#exact")))
    assert quotes and len(graph) > 300


@pytest.mark.parametrize("suffix", ["nq", "trig.gz"])
def test_a_dump_holds_the_whole_store(client: FlaskClient, house: House, suffix: str) -> None:
    data = client.get(f"/du-lieu/luocdo.{suffix}").data
    if suffix.endswith(".gz"):
        data = gzip.decompress(data)
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format="nquads" if suffix.startswith("nq") else "trig")
    assert len(list(dataset.quads((None, None, None, None)))) == len(house.graph.reader())


def test_void_counts_the_store_and_names_the_endpoint(client: FlaskClient, house: House) -> None:
    graph = rdflib.Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    me = rdflib.URIRef(BASE + "/du-lieu")
    assert graph.value(me, void.triples) == rdflib.Literal(len(house.graph.reader()))
    assert graph.value(me, void.sparqlEndpoint) == rdflib.URIRef(BASE + "/sparql")
    assert len(list(graph.objects(me, void.propertyPartition))) > 20


def test_citations_as_csv_with_their_sentences(client: FlaskClient) -> None:
    text = client.get("/du-lieu/trich-dan.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    mine = [r for r in rows if r["cited"] == BASE + WORK and "1790" in r["quote"]]
    assert len(mine) == 2
    assert all(r["quote"] in r["sentence"] for r in mine)


def test_a_cell_is_never_a_formula() -> None:
    assert [export._harmless(v) for v in ("=1+1", "-x", "a")] == ["'=1+1", "'-x", "a"]


def test_graphml_opens_in_networkx(client: FlaskClient) -> None:
    graph = nx.read_graphml(io.BytesIO(client.get("/du-lieu/trich-dan.graphml").data), force_multigraph=True)
    assert BASE + WORK in graph
    assert sum(1 for _, to in graph.edges() if to == BASE + WORK) >= 2
    assert all(d["sentence"] for _, _, d in graph.edges(data=True))


def test_web_annotations_quote_the_text(client: FlaskClient, house: House) -> None:
    items = json.loads(client.get("/du-lieu/chu-giai.jsonld").data)["first"]["items"]
    assert len(items) > 50
    for item in items:
        text = house.library.get(item["target"]["source"].rsplit("/", 1)[1]).document.text
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]


def test_a_document_as_akoma_ntoso_refers_to_the_works(client: FlaskClient, house: House) -> None:
    document = next(e.id for e in house.library.documents() if e.name.startswith("001"))
    response = client.get(f"/ban/{document}.akn.xml")
    assert response.mimetype == "application/akn+xml"
    assert f'href="{BASE}{WORK}"'.encode() in response.data


def test_corrections_stand_in_a_graph_of_their_own(tmp_path: Path, plans: list[Path]) -> None:
    house = House(Settings(home=tmp_path))
    house.ingest(plans[:1])
    house.graph.sync(house.library)
    document = next(house.library.documents()).id
    citation = house.library.get(document).facts.citations[0]
    subject = f"citation/{citation.start}-{citation.end}"
    act = Correction(
        document=document, subject=subject, action="correct", value={"number": "9/QĐ-TTg"}, who="lan", at="2026-01-01T00:00:00Z"
    )
    house.library.correct([act])
    house.graph.sync(house.library)
    reader = house.graph.reader()
    rows = reader.query(
        "SELECT ?who ?g { GRAPH ?g { ?a a <http://www.w3.org/ns/oa#Annotation> ; <http://purl.org/dc/terms/creator> ?who } }"
    )
    assert [(r["who"].value, r["g"].value) for r in rows] == [("lan", f"{BASE}/g/dinh-chinh")]
    right = 'ASK { ?work <http://data.europa.eu/eli/ontology#number> "9/QĐ-TTg" }'
    assert reader.ask(right)
    # Read again from the file by other code, the graph made anew from nothing: it still holds.
    shutil.rmtree(house.settings.graph_path)
    assert house.ingest(plans[:1]).added == [] and refresh(house.library, "other code", lambda *_: None) == 1
    house.graph.sync(house.library)
    assert house.graph.reader().ask(right)
    client = create_app(house.settings).test_client()
    (iri,) = {q.subject.value for q in house.graph.reader().store.quads_for_pattern(None, None, None, ox.NamedNode(f"{BASE}/g/dinh-chinh"))}
    path = iri.removeprefix(BASE)
    assert "lan" in client.get(path, headers={"Accept": "text/html"}, follow_redirects=True).text
    assert client.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True).mimetype == "text/turtle"


def kinds_of_iris(house: House) -> dict[str, list[str]]:
    """Paths of all things of the store by their kind (``ban/*/trich``), each in order."""
    found: dict[str, set[str]] = {}
    for quad in house.graph.reader().store:
        for term in (quad.subject, quad.object, quad.graph_name):
            iri = getattr(term, "value", "") if type(term).__name__ == "NamedNode" else ""
            if iri.startswith(BASE):
                parts = iri[len(BASE) + 1 :].split("/")
                kind = parts[0] + ("/" + "/".join([parts[2], *(p for p in parts[4:5])]) if parts[0] == "ban" and len(parts) > 2 else "")
                found.setdefault(kind, set()).add("/" + "/".join(parts))
    return {k: sorted(v) for k, v in found.items()}


def test_every_kind_of_iri_answers_people_and_programs(client: FlaskClient, house: House) -> None:
    kinds = kinds_of_iris(house)
    wanted = {"vb", "ban", "tep", "g", "co-quan", "nguoi-ky", "chuong-trinh", "chi-so", "dia-ban", "luot-doc", "thay-doi", "bang"}
    assert wanted <= kinds.keys() and {"ban/trich", "ban/doan", "ban/trich/kha-nang", "ban/muc-tieu", "ban/nhiem-vu"} <= kinds.keys()
    for kind, paths in kinds.items():
        for path in {paths[0], paths[len(paths) // 2], paths[-1]}:
            page = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
            assert (page.status_code, page.mimetype) == (200, "text/html"), (kind, path)
            rdf = client.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True)
            assert (rdf.status_code, rdf.mimetype) == (200, "text/turtle"), (kind, path)
            assert len(rdflib.Graph().parse(data=rdf.data, format="turtle")) > 0, path


def test_a_thing_says_what_points_at_it_and_an_unknown_one_is_404_in_words(client: FlaskClient, house: House) -> None:
    signer = next(p for p in kinds_of_iris(house)["nguoi-ky"] if "nguyen-thanh-binh" in p)
    page = client.get(signer + ".html").text
    assert "Nguyễn Thành Bình" in page and "Thực hiện Chiến lược quốc gia về bình đẳng giới tỉnh Thừa Thiên Huế" in page
    answer = client.get("/chi-so/khong-co-that", headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.status_code == 404 and "khong-co-that" in answer.text


def test_a_dump_is_304_until_the_next_sync(client: FlaskClient) -> None:
    first = client.get("/du-lieu/luocdo.nq")
    again = client.get("/du-lieu/luocdo.nq", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_no_xml_may_hold_is_left_out_of_xml_only(tmp_path: Path) -> None:
    cited = numbered("Nghị quyết\x0c số 28/NQ-CP\x0b ngày 3/3/2021 của Chính phủ", "28/NQ-CP", "2021-03-03", "Chính phủ", "basis")
    document, facts = paper("Trang\x0c", "62/KH-UBND", "2022-03-23", "Ủy ban nhân dân tỉnh Lạng Sơn", cited)
    header = dataclasses.replace(document.header, title="Tên\x0c dài", number=None)
    store = made(tmp_path, [(dataclasses.replace(document, header=header), facts)])
    reader = store.reader()
    quads = list(reader.store)
    plain = rdflib.Graph().parse(data=export.serialise(quads, "nt"), format="nt")
    xml = rdflib.Graph().parse(data=export.serialise(quads, "rdf"), format="xml")
    assert len(plain) == len(xml)
    assert any("\x0c" in str(o) for o in plain.objects()) and not any("\x0c" in str(o) for o in xml.objects())
    assert len(nx.read_graphml(io.BytesIO(export.graphml(reader)))) == 2


ANNOTATION = {
    "@vocab": "http://www.w3.org/ns/oa#",
    "id": "@id",
    "type": "@type",
    "AnnotationCollection": "http://www.w3.org/ns/activitystreams#OrderedCollection",
    "AnnotationPage": "http://www.w3.org/ns/activitystreams#OrderedCollectionPage",
    "items": {"@id": "http://www.w3.org/ns/activitystreams#items", "@container": "@list"},
    "first": {"@id": "http://www.w3.org/ns/activitystreams#first", "@type": "@id"},
    "partOf": {"@id": "http://www.w3.org/ns/activitystreams#partOf", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "oa": "http://www.w3.org/ns/oa#",
}
"""The part of the W3C's context (anno.jsonld) that these annotations need."""


def test_web_annotations_are_json_ld_that_another_parser_reads(client: FlaskClient, house: House) -> None:
    data = json.loads(client.get("/du-lieu/chu-giai.jsonld").data)
    assert data["@context"] == "http://www.w3.org/ns/anno.jsonld" and data["total"] == len(data["first"]["items"])
    graph = rdflib.Graph().parse(data=json.dumps({**data, "@context": ANNOTATION}), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    annotations = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(annotations) == data["total"]
    for a in annotations:
        target = graph.value(a, oa.hasTarget)
        kinds = {k for s in graph.objects(target, oa.hasSelector) for k in graph.objects(s, rdflib.RDF.type)}
        assert kinds == {oa.TextPositionSelector, oa.TextQuoteSelector} and graph.value(a, oa.motivatedBy) == oa.linking
    cited = {graph.value(b, oa.hasSource) for b in graph.objects(None, oa.hasBody)}
    assert rdflib.URIRef(BASE + WORK) in cited
