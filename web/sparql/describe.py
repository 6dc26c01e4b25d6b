"""What the endpoint says of itself: a SPARQL 1.1 service description with VoID counts, made from the snapshot it serves."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator

import pyoxigraph as ox

from graph.engine.evaluate import Evaluator, Job
from graph.engine.functions import FUNCTIONS
from graph.engine.worker import GRAPHS as GRAPH_FORMATS
from web.sparql.formats import GRAPHS, RESULTS

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCT = "http://purl.org/dc/terms/"
W3C_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_PREFIXES = {"sd": SD, "void": VOID, "dct": DCT, "format": W3C_FORMATS}
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_GRAPHS = "SELECT ?g { GRAPH ?g {} }"


def description(evaluator: Evaluator, endpoint: str, base: str, format_key: str) -> bytes:
    """The description of the endpoint at ``endpoint`` in one of the RDF formats; kept until the graph changes."""
    return _description(evaluator, evaluator.snapshot(), endpoint, base, format_key)


@functools.lru_cache(maxsize=8)
def _description(evaluator: Evaluator, snapshot: str, endpoint: str, base: str, format_key: str) -> bytes:
    triples = [*_service(endpoint), *_dataset(evaluator, base)]
    body = ox.serialize(triples, format=GRAPH_FORMATS[format_key], prefixes=_PREFIXES)
    return body or b""


_SERVICE, _DATASET, _DEFAULT = ox.BlankNode("service"), ox.BlankNode("dataset"), ox.BlankNode("default")


def _service(endpoint: str) -> Iterator[ox.Triple]:
    def say(term: str, value: str) -> ox.Triple:
        return ox.Triple(_SERVICE, ox.NamedNode(SD + term), ox.NamedNode(value))

    yield ox.Triple(_SERVICE, _TYPE, ox.NamedNode(SD + "Service"))
    yield say("endpoint", endpoint)
    yield say("supportedLanguage", SD + "SPARQL10Query")
    yield say("supportedLanguage", SD + "SPARQL11Query")
    yield say("feature", SD + "UnionDefaultGraph")
    for f in (*RESULTS, *GRAPHS):
        yield say("resultFormat", W3C_FORMATS + f.w3c)
    for function in FUNCTIONS:
        yield ox.Triple(_SERVICE, ox.NamedNode(SD + "extensionFunction"), function)
        yield ox.Triple(function, _TYPE, ox.NamedNode(SD + "Function"))
    yield ox.Triple(_SERVICE, ox.NamedNode(SD + "defaultDataset"), _DATASET)


def _dataset(evaluator: Evaluator, base: str) -> Iterator[ox.Triple]:
    yield ox.Triple(_DATASET, _TYPE, ox.NamedNode(SD + "Dataset"))
    yield ox.Triple(_DATASET, ox.NamedNode(SD + "defaultGraph"), _DEFAULT)
    yield ox.Triple(_DEFAULT, _TYPE, ox.NamedNode(SD + "Graph"))
    yield ox.Triple(_DEFAULT, _TYPE, ox.NamedNode(VOID + "Dataset"))
    yield ox.Triple(_DEFAULT, ox.NamedNode(VOID + "triples"), ox.Literal(int(_column(evaluator, _COUNT)[0])))
    yield ox.Triple(_DEFAULT, ox.NamedNode(VOID + "uriSpace"), ox.Literal(base))
    for i, name in enumerate(sorted(_column(evaluator, _GRAPHS))):
        named, graph = ox.BlankNode(f"n{i}"), ox.BlankNode(f"g{i}")
        yield ox.Triple(_DATASET, ox.NamedNode(SD + "namedGraph"), named)
        yield ox.Triple(named, _TYPE, ox.NamedNode(SD + "NamedGraph"))
        yield ox.Triple(named, ox.NamedNode(SD + "name"), ox.NamedNode(name))
        yield ox.Triple(named, ox.NamedNode(SD + "graph"), graph)
        yield ox.Triple(graph, _TYPE, ox.NamedNode(SD + "Graph"))


def _column(evaluator: Evaluator, query: str) -> list[str]:
    """The only column of a query of ours."""
    answer = b"".join(evaluator.start(Job(query=query, format="json", base="urn:", rows=evaluator.limits.rows)))
    rows = json.loads(answer)["results"]["bindings"]
    return [next(iter(row.values()))["value"] for row in rows]
