"""The five plans through the whole house: what the graph says of them, and that it is whole."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from graph_papers import canonical
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.namespace import RDFS, SH

from corpus.extract import extract
from corpus.library import Library
from corpus.read import read_source
from corpus.settings import Settings
from corpus.structure import parse
from graph import queries
from graph.chains import chain
from graph.check import Violation, check, check_sources
from graph.reader import Reader
from graph.relations import groups, works
from graph.store import GraphStore
from graph.trace import Tracer
from ontology import FILES, HERE
from web.cli import main

BASE = "http://127.0.0.1:8000/"
VNP = "https://w3id.org/luocdo/ns#"


def build(home: Path, plans: list[Path]) -> GraphStore:
    settings = Settings(home=home)
    library, graph = Library.open(settings.library_path), GraphStore(settings)
    for path in plans:
        source, content = read_source(path)
        document = parse(source)
        library.add(document, extract(document), extractor="test", content=content)
    graph.sync(library)
    return graph


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, plans: list[Path]) -> GraphStore:
    return build(tmp_path_factory.mktemp("plans"), plans)


@pytest.fixture(scope="module")
def reader(house: GraphStore) -> Reader:
    return house.reader()


@pytest.fixture(scope="module")
def texts(house: GraphStore) -> Callable[[str], str | None]:
    library = Library.open(house.settings.library_path)
    ids = {e.id for e in library.documents()}
    return lambda d: library.get(d).document.text if d in ids else None


def test_exactly_two_plans_cite_28_nq_cp(reader: Reader) -> None:
    citing = queries.who_cites(reader, BASE + "vb/chinh-phu/2021/28-nq-cp")
    numbered = [c for c in citing if "28/NQ-CP" in c.raw]
    assert len(numbered) == 2
    documents = {c.document.removeprefix(BASE) for c in citing}
    assert len(documents) == 2
    assert any(d.startswith("vb/ubnd-tinh-thua-thien-hue/") for d in documents)
    assert any(d.startswith("vb/ubnd-phuong-my-thanh") for d in documents)
    by_sparql = reader.query(
        "SELECT ?d { ?d <http://data.europa.eu/eli/ontology#cites> <http://127.0.0.1:8000/vb/chinh-phu/2021/28-nq-cp> }"
    )
    assert {r["d"].value.removeprefix(BASE) for r in by_sparql} == documents
    for c in citing:
        assert c.raw in c.sentence


def test_120_kh_ubnd_of_lang_son_is_one_work_cited_and_not_held_with_both_mentions(reader: Reader) -> None:
    rows = reader.query(f'SELECT DISTINCT ?w {{ ?m <{VNP}citedNumber> "120/KH-UBND" ; <http://purl.org/spar/cito/hasCitedEntity> ?w }}')
    assert [r["w"].value for r in rows] == [BASE + "vb/ubnd-tinh-lang-son/2021/120-kh-ubnd"]
    work = queries.work(reader, rows[0]["w"].value)
    assert work is not None and not work.held
    assert (work.label, work.issuer_label, work.date) == ("Kế hoạch 120/KH-UBND", "Ủy ban nhân dân tỉnh Lạng Sơn", "2021-05-26")
    assert len(queries.who_cites(reader, work.work)) == 2
    assert work.work in {r.work for r in queries.works_not_held(reader)}


def test_a_law_by_name_is_the_version_in_force_and_a_wrong_period_is_left_open(reader: Reader) -> None:
    rows = reader.query(
        f"SELECT ?raw ?w {{ ?m <{VNP}rawText> ?raw ; <{VNP}resolutionStatus> ?s "
        "OPTIONAL { ?m <http://purl.org/spar/cito/hasCitedEntity> ?w } }"
    )
    told = {(r["raw"].value, r["w"].value.removeprefix(BASE) if "w" in r else None) for r in rows}
    assert ("Luật Phòng, chống bạo lực gia đình", "vb/quoc-hoi/2022/13-2022-qh15") in told
    assert ("Chiến lược quốc gia về bình đẳng giới giai đoạn 2021-2025", None) in told


def test_a_work_cited_by_a_name_alone_bears_the_number_and_title_of_the_table(reader: Reader) -> None:
    law = queries.work(reader, BASE + "vb/quoc-hoi/2006/73-2006-qh11")
    assert law is not None
    assert (law.label, law.title, law.date, law.issuer_label) == ("Luật 73/2006/QH11", "Luật Bình đẳng giới", "2006-11-29", "Quốc hội")
    assert not [w.label for w in works(reader) if w.label.startswith("vb/")]


def test_each_citation_ends_as_exactly_one_of_four(reader: Reader) -> None:
    wrong = reader.query(
        f"SELECT ?m ?s ?w {{ ?m <{VNP}resolutionStatus> ?s OPTIONAL {{ ?m <http://purl.org/spar/cito/hasCitedEntity> ?w }} "
        f"FILTER (BOUND(?w) = (?s = <https://w3id.org/luocdo/scheme/resolution-status/ambiguous>)) }}"
    )
    assert wrong == []
    open_ones = reader.query(f"SELECT ?m {{ ?m <{VNP}resolutionStatus> <https://w3id.org/luocdo/scheme/resolution-status/ambiguous> }}")
    for row in open_ones:
        assert queries.candidates(reader, row["m"].value)


def test_the_same_plans_in_another_folder_and_order_give_the_same_bytes(house: GraphStore, tmp_path: Path, plans: list[Path]) -> None:
    other = build(tmp_path / "elsewhere", plans[::-1])
    assert canonical(other.reader().store, BASE) == canonical(house.reader().store, BASE)


def test_the_chain_up_from_my_thanh_reaches_28_nq_cp(reader: Reader) -> None:
    (my_thanh,) = {c.document for c in queries.who_cites(reader, BASE + "vb/chinh-phu/2021/28-nq-cp") if "my-thanh" in c.document}
    assert BASE + "vb/chinh-phu/2021/28-nq-cp" in {w.work for w in chain(reader, my_thanh, up=9, down=0).works}
    related = groups(reader, BASE + "vb/chinh-phu/2021/28-nq-cp", 50)
    assert {g.direction for g in related} == {"in"}
    assert all(r.held for g in related for r in g.shown if "/vb/" in r.other)  # the others are programmes that it approved


def test_the_store_is_whole(reader: Reader, texts: Callable[[str], str | None]) -> None:
    assert list(check(reader.store, BASE, texts)) == []


# Faults, one at a time: the predicate of a quad, and what is put in its place.

DELETED = [
    "oa:hasSelector",
    "vnp:rule",
    "vnp:inText",
    "vnp:resolutionStatus",
    "vnp:role",
    "vnp:citingSentence",
    "cito:hasCitingEntity",
    "oa:exact",
    "oa:start",
    "eli:realizes",
    "eli:is_embodied_by",
    "vnp:taskText",
    "prov:wasGeneratedBy",
    "prov:used",
    "vnp:headerField",
    "vnp:candidateReason",
    "vnp:extentEnd",
    "vnp:referenceKind",
]
CHANGED: list[tuple[str, ox.NamedNode | ox.Literal]] = [
    ("oa:exact", ox.Literal("không phải chữ này", language="vi")),
    ("oa:end", ox.Literal("99999999", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
    ("oa:start", ox.Literal("abc")),
    ("vnp:role", ox.NamedNode("https://w3id.org/luocdo/scheme/role/khong-co")),
    ("vnp:confidence", ox.Literal("7", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
    ("cito:hasCitedEntity", ox.NamedNode(BASE + "vb/khong/co/that")),
    ("vnp:issuedBy", ox.NamedNode(BASE + "co-quan/khong-co-that")),
    ("vnp:value", ox.Literal("sáu mươi")),
    ("dct:identifier", ox.Literal("không phải mã")),
    ("vnp:dueYear", ox.Literal("2025")),
]
PREFIX = {
    "vnp": VNP,
    "cito": "http://purl.org/spar/cito/",
    "oa": "http://www.w3.org/ns/oa#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "dct": "http://purl.org/dc/terms/",
}
FAULTS: list[tuple[str, ox.NamedNode | ox.Literal | None]] = [*((p, None) for p in DELETED), *CHANGED]
CONTENT_FAULTS = {("oa:exact", "không phải chữ này"), ("oa:end", "99999999"), ("cito:hasCitedEntity", BASE + "vb/khong/co/that")}
"""What no shape can see: the text itself, and what stands behind an IRI."""


def sourceless(store: ox.Store) -> list[tuple[str, ox.Quad, ox.Quad | None]]:
    """(what, quad, quad in its place): statements that no place in a text says; every shape holds of them."""
    cites = ox.NamedNode(PREFIX["eli"] + "cites")
    edges = sorted((q for q in store.quads_for_pattern(None, cites, None, None)), key=str)
    held = sorted((q for q in store.quads_for_pattern(None, ox.NamedNode(PREFIX["eli"] + "is_realized_by"), None, None)), key=str)
    citing = edges[0]
    elsewhere = next(
        e.object for e in edges if e.subject != citing.subject and not list(store.quads_for_pattern(citing.subject, None, e.object, None))
    )
    field = ox.NamedNode(VNP + "headerField")
    title = ox.NamedNode("https://w3id.org/luocdo/scheme/header-field/title")
    reading = next(iter(store.quads_for_pattern(None, field, title, None)))
    place = ox.NamedNode("https://w3id.org/luocdo/scheme/header-field/place")
    return [
        ("an edge that no citation says", ox.Quad(citing.subject, cites, elsewhere, citing.graph_name), None),
        (
            "a relation that its citation does not say",
            ox.Quad(citing.subject, ox.NamedNode(VNP + "suspends"), citing.object, citing.graph_name),
            None,
        ),
        (
            "a property that no header field says",
            ox.Quad(held[0].subject, ox.NamedNode(VNP + "note"), held[0].object, held[0].graph_name),
            None,
        ),
        ("a title whose reading is of something else", ox.Quad(reading.subject, field, place, reading.graph_name), reading),
    ]


@pytest.fixture(scope="module")
def memory(reader: Reader) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(reader.store)
    return store


@contextlib.contextmanager
def planted(store: ox.Store, fault: tuple[str, ox.NamedNode | ox.Literal | None]) -> Iterator[ox.Quad]:
    """Plant one fault in a quad chosen by chance, then put it back."""
    prefix, name = fault[0].split(":")
    predicate = ox.NamedNode(PREFIX[prefix] + name)
    quads = sorted((q for q in store.quads_for_pattern(None, predicate, None, None) if "/g/tu-vung" not in str(q.graph_name)), key=str)
    quad = random.Random(str(fault)).choice(quads)
    store.remove(quad)
    new = None if fault[1] is None else ox.Quad(quad.subject, quad.predicate, fault[1], quad.graph_name)
    if new:
        store.add(new)
    yield quad
    if new:
        store.remove(new)
    store.add(quad)


def test_each_planted_fault_is_found_and_said_in_words(memory: ox.Store, texts: Callable[[str], str | None]) -> None:
    with contextlib.ExitStack() as stack:
        quads = [stack.enter_context(planted(memory, f)) for f in FAULTS]
        found: list[Violation] = list(check(memory, BASE, texts))
    assert len(FAULTS) >= 20
    for fault, quad in zip(FAULTS, quads, strict=True):
        node = str(getattr(quad.subject, "value", ""))
        assert any(node == v.node for v in found), fault
    assert all(v.vi.endswith(".") and v.en.endswith(".") for v in found)
    assert list(check(memory, BASE, texts)) == []


@pytest.mark.parametrize("number", range(4))
def test_a_statement_that_no_place_says_is_found(memory: ox.Store, number: int) -> None:
    what, quad, instead_of = sourceless(memory)[number]
    if instead_of:
        memory.remove(instead_of)
    memory.add(quad)
    found = list(check_sources(memory, BASE))
    memory.remove(quad)
    if instead_of:
        memory.add(instead_of)
    assert found, what
    assert list(check_sources(memory, BASE)) == []


def test_every_statement_of_a_document_leads_to_words_of_its_text(memory: ox.Store, texts: Callable[[str], str | None]) -> None:
    """The walk: each statement -> its mentions -> both selectors, which quote the text; its rule; its run with its version."""
    tracer, walked = Tracer(memory, BASE), 0
    for graph in memory.named_graphs():
        text = texts(graph.value.rsplit("/", 1)[1])
        for quad in () if text is None else memory.quads_for_pattern(None, None, None, graph):
            for mention in (sources := tracer.sources(quad)) or ():
                assert quotation(memory, mention, text), quad
            walked += bool(sources)
            assert sources != [], quad
    shared = [q for q in memory.quads_for_pattern(None, None, None, ox.NamedNode(BASE + "g/chung")) if tracer.sources(q) is not None]
    assert all(tracer.sources(q) for q in shared)
    assert walked > 5000 and len(shared) > 500


def quotation(store: ox.Store, mention: str, text: str) -> bool:
    """The mention quotes ``text`` by position and by words alike, and says by which rule and in which run it was read."""

    def one(subject: str, name: str) -> list[str]:
        prefix, local = name.split(":")
        return [
            getattr(q.object, "value", "")
            for q in store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(PREFIX[prefix] + local), None, None)
        ]

    ((span,), (_,), (read,)) = one(mention, "oa:hasSelector"), one(mention, "vnp:rule"), one(mention, "vnp:inText")
    (run,) = one(read, "prov:wasGeneratedBy")
    kinds = {q.object for q in store.quads_for_pattern(ox.NamedNode(span), ox.NamedNode(str(RDF.type)), None, None)}
    assert kinds == {ox.NamedNode(PREFIX["oa"] + k) for k in ("TextPositionSelector", "TextQuoteSelector")}
    (start,), (end,), (exact,) = (one(span, f"oa:{n}") for n in ("start", "end", "exact"))
    (version,) = one(run, "vnp:softwareVersion")
    return bool(version) and text[int(start) : int(end)] == exact


def as_rdflib(store: ox.Store) -> Graph:
    data = ox.serialize((q.triple for q in store), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return Graph().parse(data=data, format="nt")


@pytest.mark.slow
def test_pyshacl_finds_nothing_and_each_fault_that_a_shape_can_see(memory: ox.Store) -> None:
    import pyshacl

    shapes = Graph().parse(HERE / "shapes.ttl")

    def results() -> set[tuple[str, str]]:
        """(focus node, path) of each violation."""
        _, report, _ = pyshacl.validate(as_rdflib(memory), shacl_graph=shapes, inference="none", advanced=False)
        assert isinstance(report, Graph)
        return {
            (str(report.value(r, SH.focusNode)), str(report.value(r, SH.resultPath)))
            for r in report.subjects(RDF.type, SH.ValidationResult)
        }

    assert results() == set()
    visible = [f for f in FAULTS if (f[0], f[1].value if f[1] else "") not in CONTENT_FAULTS]
    assert len(visible) >= 20
    with contextlib.ExitStack() as stack:
        quads = [stack.enter_context(planted(memory, f)) for f in visible]
        found = results()
    for fault, quad in zip(visible, quads, strict=True):
        assert (getattr(quad.subject, "value", ""), quad.predicate.value) in found, fault


TEN_QUESTIONS = {
    "works and their numbers": "SELECT ?w ?n { ?w eli:number ?n ; eli:date_document ?d }",
    "who passed what": "SELECT ?w ?a { ?p rdfs:subPropertyOf* eli:passed_by . ?w ?p ?a . ?a skos:prefLabel ?l }",
    "legal resources": "SELECT ?w { ?c rdfs:subClassOf* eli:LegalResource . ?w a ?c }",
    "what is based on what": "SELECT ?a ?b { ?a eli:based_on ?b }",
    "what applies what": "SELECT ?a ?b { ?p rdfs:subPropertyOf* eli:applies . ?a ?p ?b }",
    "chains of citing": "SELECT ?a ?b { ?a eli:cites+ ?b }",
    "texts and files": "SELECT ?w ?f { ?w eli:is_realized_by/eli:is_embodied_by ?f }",
    "which run read which text": "SELECT ?t ?r { ?r a prov:Activity ; prov:used ?t . ?x prov:wasGeneratedBy ?r }",
    "organisations": "SELECT ?o ?l { ?c rdfs:subClassOf* org:FormalOrganization . ?o a ?c ; skos:prefLabel ?l }",
    "types of documents by their concept": 'SELECT ?w ?l { ?w eli:type_document/skos:prefLabel ?l FILTER (LANG(?l) = "en") }',
}


def test_a_foreign_consumer_answers_ten_questions_without_a_term_of_ours(reader: Reader) -> None:
    dump = reader.store.dump(format=ox.RdfFormat.N_QUADS)
    assert dump is not None
    data = Dataset(default_union=True)
    data.parse(data=dump, format="nquads")
    flat = Graph()
    for s, p, o, _ in data.quads((None, None, None, None)):
        flat.add((s, p, o))
    flat.parse(HERE / "alignments.ttl")
    assert (URIRef(VNP + "implements"), RDFS.subPropertyOf, None) in flat
    names = {**PREFIX, "org": "http://www.w3.org/ns/org#", "skos": "http://www.w3.org/2004/02/skos/core#", "rdfs": str(RDFS)}
    del names["vnp"]
    for question, query in TEN_QUESTIONS.items():
        assert len(list(flat.query(query, initNs=names))) > 0, question
    assert len(TEN_QUESTIONS) == 10 and "alignments.ttl" in FILES


def test_sections_quote_their_heading_line_and_objectives_the_heading_they_come_from(reader: Reader) -> None:
    rows = reader.query(
        f"SELECT ?label ?heading ?exact {{ ?s a <{VNP}Section> ; <{VNP}label> ?label ; <http://purl.org/dc/terms/title> ?heading ; "
        f"<{PREFIX['oa']}hasSelector>/<{PREFIX['oa']}exact> ?exact }}"
    )
    assert len(rows) > 50
    for row in rows:
        label, heading, exact = (str(row[n].value) for n in ("label", "heading", "exact"))
        assert exact.startswith(label) and [c for c in exact[len(label) :] if c.isalnum()] == [c for c in heading if c.isalnum()]
    rules = reader.query(f"SELECT ?o ?rule {{ ?o a <{VNP}Objective> ; <{VNP}rule> ?rule }}")
    assert len(rules) > 5 and {r["rule"].value for r in rules} == {"objective/heading"}


def test_the_command_says_that_the_five_plans_are_whole_and_names_the_document_of_a_violation(
    house: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUOCDO_HOME", str(tmp_path))  # the command sets it; put back afterwards
    monkeypatch.delenv("LUOCDO_LANG", raising=False)
    home = tmp_path / "copy"
    shutil.copytree(house.settings.home, home)
    whole = CliRunner().invoke(main, ["--home", str(home), "check"])
    assert (whole.exit_code, whole.output.strip()) == (0, "Không có vi phạm nào.")
    gone = Library.open(Settings(home=home).library_path)
    document = next(gone.documents()).id
    gone.remove(document)  # and no sync: the graph still quotes it
    found = CliRunner().invoke(main, ["--home", str(home), "check"])
    assert found.exit_code == 3 and document in found.output and "thư viện không có" in found.output
