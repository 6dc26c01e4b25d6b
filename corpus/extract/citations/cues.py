"""The word tables of ``corpus/patterns`` as compiled patterns over folded text; read once."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from corpus.extract.tables import either, table
from corpus.text import fold


def words_pattern(words: Iterable[str], *, alone: bool = False) -> str:
    """An alternation of folded words, longest first, any blank (a line's end, markdown stars) between them.

    ``alone``: no letter or digit stands before them; it is looked for after their first letter, by which a search is fast.
    """
    return exact_pattern((fold(w) for w in words), alone=alone)


def exact_pattern(words: Iterable[str], *, alone: bool = False) -> str:
    """The same for words in small letters with their accents, for :attr:`View.lower`."""
    return either(_pieces(" ".join(w.lower().split()), alone) for w in words)


def _pieces(word: str, alone: bool) -> list[str]:
    pieces = [r"[\s*]{1,4}" if c == " " else re.escape(c) for c in word]
    return [pieces[0] + r"(?<!\w.)", *pieces[1:]] if alone else pieces


def cues(name: str) -> list[str]:
    """The list of words under ``name`` in citation_cues.toml."""
    words: list[str] = table("citation_cues")[name]["words"]
    return words


@functools.cache
def head_words() -> tuple[str, ...]:
    """Type words as printed."""
    return tuple(word for words in table("citation_cues")["heads"].values() for word in words)


def programme_words() -> list[str]:
    """Type words of programmes as printed."""
    return [word for words in table("citation_cues")["programme_heads"].values() for word in words]


@functools.cache
def heads() -> dict[str, str]:
    """Folded type word -> type in full."""
    return {fold(word): full for full, words in table("citation_cues")["heads"].items() for word in words}
