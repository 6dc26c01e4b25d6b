"""What the token reader must see, and must not be made to overlook."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.engine.text import limited, read

EVIL = "<http://192.0.2.1/q>"

HIDDEN_FROM_A_NAIVE_READER = [
    f"SELECT * {{ SERVICE {EVIL} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {EVIL} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE#x\n{EVIL} {{ ?s ?p ?o }} }}",
    f"PREFIX e: <urn:> SELECT * {{ ?s ?p e:a\\#b . SERVICE {EVIL} {{ ?s ?p ?o }} }}",
    f'SELECT * {{ ?s ?p """a"b""" . SERVICE {EVIL} {{ ?s ?p ?o }} }}',
    f"SELECT * {{ ?s <http://x/O'B> '' SERVICE {EVIL} {{ ?s ?p 'x' }} }}",
    f"SELECT * {{ ?a ?p ?b FILTER(?a<?b)SERVICE#>\n{EVIL}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?a ?p ?b FILTER(?a<'x>y') SERVICE {EVIL} {{ ?s ?p ?o }} FILTER(?a<'z') }}",
    f"SELECT * {{ ?a ?p ?b FILTER(?a<1#>\n) SERVICE {EVIL} {{ ?s ?p ?o }} }}",
    "SELECT * { ?a a ?v SERVICE ?v { ?s ?p ?o } }",
    f"SELECT * {{ {{ SELECT ?s {{ SERVICE {EVIL} {{ ?s ?p ?o }} }} }} }}",
    f"ASK {{ FILTER EXISTS {{ SERVICE {EVIL} {{ ?s ?p ?o }} }} }}",
]

HARMLESS = [
    'SELECT * { ?service ?p "SERVICE <http://x> {}" }',
    "# SERVICE <http://x> {}\nASK {}",
    "PREFIX service: <urn:s#> SELECT * { ?s service:SERVICE ?o }",
    "SELECT * { <http://x/service#SERVICE> ?p 'x'@service }",
    "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) FILTER(?o = 'service') }",
    "SELECT * { VALUES (?a ?b) { (<http://x#a> <http://x#b>) } }",
    "SELECT * { ?s (<http://x#a>/<http://x#b>)+ ?o } # a service",
]


@pytest.mark.parametrize("query", HIDDEN_FROM_A_NAIVE_READER)
def test_every_service_is_seen(query: str) -> None:
    assert read(query).services


@pytest.mark.parametrize("query", HARMLESS)
def test_what_only_looks_like_service_is_let_through(query: str) -> None:
    assert read(query).services == ()
    ox.Store().query(query)  # and the engine takes it


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("PREFIX select: <urn:ask> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("BASE <http://ask/> # DESCRIBE\nSELECT * {}", "SELECT"),
        ("describe <urn:x>", "DESCRIBE"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "INSERT"),
        ("LOAD <http://x>", "LOAD"),
        ("", ""),
        ("{ SELECT }", ""),
    ],
)
def test_form(query: str, form: str) -> None:
    assert read(query).form == form


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT * { ?s ?p ?o }", 3),
        ("SELECT * { ?s ?p ?o } LIMIT 2", 2),
        ("SELECT * { ?s ?p ?o } LIMIT 99999999999999999999", 3),
        ("SELECT * { ?s ?p ?o } ORDER BY ?o OFFSET 8", 2),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(*) > 0) # end", 3),
        ("SELECT * { ?s ?p ?o { SELECT ?s { ?s ?p ?o } LIMIT 9 } }", 3),
        ("SELECT * { ?s ?p ?o } VALUES ?p { <urn:p> }", 3),
        ("SELECT * { ?s ?p ?o } LIMIT 7 VALUES (?p) { (<urn:p>) }", 3),
        ("SELECT * { ?s ?p ?o } ORDER BY (EXISTS { ?s ?p ?o }) LIMIT 5", 3),
        ("SELECT * FROM <urn:g> WHERE { VALUES ?limit { 1 2 3 4 5 } }", 3),
    ],
)
def test_limit_is_put_where_the_grammar_wants_it(query: str, rows: int) -> None:
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode(f"urn:s{i}"), ox.NamedNode("urn:p"), ox.Literal(i), ox.NamedNode("urn:g")) for i in range(10))
    cut = limited(read(query), 3)
    union = not read(query).names_dataset
    assert len(list(store.query(cut, use_default_graph_as_union=union))) == rows
