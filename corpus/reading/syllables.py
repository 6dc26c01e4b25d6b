"""How Vietnamese a text looks: the share of its words that can be Vietnamese syllables. Decides between encodings."""

from __future__ import annotations

import re

from corpus.text import fold

_NUCLEI = (
    "a ai ao au ay e eo eu i ia ie ieu iu o oa oai oao oay oe oeo oi oo u "
    "ua uai uau uay ue ueu ui uo uoi uou uu uy uya uye uyu uyeu y ye yeu"
)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|ch|gh|gi|ph|th|tr|qu|[bcdghklmnpqrstvx])?(?:"
    + "|".join(sorted(_NUCLEI.split(), key=len, reverse=True))
    + r")(?:ng|nh|ch|[cmnpt])?\Z"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKED = re.compile(r"[à-ãè-êìíò-õùúýăđĩũơư\u1ea0-\u1ef9]")
_SAMPLE = 20_000


def is_syllable(word: str) -> bool:
    """Whether ``word`` is built like one Vietnamese syllable.

    >>> [is_syllable(w) for w in ("nghiệp", "UBND", "infor")]
    [True, False, False]
    """
    return _SYLLABLE.match(fold(word)) is not None


def vietnamese_share(text: str) -> float:
    """Share of the words (in a sample) that carry a Vietnamese mark and are built like a syllable; 0 for no words."""
    words = _WORD.findall(text[:_SAMPLE])
    good = sum(1 for w in words if _MARKED.search(w.lower()) and is_syllable(w) and w[1:] in (w[1:].lower(), w[1:].upper()))
    return good / len(words) if words else 0.0
