"""What to mark in a passage: the words that matched, at their exact offsets in the document's text."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from search.results import Highlight
from search.tokens import FUNCTION_WORDS, Token


def matched_words(terms: Iterable[Token], offset: int, exact: Collection[str], folded: Collection[str]) -> list[Highlight]:
    """Stretches of a text (its terms; it starts at ``offset``) whose term was asked for; neighbours are joined."""
    found: list[Highlight] = []
    last = 0
    for t in terms:
        if t.start < last or t.form in FUNCTION_WORDS or not (t.form in exact or t.folded in folded):
            continue
        last = t.end
        start, end = offset + t.start, offset + t.end
        if found and start - found[-1].end <= 1:
            found[-1] = Highlight(start=found[-1].start, end=end)
        else:
            found.append(Highlight(start=start, end=end))
    return found
