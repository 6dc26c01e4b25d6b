"""Nouns come back from JSON as they were, from what older and newer code wrote too."""

from __future__ import annotations

import json

import pytest

from corpus.jsonio import dumps, from_json, to_json
from corpus.model import Citation, Deadline, Facts, Header, Note

FACTS = Facts(
    citations=(
        Citation(start=0, end=1, surface="x", kind="numbered", notes=(Note(code="n", start=0, end=1), Note(code="m", start=2, end=3))),
        Citation(start=4, end=5, surface="y", kind="named", title="Luật Đất đai"),
    ),
    deadlines=(Deadline(start=0, end=1, surface="x", kind="during", from_="2024-01", to="2024-02"),),
)


@pytest.mark.parametrize("compact", [True, False])
def test_what_is_written_comes_back(compact: bool) -> None:
    assert from_json(Facts, to_json(FACTS, compact=compact)) == FACTS
    assert from_json(Facts, json.loads(dumps(FACTS))) == FACTS


def test_a_noun_alone_and_one_without_any_field() -> None:
    header = Header(number="1/QĐ-TTg", recipients=("A", "B"))
    assert from_json(Header, to_json(header)) == header
    assert from_json(Header, {}) == Header()


def test_unknown_keys_are_passed_over_and_null_stays_null() -> None:
    assert from_json(Note, {"code": "n", "start": 0, "end": 1, "reason": None, "later": [1]}) == Note(code="n", start=0, end=1)


@pytest.mark.parametrize("data", [{"code": "n", "start": 0}, [], "note", None])
def test_what_is_no_noun_is_refused(data: object) -> None:
    with pytest.raises((KeyError, TypeError)):
        from_json(Note, data)
