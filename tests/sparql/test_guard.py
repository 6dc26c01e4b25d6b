"""No query reaches the network or changes the graph; words inside strings, names and comments are no keywords."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import QueryError
from corpus.settings import Settings
from graph.engine.text import QueryText, read
from web.house import House
from web.sparql.run import admitted


def check(query: str) -> QueryText:
    return admitted(House(Settings(home=Path("nowhere"))), read(query))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "select * { service silent ?x { ?s ?p ?o } }",
        "PREFIX a: <urn:a> SELECT * { OPTIONAL{SERVICE a:b {} } }",
        "# SELECT\nINSERT DATA { <urn:a> <urn:b> 1 }",
        "PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DROP ALL",
        "SELECT * { ?s ?p '#' } # ' \n VALUES ?x { 1 } SERVICE <urn:x> {}",
        "SELECT * { ?s ?p 'a\\'' . SERVICE <urn:x> {} }",
    ],
)
def test_refused(query: str) -> None:
    with pytest.raises(QueryError):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://x> {}" }',
        "SELECT ?service { ?service <urn:SERVICE> ?o } # SERVICE <urn:x>",
        "PREFIX service: <urn:x> SELECT * { service:a service:SERVICE ?load }",
        "ASK { ?insert ?p '''it's \" SERVICE''' }",
        "DESCRIBE <http://x/LOAD>",
    ],
)
def test_accepted(query: str) -> None:
    assert check(query).text == query
