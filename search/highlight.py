"""What to show of a passage: the words that matched, at their exact offsets, and the sentence that says most of the question.

The sentence is chosen by its words, so that a page of hits costs a millisecond: vectors of sentences would cost more than the
whole search (about 12 ms each); rare words of the question, and those that were added to it, name the sentence that the model
would name in 87 of 100 passages (measured on development questions).
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from search.paragraphs import sentences
from search.passages import Passage
from search.places import Extent, WordFinder, in_a_row
from search.results import Highlight
from search.tokens import FUNCTION_WORDS, terms_of, tokens
from search.understand import Understood

ADDED = 0.6
"""Weight of a word that was added to the question, beside one that was typed."""
NEXT = 0.6
"""What two words of the question that follow each other gain, as a share of their weights."""


def weights(asked: Understood, frequency: Callable[[str], int], total: int) -> dict[str, float]:
    """Weight of each folded word of the question: rare words tell more."""
    typed = {t.folded for t in asked.words if t.form not in FUNCTION_WORDS} if asked.language == "vi" else set()
    added = {t.folded for word in asked.extra for t in tokens(word)} - typed
    known = {**dict.fromkeys(added, ADDED), **dict.fromkeys(typed, 1.0)}
    return {word: share * math.log(1 + total / (1 + frequency(word))) for word, share in known.items()}


class _Kind(NamedTuple):
    """What a printed token is to a question that wants it."""

    marked: int
    """How many of its characters are marked."""
    wanted: str
    """The folded word of the question that it stands for."""


class _Said(NamedTuple):
    start: int
    end: int
    word: str


class Marker:
    """Reads the passages of a page for one question; each spelling of a word is judged once."""

    def __init__(self, asked: Understood, wanted: Mapping[str, float]) -> None:
        vietnamese = asked.language == "vi"
        words = [t for t in asked.words if t.form not in FUNCTION_WORDS] if vietnamese else []
        self._exact = {t.form for t in words} | {*(asked.extra if vietnamese else ())}
        self._folded = {t.folded for t in words if t.form == t.folded}
        self._wanted, self._finder = wanted, WordFinder(wanted)
        self._kinds: dict[str, _Kind | None] = {}

    def read(self, passages: Sequence[Passage]) -> list[tuple[list[Highlight], Highlight | None]]:
        """Of each passage the words to mark (neighbours joined) and the sentence to show."""
        found = self._finder.find([p.text for p in passages]) if self._wanted else [[] for _ in passages]
        return [self._marked(p.text, p.start, places) for p, places in zip(passages, found, strict=True)]

    def _marked(self, text: str, offset: int, places: Sequence[Extent]) -> tuple[list[Highlight], Highlight | None]:
        marks: list[Extent] = []
        said: list[_Said] = []
        kinds = self._kinds
        for start, end in places:
            printed = text[start:end]
            kind = kinds[printed] if printed in kinds else self._judged(printed)
            if kind is None:
                continue
            said.append(_Said(start, end, kind.wanted))
            if kind.marked:
                if marks and start - marks[-1][1] <= 1:
                    marks[-1] = (marks[-1][0], start + kind.marked)
                else:
                    marks.append((start, start + kind.marked))
        best = self._best(text, said) if self._wanted else None
        found = [Highlight(start=offset + a, end=offset + b) for a, b in marks]
        return found, best and Highlight(start=offset + best[0], end=offset + best[1], kind="sentence")

    def _judged(self, printed: str) -> _Kind | None:
        kind = None
        for t in terms_of(printed):
            if t.folded in self._wanted:
                marked = t.form not in FUNCTION_WORDS and (t.form in self._exact or t.folded in self._folded)
                kind = _Kind(t.length if marked else 0, t.folded)
                break
        self._kinds[printed] = kind
        return kind

    def _best(self, text: str, said: Sequence[_Said]) -> Extent:
        """The sentence with most of the wanted words; the first where none has any."""
        extents = sentences(text) or [(0, len(text))]
        if len(extents) == 1 or not said:
            return extents[0]
        starts = [s.start for s in said]
        bounds = [bisect.bisect_left(starts, start) for start, _ in extents] + [len(said)]
        scores = [self._score(text, said[a:b]) for a, b in itertools.pairwise(bounds)]
        return extents[scores.index(max(scores))]

    def _score(self, text: str, said: Sequence[_Said]) -> float:
        wanted = self._wanted
        found = math.fsum(wanted[w] for w in {s.word for s in said})  # whatever the order of the set
        pairs = {(a.word, b.word) for a, b in itertools.pairwise(said) if a.word != b.word and in_a_row(text, a.end, b.start)}
        return found + NEXT * math.fsum(min(wanted[a], wanted[b]) for a, b in pairs)
