"""What one named graph says, thing by thing: the readable side of the RDF, each thing with its place in the text and its rule."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph.reader import Reader
from graph.terms import SELECTORS
from ontology import CITO, DCT, ELI, OA, PREFIXES, PROV, VNP

_TYPE, _LABEL, _NAMED = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel"
WORK = "Document"
"""Kind of the work that a text realises: its class is said in the graph that all documents share."""
_RUN = str(PROV.wasGeneratedBy)
_PLACED = frozenset({str(OA.hasSelector), str(VNP.agencySpan), str(VNP.inText), str(VNP.rule), _RUN, _TYPE})
"""Said once for a thing, beside its statements."""
_FIRST = (
    *(_LABEL, str(VNP.label), str(VNP.rawText), str(VNP.rawPhrase), str(VNP.fieldValue), str(VNP.taskText)),
    *(str(DCT.title), str(CITO.hasCitedEntity), str(ELI.number)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An object: its words, and its IRI where it is a thing."""

    text: str
    iri: str | None = None
    lang: str | None = None
    datatype: str = ""
    """Last name of a literal's datatype: ``date``, ``decimal``, ``string`` ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A predicate with all its objects; ``label`` is None where no vocabulary in the graph names it."""

    predicate: str
    curie: str
    label: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A subject with what is said of it, and whence: the place in the text, the rule, the run."""

    iri: str
    statements: tuple[Statement, ...]
    start: int | None = None
    end: int | None = None
    rule: str | None = None
    run: str | None = None


def kinds(reader: Reader, graph: str) -> dict[str, int]:
    """How many things of each class the graph describes, by the class's last name; the work itself comes first."""
    counted = Counter(q.object.value for q in _quads(reader, graph, predicate=_TYPE) if isinstance(q.object, ox.NamedNode))
    named = {curie(c).split(":", 1)[-1]: n for c, n in sorted(counted.items(), key=lambda x: (-x[1], x[0])) if c not in SELECTORS}
    return {WORK: 1, **named} if _work(reader, graph) else named


def things(reader: Reader, graph: str, kind: str, lang: str, offset: int = 0, limit: int = 30) -> list[Thing]:
    """Things of one class (its last name, of :func:`kinds`) in the order of the text."""
    if kind == WORK:
        work = _work(reader, graph)
        subjects = [work] if work else []
    else:
        found = (
            str(q.subject.value)
            for q in _quads(reader, graph, predicate=_TYPE)
            if _is(q.object, kind) and isinstance(q.subject, ox.NamedNode)
        )
        subjects = sorted(found, key=lambda s: (_position(s), s))
    return [_thing(reader, graph, s, lang) for s in subjects[offset : offset + limit]]


def thing(reader: Reader, iri: str, lang: str) -> Thing:
    """All that any graph says of one thing."""
    return _thing(reader, None, iri, lang)


def pointing(reader: Reader, iri: str, lang: str, limit: int) -> list[Statement]:
    """What is said about the thing from elsewhere: each relation with the subjects that bear it, at most ``limit`` in all."""
    found: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]] = {}
    for q in itertools.islice(reader.store.quads_for_pattern(None, None, ox.NamedNode(iri), None), limit):
        if isinstance(q.subject, ox.NamedNode):
            found.setdefault(q.predicate.value, []).append(q.subject)
    return [_statement(reader, p, found[p], lang) for p in sorted(found)]


def _is(term: object, kind: str) -> bool:
    return isinstance(term, ox.NamedNode) and curie(term.value).split(":", 1)[-1] == kind


def _work(reader: Reader, graph: str) -> str | None:
    """The work that the text of the graph realises."""
    return next((q.object.value for q in _quads(reader, graph, predicate=str(ELI.realizes)) if isinstance(q.object, ox.NamedNode)), None)


def _quads(reader: Reader, graph: str | None, subject: str | None = None, predicate: str | None = None) -> Iterator[ox.Quad]:
    s, p = (ox.NamedNode(subject) if subject else None), (ox.NamedNode(predicate) if predicate else None)
    return reader.store.quads_for_pattern(s, p, None, ox.NamedNode(graph) if graph else None)


