"""Headings printed in capitals, in the case that the text itself uses for the same words."""

from __future__ import annotations

import functools
import re

from corpus.gazetteer import gazetteer, key
from corpus.text import fold

_SEARCHED = 10_000
_PROPER = re.compile(r"\b(?:việt nam|chính phủ|quốc hội|thường trực|thường vụ|ủy ban)\b")
_ABBREVIATION = re.compile(r"^[^a-zà-ỹ]*\d[^a-zà-ỹ]*$|^(?:UBND|HĐND|MTTQ|TTHC|QĐ|NĐ|CP|TTG|UBTVQH\d*|QH\d+)$")


def is_upper(words: str) -> bool:
    """True where at least four fifths of the letters are capitals (scanning loses a few)."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def recase(words: str, source: str) -> str:
    """``words`` as ``source`` writes them outside capitals; else in sentence case, names of places and numbers kept."""
    if not is_upper(words):
        return words
    return _as_written(words, source) or _sentence(words)


def _as_written(words: str, source: str) -> str | None:
    sought = " ".join(_WORD.findall(fold(words)))
    if not sought:
        return None
    flat, spans = _words_of(source[:_SEARCHED])
    at = flat.find(f" {sought} ")
    for _ in range(20):
        if at < 0:
            return None
        first = flat.count(" ", 0, at)
        start, end = spans[first][0], spans[first + sought.count(" ")][1]
        found = re.sub(r"[\s*|]+", " ", source[start:end])
        if not is_upper(found):
            return found[0].upper() + found[1:]
        at = flat.find(f" {sought} ", at + 1)
    return None


_WORD = re.compile(r"[^\W_]+")


@functools.lru_cache(maxsize=2)
def _words_of(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The folded words of ``text`` with a blank around each, and where they stand; kept for the few look-ups per document."""
    plain = fold(text)
    found = list(_WORD.finditer(plain))
    return f" {' '.join(m[0] for m in found)} ", tuple(m.span() for m in found)


@functools.cache
def _first_words() -> frozenset[str]:
    """First words of all provinces' names."""
    return frozenset(key(p.name).split(" ")[0] for p in gazetteer().places if p.level == "province")


def _sentence(words: str) -> str:
    """Sentence case; what the tables know as a place, and symbols, keep their capitals."""
    out = [w if _ABBREVIATION.match(w) else w.lower() for w in words.split(" ")]
    tables = gazetteer()
    first_words = _first_words()
    i = 0
    while i < len(out):
        if key(out[i]) not in first_words:
            i += 1
            continue
        for n in (4, 3, 2):
            name = " ".join(out[i : i + n])
            place = tables.province(name.strip(" ,.;")) if len(out[i : i + n]) == n else None
            if place:
                out[i : i + n] = [w[:1].upper() + w[1:] for w in out[i : i + n]]
                i += n - 1
                break
        i += 1
    text = " ".join(out)
    text = _PROPER.sub(lambda m: "Việt Nam" if m[0] == "việt nam" else m[0][0].upper() + m[0][1:], text)
    return text[:1].upper() + text[1:]
