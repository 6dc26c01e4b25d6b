"""The shapes of ``ontology/shapes.ttl``, and the part of SHACL that they use, fast enough for a store of millions of quads."""

from __future__ import annotations

import functools
import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from ontology import HERE

TYPE = ox.NamedNode(str(RDF.type))
KNOWN = frozenset(
    ["path", "message", "minCount", "maxCount", "class", "datatype", "nodeKind", "in", "pattern", "minInclusive", "maxInclusive"]
)
"""What a property shape may use; another constraint raises, so that none is passed over silently."""


Value: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One property of one class, and what must hold of its values."""

    path: ox.NamedNode
    min_count: int = 0
    max_count: int | None = None
    cls: ox.NamedNode | None = None
    datatype: str | None = None
    iri: bool = False
    allowed: frozenset[str] = field(default_factory=frozenset)
    pattern: re.Pattern[str] | None = None
    least: float | None = None
    most: float | None = None
    vi: str = ""
    en: str = ""


def holds(store: ox.Store, c: Constraint, values: Set[Value]) -> bool:
    if len(values) < c.min_count or (c.max_count is not None and len(values) > c.max_count):
        return False
    return all(_value_holds(store, c, v) for v in values)


def _value_holds(store: ox.Store, c: Constraint, value: Value) -> bool:
    text = _value(value)
    if c.iri and not isinstance(value, ox.NamedNode):
        return False
    if c.cls and not (isinstance(value, ox.NamedNode) and _is_a(store, value, c.cls)):
        return False
    if c.datatype and not (isinstance(value, ox.Literal) and value.datatype.value == c.datatype and _well_formed(text, c.datatype)):
        return False
    if (c.allowed and text not in c.allowed) or (c.pattern and not c.pattern.search(text)):
        return False
    return not ((c.least is not None and not float(text) >= c.least) or (c.most is not None and not float(text) <= c.most))


_LEXICAL = {
    "integer": r"[+-]?\d+",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "gYear": r"-?\d{4,}(?:Z|[+-]\d\d:\d\d)?",
    "boolean": r"true|false|0|1",
}


def _well_formed(text: str, datatype: str) -> bool:
    pattern = _LEXICAL.get(datatype.rsplit("#", 1)[1])
    return pattern is None or re.fullmatch(pattern, text) is not None


def _is_a(store: ox.Store, node: ox.NamedNode, cls: ox.NamedNode) -> bool:
    return any(
        q.object == cls or (isinstance(q.object, ox.NamedNode) and q.object.value in _below(cls.value))
        for q in store.quads_for_pattern(node, TYPE, None, None)
    )


@functools.cache
def _below(cls: str) -> frozenset[str]:
    """The classes of ours under ``cls``."""
    core = _core()
    return frozenset(str(s) for s in core.transitive_subjects(RDFS.subClassOf, URIRef(cls)))


@functools.cache
def _core() -> Graph:
    return Graph().parse(HERE / "core.ttl")


@functools.cache
def shapes() -> tuple[tuple[str, ox.NamedNode, tuple[Constraint, ...]], ...]:
    """(name, class, constraints) of each shape of ``shapes.ttl``; a part of SHACL that is not known here raises ``ValueError``."""
    g = Graph().parse(HERE / "shapes.ttl")
    found = []
    for shape in sorted(g.subjects(RDF.type, SH.NodeShape), key=str):
        cls = g.value(shape, SH.targetClass)
        constraints = tuple(_constraint(g, p) for p in g.objects(shape, SH.property))
        found.append((str(shape).rsplit("#", 1)[1], ox.NamedNode(str(cls)), constraints))
    return tuple(found)


def _constraint(g: Graph, shape: Node) -> Constraint:
    nodes = {str(p).rsplit("#", 1)[1]: o for p, o in g.predicate_objects(shape)}
    facts = {k: str(o) for k, o in nodes.items()}
    messages = {m.language: str(m) for m in g.objects(shape, SH.message) if isinstance(m, Literal)}
    if unknown := facts.keys() - KNOWN:
        raise ValueError(f"shapes.ttl uses {', '.join(sorted(unknown))}, which graph/shapes.py does not know")
    return Constraint(
        path=ox.NamedNode(facts["path"]),
        min_count=int(facts.get("minCount", 0)),
        max_count=int(facts["maxCount"]) if "maxCount" in facts else None,
        cls=ox.NamedNode(facts["class"]) if "class" in facts else None,
        datatype=facts.get("datatype"),
        iri="nodeKind" in facts,
        allowed=frozenset(str(x) for x in Collection(g, nodes["in"])) if "in" in nodes else frozenset(),
        pattern=re.compile(facts["pattern"]) if "pattern" in facts else None,
        least=float(facts["minInclusive"]) if "minInclusive" in facts else None,
        most=float(facts["maxInclusive"]) if "maxInclusive" in facts else None,
        vi=messages["vi"],
        en=messages["en"],
    )


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
