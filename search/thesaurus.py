"""Everyday and English words to the words of official papers; what they add is shown to the user like any other change."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from search.tokens import forms

TABLES = Path(__file__).parent / "tables"
_LONGEST = 6


@lru_cache(maxsize=2)
def _table(name: str) -> dict[tuple[str, ...], str]:
    file = {"plain": "plain_words.toml", "english": "english.toml"}[name]
    entries = tomllib.loads((TABLES / file).read_text("utf-8"))[name]
    return {tuple(forms(left)): right for left, right in entries.items()}


def official(words: Sequence[str], language: str) -> list[tuple[str, str]]:
    """(words as typed, official words) for each entry that stands in ``words``; longer entries take precedence."""
    table = _table("english" if language == "en" else "plain")
    found, at = [], 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            key = tuple(words[at : at + size])
            if key in table:
                found.append((" ".join(key), table[key]))
                at += size - 1
                break
        at += 1
    return found
