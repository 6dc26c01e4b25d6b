"""The same targets in two documents, side by side: pure, with the evidence for every pair.

Targets are paired by words, unit, numbers, objective and label, and by a similarity of meaning where one is handed in;
each pair carries its score and its reasons. A decision of a user (``decided``) stands above every score.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.gazetteer import PATTERNS
from corpus.model import Target
from corpus.text import fold

THRESHOLD = 0.5
"""Pairs below this score are no pairs."""
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = re.compile(
    r"(?:cac|cua|va|co|duoc|trong|cho|tren|ve|la|o|tai|voi|den|tu|ty|le|so|dat|nhung|theo|doi|dam|bao|thuc|hien|tinh|dia|ban)"
)
"""Words that say nothing of an indicator."""

Similarity = Callable[[str, str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two targets held to be the same indicator."""

    left: int
    right: int
    score: float
    reasons: tuple[str, ...]
    """``words 0.92``, ``unit``, ``value``, ``objective 0.80``, ``label``, ``meaning 0.95``, ``confirmed``."""
    status: str
    """``same``, ``higher``, ``lower`` (the right one against the left), or ``unlike``: other unit, or one without a figure."""
    wanted: str
    """``up`` or ``down``: which way is better."""
    ambition: str | None
    """``more``, ``less`` or ``same``: what the right one asks for against the left; None where figures cannot be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All pairs in the order of the left document, and what only one of the two has."""

    pairs: tuple[Pair, ...]
    only_left: tuple[int, ...]
    only_right: tuple[int, ...]


def compare(
    left: Sequence[Target],
    right: Sequence[Target],
    similarity: Similarity | None = None,
    decided: Mapping[tuple[int, int], bool] | None = None,
) -> Comparison:
    """Pair each target with at most one of the other document, the best first.

    ``decided`` holds what a user said of a pair of indices: True is taken, False never."""
    decided = decided or {}
    words_left, words_right = [_words(t.indicator) for t in left], [_words(t.indicator) for t in right]
    goals_left, goals_right = [_words(t.objective or "") for t in left], [_words(t.objective or "") for t in right]
    scored = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            if decided.get((i, j)) is False:
                continue
            score, reasons = _evidence(a, b, (words_left[i], words_right[j]), (goals_left[i], goals_right[j]), similarity)
            if decided.get((i, j)):
                score, reasons = 1.0, (*reasons, "confirmed")
            if score >= THRESHOLD:
                scored.append((-score, i, j, reasons))
    return _assigned(left, right, sorted(scored))


def _assigned(left: Sequence[Target], right: Sequence[Target], scored: list[tuple[float, int, int, tuple[str, ...]]]) -> Comparison:
    used_left: set[int] = set()
    used_right: set[int] = set()
    pairs = []
    for score, i, j, reasons in scored:
        if i in used_left or j in used_right:
            continue
        used_left.add(i)
        used_right.add(j)
        pairs.append(_pair(left[i], right[j], i, j, -score, reasons))
    return Comparison(
        pairs=tuple(sorted(pairs, key=lambda p: p.left)),
        only_left=tuple(i for i in range(len(left)) if i not in used_left),
        only_right=tuple(j for j in range(len(right)) if j not in used_right),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in _WORD.findall(fold(text)) if not _COMMON.fullmatch(w))


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _evidence(
    a: Target,
    b: Target,
    words: tuple[frozenset[str], frozenset[str]],
    goals: tuple[frozenset[str], frozenset[str]],
    similarity: Similarity | None,
) -> tuple[float, tuple[str, ...]]:
    """Score and reasons of a pair; words (or meaning) weigh most, and nothing makes up for none in common."""
    same_words, same_goal = _dice(*words), _dice(*goals)
    meaning = similarity(a.indicator, b.indicator) if similarity and same_words >= 0.15 else None
    core = same_words if meaning is None else 0.5 * same_words + 0.5 * meaning
    unit = a.unit == b.unit
    labelled = a.label is not None and a.label == b.label and a.objective_number == b.objective_number
    value = a.value is not None and a.value == b.value and unit
    score = 0.7 * core + 0.1 * unit + 0.1 * same_goal + 0.05 * labelled + 0.05 * value
    if core < 0.3 or (not unit and core < 0.5 and not labelled):
        score = 0.0
    reasons = [f"words {same_words:.2f}"]
    reasons += [f"meaning {meaning:.2f}"] if meaning is not None else []
    reasons += ["unit"] if unit else []
    reasons += ["value"] if value else []
    reasons += [f"objective {same_goal:.2f}"] if same_goal else []
    reasons += ["label"] if labelled else []
    return round(score, 4), tuple(reasons)


def _pair(a: Target, b: Target, i: int, j: int, score: float, reasons: tuple[str, ...]) -> Pair:
    status, ambition = measured(a, b)
    return Pair(left=i, right=j, score=score, reasons=reasons, status=status, wanted=wanted(a, b), ambition=ambition)


def measured(a: Target, b: Target) -> tuple[str, str | None]:
    """Status and ambition of ``b`` against ``a``, as in :class:`Pair`."""
    if a.unit == b.unit and a.value == b.value:
        return "same", "same"
    if a.value is None or b.value is None or a.unit != b.unit:
        return "unlike", None
    status = "higher" if b.value > a.value else "lower"
    return status, "more" if (status == "higher") == (wanted(a, b) == "up") else "less"


def wanted(*targets: Target) -> str:
    """``down`` where less is better: "dưới", "xuống còn", or an indicator of harm."""
    if any(t.comparator == "<=" for t in targets):
        return "down"
    return "down" if any(_harm(t.indicator) for t in targets) and not any(t.comparator == ">=" for t in targets) else "up"


def _harm(indicator: str) -> bool:
    down, but = _directions()
    words = indicator.lower()
    return any(w in words for w in down) and not any(w in words for w in but)


@functools.cache
def _directions() -> tuple[tuple[str, ...], tuple[str, ...]]:
    with (PATTERNS / "directions.toml").open("rb") as file:
        row = tomllib.load(file)["down"]
    return tuple(row["words"]), tuple(row["but"])
