"""What a text says, as the terms that are indexed: looked up from space to space.

Only a số hiệu may hold a space; everything else that stands between two spaces was mostly seen before, with its terms.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from search.tokens import Term, terms

_MOST = 1 << 17
"""Different pieces of text that are kept; then they are gathered anew."""
_SPACED = re.compile(r"\d(?:[/-][\w&/-]{0,120})?(?:\s[-/]\s?|(?<=[-/])\s)(?:[^\W\d_]|&)")
"""What a text has wherever a space stands inside a số hiệu."""
_DIGIT = re.compile(r"\d")


class Said(NamedTuple):
    """The terms of a text in order: as indexed, without accents, and those that are words."""

    forms: list[str]
    folded: list[str]
    words: list[str]


class _Pieces(dict[str, tuple[str, ...]]):
    """What stands between two spaces, and what there is to say of its terms."""

    def __init__(self, said_of: Callable[[tuple[Term, ...]], tuple[str, ...]]) -> None:
        super().__init__()
        self._said_of = said_of

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) >= _MOST:
            self.clear()
        found = self[piece] = self._said_of(terms(piece))
        return found


def _forms(found: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple([t.form for t in found])


def _folded(found: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple([t.folded for t in found])


def _words(found: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple([t.form for t in found if t.kind == "word"])


_FORMS, _FOLDED, _WORDS = _Pieces(_forms), _Pieces(_folded), _Pieces(_words)


@lru_cache(maxsize=1 << 12)
def said(text: str) -> Said:
    """The terms of ``text``; whoever cuts, indexes, counts or marks a passage asks for the same."""
    if _SPACED.search(text):
        found = terms(text)
        return Said([*_forms(found)], [*_folded(found)], [*_words(found)])
    pieces = text.split()
    forms, folded = _gathered(_FORMS, pieces), _gathered(_FOLDED, pieces)
    return Said(forms, folded, _gathered(_WORDS, pieces) if _DIGIT.search(text) else forms)


def _gathered(known: _Pieces, pieces: list[str]) -> list[str]:
    return [*itertools.chain.from_iterable(map(known.__getitem__, pieces))]
