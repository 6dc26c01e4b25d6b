"""Words of a question are found where cutting the whole text into tokens would find them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.places import WordFinder, in_a_row
from search.tokens import Token, terms_of, tokens

PIECES = (
    "kế",
    "Kế",
    "KĨ",
    "kỹ",
    "ký",
    "hoạch",
    "kh",
    "KH",
    "qđ",
    "2021",
    "28",
    "a4",
    "4a",
    "12,5",
    "28/NQ-CP",
    "1790/QĐ - TTg",
    "m²",
    "ПРИВЕТ",
)
GLUE = (" ", "-", "/", ".", ", ", "_", "\n", "&", "")
TEXTS = st.lists(st.sampled_from(PIECES + GLUE), max_size=30).map("".join)
WANTED = st.sets(
    st.sampled_from(("ke", "ky", "hoach", "kh", "qd", "2021", "28", "28/nq-cp", "1790/qd-ttg", "a4", "m²", "привет", "ttg")), min_size=1
)


def by_tokens(text: str, wanted: set[str]) -> list[Token]:
    return [t for t in tokens(text) if t.folded in wanted]


@pytest.mark.parametrize("text", ["Kế hoạch số 62/KH-UBND", "1790/QĐ - TTg", "a12,5/KH", "19-2017/NQ-CP và - KH", "", "kế"])
def test_what_stands_inside_a_number_is_no_word(text: str) -> None:
    wanted = {"kh", "ke", "ttg", "nq"}
    found = [text[a:b] for a, b in WordFinder(wanted).find([text])[0]]
    assert [t.folded for printed in found for t in terms_of(printed) if t.folded in wanted] == [t.folded for t in by_tokens(text, wanted)]


@given(st.lists(TEXTS, max_size=5), WANTED)
def test_the_words_of_a_page_are_found_as_by_cutting_it_into_tokens(texts: list[str], wanted: set[str]) -> None:
    for text, extents in zip(texts, WordFinder(wanted).find(texts), strict=True):
        found = [t.folded for a, b in extents for t in terms_of(text[a:b]) if t.folded in wanted]
        assert found == [t.folded for t in by_tokens(text, wanted)]
        assert extents == sorted(extents)


def test_neighbours_have_no_token_between_them() -> None:
    text = "kế hoạch, 5 năm -  tỉnh"
    assert in_a_row(text, 2, 3)
    assert in_a_row(text, 15, 19)
    assert not in_a_row(text, 8, 12)
