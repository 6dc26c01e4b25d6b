"""What counts as found, as a mask over all passages: enough of the words, or near in meaning, under what the question requires."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from corpus.text import fold
from search.parts import Ids, Mask
from search.query import phrase_query
from search.tokens import FUNCTION_WORDS
from search.understand import Understood

if TYPE_CHECKING:
    from search.snapshot import Snapshot

ENOUGH = 0.5
"""Share of the question's words that a passage must have to count as a match by words."""


def allowed(snapshot: Snapshot, asked: Understood) -> Mask | None:
    """Passages that have what every result must have: filters, quoted phrases, no excluded words. None where nothing is required."""
    required = [snapshot.columns.having(name, values) for name, values in asked.filters.items() if values]
    required += [_with_phrase(snapshot, phrase) for phrase in asked.phrases]
    required += [~_with_phrase(snapshot, phrase) for phrase in asked.excluded]
    return np.logical_and.reduce([snapshot.living, *required]) if required else None


def _with_phrase(snapshot: Snapshot, phrase: str) -> Mask:
    found = np.zeros(len(snapshot.living), bool)
    found[snapshot.words.ids(phrase_query(snapshot.words.schema, phrase), len(snapshot))] = True
    return found


def matching(snapshot: Snapshot, asked: Understood, among: Mask | None, also: Iterable[Ids], ranked: Ids) -> Mask:
    """Passages with enough of the words, and ``also`` those near in meaning, ``among`` those allowed.

    Of the passages ranked best by their words (``ranked``), those of the title and breadcrumb count too.
    """
    typed = {t.folded for t in asked.words if t.form not in FUNCTION_WORDS} or {t.folded for t in asked.words}
    words = ((typed if asked.language == "vi" else set()) | {fold(w) for w in asked.extra}) - {""}
    needed = max(1, round(ENOUGH * min(len(typed), len(words))))
    count = np.zeros(len(snapshot.living), np.uint8 if len(words) < 256 else np.uint16)
    snapshot.parts.count(words, count)
    found: Mask = np.greater_equal(count, needed)
    if words:
        best = ranked[~found[ranked]]
        found[best[snapshot.parts.has(best, words).sum(axis=1) >= needed]] = True
    for ids in also:
        found[ids] = True
    found &= snapshot.living if among is None else among
    return found
