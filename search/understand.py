"""What a question asks, read from what was typed: numbers, phrases, filters, words, and what was mended in them.

The result says everything that was changed, so that the user can see it and undo it (``verbatim``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpus.text import fold, nfc
from search.fields import read_fields
from search.names import names_in
from search.numbers import loose_numbers
from search.shortforms import LOWER, SHORT, is_short, meaning, places_written_out, shortened
from search.spelling import is_possible, restore
from search.thesaurus import english_words, official
from search.tokens import FUNCTION_WORDS, Token, tokens
from search.vocabulary import Vocabulary

LONGEST_QUERY = 1000
"""Characters that are read of a question; the rest is ignored and said to be."""
MAX_WORDS = 80
MOST_SHORT = 8
"""Short forms that are opened in one question."""
_ENGLISH_WORDS = """
the of and for with from which what who how when where does is are was be by on at or not their its against within about
between under into per rate share number yearly deadline report plan decision resolution agency law measures target
funding source sources training support victims violence gender equality children people women men
workplace national provincial city commune district ministry department government committee
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_QUOTED = re.compile(r"(?P<minus>(?<!\w)-)?[\"“”„«]([^\"“”„«»]{1,200})[\"”»]")
_MINUS = re.compile(r"(?:(?<=\s)|^)-([^\W\d_][\w&]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something read differently than it was typed. ``kind``: diacritics, spelling, abbreviation, official (words added), number, cut."""

    kind: str
    typed: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A question as understood."""

    typed: str
    text: str
    """The free text as read, short forms opened: what is embedded."""
    words: tuple[Token, ...] = ()
    """Its terms, mended, short forms as typed."""
    extra: tuple[str, ...] = ()
    """Terms that may stand for the words: long forms of short ones and the other way round."""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Số hiệu asked for, in one spelling."""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = "vi"
    changes: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.phrases or self.numbers)


def clean(typed: str) -> tuple[str, list[Change]]:
    """NFC on one line, without control characters, cut to what is read."""
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in typed[: 4 * LONGEST_QUERY])
    text = " ".join(nfc(text).split())
    if (len(typed) > len(text) and len(text) > LONGEST_QUERY) or len(typed) > 4 * LONGEST_QUERY:
        text = text[:LONGEST_QUERY]
        return text, [Change(kind="cut", typed=f"{len(typed)}", read=f"{len(text)}")]
    return text, []


class Known(Protocol):
    """What the index knows that a question may name."""

    def values(self, facet: str) -> Sequence[str]: ...

    def numbers(self, prefix: str) -> list[tuple[str, int]]: ...

    def together(self, phrase: str, words: Sequence[str]) -> float: ...


class Nothing:
    """No index yet."""

    def values(self, facet: str) -> Sequence[str]:
        return ()

    def numbers(self, prefix: str) -> list[tuple[str, int]]:
        return []

    def together(self, phrase: str, words: Sequence[str]) -> float:
        return 0.0


def understand(typed: str, vocabulary: Vocabulary, known: Known | None = None, *, verbatim: bool = False) -> Understood:
    """Read a question in the light of the indexed corpus."""
    known = known or Nothing()
    text, changes = clean(typed)
    if " " in text and text.isupper():  # capitals throughout set nothing apart
        text = text.lower()
    text, filters = read_fields(text, known.values)
    phrases, excluded, rest = _quoted(text)
    if not verbatim:
        rest, written = places_written_out(rest)
        changes += [Change(kind="abbreviation", typed=short, read=long) for short, long in written]
    words = tokens(rest)[:MAX_WORDS]
    numbers = [t.form for t in words if t.kind == "number"]
    language = _language(words, vocabulary)
    if not verbatim and language == "vi":
        rest, mended = _mended(rest, words, vocabulary)
        changes += mended
        words = tokens(rest)[:MAX_WORDS]
    if not verbatim and not numbers:
        for loose in loose_numbers(rest, known.numbers):
            numbers += loose.numbers
            changes.append(Change(kind="number", typed=rest[loose.start : loose.end], read=", ".join(loose.numbers).upper()))
    opened_text, longs, more = _open_short_forms(rest, vocabulary, known, language)
    forms = [t.form for t in words]
    plain = [] if verbatim else official(forms, language, vocabulary)
    if language == "en" and not verbatim:
        plain += names_in(rest, _ENGLISH, vocabulary)
        longs += [t.form for t in words if t.kind != "word" or t.form[-1].isdigit()]
    if plain:
        said = " ".join(dict.fromkeys(" ".join(right for _, right in plain).split()))
        longs += said.split()
        opened_text = f"{opened_text} ({'; '.join(dict.fromkeys(right for _, right in plain))})"
        more += [Change(kind="official", typed=left, read=right) for left, right in plain]
    return Understood(
        typed=typed[:LONGEST_QUERY],
        text=opened_text,
        words=tuple(words),
        extra=tuple(longs + shortened(forms)),
        phrases=phrases,
        excluded=excluded,
        numbers=tuple(dict.fromkeys(numbers)),
        filters=filters,
        language=language,
        changes=(*changes, *more),
    )


