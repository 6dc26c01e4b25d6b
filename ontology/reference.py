"""The reference of the vocabulary, read from the Turtle: what the page at ``/ns`` shows and a test holds complete."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from ontology import FILES, HERE, PREFIXES, VNP

KINDS = {"class": OWL.Class, "relation": OWL.ObjectProperty, "attribute": OWL.DatatypeProperty, "annotation": OWL.AnnotationProperty}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term in one language. ``joins`` says how it joins other vocabularies: ``⊑ eli:LegalResource``, ``≈ schema:Legislation``."""

    name: str
    iri: str
    kind: str
    label: str
    definition: str
    inverse: str | None
    domain: str | None
    range: str | None
    joins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A closed list of values: (id, label) each."""

    iri: str
    label: str
    concepts: tuple[tuple[str, str], ...]


@functools.cache
def _graph() -> Graph:
    g = Graph()
    for name in FILES:
        g.parse(HERE / name)
    return g


def terms(lang: str = "vi") -> list[Term]:
    """Every term of ours, classes first, then by name."""
    g = _graph()
    found = [
        _term(g, s, kind, lang)
        for kind, cls in KINDS.items()
        for s in sorted(g.subjects(RDF.type, cls), key=str)
        if str(s).startswith(str(VNP)) and isinstance(s, URIRef)
    ]
    return list({t.iri: t for t in found}.values())


def schemes(lang: str = "vi") -> list[Scheme]:
    """Every closed list of values."""
    g = _graph()
    return [
        Scheme(
            iri=str(s),
            label=_text(g, s, SKOS.prefLabel, lang) or str(s),
            concepts=tuple(
                (str(c).rsplit("/", 1)[1], _text(g, c, SKOS.prefLabel, lang) or str(c))
                for c in sorted(g.subjects(SKOS.inScheme, s), key=str)
            ),
        )
        for s in sorted(g.subjects(RDF.type, SKOS.ConceptScheme), key=str)
    ]


def turtle() -> str:
    """The vocabulary as one Turtle document."""
    return _graph().serialize(format="turtle")


def _term(g: Graph, s: URIRef, kind: str, lang: str) -> Term:
    signs = ((RDFS.subClassOf, "⊑"), (RDFS.subPropertyOf, "⊑"), (SKOS.closeMatch, "≈"))
    return Term(
        name=str(s)[len(str(VNP)) :],
        iri=str(s),
        kind=kind,
        label=_text(g, s, RDFS.label, lang) or "",
        definition=_text(g, s, SKOS.definition, lang) or "",
        inverse=_text(g, s, VNP.inverseLabel, lang),
        domain=_short(g.value(s, RDFS.domain)),
        range=_short(g.value(s, RDFS.range)),
        joins=tuple(f"{sign} {_short(o)}" for p, sign in signs for o in sorted(g.objects(s, p), key=str)),
    )


def _text(g: Graph, s: Node, p: URIRef, lang: str) -> str | None:
    return next((str(o) for o in g.objects(s, p) if getattr(o, "language", None) == lang), None)


def _short(iri: Node | None) -> str | None:
    """``eli:cites`` for the whole IRI."""
    if iri is None:
        return None
    known = {**{p: str(n) for p, n in _graph().namespaces()}, **PREFIXES}
    prefix = max((p for p, n in known.items() if p and str(iri).startswith(n)), key=lambda p: len(known[p]), default=None)
    return f"{prefix}:{str(iri)[len(known[prefix]) :]}" if prefix else str(iri)
