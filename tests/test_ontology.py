"""The vocabulary: closed in Python exactly as in Turtle, labelled in two languages, consistent with those that it joins."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from corpus.settings import Settings
from ontology import CONCEPTS, FILES, HERE, PREFIXES, VNP, concept

OURS = str(VNP)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@pytest.fixture(scope="module")
def graph() -> Graph:
    g = Graph()
    for name in FILES:
        g.parse(HERE / name)
    return g


def terms(g: Graph) -> set[URIRef]:
    return {s for kind in KINDS for s in g.subjects(RDF.type, kind) if isinstance(s, URIRef) and str(s).startswith(OURS)}


def test_python_and_turtle_have_the_same_terms(graph: Graph) -> None:
    assert {str(t)[len(OURS) :] for t in terms(graph)} == set(VNP.__annotations__)


def test_a_misspelt_term_or_concept_raises() -> None:
    assert VNP.Citation == URIRef(OURS + "Citation")
    with pytest.raises(AttributeError):
        _ = VNP.Citatoin
    with pytest.raises(KeyError):
        concept("role", "bases")


def test_python_and_turtle_have_the_same_concepts(graph: Graph) -> None:
    told = {str(c)[len(PREFIXES["vnc"]) :] for c in graph.subjects(RDF.type, SKOS.Concept)}
    assert told == {f"{scheme}/{name}" for scheme, names in CONCEPTS.items() for name in names}


def test_every_term_and_concept_has_labels_in_two_languages_and_every_term_a_definition(graph: Graph) -> None:
    for term in terms(graph):
        for predicate in (RDFS.label, SKOS.definition):
            assert {o.language for o in graph.objects(term, predicate)} == {"vi", "en"}, (term, predicate)
    for c in graph.subjects(RDF.type, SKOS.Concept):
        assert {o.language for o in graph.objects(c, SKOS.prefLabel)} == {"vi", "en"}, c


def test_relations_between_works_read_in_both_directions(graph: Graph) -> None:
    from graph.terms import RELATIONS

    for relation in {r.strip("<>") for r in RELATIONS.values()} | {OURS + "approvedBy"}:
        for predicate in (RDFS.label, VNP.inverseLabel):
            assert {o.language for o in graph.objects(URIRef(relation), predicate)} == {"vi", "en"}, relation


def test_every_shape_has_a_message_in_two_languages_and_every_class_a_shape() -> None:
    from rdflib.namespace import SH

    g = Graph().parse(HERE / "shapes.ttl")
    for shape in g.objects(None, SH.property):
        assert {m.language for m in g.objects(shape, SH.message)} == {"vi", "en"}
    classes = {t for t in terms(Graph().parse(HERE / "core.ttl")) if str(t)[len(OURS)].isupper()}
    assert classes - set(g.objects(None, SH.targetClass)) == {VNP.Mention}  # Mention has no instance of its own


def test_alignments_are_kept_apart_so_that_the_core_stands_without_them() -> None:
    core = Graph().parse(HERE / "core.ttl")
    for s, _, o in core.triples((None, RDFS.subClassOf, None)):
        assert str(s).startswith(OURS) and str(o).startswith(OURS)
    assert not list(core.triples((None, RDFS.subPropertyOf, None)))


@pytest.mark.slow
def test_an_owl_rl_closure_with_eli_brings_no_contradiction(graph: Graph, shared: Path) -> None:
    import owlrl

    closed = Graph() + graph
    closed.parse(shared / "data" / "standards" / "eli.rdf")
    # One instance of every class of ours, so that a disjointness would show.
    for t in terms(graph):
        if str(t)[len(OURS)].isupper():
            closed.add((URIRef(f"http://test/{t[len(OURS) :]}"), RDF.type, t))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(closed)
    errors = list(closed.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
    nothing = list(closed.subjects(RDF.type, OWL.Nothing))
    assert not errors and not nothing
    assert (URIRef("http://test/Document"), RDF.type, URIRef("http://data.europa.eu/eli/ontology#LegalResource")) in closed


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_reference_page_names_every_term_and_concept_with_its_meaning(settings: Settings, lang: str) -> None:
    from ontology.reference import schemes
    from ontology.reference import terms as reference
    from web import create_app

    told = reference(lang)
    assert {t.name for t in told} == set(VNP.__annotations__)
    assert all(t.label and t.definition for t in told)
    client = create_app(settings).test_client()
    page = client.get("/ns", query_string={"lang": lang}).get_data(as_text=True)
    assert all(f'id="{t.name}"' in page for t in told)
    assert {c for s in schemes(lang) for c, _ in s.concepts} == {c for names in CONCEPTS.values() for c in names}
    assert len(Graph().parse(data=client.get("/ns.ttl").get_data(), format="turtle")) > 1000
