"""Where the words of a question stand in the passages of a page: all of them looked through at once.

Cutting every passage into tokens to mark a dozen of them is what a page of hits cost most. A table look-up over all characters
folds them and parts them into runs of letters; only runs that fold to a word asked for are looked at again, as they are printed.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.text import fold
from search.tokens import NUMBER

Extent = tuple[int, int]
_SPACE = ord(" ")
_LAST = 0x2E80
"""Beyond the alphabets (where CJK begins) nothing is marked: a table of all characters costs the first question .4 s."""
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(rf"(?<![\w/]){NUMBER}|\d+(?:[.,]\d+)*")
_NUMBERED = re.compile(r"\d\s?[/-]\s?[^\W\d_]")
"""Every số hiệu has this."""
_INSIDE = frozenset("-/&_0123456789")
_IN_TOKEN = re.compile(r"[^\W_]")


@functools.cache
def _folded_letters() -> npt.NDArray[np.uint32]:
    """Each character up to ``_LAST`` as it is folded, all that are no letters as a space."""
    every = "".join(map(chr, range(_LAST)))
    table = np.full(_LAST + 1, _SPACE, "<u4")
    for run in _LETTERS.finditer(every):
        small = [fold(c.lower()) for c in run.group()]
        table[run.start() : run.end()] = [ord(c) if len(c) == 1 else ord(own) for c, own in zip(small, run.group(), strict=True)]
    return table


class WordFinder:
    """Finds the printed tokens that may stand for given words (folded); which terms they have is for ``terms_of`` to say."""

    def __init__(self, wanted: Iterable[str]) -> None:
        numeric = {w for w in wanted if w[0].isdecimal()}
        starts = {match.group() for w in wanted if (match := _LETTERS.match(w))}
        self._words = starts | {f"{w[0]}i" for w in starts if len(w) == 2 and w[1] == "y"}  # kĩ is indexed as kỹ
        self._digits = {match.group() for w in numeric if (match := _DIGITS.match(w))}

    def find(self, texts: Sequence[str]) -> list[list[Extent]]:
        """The extents of such tokens in each text, in order."""
        if not texts:
            return []
        joined = "\n".join(texts)
        starts = [0, *itertools.accumulate(len(t) + 1 for t in texts)]
        runs, found = self._runs(joined), []
        bounds = [bisect.bisect_left(runs, (start, 0)) for start in starts]
        for text, start, (a, b) in zip(texts, starts, itertools.pairwise(bounds), strict=False):
            words = [(s - start, e - start) for s, e in runs[a:b]]
            if any(digits in text for digits in self._digits):
                words = sorted((*_outside(text, words), *_numeric(text)))
            elif any(_may_be_inside(text, at) for at, _ in words) and _NUMBERED.search(text):
                words = _outside(text, words)
            found.append(words)
        return found

    def _runs(self, text: str) -> list[Extent]:
        """Runs of letters that fold to a word, with the digits after them."""
        codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), "<u4")
        folded = _folded_letters()[np.minimum(codes, _LAST)]
        is_letter: npt.NDArray[Any] = folded != _SPACE
        edges = np.flatnonzero(is_letter[1:] != is_letter[:-1])  # before each the space that was added: offsets into the text
        words = folded.tobytes().decode("utf-32-le", "surrogatepass").split()
        wanted = self._words
        places = [i for i, word in enumerate(words) if word in wanted]
        extents = edges.reshape(-1, 2)[places].tolist()
        return [(start, match.end() if (match := _DIGITS.match(text, end)) else end) for start, end in extents]


def _may_be_inside(text: str, at: int) -> bool:
    """Whether what stands before a run of letters lets it be inside a số hiệu."""
    before = text[at - 1 : at]
    return text[at - 2 : at - 1] in ("-", "/") if before.isspace() else before in _INSIDE


def _numeric(text: str) -> list[Extent]:
    """Numbers with and without letters, but no digits that end a word: looked for from digit to digit, because few are digits."""
    found, match = [], _DIGITS.search(text)
    while match:
        start, end = match.span()
        if not _LETTERS.match(text[start - 1 : start]):
            number = _NUMBER.match(text, start)
            assert number is not None
            end = number.end()
            found.append((start, end))
        match = _DIGITS.search(text, end)
    return found


def _outside(text: str, words: list[Extent]) -> list[Extent]:
    """Words that are no part of a số hiệu."""
    numeric = _numeric(text)
    starts = [start for start, _ in numeric]
    return [(a, b) for a, b in words if not (k := bisect.bisect_right(starts, a)) or numeric[k - 1][1] <= a]


def in_a_row(text: str, end: int, start: int) -> bool:
    """Whether no token stands between one that ends at ``end`` and one that starts at ``start``."""
    return not _IN_TOKEN.search(text, end, start)