def _quoted(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Quoted phrases, excluded words and phrases, and the text without quotes and exclusions."""
    phrases: list[str] = []
    excluded: list[str] = []

    def take(match: re.Match[str]) -> str:
        (excluded if match.group("minus") else phrases).append(match.group(2).strip())
        return " " if match.group("minus") else f" {match.group(2)} "

    rest = _QUOTED.sub(take, text)

    def drop(match: re.Match[str]) -> str:
        excluded.append(match.group(1))
        return " "

    rest = _MINUS.sub(drop, rest)
    return tuple(p for p in phrases if tokens(p)), tuple(e for e in excluded if tokens(e)), " ".join(rest.split())


def _language(words: list[Token], vocabulary: Vocabulary) -> str:
    """``en`` where the words are English rather than Vietnamese without accents."""
    plain = [t for t in words if t.kind == "word"]
    if not plain or any(not t.form.isascii() for t in plain):
        return "vi"
    known = sum(t.folded in vocabulary.by_folded for t in plain) / len(plain)
    english = [t.form for t in plain if t.form in _ENGLISH or t.form in english_words()]
    if all(is_possible(word) for word in english):  # "the", "be" and "to" are Vietnamese without accents as well
        return "vi"
    return "en" if known < (0.9 if len(english) >= 2 else 0.75) else "vi"


def _mended(text: str, words: list[Token], vocabulary: Vocabulary) -> tuple[str, list[Change]]:
    """The text with accents restored and errors mended; short forms in capitals are left alone."""
    plain = [t for t in words if t.kind == "word" and not _is_sign(text[t.start : t.end], vocabulary) and len(t.form) < 12]
    names = [t.start > 0 and text[t.start].isupper() for t in plain]
    read = restore([t.form for t in plain], vocabulary, names)
    out, at = [], 0
    pairs: list[tuple[str, str]] = []
    for token, form in zip(plain, read, strict=True):
        if form != token.form:
            out += [text[at : token.start], form]
            at = token.end
            pairs.append((token.form, form))
    mended = "".join((*out, text[at:]))
    if not pairs:
        return text, []
    bare = all(a.isascii() and fold(b) == a for a, b in pairs)
    return mended, [Change(kind="diacritics" if bare else "spelling", typed=text, read=mended)]


def _is_sign(word: str, vocabulary: Vocabulary) -> bool:
    """True for what is written with care: short forms, units and names with capitals inside (kW, VNeID)."""
    mixed = word[1:] != word[1:].lower() and not word.isupper()
    return mixed or is_short(word, vocabulary)


def _open_short_forms(text: str, vocabulary: Vocabulary, known: Known, language: str) -> tuple[str, list[str], list[Change]]:
    """The text with its short forms written out, the added words, and what was opened."""
    added: list[str] = []
    changes: list[Change] = []
    words = [t for t in tokens(text) if t.form not in FUNCTION_WORDS]
    others = [t.folded for t in words if not is_short(text[t.start : t.end], vocabulary)]

    def write_out(match: re.Match[str]) -> str:
        short = match.group()
        if len(short) < (2 if language == "vi" else 3) or not is_short(short, vocabulary):
            return short
        long = meaning(short, vocabulary, lambda phrase: known.together(phrase, others)) if len(changes) < MOST_SHORT else None
        if long is None:
            return short
        changes.append(Change(kind="abbreviation", typed=short, read=long))
        added.extend(long.split())
        return long

    opened_text = LOWER.sub(write_out, SHORT.sub(write_out, text)) if language == "vi" else SHORT.sub(write_out, text)
    return opened_text, added, changes
