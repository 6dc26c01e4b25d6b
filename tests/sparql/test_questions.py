"""The ready questions: each runs as it stands, takes its parameters as terms, and finds what the five plans say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from corpus.errors import QueryError
from corpus.settings import Settings
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


@pytest.fixture(scope="module")
def plans_client(tmp_path_factory: pytest.TempPathFactory, plans: list[Path], client_of: Any) -> Iterator[FlaskClient]:
    """An endpoint over the five plans."""
    client = client_of(Settings(home=tmp_path_factory.mktemp("plans")))
    house = client.application.extensions["luocdo"]
    house.ingest(plans)
    house.graph.sync(house.library)
    yield client
    house.evaluator.close()


def rows(client: FlaskClient, name: str, **values: str) -> list[dict[str, str]]:
    response = client.get("/sparql", query_string={"query": question(name).fill(values)})
    assert response.status_code == 200, response.text
    return [{k: v["value"] for k, v in row.items()} for row in json.loads(response.data)["results"]["bindings"]]


FILES = {"tth": "184448ac6ceb00c0", "langson": "2d09bbe18e5b60f9", "mythanh": "cf2ce8906d33b85e", "angiang": "c1a2ccdaea7da6b0"}


@pytest.mark.slow
class TestFivePlans:
    """What the plans say, read by eye from their text."""

    def test_who_cites_28_nq_cp(self, plans_client: FlaskClient) -> None:
        found = rows(plans_client, "who-cites", number="28/NQ-CP")
        assert len({r["document"] for r in found}) == 2
        assert any("28/NQ-CP" in r["sentence"] for r in found)

    def test_120_kh_ubnd_is_one_work_not_held(self, plans_client: FlaskClient) -> None:
        [row] = [r for r in rows(plans_client, "not-held") if r["label"].endswith("120/KH-UBND")]
        assert (row["documents"], row["mentions"]) == ("1", "2")

    def test_1790_is_cited_by_three_plans(self, plans_client: FlaskClient) -> None:
        [row] = [r for r in rows(plans_client, "most-cited") if r["label"].endswith("1790/QĐ-TTg")]
        assert row["documents"] == "3"
        assert {r["text"].rpartition("/")[2] for r in rows(plans_client, "sentence-of")} >= {FILES["tth"]}

    def test_the_misprinted_number_is_listed(self, plans_client: FlaskClient) -> None:
        assert ("129/LĐTBOXH-BĐG", "129/LĐTBXH-BĐG") in {(r["printed"], r["number"]) for r in rows(plans_client, "repaired")}

    def test_the_chain_from_my_thanh_reaches_28_nq_cp(self, plans_client: FlaskClient) -> None:
        labels = {r.get("label", "") for r in rows(plans_client, "chain-up", text_id=FILES["mythanh"])}
        assert any(label.endswith("28/NQ-CP") for label in labels)

    def test_targets_and_deadlines(self, plans_client: FlaskClient) -> None:
        assert len(rows(plans_client, "targets-of", text_id=FILES["angiang"])) >= 20
        assert all(r["value"] for r in rows(plans_client, "targets-by-word", words="lãnh đạo"))
        assert len({r["text"] for r in rows(plans_client, "yearly-reports")}) >= 2
        assert any("15/11" in r["phrase"] for r in rows(plans_client, "action-months"))
        assert all(r["due"] < "2023-01-01" for r in rows(plans_client, "deadlines-before", before="2023-01-01"))

    @pytest.mark.parametrize("q", [q for q in questions() if q.group != "search"], ids=lambda q: q.id)
    def test_every_question_is_answered(self, plans_client: FlaskClient, q: Question) -> None:
        columns = rows(plans_client, q.id)
        assert columns or q.group in ("duties", "targets")
