"""A question as the corpus would write it: diacritics restored, typing errors and telex leftovers mended.

A Viterbi search over syllable pairs of the indexed corpus: each typed word has candidates (itself, what folds to it, what its
telex keys mean, what is one slip away), each with a cost for changing what was typed; the cheapest path wins.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.text import fold
from search import lexicon
from search.telex import from_telex
from search.tokens import normal_syllable
from search.vocabulary import START, Vocabulary

_SMOOTH = 0.3
_ACCENT_TYPED = 8.0
"""Cost of changing the accents of a word that was typed with accents and is known."""
_KEPT = 2.5
"""Cost of adding accents to a known word in a question that has accents elsewhere."""
_SLIP = 4.0
"""Cost of one letter changed."""
_MAX_CANDIDATES = 24
_ACCIDENT = 3
"""A word that the language lacks must occur so often in the corpus to count as a word."""
_BACKGROUND = 20_000
"""Words of ordinary text that the corpus is smoothed with."""
_LETTERS = "abcdeghiklmnopqrstuvxy"
_WORD = re.compile(r"[^\W\d_]+")


def is_bare(word: str) -> bool:
    return word.isascii()


def restore(words: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The likeliest reading of ``words`` (lower case, one tone placement), one for one."""
    accented = any(not is_bare(w) for w in words)
    beam: dict[str, tuple[float, list[str]]] = {START: (0.0, [])}
    for word in words:
        options = _candidates(word, vocabulary, accented)
        step: dict[str, tuple[float, list[str]]] = {}
        for option, cost in options:
            score, path = max(((s + _log_pair(previous, option, vocabulary), p) for previous, (s, p) in beam.items()), key=lambda x: x[0])
            step[option] = (score - cost, [*path, option])
        beam = step
    return max(beam.values(), key=lambda x: x[0])[1] if words else []


def _candidates(word: str, vocabulary: Vocabulary, accented: bool) -> list[tuple[str, float]]:
    """Readings of one typed word with their costs; always at least the word itself."""
    known = is_known(word, vocabulary)
    same_letters = _same_letters(fold(word), vocabulary)
    found: dict[str, float] = {word: 0.0 if known else 3 * _SLIP}
    for other in same_letters:
        bare_cost = _KEPT if accented and known else 0.0
        typed_cost = _ACCENT_TYPED if known else 1.0
        found.setdefault(other, bare_cost if is_bare(word) else typed_cost)
    if not known and not (same_letters and is_bare(word)):
        telex = from_telex(word)
        if telex != word and is_known(normal_syllable(telex), vocabulary):
            found.setdefault(normal_syllable(telex), 0.5)
        if len(word) > 1 and not (same_letters and not is_bare(word)):
            for other, slips in _one_slip(word, vocabulary):
                found.setdefault(other, slips)
    return list(found.items())


def is_known(word: str, vocabulary: Vocabulary) -> bool:
    """True for a word of the language or one that the corpus uses more than by accident."""
    return word in lexicon.syllables() or vocabulary.count(word) >= _ACCIDENT


def _same_letters(folded: str, vocabulary: Vocabulary) -> list[str]:
    """Words that fold to ``folded``: of the corpus first, then of the language."""
    found = [w for w in vocabulary.by_folded.get(folded, ()) if is_known(w, vocabulary)]
    return list(dict.fromkeys((*found, *lexicon.by_folded().get(folded, ()))))[:_MAX_CANDIDATES]


def _one_slip(word: str, vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """Words of the corpus one letter away, the same accents preferred."""
    folded = fold(word)
    if len(folded) > 8:
        return []
    near = [w for f in _edits(folded) for w in _same_letters(f, vocabulary)[:6]]
    return [(w, _SLIP if _accents(w) == _accents(word) or is_bare(word) else _SLIP + 2) for w in near][:60]


def _accents(word: str) -> tuple[str, ...]:
    return tuple(c for c in word if not c.isascii())


@lru_cache(maxsize=4096)
def _edits(word: str) -> frozenset[str]:
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deleted = [a + b[1:] for a, b in splits if b]
    swapped = [a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1]
    replaced = [a + c + b[1:] for a, b in splits if b for c in _LETTERS]
    inserted = [a + c + b for a, b in splits for c in _LETTERS]
    return frozenset((*deleted, *swapped, *replaced, *inserted)) - {word, ""}


def _log_pair(first: str, second: str, vocabulary: Vocabulary) -> float:
    """Log probability of ``second`` after ``first``, interpolated with its own."""
    usual = lexicon.syllables().get(second, 0.0)
    own = (vocabulary.count(second) + _BACKGROUND * usual + 0.01) / (vocabulary.total + _BACKGROUND)
    return math.log((vocabulary.pair(first, second) + _SMOOTH * own) / (vocabulary.count(first) + _SMOOTH))