def _position(iri: str) -> int:
    """Where in the text a thing stands, from its address; what has no place comes first."""
    start = iri.rsplit("/", 1)[-1].split("-", 1)[0]
    return int(start) if start.isdigit() and "-" in iri.rsplit("/", 1)[-1] else -1


def _thing(reader: Reader, graph: str | None, iri: str, lang: str) -> Thing:
    said: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]] = {}
    for q in _quads(reader, graph, subject=iri):
        if not isinstance(q.object, ox.Triple):
            said.setdefault(q.predicate.value, []).append(q.object)
    place = _span(said.get(str(OA.hasSelector), []))
    shown = sorted((p for p in said if p not in _PLACED), key=lambda p: (_FIRST.index(p) if p in _FIRST else 99, curie(p)))
    return Thing(
        iri=iri,
        statements=tuple(_statement(reader, p, said[p], lang) for p in shown),
        start=place[0] if place else None,
        end=place[1] if place else None,
        rule=next((str(o.value) for o in said.get(str(VNP.rule), [])), None),
        run=_run(reader, said),
    )


def _run(reader: Reader, said: Mapping[str, Sequence[ox.NamedNode | ox.BlankNode | ox.Literal]]) -> str | None:
    """The run that read a thing: its own, or that of the text in which it stands."""
    texts = (o.value for o in said.get(str(VNP.inText), []) if isinstance(o, ox.NamedNode))
    of_text = (q.object for text in texts for q in _quads(reader, None, text, _RUN))
    return next((str(o.value) for o in (*said.get(_RUN, []), *of_text) if isinstance(o, ox.NamedNode)), None)


def _span(objects: Iterable[ox.NamedNode | ox.BlankNode | ox.Literal]) -> tuple[int, int] | None:
    for o in objects:
        start, _, end = str(o.value).rsplit("/", 1)[-1].partition("-")
        if start.isdigit() and end.isdigit():
            return int(start), int(end)
    return None


def _statement(reader: Reader, predicate: str, objects: Iterable[ox.NamedNode | ox.BlankNode | ox.Literal], lang: str) -> Statement:
    values = sorted((_value(reader, o, lang) for o in objects), key=lambda v: (v.lang is not None and v.lang != lang, v.text))
    return Statement(predicate=predicate, curie=curie(predicate), label=label(reader, predicate, lang), values=tuple(values))


def _value(reader: Reader, term: ox.NamedNode | ox.BlankNode | ox.Literal, lang: str) -> Value:
    if isinstance(term, ox.Literal):
        return Value(text=term.value, lang=term.language, datatype=curie(term.datatype.value).split(":", 1)[-1])
    iri = term.value if isinstance(term, ox.NamedNode) else None
    return Value(text=label(reader, term.value, lang) or curie(term.value) if iri else term.value, iri=iri)


def label(reader: Reader, iri: str, lang: str) -> str | None:
    """The name of a thing or term: in ``lang`` where it has one, else in whatever language it has."""
    names = [
        q.object
        for predicate in (_NAMED, _LABEL)
        for q in reader.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, None)
        if isinstance(q.object, ox.Literal)
    ]
    best = min(names, key=lambda x: (x.language != lang, x.language or "", x.value), default=None)
    return None if best is None else best.value


def curie(iri: str) -> str:
    """``eli:cites`` for the IRIs of the vocabularies that we use; others as they are."""
    prefix = max((p for p in PREFIXES if iri.startswith(PREFIXES[p])), key=lambda p: len(PREFIXES[p]), default=None)
    return iri if prefix is None else f"{prefix}:{iri[len(PREFIXES[prefix]) :]}"


def class_iri(kind: str) -> str:
    """The class of a kind of :func:`kinds`; foreign ones keep their last name only."""
    return str(PROV.Activity) if kind == "Activity" else PREFIXES["vnp"] + kind


def read_at(reader: Reader, run: str) -> str | None:
    """When a run ended, ISO 8601."""
    quads = reader.store.quads_for_pattern(ox.NamedNode(run), ox.NamedNode(str(PROV.endedAtTime)), None, None)
    return next((q.object.value for q in quads if isinstance(q.object, ox.Literal)), None)
