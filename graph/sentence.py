"""The sentence around a mention, for reading: bounded, on word borders."""

from __future__ import annotations

import re

MAX_SENTENCE = 600
_END = re.compile(r"(?<=[.;:!?])\s|\n")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence or list item that holds ``text[start:end]``, at most :data:`MAX_SENTENCE` characters on each side."""
    low = max(0, start - MAX_SENTENCE)
    before = [m.end() for m in _END.finditer(text, low, start)]
    left = before[-1] if before else low
    m = _END.search(text, end, min(len(text), end + MAX_SENTENCE))
    right = m.start() if m else min(len(text), end + MAX_SENTENCE)
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right
