"""What is looked up from space to space is what cutting the whole text into tokens gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import said as reading
from search.said import said
from search.tokens import tokens

PIECES = ("kế", "Hoà", "KH", "qđ", "2021", "66.17", "a4", "12,5", "28/NQ", "CP", "1790/QĐ", "TTg", "&", "BNV", "m²", "№")
GLUE = (" ", "-", "/", " - ", " /", "- ", ", ", "_", "\n", "&", "")
TEXTS = st.lists(st.sampled_from(PIECES + GLUE), max_size=25).map("".join)


def by_tokens(text: str) -> tuple[list[str], list[str], list[str]]:
    found = tokens(text)
    return [t.form for t in found], [t.folded for t in found], [t.form for t in found if t.kind == "word"]


@pytest.mark.parametrize("text", ["số 1790/QĐ - TTg và 28/NQ -CP", "19-2017/NQ-CP - BNV", "5 - 10 - kế", "", "8935/BNV-CTTN &BĐG"])
def test_a_number_with_spaces_stays_one_term(text: str) -> None:
    assert tuple(said(text)) == by_tokens(text)


@given(TEXTS)
def test_the_terms_are_those_of_the_tokens(text: str) -> None:
    assert tuple(said(text)) == by_tokens(text)


def test_what_is_kept_is_bounded_and_gathered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST", 3)
    pieces = reading._Pieces(reading._forms)
    assert [pieces[str(n)] for n in range(10)] == [(str(n),) for n in range(10)]
    assert len(pieces) <= 3
