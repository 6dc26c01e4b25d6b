"""The TOML tables of ``corpus/patterns``, read once."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from typing import Any

from corpus.gazetteer import PATTERNS

UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""The capitals of Vietnamese, for a character class."""


@functools.cache
def table(name: str) -> dict[str, Any]:
    """``corpus/patterns/<name>.toml`` as read."""
    with (PATTERNS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, the longest first."""
    return either([re.escape(c) for c in w] for w in words)


def any_case(words: Iterable[str]) -> str:
    """The same for a pattern that ignores case."""
    return alternatives(w.lower() for w in words)


def either(words: Iterable[Sequence[str]]) -> str:
    """The same for words cut into pieces, each a pattern of its own.

    What words begin with is written once, ``c(?:hi(?: cục|)|ục)``: a text is then read once, not once for each word.
    """
    return "|".join(_branches({tuple(w) for w in words}))


def _branches(words: set[tuple[str, ...]]) -> list[str]:
    after: dict[str, set[tuple[str, ...]]] = {}
    for word in words:
        after.setdefault(word[0] if word else "", set()).add(word[1:])
    if len({first.lower() for first in after}) < len(after):  # where case is ignored, two of these may match: the longest word first
        return ["".join(w) for w in sorted(words, key=lambda w: (-len(w), w))]
    return [first + _any(_branches(after[first])) if first else "" for first in sorted(after, reverse=True)]


def _any(branches: list[str]) -> str:
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def searched(words: Iterable[str]) -> str:
    """Any of ``words`` in any case, no letter or digit before it; begins with one class of characters, so that the search is fast."""
    after: dict[str, set[str]] = {}
    for word in words:
        after.setdefault(word[0].lower(), set()).add(word[1:])
    branches = (f"(?<=[{c}{c.upper()}])(?i:{any_case(rest)})" for c, rest in sorted(after.items()))
    return rf"[{''.join(c + c.upper() for c in sorted(after))}](?<!\w.)(?:{'|'.join(branches)})"


def whole_words(words: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Any of ``words`` where no letter or digit follows."""
    known = any_case(words) if flags & re.IGNORECASE else alternatives(words)
    return re.compile(rf"(?:{known})(?!\w)", flags)
