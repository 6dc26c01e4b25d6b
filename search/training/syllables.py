"""The first vectors of bare syllables: the mean of the words that each may stand for, by how often they are written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from corpus.text import fold
from search.encode import SHIPPED
from search.q4 import PACKED, WORDS, Weights, dequantise, read_packed

OFTEN = 20
"""Times that a syllable is written, in all its forms, before it gets a vector."""
LONGEST = 7
"""Letters: "nghiêng"."""
_WORD = re.compile(r"[^\W\d_]+")


def forms(texts: Iterable[str]) -> dict[str, Counter[str]]:
    """Each bare syllable with the words that are written so but for their marks, and how often.

    >>> forms(["Thời gian thôi nôi", "thời hạn"] * 10)["thoi"]
    Counter({'thời': 20, 'thôi': 10})
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in _WORD.findall(text.lower()):
            if len(word) <= LONGEST:
                found[fold(word)][word] += 1
    return {bare: words for bare, words in sorted(found.items()) if bare.isascii() and words.keys() != {bare} and words.total() >= OFTEN}


def first_vectors(found: dict[str, Counter[str]]) -> Weights:
    """A row for each bare syllable, of the shipped model's own word vectors."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    own = dequantise(*read_packed(SHIPPED / PACKED)[0][WORDS])
    rows = {}
    for bare, words in found.items():
        parts = [own[tokenizer.encode(word, add_special_tokens=False).ids].mean(axis=0) for word in words]
        rows[bare] = np.average(parts, axis=0, weights=[*words.values()]).astype(np.float32)
    return rows
