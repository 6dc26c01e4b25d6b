"""What the graph says of one IRI, and what the dataset says of itself (VoID, DCAT)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TypeGuard

import pyoxigraph as ox

from graph.reader import Reader
from graph.rows import sparql
from ontology import PREFIXES

MOST = 20_000
"""Quads that one description has at the most: a law that a whole library cites stays readable."""

_VOID, _DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"
_DCT, _XSD = PREFIXES["dct"], PREFIXES["xsd"]
_A = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def describe(reader: Reader, iri: str, graph: str | None = None) -> list[ox.Quad]:
    """What is said of ``iri`` and of the parts under it (``IRI/…``: spans, selectors, candidates), and who points at it.

    With ``graph``, everything in that named graph: a text answers with all that was read in it.
    """
    if graph is not None:
        return list(itertools.islice(reader.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)), MOST))
    store, node = reader.store, ox.NamedNode(iri)
    found: dict[ox.Quad, None] = {}
    waiting: list[ox.NamedNode | ox.BlankNode] = [node]
    seen = {str(node)}
    while waiting and len(found) < MOST:
        for quad in store.quads_for_pattern(waiting.pop(), None, None, None):
            found[quad] = None
            part = quad.object
            if _is_part(part, iri) and str(part) not in seen:
                seen.add(str(part))
                waiting.append(part)
    for quad in store.quads_for_pattern(None, None, node, None):
        if len(found) >= MOST:
            break
        found[quad] = None
    return list(found)


def _is_part(node: object, iri: str) -> TypeGuard[ox.NamedNode | ox.BlankNode]:
    return isinstance(node, ox.BlankNode) or (isinstance(node, ox.NamedNode) and node.value.startswith(iri + "/"))


def dataset(reader: Reader, base: str) -> list[ox.Quad]:
    """VoID and DCAT description of the whole: size, partitions, vocabularies, where to get and ask it."""
    return [ox.Quad(*t) for t in _dataset(reader, base)]


Triple = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]


def _dataset(reader: Reader, base: str) -> Iterator[Triple]:
    me = ox.NamedNode(base + "du-lieu")

    def n(prefix: str, name: str) -> ox.NamedNode:
        return ox.NamedNode(prefix + name)

    yield me, _A, n(_VOID, "Dataset")
    yield me, _A, n(_DCAT, "Dataset")
    yield me, n(_DCT, "title"), ox.Literal("Lược Đồ: đồ thị văn bản hành chính", language="vi")
    yield me, n(_DCT, "title"), ox.Literal("Lược Đồ: graph of administrative documents", language="en")
    yield me, n(_VOID, "sparqlEndpoint"), n(base, "sparql")
    yield me, n(_VOID, "uriSpace"), ox.Literal(base)
    yield me, n(_VOID, "triples"), _count(len(reader))
    for prefix in ("eli", "cito", "oa", "org", "prov", "skos", "dct"):
        yield me, n(_VOID, "vocabulary"), ox.NamedNode(PREFIXES[prefix])
    for path, media in (
        ("du-lieu/luocdo.nq", "application/n-quads"),
        ("du-lieu/luocdo.trig", "application/trig"),
        ("du-lieu/luocdo.nq.gz", "application/n-quads"),
        ("du-lieu/luocdo.trig.gz", "application/trig"),
    ):
        node = n(base, path)
        yield me, n(_VOID, "dataDump"), node
        yield me, n(_DCAT, "distribution"), node
        yield node, _A, n(_DCAT, "Distribution")
        yield node, n(_DCAT, "downloadURL"), node
        yield node, n(_DCAT, "mediaType"), ox.NamedNode("https://www.iana.org/assignments/media-types/" + media)
    for query, kind, name, size in (
        ("partitions", "propertyPartition", "property", "triples"),
        ("class_partitions", "classPartition", "class", "entities"),
    ):
        for i, row in enumerate(reader.query(sparql(query))):
            part = n(base, f"du-lieu/{kind}/{i}")
            yield me, n(_VOID, kind), part
            yield part, n(_VOID, name), ox.NamedNode(str(row[name].value))
            yield part, n(_VOID, size), _count(int(str(row["n"].value)))


def _count(n: int) -> ox.Literal:
    return ox.Literal(str(n), datatype=ox.NamedNode(_XSD + "integer"))
