"""Search inside SPARQL: clauses are answered before the engine sees the query, and only by terms."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
import pytest

from corpus.errors import QueryError
from graph.engine.text import read
from search.results import Hit, Query, Why
from web.sparql.hits import expand, is_search

BASE = "http://vb.test/"
PREFIX = "PREFIX tim: <https://w3id.org/luocdo/search#>\n"
NASTY = 'ngoặc " kép \\ và } UNION { ?x ?y ?z }\nxuống dòng'


class FakeEngine:
    """Remembers what was asked and answers with two passages."""

    def __init__(self) -> None:
        self.asked: list[Query] = []

    def search(self, query: Query) -> Any:
        self.asked.append(query)
        why = Why.__new__(Why)
        hits = [
            Hit(
                iri=f"{BASE}ban/d/doan/{i}-9", document="d", number=None, title="T", file="f", section="ii/1" if i else None,
                breadcrumb=(), start=i, end=9, text=NASTY, score=1.5, why=why,
            )
            for i in range(2)
        ]  # fmt: skip
        return SimpleNamespace(hits=tuple(hits))


def run(query: str, engine: FakeEngine) -> list[Any]:
    expanded = expand(read(PREFIX + query), engine, BASE)  # type: ignore[arg-type]
    assert expanded.services == ()
    assert expanded.text.count("\n") == (PREFIX + query).count("\n") + NASTY.count("\n") * 0
    return list(ox.Store().query(expanded.text))


def test_hits_become_rows_whatever_they_hold() -> None:
    engine = FakeEngine()
    query = """SELECT * { SERVICE tim:lexical {
      ?hit tim:query "bạo lực \\"gia đình\\"" ; tim:limit 7 ;
           tim:score ?score ; tim:passage ?p . ?hit tim:section ?s
    } }"""
    with pytest.raises(QueryError):  # one subject, one list
        run(query, engine)
    found = run(query.replace(". ?hit tim:section", "; tim:section"), engine)
    assert [q.text for q in engine.asked] == ['bạo lực "gia đình"']
    assert (engine.asked[0].limit, engine.asked[0].mode) == (7, "lexical")
    assert [row["p"].value for row in found] == [NASTY, NASTY]
    assert [row["s"] and row["s"].value for row in found] == [None, "http://vb.test/ban/d/muc/ii/1"]


def test_hits_join_with_other_patterns() -> None:
    query = 'SELECT ?hit { SERVICE <https://w3id.org/luocdo/search#hybrid> { ?hit tim:query "x" ; tim:start ?a } FILTER(?a > 0) }'
    assert [row["hit"].value for row in run(query, FakeEngine())] == ["http://vb.test/ban/d/doan/1-9"]


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
def test_a_clause_that_cannot_be_read_is_refused_in_words(clause: str) -> None:
    with pytest.raises(QueryError, match="SERVICE tim:hybrid"):
        run(f"SELECT * {{ SERVICE tim:hybrid {{ {clause} }} }}", FakeEngine())


def test_only_our_own_names_are_searches() -> None:
    for name in ("<http://x/search#hybrid>", "tim:other", "nope:hybrid", "?v"):
        [service] = read(PREFIX + f'SELECT * {{ SERVICE {name} {{ ?h tim:query "x" }} }}').services
        assert not is_search(read(PREFIX), service)
