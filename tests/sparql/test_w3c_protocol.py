"""The query side of the W3C protocol suite, and its service description suite, read from the suites themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

from corpus.settings import Settings

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
QUERY_TESTS = 20
UPDATE_REFUSALS = ("bad_update_get", "bad_multiple_updates", "bad_update_wrong_media_type", "bad_update_non_utf8", "bad_update_syntax")


@pytest.fixture(scope="module")
def manifest(w3c: Path) -> Graph:
    return Graph().parse(w3c / "sparql11" / "protocol" / "manifest.ttl")


@pytest.fixture(scope="module")
def endpoint(w3c: Path, manifest: Graph, tmp_path_factory: pytest.TempPathFactory, publish: Any, client_of: Any) -> Iterator[FlaskClient]:
    """An endpoint that holds the graphs that the manifest names."""
    settings = Settings(home=tmp_path_factory.mktemp("protocol"))
    quads = []
    for data in set(manifest.objects(None, UT.graphData)):
        file, name = manifest.value(data, UT.graph), manifest.value(data, rdflib.RDFS.label)
        path = w3c / "sparql11" / "protocol" / Path(str(file)).name
        graph = ox.NamedNode(str(name))
        quads += [ox.Quad(t.subject, t.predicate, t.object, graph) for t in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES)]
    publish(settings.graph_path, quads)
    client = client_of(settings)
    yield client
    client.application.extensions["luocdo"].evaluator.close()


def entries(manifest: Graph) -> list[URIRef]:
    listed = Collection(manifest, manifest.value(next(manifest.subjects(RDF.type, MF.Manifest)), MF.entries))
    return [e for e in listed if "update" not in str(e).rpartition("#")[2]]


def send(client: FlaskClient, manifest: Graph, request: Any) -> Any:
    body = manifest.value(request, HT.body)
    headers = [
        (str(manifest.value(h, HT.fieldName)), str(manifest.value(h, HT.fieldValue)))
        for h in Collection(manifest, manifest.value(request, HT.headers) or RDF.nil)
    ]
    content = None
    if body is not None:
        content = str(manifest.value(body, CNT.chars)).encode(str(manifest.value(body, CNT.characterEncoding)))
    path = str(manifest.value(request, HT.absolutePath))
    return client.open(path, method=str(manifest.value(request, HT.methodName)), data=content, headers=headers)


def expected(manifest: Graph, request: Any, response: Any) -> str:
    """Empty, or what is wrong."""
    wanted = manifest.value(request, HT.resp)
    classes = {str(s)[-3] for s in manifest.objects(wanted, MF.expectedStatus)}
    if str(response.status_code)[0] not in classes:
        return f"status {response.status_code}, expected {classes}"
    boolean, form = manifest.value(wanted, MF.expectedBoolean), manifest.value(wanted, MF.expectedFormat)
    if boolean is not None and json.loads(response.data)["boolean"] != boolean.toPython():
        return "the other truth value"
    if str(form) == "tabular" and not json.loads(response.data)["results"]["bindings"]:
        return "no table"
    if str(form) == "RDF" and Graph().parse(data=response.data, format=response.mimetype) is None:
        return "no RDF"
    return ""


def test_query_side_of_the_protocol_suite(endpoint: FlaskClient, manifest: Graph) -> None:
    failures, asked = {}, entries(manifest)
    for entry in asked:
        for request in Collection(manifest, manifest.value(manifest.value(entry, MF.action), HT.requests)):
            if problem := expected(manifest, request, send(endpoint, manifest, request)):
                failures[str(entry).rpartition("#")[2]] = problem
    assert failures == {}
    assert len(asked) == QUERY_TESTS


@pytest.mark.parametrize("name", UPDATE_REFUSALS)
def test_updates_that_must_be_refused(endpoint: FlaskClient, manifest: Graph, name: str) -> None:
    entry = next(e for e in manifest.subjects(RDF.type, MF.ProtocolTest) if str(e).endswith("#" + name))
    for request in Collection(manifest, manifest.value(manifest.value(entry, MF.action), HT.requests)):
        assert expected(manifest, request, send(endpoint, manifest, request)) == ""


def test_service_description_suite(endpoint: FlaskClient) -> None:
    response = endpoint.get("/sparql", headers={"Host": "vb.test"})
    graph = Graph().parse(data=response.data, format=response.mimetype)  # returns-rdf
    [service] = graph.subjects(RDF.type, SD.Service)
    assert list(graph.objects(service, SD.endpoint)) == [URIRef("http://vb.test/sparql")]  # has-endpoint-triple
    assert schema_faults(graph) == []  # conforms-to-schema


def schema_faults(graph: Graph) -> list[str]:
    """Where the description breaks the domains and ranges of the vocabulary, or uses a term that it has not."""
    schema = {
        "endpoint": ("Service", None),
        "supportedLanguage": ("Service", None),
        "feature": ("Service", None),
        "resultFormat": ("Service", None),
        "extensionFunction": ("Service", "Function"),
        "defaultDataset": ("Service", "Dataset"),
        "defaultGraph": ("Dataset", "Graph"),
        "namedGraph": ("Dataset", "NamedGraph"),
        "name": ("NamedGraph", None),
        "graph": ("NamedGraph", "Graph"),
    }
    faults = []
    for s, p, o in graph:
        if str(p).startswith(str(SD)):
            domain, range_ = schema.get(str(p).removeprefix(str(SD)), ("?", None))
            if (s, RDF.type, SD[domain]) not in graph or (range_ and (o, RDF.type, SD[range_]) not in graph):
                faults.append(f"{s} {p} {o}")
    return faults
