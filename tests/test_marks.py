"""Facts over text: nothing lost, nothing repeated, boundaries right, whatever overlaps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.views.marks import Mark, runs, sentence

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["citation", "agency", "target"])), max_size=8)


def laid(text: str, marks: list[Mark]) -> str:
    return "".join(p.text for run in runs(text, 0, len(text), marks) for p in run.pieces)


@given(st.text(min_size=1, max_size=30), SPANS)
def test_pieces_joined_are_the_text_and_each_says_what_covers_it(text: str, spans: list[tuple[int, int, str]]) -> None:
    marks = [
        Mark(a, min(b, len(text)), k, f"x{i}", "/vb" if k == "citation" else None)
        for i, (a, b, k) in enumerate(spans)
        if a < min(b, len(text))
    ]
    assert laid(text, marks) == text
    at = 0
    for run in runs(text, 0, len(text), marks):
        for piece in run.pieces:
            over = {m.kind for m in marks if m.start <= at and m.end >= at + len(piece.text)}
            assert set(piece.kinds.split()) == over
            assert (run.href is not None) == ("citation" in over)
            at += len(piece.text)


def test_each_anchor_stands_once_though_its_fact_runs_over_two_blocks() -> None:
    text = "một hai\nba bốn"
    mark = Mark(4, 10, "assignment", "a0")
    first, second = runs(text, 0, 7, [mark]), runs(text, 8, 14, [mark])
    ids = [i for run in (*first, *second) for p in run.pieces for i in p.ids]
    assert ids == ["a0"]


def test_a_sentence_ends_where_the_next_begins_with_a_capital() -> None:
    text = "I. Mục\n- Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021. Đến năm 2025 đạt 1.000 người; tăng dần. Hết"
    at = text.index("1790")
    assert text[slice(*sentence(text, at, at + 11))] == "- Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021."
    at = text.index("1.000")
    assert text[slice(*sentence(text, at, at + 5))] == "Đến năm 2025 đạt 1.000 người; tăng dần."
