"""From a statement to the mention that says it: what ``luocdo check`` walks, and what answers "where is this written?".

Facts of a mention stand on the mention itself. A fact of a work (its number, its relations to others) stands beside it and
is said by a header reading of one of its texts, or by the citations of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph import identity
from graph.terms import RELATIONS, SELECTORS
from ontology import CITO, DCT, ELI, OA, PREFIXES, PROV, VNP, concept

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_FIELDS: dict[str, frozenset[str]] = {
    str(ELI["number"]): frozenset({"number"}),
    str(ELI["id_local"]): frozenset({"number"}),
    str(ELI["date_document"]): frozenset({"date"}),
    str(ELI["type_document"]): frozenset({"type"}),
    str(ELI["first_date_entry_in_force"]): frozenset({"effective"}),
    str(ELI["in_force"]): frozenset({"status", "effective"}),
    str(DCT["title"]): frozenset({"title"}),
    str(VNP.issuedBy): frozenset({"issuer", "number"}),
    str(VNP.signedBy): frozenset({"signer"}),
    str(VNP.signerTitle): frozenset({"signer_title"}),
    str(VNP.recipientName): frozenset({"recipients"}),
    str(VNP.documentClass): frozenset({"type", "number", "issuer"}),
}
"""Property of a work -> the header fields that say it."""
_EDGES = frozenset({str(ELI["cites"]), *(r.strip("<>") for r in RELATIONS.values())})
_ENDS = frozenset({str(VNP.endedBy), str(VNP.partlyEndedBy), str(VNP.endStatedIn), str(ELI["date_no_longer_in_force"])})
_UNKNOWN = concept("force", "unknown")
_LABEL = PREFIXES["rdfs"] + "label"
_NAMING = (str(ELI["number"]), str(DCT["title"]), str(ELI["type_document"]))
_DEEP = 8


def _n(iri: object) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


_SPAN, _RULE, _RUN = _n(OA.hasSelector), _n(VNP.rule), _n(PROV["wasGeneratedBy"])
_FIELD, _TEXT_OF = _n(VNP.headerField), _n(VNP.inText)
_CITED, _CITING, _AS = _n(CITO["hasCitedEntity"]), _n(CITO["hasCitingEntity"]), _n(CITO["hasCitationCharacterization"])
_SUBJECT, _OBJECT = _n(VNP.relationSubject), _n(VNP.relationObject)


class Tracer:
    """Finds the sources of statements in one store."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._store = store
        self._base = base
        self._graphs = base + "g/"
        self._shared = base + identity.SHARED_GRAPH
        self._apart = {base + g for g in (identity.ONTOLOGY_GRAPH, identity.RUNS_GRAPH, identity.STATE_GRAPH, identity.CORRECTIONS_GRAPH)}
        self._known: dict[str, bool] = {}

    def sources(self, quad: ox.Quad) -> list[str] | None:
        """IRIs of the mentions that say ``quad``; None where it states nothing about the content of a document."""
        graph, subject = _v(quad.graph_name), _v(quad.subject)
        if graph in self._apart or not graph.startswith(self._graphs) or _v(quad.predicate) == _TYPE.value:
            return None
        if graph == self._shared:
            return self._of_shared(quad)
        text = self._base + identity.text(graph[len(self._graphs) :])
        if subject.startswith(text + "/"):
            return self._of_part(subject, text)
        if subject == text:
            return [_v(quad.object)] if _v(quad.predicate) == str(VNP.note) else None
        if subject.startswith((self._base + "tep/", self._base + "luot-doc/")) or _v(quad.predicate) == str(ELI["is_realized_by"]):
            return None
        return [*self._readings(text, _v(quad.predicate)), *self._statements(quad)]

    def _of_part(self, subject: str, text: str) -> list[str] | None:
        if subject.startswith(text + "/doan/"):
            return None  # spans are what others are traced to
        return [subject.split("/kha-nang/")[0]]

    def _readings(self, text: str, predicate: str) -> Iterator[str]:
        """Header readings of a text that say this property."""
        for name in _FIELDS.get(predicate, ()):
            graph = _n(self._graphs + text.rsplit("/", 1)[1])
            for q in self._store.quads_for_pattern(None, _FIELD, _n(concept("header-field", name)), graph):
                yield _v(q.subject)

    def _statements(self, quad: ox.Quad) -> Iterator[str]:
        """Citations and relation statements of the same graph that say this edge."""
        predicate, graph = _v(quad.predicate), quad.graph_name
        if predicate not in _EDGES or not isinstance(quad.object, ox.NamedNode):
            return
        for q in self._store.quads_for_pattern(None, _CITED, quad.object, graph):
            plain = predicate == str(ELI["cites"])
            if self._has(q.subject, _CITING, quad.subject) and (plain or self._has(q.subject, _AS, quad.predicate)):
                yield _v(q.subject)
        for q in self._store.quads_for_pattern(None, _OBJECT, quad.object, graph):
            if self._has(q.subject, _SUBJECT, quad.subject):
                yield _v(q.subject)

    def _of_shared(self, quad: ox.Quad, depth: int = 0) -> list[str] | None:
        subject, predicate = quad.subject, _v(quad.predicate)
        if predicate == str(PROV["wasDerivedFrom"]) or _v(quad.object) == _UNKNOWN:
            return None
        if predicate in _ENDS or predicate == str(ELI["in_force"]):
            ends = self._objects(subject, _n(VNP.endStatedIn))
            if ends:
                return ends
            if table := self._from_table(subject):
                return table
        if predicate == _LABEL and (texts := self._objects(subject, _n(ELI["is_realized_by"]))):
            # Where nothing names the work, its label is the name of its file.
            return [m for text in texts for p in _NAMING for m in self._readings(text, p)] or None
        if predicate in _FIELDS and _v(subject).startswith(self._base + "vb/"):
            texts = self._objects(subject, _n(ELI["is_realized_by"]))
            found = [m for text in texts for m in self._readings(text, predicate)]
            return found or self._from_table(subject) or self._pointing(subject, depth)
        return self._pointing(subject, depth) or self._from_table(subject)

    def _pointing(self, subject: object, depth: int) -> list[str]:
        """Mentions that point at a shared thing, by themselves or by way of another shared thing."""
        if depth >= _DEEP or not isinstance(subject, ox.NamedNode):
            return []
        later: list[ox.Quad] = []
        for q in self._store.quads_for_pattern(None, None, subject, None):
            source = _v(q.subject)
            if source.startswith(self._base + "ban/") and source.count("/", len(self._base)) > 1:
                return [source.split("/kha-nang/")[0]]
            later.append(q)
        for q in (q for q in later if _v(q.subject) != subject.value):
            if found := (self.sources(q) if _v(q.graph_name) != self._shared else self._of_shared(q, depth + 1)):
                return found
        # What a body became is said of the body that some text names.
        events = [q.object for q in self._store.quads_for_pattern(subject, _n("http://www.w3.org/ns/org#originalOrganization"), None, None)]
        return next((found for e in events if (found := self._pointing(e, depth + 1))), [])

    def _from_table(self, subject: object) -> list[str]:
        return self._objects(subject, _n(PROV["wasDerivedFrom"]))

    def whole(self, source: str) -> bool:
        """True where ``source`` is a mention with both selectors, its rule and the run of its text, or a table of the program."""
        if source not in self._known:
            if len(self._known) > 200_000:
                self._known.clear()
            self._known[source] = source.startswith(self._base + "bang/") or self._is_whole(_n(source))
        return self._known[source]

    def _is_whole(self, mention: ox.NamedNode) -> bool:
        kinds = {k for span in self._objects(mention, _SPAN) for k in self._objects(_n(span), _TYPE)}
        runs = [run for text in self._objects(mention, _TEXT_OF) for run in self._objects(_n(text), _RUN)]
        return kinds >= SELECTORS and bool(self._objects(mention, _RULE)) and bool(runs)

    def _objects(self, subject: object, predicate: ox.NamedNode) -> list[str]:
        if not isinstance(subject, ox.NamedNode):
            return []
        return [_v(q.object) for q in self._store.quads_for_pattern(subject, predicate, None, None)]

    def _has(self, subject: object, predicate: ox.NamedNode, obj: object) -> bool:
        return _v(obj) in self._objects(subject, predicate)


def _v(term: object) -> str:
    return str(getattr(term, "value", term))
