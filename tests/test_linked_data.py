"""Linked data answers people and programs; exports are read by other programs than ours."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from flask.testing import FlaskClient

from corpus.curation import Correction
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
    assert reader.ask('ASK { ?work <http://data.europa.eu/eli/ontology#number> "9/QĐ-TTg" }')
