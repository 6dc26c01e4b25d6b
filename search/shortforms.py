"""Short forms and what they stand for, both ways: from the tables and from what the corpus defines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from corpus.gazetteer import PATTERNS
from search.tokens import forms

_TABLES = (PATTERNS / "abbreviations.toml", Path(__file__).parent / "tables" / "abbreviations.toml")
SHORT = re.compile(r"(?<![\w/])[A-ZĐ][A-ZĐ&]*(?:-[A-ZĐ&]+)*(?![\w/])")
"""A short form as typed: capitals, with & and - inside."""


def bare(short: str) -> str:
    """One spelling for GD&ĐT, GD-ĐT and GDĐT."""
    return short.upper().replace("&", "").replace("-", "")


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """Short form -> long form in lower case, from the tables."""
    found: dict[str, str] = {}
    for path in _TABLES:
        if path.exists():
            entries = tomllib.loads(path.read_text("utf-8"))["abbreviations"]
            found |= {bare(short): " ".join(forms(long)) for short, long in entries.items()}
    return found


def opened(short: str, defined: Mapping[str, Mapping[str, int]]) -> str | None:
    """The long form of ``short``: the corpus's most frequent definition, else the table's."""
    wanted = bare(short)
    for key, longs in defined.items():
        if bare(key) == wanted and longs:
            return max(longs, key=lambda x: (longs[x], x))
    return table().get(wanted)


@lru_cache(maxsize=1)
def _by_long() -> dict[str, str]:
    made: dict[str, str] = {}
    for short, long in table().items():
        if len(long.split()) > 1:
            made.setdefault(long, short)
    return made


def shortened(words: list[str]) -> list[str]:
    """Short forms (as index terms) of the long forms that stand in ``words``."""
    text = f" {' '.join(words)} "
    return [short.lower() for long, short in _by_long().items() if f" {long} " in text]
