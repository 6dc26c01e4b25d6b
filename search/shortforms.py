"""Short forms and what they stand for, both ways: from the tables, from what the corpus defines, from initials.

A short form may have several meanings ("HS": hồ sơ, học sinh); the passages of the index decide which one goes with the other
words of the question. One that no table has is guessed from the initials of bodies, places and of the corpus's own phrases,
and only where some passage has the phrase beside those words.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.gazetteer import PATTERNS, gazetteer
from corpus.text import fold
from search.spelling import is_possible
from search.tokens import forms
from search.vocabulary import Vocabulary

_TABLES = (PATTERNS / "abbreviations.toml", Path(__file__).parent / "tables" / "abbreviations.toml")
SHORT = re.compile(r"(?<![\w/-])[A-ZĐ][A-ZĐ&]*(?:-[A-ZĐ&]+)*(?![\w/])")
"""A short form as typed: capitals, with & and - inside."""
LOWER = re.compile(r"(?<![\w/&-])[a-zđ]{2,10}(?![\w/&-])")
"""What may be a short form typed in lower case."""
_BEFORE_NAMES = re.compile(r"(?<![\w/.-])(TDP|TP|TX|TT|KP|P|Q|H|X|T)\.\s?(?=[A-ZĐÀ-Ỹ][^\W\d_]{1,8}(?!\.)|\d{1,2}(?!\d))", re.IGNORECASE)
LONGEST_GUESS = 6
Fits = Callable[[str], float]
"""How well a phrase goes with the rest of the question in the index; 0 where no passage has it."""


def bare(short: str) -> str:
    """One spelling for GD&ĐT, GD-ĐT and GDĐT."""
    return short.upper().replace("&", "").replace("-", "")


@lru_cache(maxsize=1)
def table() -> dict[str, list[str]]:
    """Short form -> long forms in lower case, the usual one first, from the tables."""
    found: dict[str, list[str]] = {}
    for path in _TABLES:
        if path.exists():
            for short, longs in tomllib.loads(path.read_text("utf-8"))["abbreviations"].items():
                known = found.setdefault(bare(short), [])
                known += [long for x in ([longs] if isinstance(longs, str) else longs) if (long := " ".join(forms(x))) not in known]
    return found


@lru_cache(maxsize=1)
def _named() -> dict[str, list[str]]:
    """Initials -> bodies and places: SNV "sở nội vụ", SGDĐT "sở giáo dục và đào tạo", HN "hà nội"."""
    found: dict[str, list[str]] = {}
    names = [body.name for body in gazetteer().issuers] + [place.name for place in gazetteer().places if place.level == "province"]
    for name in names:
        words = forms(name)
        for initials in {"".join(w[0] for w in words), "".join(w[0] for w in words if w != "và")}:
            known = found.setdefault(fold(initials).upper(), [])
            if len(words) > 1 and " ".join(words) not in known:
                known.append(" ".join(words))
    return found


def places_written_out(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with what stands before names of places written out ("P. Bắc Cam Ranh", "Q.1"), and what was."""
    written: list[tuple[str, str]] = []

    def write_out(match: re.Match[str]) -> str:
        long = _before_names()[match.group(1).upper()]
        written.append((f"{match.group(1)}.", long))
        return f"{long} "

    return _BEFORE_NAMES.sub(write_out, text), written


@lru_cache(maxsize=1)
def _before_names() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(_TABLES[1].read_text("utf-8"))["before_names"]
    return found


def meaning(short: str, vocabulary: Vocabulary, fits: Fits) -> str | None:
    """The long form of ``short`` that goes best with the question, None where it stands for itself."""
    sure = known(short, vocabulary)
    if sure:
        return max(sure, key=fits) if len(sure) > 1 else sure[0]
    if not 2 <= len(bare(short)) <= LONGEST_GUESS or is_possible(short.lower()):
        return None
    initials = fold(bare(short)).upper()
    guesses = [*_named().get(initials, ()), *vocabulary.phrases(initials.lower())]
    own = fits(short.lower())
    scored = [(score, guess) for guess in dict.fromkeys(guesses) if (score := fits(guess)) > own]
    return max(scored, key=lambda x: x[0])[1] if scored else None


def is_short(word: str, vocabulary: Vocabulary) -> bool:
    """True for capitals, and for lower case that is no syllable but a known short form (ubnd, bhxh)."""
    return bool(SHORT.fullmatch(word)) or bool(LOWER.fullmatch(word) and not is_possible(word) and known(word, vocabulary))


def known(short: str, vocabulary: Vocabulary) -> list[str]:
    """Long forms that the corpus defines, the most frequent first, then those of the tables."""
    wanted = bare(short)
    defined = [(n, long) for key, longs in vocabulary.short.items() if bare(key) == wanted for long, n in longs.items()]
    return list(dict.fromkeys([long for _, long in sorted(defined, reverse=True)] + table().get(wanted, [])))


class _Long(NamedTuple):
    """A long form in the tables: its rank there, its words, and the short form."""

    rank: int
    words: tuple[str, ...]
    short: str


@lru_cache(maxsize=1)
def _by_opening() -> dict[tuple[str, ...], list[_Long]]:
    """Long forms of several words by their first two."""
    short_of: dict[str, str] = {}
    for short, longs in table().items():
        for long in longs:
            if " " in long:
                short_of.setdefault(long, short)
    made: dict[tuple[str, ...], list[_Long]] = {}
    for rank, (long, short) in enumerate(short_of.items()):
        words = tuple(long.split())
        made.setdefault(words[:2], []).append(_Long(rank, words, short.lower()))
    return made


def shortened(words: Iterable[str]) -> list[str]:
    """Short forms (as index terms) of the long forms that stand in ``words``."""
    said, known = tuple(words), _by_opening()
    found = {x for i, two in enumerate(itertools.pairwise(said)) for x in known.get(two, ()) if said[i : i + len(x.words)] == x.words}
    return [x.short for x in sorted(found)]
