"""Functions of our own for use in SPARQL: Vietnamese letters without diacritics, and Vietnamese alphabetical order."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pyoxigraph as ox

from corpus.text import fold, nfc

NAMESPACE = "https://w3id.org/luocdo/fn#"
Function = Callable[..., "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None"]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: chr(0x61 + i) for i, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""The order of tones in Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng."""


def collation_key(text: str) -> str:
    """A string whose code-point order is Vietnamese dictionary order: letters first, then tones, syllable by syllable.

    >>> sorted(["đá", "da", "dạ", "ca", "ă", "ân", "an"], key=collation_key)
    ['an', 'ă', 'ân', 'ca', 'da', 'dạ', 'đá']
    """
    return " ".join(_syllable_key(s) for s in nfc(text).lower().split())


def _syllable_key(syllable: str) -> str:
    letters, tones = [], []
    for c in syllable:
        parts = unicodedata.normalize("NFD", c)
        tone = next((_TONES[p] for p in parts if p in _TONES), "0")
        bare = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        letters.append(_LETTERS.get(bare, bare))
        tones.append(tone)
    return "".join(letters) + "!" + "".join(tones)


def _text_function(function: Callable[[str], str]) -> Function:
    def call(*terms: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.Literal | None:
        return ox.Literal(function(terms[0].value)) if len(terms) == 1 and isinstance(terms[0], ox.Literal) else None

    return call


def _contains(*terms: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.Literal | None:
    if len(terms) == 2 and all(isinstance(t, ox.Literal) for t in terms):
        where, what = (fold(nfc(t.value)) for t in terms if isinstance(t, ox.Literal))
        return ox.Literal(what in where)
    return None


FUNCTIONS: dict[ox.NamedNode, Function] = {
    ox.NamedNode(NAMESPACE + "fold"): _text_function(lambda text: fold(nfc(text))),
    ox.NamedNode(NAMESPACE + "collationKey"): _text_function(collation_key),
    ox.NamedNode(NAMESPACE + "containsFolded"): _contains,
}
"""``fn:fold(text)``, ``fn:collationKey(text)``, ``fn:containsFolded(where, what)``; an argument that is no literal is an error."""
