"""Text to index terms with their offsets: syllables and numbers, a số hiệu kept whole.

Everything indexed and everything typed passes through :func:`tokens`, so both sides agree. Offsets point into the text.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from corpus.text import fold

# 28/NQ-CP, 191/2009/TT-BTC, 21-CT/TW, 8935/BNV-CTTN&BĐG, 66.17/2026/NQ-CP, 47-LCT/HĐNN8, 19-2017/NQ-CP; in lower case only
# with slash and hyphen (1790/qđ-ttg). Bounded repeats: input is untrusted.
_YEAR = r"\d{1,6}(?:\.\d{1,4})?(?:[/-]\d{4})?\s?"
_MORE = r"(?:\s?[-/]\s?[A-ZĐ&][\w&]{0,15}){0,4}"
NUMBER = rf"{_YEAR}(?:[/-]\s?[A-ZĐ][\w&]{{0,15}}{_MORE}|/[a-zđ]{{1,8}}(?:-[a-zđ]{{1,12}}){{1,3}})(?!\w)"
_TOKEN = re.compile(rf"(?P<number>(?<![\w/]){NUMBER})|(?P<digits>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+\d*)")
_SPACES = re.compile(r"\s+")

_PLACES = {
    "o": ("òóỏõọ", ("àáảãạ", "èéẻẽẹ"), ("a", "e")),
    "u": ("ùúủũụ", ("ỳýỷỹỵ",), ("y",)),
}
_OLD_TONE = {
    first + second_toned[i]: first_toned[i] + plain
    for first, (first_toned, seconds, plains) in _PLACES.items()
    for second_toned, plain in zip(seconds, plains, strict=True)
    for i in range(5)
}
_I_TO_Y = dict(zip("iìíỉĩị", "yỳýỷỹỵ", strict=True))


@dataclass(frozen=True, slots=True)
class Token:
    """One term: ``form`` as indexed (lower case, one tone placement), ``folded`` without diacritics."""

    start: int
    end: int
    form: str
    folded: str
    kind: str
    """``word``, ``digits`` or ``number`` (a số hiệu)."""


def normal_syllable(word: str) -> str:
    """Lower case in one spelling: hoà, khoẻ, thuý as hòa, khỏe, thúy; kĩ, lí, tỉ as kỹ, lý, tỷ.

    >>> [normal_syllable(w) for w in ("Hoà", "khoẻ", "quý", "kĩ", "vì")]
    ['hòa', 'khỏe', 'quý', 'kỹ', 'vì']
    """
    w = word.lower()
    tail = w[-2:]
    if tail in _OLD_TONE and not w.startswith("qu"):
        return w[:-2] + _OLD_TONE[tail]
    if len(w) == 2 and w[0] in "hklmst" and w[1] in _I_TO_Y:
        return w[0] + _I_TO_Y[w[1]]
    return w


def normal_number(printed: str) -> str:
    """A số hiệu in one spelling, folded: ``1790/QĐ - TTg`` and ``1790/qd-ttg`` are ``1790/qd-ttg``; no leading zeros."""
    return _SPACES.sub("", fold(printed)).replace("–", "-").lstrip("0")


def tokens(text: str) -> list[Token]:
    """The terms of ``text`` in order. A số hiệu is followed by its leading digits, so that "quyết định 1790" finds it."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end, kind = match.start(), match.end(), match.lastgroup or "word"
        printed = match.group()
        if kind == "number":
            form = normal_number(printed)
            digits = re.match(r"\d+", printed)
            found.append(Token(start, end, form, form, kind))
            if digits:
                found.append(Token(start, start + digits.end(), digits.group(), digits.group(), "digits"))
            continue
        form = normal_syllable(printed) if kind == "word" else printed.rstrip(".,")
        found.append(Token(start, end, form, fold(form), kind))
    return found


def forms(text: str) -> list[str]:
    return [t.form for t in tokens(text)]


def pairs(words: list[str]) -> list[str]:
    """Neighbouring words joined: Vietnamese words are mostly two syllables, and pairs need no segmenter."""
    return [f"{a}_{b}" for a, b in itertools.pairwise(words)]
