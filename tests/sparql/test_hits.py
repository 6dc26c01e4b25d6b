"""Search inside SPARQL: clauses are answered before the engine sees the query, and only by terms."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from corpus.errors import QueryError
from graph.engine.text import read
from web.sparql.hits import expand, is_search

BASE = "http://vb.test/"
PREFIX = "PREFIX tim: <https://w3id.org/luocdo/search#>\n"


def run(query: str, engine: Any) -> list[Any]:
    expanded = expand(read(PREFIX + query), engine, BASE)
    assert expanded.services == ()
    assert expanded.text.count("\n") == (PREFIX + query).count("\n")
    return list(ox.Store().query(expanded.text))


def test_hits_become_rows_whatever_they_hold(engine: Any) -> None:
    query = """SELECT * { SERVICE tim:lexical {
      ?hit tim:query "bạo lực \\"gia đình\\"" ; tim:limit 7 ;
           tim:score ?score ; tim:passage ?p . ?hit tim:section ?s
    } }"""
    with pytest.raises(QueryError):  # one subject, one list
        run(query, engine)
    found = run(query.replace(". ?hit tim:section", "; tim:section"), engine)
    assert [q.text for q in engine.asked] == ['bạo lực "gia đình"']
    assert (engine.asked[0].limit, engine.asked[0].mode) == (7, "lexical")
    assert [row["p"].value for row in found] == [engine.NASTY, engine.NASTY]
    assert [row["s"] and row["s"].value for row in found] == [None, "http://vb.test/ban/d/muc/ii/1"]


def test_hits_join_with_other_patterns(engine: Any) -> None:
    query = 'SELECT ?hit { SERVICE <https://w3id.org/luocdo/search#hybrid> { ?hit tim:query "x" ; tim:start ?a } FILTER(?a > 0) }'
    assert [row["hit"].value for row in run(query, engine)] == ["http://vb.test/ban/d/doan/1-9"]


@pytest.mark.parametrize(
    "clause",
    [
        "",
        "?hit tim:score ?s",
        '?hit tim:query ?words',
        '?hit tim:query "" ',
        '?hit tim:nothing "x"',
        '?hit tim:query "x" ; tim:score "y"',
        '?hit tim:query "x" ; tim:limit -1',
        '<urn:x> tim:query "x"',
        '?hit tim:query "x" . SERVICE <http://192.0.2.1/> { ?s ?p ?o }',
    ],
)  # fmt: skip
def test_a_clause_that_cannot_be_read_is_refused_in_words(engine: Any, clause: str) -> None:
    with pytest.raises(QueryError, match="SERVICE tim:hybrid"):
        run(f"SELECT * {{ SERVICE tim:hybrid {{ {clause} }} }}", engine)


def test_only_our_own_names_are_searches() -> None:
    for name in ("<http://x/search#hybrid>", "tim:other", "nope:hybrid", "?v"):
        [service] = read(PREFIX + f'SELECT * {{ SERVICE {name} {{ ?h tim:query "x" }} }}').services
        assert not is_search(read(PREFIX), service)
