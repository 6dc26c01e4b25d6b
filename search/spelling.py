"""A question as the corpus would write it: diacritics restored, typing errors and telex leftovers mended.

A Viterbi search over syllable pairs of the indexed corpus: each typed word has candidates (itself, what folds to it, what its
telex keys mean, what is one slip away), each with a cost for changing what was typed; the cheapest path wins. Nothing that
was typed with accents loses them, and words are changed only where their neighbours speak for it.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.text import fold
from search import lexicon
from search.telex import from_telex
from search.tokens import normal_syllable
from search.vocabulary import START, Vocabulary

_SMOOTH = 8.0
_BACKGROUND = 20_000
"""Words of ordinary text that the corpus is smoothed with."""
_NAME = 1
"""How often a phrase of the tables counts as read."""
_UNSEEN = 1e-5
"""Share of a word that could be one but was never seen."""
_KNOWN = 12.0
"""Cost of changing a word of the language that was typed with accents: its neighbours must be very sure."""
_ADDED = 9.0
"""Cost of adding accents to a word in a question that has accents elsewhere."""
_MOVED = 5.0
"""Cost of changing the accents of a word that is none."""
_SLIP = 6.0
"""Cost of one letter changed in an impossible syllable, or of leaving it; a possible one costs twice as much."""
_SEEN = 30
"""A word of the language is only doubted where the corpus has it so often and never beside these neighbours: a corpus that lacks a
word proves nothing."""
_ACCIDENT = 3
"""A word that the language lacks must occur so often in the corpus to count as a word."""
_MAX_CANDIDATES = 24
_BEAM = 24
_LETTERS = "abcdeghiklmnopqrstuvxy"
_MISSPELT = re.compile(r"(?:ngh|gh|k)[aou]|ng[ie]|c[iey]|g[e]")
_STOPPED = re.compile(r".*(?:p|t|c|ch)$")


def restore(words: Sequence[str], vocabulary: Vocabulary, names: Sequence[bool] = ()) -> list[str]:
    """The likeliest reading of ``words`` (lower case, one tone placement), one for one; ``names``: typed with a capital."""
    accented = any(not w.isascii() for w in words)
    beam: dict[str, tuple[float, list[str]]] = {START: (0.0, [])}
    settled = _settled(words, vocabulary) if accented else set()
    for i, (word, is_name) in enumerate(itertools.zip_longest(words, names[: len(words)], fillvalue=False)):
        step: dict[str, tuple[float, list[str]]] = {}
        options = [(str(word), 0.0)] if i in settled else _candidates(str(word), vocabulary, accented, bool(is_name))
        from_here = [(before, *_following(before, vocabulary), score, path) for before, (score, path) in beam.items()]
        for option, cost in options:
            own = _own(option, vocabulary, accented)
            score, path = max(
                (s + math.log((_seen(before, option, vocabulary) + new * own) / (read + new)), path)
                for before, read, new, s, path in from_here
            )
            step[option] = (score - cost, [*path, option])
        beam = dict(sorted(step.items(), key=lambda x: -x[1][0])[:_BEAM])
    return _attested(words, max(beam.values(), key=lambda x: x[0])[1], vocabulary, accented) if words else []


def _settled(words: Sequence[str], vocabulary: Vocabulary) -> set[int]:
    """Words that the corpus has beside a neighbour as typed: they need no mending."""
    read = (i for i, (a, b) in enumerate(itertools.pairwise(words)) if vocabulary.pair(a, b) >= _ACCIDENT)
    return {at for i in read for at in (i, i + 1) if is_known(words[at], vocabulary)}


def _attested(words: Sequence[str], read: list[str], vocabulary: Vocabulary, accented: bool) -> list[str]:
    """The reading, without changes of possible or foreign words that no neighbour speaks for: the new pair must have been read."""
    kept = list(read)
    for i, (typed, new) in enumerate(zip(words, read, strict=True)):
        if typed != new and accented and (is_possible(typed) or typed.isascii()) and not _left_as_keys(typed, new, vocabulary):
            before, after = read[i - 1] if i else "", read[i + 1] if i + 1 < len(read) else ""
            if not any(vocabulary.pair(a, b) >= _ACCIDENT or lexicon.names().pairs[a, b] for a, b in ((before, new), (new, after))):
                kept[i] = typed
    return kept


def _left_as_keys(typed: str, new: str, vocabulary: Vocabulary) -> bool:
    """True where ``typed`` is no word and its telex keys make ``new``."""
    return not is_known(typed, vocabulary) and normal_syllable(from_telex(typed)) == new


def is_known(word: str, vocabulary: Vocabulary) -> bool:
    """True for a word of the language or one that the corpus uses more than by accident."""
    return word in lexicon.syllables() or vocabulary.count(word) >= _ACCIDENT


@lru_cache(maxsize=4096)
def is_possible(word: str) -> bool:
    """False for what no Vietnamese syllable can be: "nghành", "bât" (a stop needs sắc or nặng)."""
    folded = fold(word)
    if not lexicon.SYLLABLE.fullmatch(folded) or _MISSPELT.match(folded):
        return False
    return word.isascii() or not _STOPPED.match(folded) or lexicon.tone(word) in ("s", "j")


def _candidates(word: str, vocabulary: Vocabulary, accented: bool, is_name: bool) -> list[tuple[str, float]]:
    """Readings of one typed word with their costs; always at least the word itself."""
    known, bare = is_known(word, vocabulary), word.isascii()
    if known and not bare and word in lexicon.syllables() and vocabulary.count(word) < _SEEN:
        return [(word, 0.0)]
    found = {word: 0.0 if known or (is_possible(word) and not (bare and accented)) else _SLIP}
    change = _change(known, bare, accented)
    for other in _same_letters(fold(word), vocabulary):
        if bare or not other.isascii():
            found.setdefault(other, change)
    if not known and not is_name:
        _add_mended(word, found, vocabulary)
    return sorted(found.items(), key=lambda x: (x[1], -vocabulary.count(x[0])))[: 2 * _MAX_CANDIDATES]


def _change(known: bool, bare: bool, accented: bool) -> float:
    """Cost of other accents than those typed."""
    if bare:
        return 0.0 if not accented else _ADDED if known else _MOVED
    return _KNOWN if known else _MOVED


def _add_mended(word: str, found: dict[str, float], vocabulary: Vocabulary) -> None:
    """What the keys of an unknown word mean as telex, and words one slip away."""
    telex = normal_syllable(from_telex(word))
    if telex != word and is_known(telex, vocabulary):
        found[telex] = 0.5
    elif 1 < len(word) <= 8 and (not word.isascii() or len(found) == 1):
        for edit in _edits(fold(word)):
            for other in _same_letters(edit, vocabulary)[:6]:
                if word.isascii() or not other.isascii():
                    found.setdefault(other, 2 * _SLIP if is_possible(word) else _SLIP)


def _same_letters(folded: str, vocabulary: Vocabulary) -> list[str]:
    """Words that fold to ``folded``: of the corpus first, then of the language."""
    found = [w for w in vocabulary.by_folded.get(folded, ()) if is_known(w, vocabulary)]
    return list(dict.fromkeys((*found, *lexicon.by_folded().get(folded, ()))))[:_MAX_CANDIDATES]


@lru_cache(maxsize=4096)
def _edits(word: str) -> frozenset[str]:
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deleted = [a + b[1:] for a, b in splits if b]
    swapped = [a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1]
    replaced = [a + c + b[1:] for a, b in splits if b for c in _LETTERS]
    inserted = [a + c + b for a, b in splits for c in _LETTERS]
    return frozenset((*deleted, *swapped, *replaced, *inserted)) - {word, ""}


# The probability of a word after another is interpolated with its own as far as new words follow the first one (Witten and Bell):
# (seen + kinds * own) / (frequency + kinds), where ``kinds`` says how many different words were seen after it.


def _seen(first: str, second: str, vocabulary: Vocabulary) -> int:
    """How often ``second`` follows ``first``, in the corpus and in names."""
    return vocabulary.pair(first, second) + _NAME * lexicon.names().pairs.get((first, second), 0)


def _own(word: str, vocabulary: Vocabulary, accented: bool) -> float:
    """Probability of a word by itself."""
    # Bare syllables are usual in other languages too: where all was typed bare, only the corpus counts for them.
    usual = 0.0 if word.isascii() and not accented else lexicon.syllables().get(word, 0.0)
    return max((vocabulary.count(word) + _BACKGROUND * usual) / (vocabulary.total + _BACKGROUND), _UNSEEN)


def _following(word: str, vocabulary: Vocabulary) -> tuple[float, float]:
    """How often ``word`` was read, in the corpus and in names, and how many different words follow it."""
    return vocabulary.count(word) + _NAME * lexicon.names().words.get(word, 0), _SMOOTH + vocabulary.kinds_after(word)
