"""Vietnamese syllables at large, with how usual they are: from the pieces of the shipped tokenizer.

The indexed corpus may be small; a word that it lacks is not therefore a typing error.
"""

from __future__ import annotations

import itertools
import json
import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus.gazetteer import PATTERNS
from corpus.text import fold
from search.encode import SHIPPED
from search.tokens import normal_syllable, terms
from search.vocabulary import START

TABLES = Path(__file__).parent / "tables"

RARE = 1e-7
_NAMES = ("abbreviations", "agencies", "collections", "document_types", "issuers", "laws", "places", "programmes", "successors", "units")
"""Tables of what has a name; those of cues hold pieces of sentences, which prove nothing."""
SYLLABLE = re.compile(
    r"(?:b|ch?|d|gi|gh?|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:oai|oay|oeo|uay|uoi|uou|uye|yeu|ieu|uya|uyu|ia|ie|ya|ye|ua|ue|uo|uy|oa|oe|oo|ai|ao|au|ay|eo|eu|iu|oi|ui|uu|a|e|i|o|u|y)"
    r"(?:ch|c|m|ng|nh|n|p|t)?"
)


@lru_cache(maxsize=1)
def syllables() -> dict[str, float]:
    """Syllable -> its share of ordinary text (Vietnamese and, for bare ones, other languages)."""
    pieces = json.loads((SHIPPED / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    found: dict[str, float] = {}
    for piece, score in pieces:
        word = piece[1:]
        if piece.startswith("▁") and word.isalpha() and word.islower() and SYLLABLE.fullmatch(fold(word)):
            form = normal_syllable(word)
            found[form] = found.get(form, 0.0) + math.exp(score)
    for form in names().words:
        if SYLLABLE.fullmatch(fold(form)):
            found.setdefault(form, RARE)
    return found


class Names(NamedTuple):
    """How often words, and words after one another, stand in names."""

    words: Counter[str]
    pairs: Counter[tuple[str, str]]


@lru_cache(maxsize=1)
def names() -> Names:
    """Counts over the names in the tables: places, bodies, types of documents and what short forms stand for."""
    counted = Names(Counter(), Counter())
    for path in (*(PATTERNS / f"{name}.toml" for name in _NAMES), *sorted(TABLES.glob("*.toml"))):
        for value in _strings(tomllib.loads(path.read_text("utf-8"))):
            words = [START, *(t.form for t in terms(value) if t.kind == "word")]
            counted.words.update(words)
            counted.pairs.update(itertools.pairwise(words))
    return counted


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def tone(word: str) -> str:
    """The telex key of a syllable's tone: f, s, r, x, j, or empty for the level tone."""
    marks = {"̀": "f", "́": "s", "̉": "r", "̃": "x", "̣": "j"}
    return next((marks[c] for c in unicodedata.normalize("NFD", word) if c in marks), "")


@lru_cache(maxsize=1)
def by_folded() -> dict[str, list[str]]:
    """Folded syllable -> syllables that fold to it, the most usual first."""
    found: dict[str, list[str]] = {}
    for form in sorted(syllables(), key=lambda w: -syllables()[w]):
        found.setdefault(fold(form), []).append(form)
    return found
