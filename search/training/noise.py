"""A question as people type it: without diacritics, with abbreviations, with a slip of the finger. Pure; chance is handed in."""

from __future__ import annotations

import functools
import random

from corpus.text import fold
from search.shortforms import table

_NEIGHBOURS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2], strict=True)}
_SHORTEST = 4
"""Letters of a word that may carry a slip."""


def bare(text: str) -> str:
    """Without diacritics.

    >>> bare("Bình đẳng giới")
    'binh dang gioi'
    """
    return fold(text)


@functools.cache
def _short_forms() -> list[tuple[str, str]]:
    """(long form in lower case, short form), longest first."""
    return sorted(((long, short) for short, longs in table().items() for long in longs if " " in long), key=lambda pair: -len(pair[0]))


def abbreviated(text: str) -> str | None:
    """With the longest phrase that has a common abbreviation written short; None where there is none."""
    low = text.lower()
    for long, short in _short_forms():
        at = low.find(long)
        if at >= 0:
            return text[:at] + short + text[at + len(long) :]
    return None


def slipped(text: str, chance: random.Random) -> str | None:
    """With one typing error in one word: two letters swapped, one left out, doubled or taken from the key beside it."""
    words = text.split(" ")
    places = [i for i, w in enumerate(words) if len(w) >= _SHORTEST and w.isalpha()]
    if not places:
        return None
    i = chance.choice(places)
    words[i] = _slip(words[i], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swap", "drop", "double", "beside"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[: at + 1] + word[at:]
    return word[:at] + _NEIGHBOURS.get(fold(word[at]), word[at]) + word[at + 1 :]
