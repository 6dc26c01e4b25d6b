"""Everyday and English words to the words of official papers; what they add is shown to the user like any other change."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from corpus.gazetteer import gazetteer
from search.spelling import is_possible
from search.tokens import forms
from search.vocabulary import OFTEN, Vocabulary

TABLES = Path(__file__).parent / "tables"
_LONGEST = 9


@lru_cache(maxsize=2)
def _table(name: str) -> dict[tuple[str, ...], str]:
    file = {"plain": "plain_words.toml", "english": "english.toml"}[name]
    entries = tomllib.loads((TABLES / file).read_text("utf-8"))[name]
    if name == "plain":
        entries = {**_renamed(), **entries}
    return {tuple(forms(left)): right for left, right in entries.items()}


def _renamed() -> dict[str, str]:
    """Bodies and provinces, old name to new, and bodies the other way too: their papers still bear the old one."""
    names: dict[str, str] = {}
    for body in gazetteer().issuers:
        if body.successor and len(body.name.split()) > 1:
            names[body.name] = body.successor
            names.setdefault(body.successor, body.name)
    for place in gazetteer().places:
        if place.successor and place.level == "province" and len(place.name.split()) > 1:
            names[place.name] = place.successor
    return names


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """English words of the table that cannot be Vietnamese syllables."""
    return frozenset(word for left in _table("english") for word in left if len(word) > 2 and not is_possible(word))


def official(words: Sequence[str], language: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """(words as typed, official words) for each entry that stands in ``words``; longer entries take precedence."""
    table = _table("english" if language == "en" else "plain")
    found, at = [], 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            typed = tuple(words[at : at + size])
            key = typed if language == "vi" or typed in table else (*typed[:-1], singular(typed[-1]))
            if key in table and not (size == 1 and language == "vi" and _is_half(words, at, vocabulary)):
                found.append((" ".join(typed), table[key]))
                at += size - 1
                break
        at += 1
    return found


def singular(word: str) -> str:
    """An English noun without the ending of its plural.

    >>> [singular(w) for w in ("households", "bodies", "branches", "process", "news")]
    ['household', 'body', 'branch', 'process', 'new']
    """
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _is_half(words: Sequence[str], at: int, vocabulary: Vocabulary) -> bool:
    """True where the word makes another with its neighbour ("kiện" in "điều kiện", "kiện toàn"): by itself it was not said."""
    return any(vocabulary.pair(a, b) >= OFTEN for a, b in itertools.pairwise(words[max(0, at - 1) : at + 2]))
