"""The sentence of a passage that says most of the question: chosen by its words, so that a page of hits costs a millisecond.

Vectors of sentences would cost more than the whole search (about 12 ms each); rare words of the question, and those that were
added to it, name the sentence that the model would name in 87 of 100 passages (measured on development questions).
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Callable, Mapping, Sequence

from search.passages import sentences
from search.results import Highlight
from search.tokens import FUNCTION_WORDS, Token, tokens
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


def best_sentence(text: str, terms: Sequence[Token], offset: int, wanted: Mapping[str, float]) -> Highlight:
    """The sentence of ``text`` (its terms; it starts at ``offset``) with most of the wanted words; the first where none has any."""
    extents = sentences(text) or [(0, len(text))]
    if len(extents) > 1:
        starts = [t.start for t in terms]
        bounds = [bisect.bisect_left(starts, start) for start, _ in extents] + [len(terms)]
        said = [_score([t.folded for t in terms[a:b]], wanted) for a, b in itertools.pairwise(bounds)]
        start, end = extents[said.index(max(said))]
    else:
        start, end = extents[0]
    return Highlight(start=offset + start, end=offset + end, kind="sentence")


def _score(words: Sequence[str], wanted: Mapping[str, float]) -> float:
    found = sum(wanted[w] for w in {*words} & wanted.keys())
    pairs = {(a, b) for a, b in itertools.pairwise(words) if a != b and a in wanted and b in wanted}
    together = sum(min(wanted[a], wanted[b]) for a, b in pairs)
    return found + NEXT * together
