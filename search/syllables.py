"""Questions typed without diacritics, as the question encoder reads them: each bare syllable is a word of its own.

"thoi gian" falls into pieces that say nothing to a model that read "thời gian". So questions have, behind the model's own
pieces, one for every syllable as it looks without its marks, with a vector learnt from all that it may stand for. The
engine restores diacritics before it asks; this is for what it could not restore, and for who uses the model alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

FIRST = 0xF0000
"""Marks in a text: characters of a plane for private use, one a syllable."""
LEAST, SHARE = 3, 0.75
"""Syllables that a bare question has at least, and their share of its words: English has a few that look like them."""
_WORD = re.compile(r"[a-z]+")


class Syllables:
    """The bare syllables that have a vector, in the order of their rows."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._marks = {name: chr(FIRST + row) for row, name in enumerate(self.names)}

    def marked(self, text: str) -> str:
        """``text`` in lower case with a mark for each syllable; as it is unless it was typed without diacritics."""
        if any(c.isalpha() and not c.isascii() for c in text):
            return text
        words = _WORD.findall(text.lower())
        known = sum(word in self._marks for word in words)
        if known < max(LEAST, SHARE * len(words)):
            return text
        return _WORD.sub(lambda m: " " + self._marks[m[0]] if m[0] in self._marks else m[0], text.lower())

    def teach(self, tokenizer: Any) -> None:
        """Make ``tokenizer`` read each mark as one piece, with the numbers that follow its own."""
        from tokenizers import AddedToken

        tokenizer.add_tokens([AddedToken(mark, lstrip=True, normalized=False) for mark in self._marks.values()])
