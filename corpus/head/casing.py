"""Headings printed in capitals, in the case that the text itself uses for the same words."""

from __future__ import annotations

import re

from corpus.gazetteer import gazetteer
from corpus.text import fold

_SEARCHED = 20_000
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
    pieces = re.findall(r"[^\W_]+", fold(words))
    if not pieces:
        return None
    pattern = re.compile(r"[\W_]{1,6}".join(map(re.escape, pieces[:250])))
    for n, m in enumerate(pattern.finditer(fold(source[:_SEARCHED]))):
        found = re.sub(r"[\s*|]+", " ", source[m.start() : m.end()])
        if not is_upper(found):
            return found[0].upper() + found[1:]
        if n > 20:
            break
    return None


def _sentence(words: str) -> str:
    """Sentence case; what the tables know as a place, and symbols, keep their capitals."""
    out = [w if _ABBREVIATION.match(w) else w.lower() for w in words.split(" ")]
    tables = gazetteer()
    i = 0
    while i < len(out):
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
