"""The ready questions as files: each runs as it stands and takes its parameters as terms."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from corpus.errors import QueryError
from graph.engine.functions import FUNCTIONS
from graph.engine.text import read
from graph.questions import GROUPS, Question, question, questions


def test_there_are_enough_and_each_has_two_titles() -> None:
    assert len(questions()) >= 25
    assert {q.group for q in questions()} == set(GROUPS)
    assert len({q.id for q in questions()}) == len(questions())
    assert all(q.vi and q.en and q.vi != q.en for q in questions())


@pytest.mark.parametrize("q", [q for q in questions() if q.group != "search"], ids=lambda q: q.id)
def test_each_is_a_query_as_it_stands(q: Question) -> None:
    assert read(q.text).form == "SELECT"
    ox.Store().query(q.text, custom_functions=FUNCTIONS)


@pytest.mark.parametrize("q", [q for q in questions() if q.parameters], ids=lambda q: q.id)
def test_the_usual_values_give_the_file_itself(q: Question) -> None:
    assert q.fill({}) == q.text


def test_a_value_is_a_term_and_nothing_else() -> None:
    filled = question("who-cites").fill({"number": 'x" } ?s ?p ?o { "\\'})
    [token] = [t for t in read(filled).tokens if t.kind == "string" and "?s ?p ?o" in t.text]
    assert token.text == '"x\\" } ?s ?p ?o { \\"\\\\"'
    ox.Store().query(filled)


@pytest.mark.parametrize(("name", "values"), [("targets-by-year", {"year": "soon"}), ("deadlines-before", {"before": '1"} {'})])
def test_a_value_of_the_wrong_kind_is_refused(name: str, values: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        question(name).fill(values)


def test_the_text_of_a_search_is_a_parameter_too() -> None:
    filled = question("search-targets").fill({"query": 'mua bán người" ; tim:limit 1 ; x "'})
    assert 'tim:query "mua bán người\\" ; tim:limit 1 ; x \\"" ; tim:limit 50' in filled
