"""Two lists of candidates to one: scores made comparable, weighed, spread over documents.

score = w * z(similarity) + (1 - w) * z(BM25) over the union of both legs' candidates. ``w`` says how far the words of the
question can be trusted: much meaning where the passages share few of its words, more words where a passage has nearly all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from search.marks import Marks
from search.wants import Wants

MEANING, MEANING_LEAST = 0.6, 0.25
"""Weight of meaning in small collections and in large ones (tuned; see docs/decisions.md)."""
SMALL, TENFOLD = 5_000, 0.33
"""Passages up to which meaning keeps its full weight, and what it loses with ten times as many."""
MEANING_FOREIGN = 0.8
"""The same for English questions: the glossary brings fewer words than the question has."""
NUMBER = 10.0
"""What a passage gains that writes the số hiệu asked for: above all that only resemble the question."""
FORMULA = 1.0
"""What a passage loses that only repeats the title and formulas; half of OWN loses half of it."""
OWN = 0.5
"""Share of its words that a passage has of its own, from which on it loses nothing."""
ANSWERS = 0.3
"""What a passage gains that has a quantity or a time where one is asked for."""
PER_DOCUMENT = 3
REPEAT = 0.04
"""What each passage of a document beyond PER_DOCUMENT loses, so that one document does not fill the page."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its scores from both legs."""

    id: int
    score: float
    similarity: float | None
    bm25: float | None


def meaning_weight(passages: int) -> float:
    """Weight of meaning among so many passages: the more there are, the more resemble any question, while rare words stay rare."""
    return float(np.clip(MEANING - TENFOLD * np.log10(max(passages, 1) / SMALL), MEANING_LEAST, MEANING))


def fuse(
    similarity: Mapping[int, float], bm25: Mapping[int, float], weight: float, bonus: Mapping[int, float] = MappingProxyType({})
) -> list[Candidate]:
    """Candidates of both legs, best first; ``bonus`` is added to the weighted sum of their standard scores."""
    ids = sorted({*similarity, *bm25})
    meaning = _standard([similarity.get(i) for i in ids])
    words = _standard([bm25.get(i, 0.0) for i in ids])
    scores = weight * meaning + (1 - weight) * words + np.array([bonus.get(i, 0.0) for i in ids])
    order = np.lexsort((np.array(ids), -scores))
    return [Candidate(ids[k], float(scores[k]), similarity.get(ids[k]), bm25.get(ids[k])) for k in order]


def fitness(marks: Marks, wants: Wants) -> npt.NDArray[np.float64]:
    """What passages gain or lose by what they are like, given what kind of answer is wanted."""
    formula = np.clip(1 - marks["own"].astype(float) / OWN, 0, 1)
    answers = (wants.quantity & marks["quantity"]) | (wants.time & marks["time"])
    result: npt.NDArray[np.float64] = ANSWERS * answers - FORMULA * formula
    return result


def _standard(values: Sequence[float | None]) -> npt.NDArray[np.float64]:
    """z-scores; an unknown value counts as the lowest known one."""
    known = [v for v in values if v is not None]
    low = min(known, default=0.0)
    filled = np.array([low if v is None else v for v in values], float)
    if not len(filled):
        return filled
    spread = filled.std()
    return (filled - filled.mean()) / spread if spread > 1e-9 else np.zeros(len(filled))


def spread(candidates: Sequence[Candidate], document_of: Callable[[int], str], marks: Marks) -> list[Candidate]:
    """Re-rank so that the fourth and later passages of one document must be clearly better than others; repeats come last."""
    seen: Counter[str] = Counter()
    said: set[tuple[str, int]] = set()
    scored = []
    for c, text in zip(candidates, marks["text"].tolist(), strict=True):
        document = document_of(c.id)
        repeats = (document, text) in said
        scored.append((repeats, REPEAT * max(0, seen[document] + 1 - PER_DOCUMENT) - c.score, c))
        seen[document] += 1
        said.add((document, text))
    return [c for *_, c in sorted(scored, key=lambda x: (x[0], x[1], x[2].id))]
