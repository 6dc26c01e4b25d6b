"""Two lists of candidates to one: scores made comparable, weighed, spread over documents.

score = w * z(similarity) + (1 - w) * z(BM25) over the union of both legs' candidates. ``w`` says how far the words of the
question can be trusted: much meaning where the passages share few of its words, more words where a passage has nearly all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.marks import Marks
from search.parts import Ids, Mask
from search.wants import Wants

Floats = npt.NDArray[np.float64]

MEANING, MEANING_LEAST = 0.5, 0.25
"""Weight of meaning in small collections and in large ones (tuned; see docs/decisions.md)."""
SMALL, TENFOLD = 5_000, 0.17
"""Passages up to which meaning keeps its full weight, and what it loses with ten times as many."""
MEANING_FOREIGN = 0.6
"""The same for English questions: the glossary brings fewer words than the question has."""
NUMBER = 10.0
"""What a passage gains that writes the số hiệu asked for: above all that only resemble the question."""
FORMULA = 1.0
"""What a passage loses that only repeats the title and formulas; half of OWN loses half of it."""
OWN = 0.65
"""Share of its words that a passage has of its own, from which on it loses nothing."""
ANSWERS = 0.3
"""What a passage gains that has a quantity or a time where one is asked for."""
PER_DOCUMENT = 3
REPEAT = 0.04
"""What each passage of a document beyond PER_DOCUMENT loses, so that one document does not fill the page."""


class Candidate(NamedTuple):
    """A passage with its scores from both legs."""

    id: int
    score: float
    similarity: float | None
    bm25: float | None


class Scored(NamedTuple):
    """Passages (each once) with a score of one leg."""

    ids: Ids
    scores: Floats

    @classmethod
    def of(cls, scores: Mapping[int, float]) -> Scored:
        return cls(np.array([*scores], np.int64), np.array([*scores.values()], float))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages of both legs, best first; what a leg does not know of a passage is NaN."""

    ids: Ids
    scores: Floats
    similarity: Floats
    bm25: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def taken(self, which: Ids | Mask) -> Ranking:
        """Those at the given places, in their order."""
        return Ranking(self.ids[which], self.scores[which], self.similarity[which], self.bm25[which])

    def candidates(self, first: int = 0, last: int | None = None) -> list[Candidate]:
        columns = (column[first:last].tolist() for column in (self.ids, self.scores, self.similarity, self.bm25))
        return [Candidate(i, score, *(None if x != x else x for x in known)) for i, score, *known in zip(*columns, strict=True)]


NO_SCORES = Scored.of({})
NOTHING = Ranking(*NO_SCORES, np.empty(0), np.empty(0))


def meaning_weight(passages: int) -> float:
    """Weight of meaning among so many passages: the more there are, the more resemble any question, while rare words stay rare."""
    return float(np.clip(MEANING - TENFOLD * np.log10(max(passages, 1) / SMALL), MEANING_LEAST, MEANING))


def fuse(similarity: Scored, bm25: Scored, weight: float, bonus: Callable[[Ids], Floats] = lambda ids: np.zeros(len(ids))) -> Ranking:
    """Candidates of both legs, best first; ``bonus`` is added to the weighted sum of their standard scores."""
    ids = np.unique(np.concatenate([similarity.ids, bm25.ids]))
    near, said = _column(ids, similarity), _column(ids, bm25)
    scores = weight * _standard(near) + (1 - weight) * _standard(np.nan_to_num(said)) + bonus(ids)
    return Ranking(ids, scores, near, said).taken(np.argsort(-scores, kind="stable"))


def _column(ids: Ids, scored: Scored) -> Floats:
    column = np.full(len(ids), np.nan)
    column[np.searchsorted(ids, scored.ids)] = scored.scores
    return column


def fitness(marks: Marks, wants: Wants) -> Floats:
    """What passages gain or lose by what they are like, given what kind of answer is wanted."""
    formula = np.clip(1 - marks["own"].astype(float) / OWN, 0, 1)
    answers = (wants.quantity & marks["quantity"]) | (wants.time & marks["time"])
    result: Floats = ANSWERS * answers - FORMULA * formula
    return result


def _standard(values: Floats) -> Floats:
    """z-scores; an unknown value (NaN) counts as the lowest known one."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.zeros(len(values))
    filled = values if len(known) == len(values) else np.where(np.isnan(values), known.min(), values)
    spread = filled.std()
    return (filled - filled.mean()) / spread if spread > 1e-9 else np.zeros(len(filled))


def spread(ranking: Ranking, documents: Ids, marks: Marks) -> Ranking:
    """The first ranked again, so that the fourth and later passages of one document must be clearly better than others;
    repeats come last. ``documents`` and ``marks`` are those of the first."""
    seen: Counter[int] = Counter()
    said: set[tuple[int, int]] = set()
    keys = []
    head = len(documents)
    same = zip(documents.tolist(), marks["text"].tolist(), strict=True)
    for place, (text, passage, score) in enumerate(zip(same, ranking.ids[:head].tolist(), ranking.scores[:head].tolist(), strict=True)):
        document = text[0]
        keys.append((text in said, REPEAT * max(0, seen[document] + 1 - PER_DOCUMENT) - score, passage, place))
        seen[document] += 1
        said.add(text)
    keys.sort()
    return ranking.taken(np.array([*(place for *_, place in keys), *range(head, len(ranking))], np.int64))
