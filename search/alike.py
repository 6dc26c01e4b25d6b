"""How near two short texts are in meaning, for whoever compares them: the encoder's cosine, stretched to 0-1."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from search.encode import Encoder

_UNLIKE = 0.7
"""Cosine that the encoder gives to short texts that have nothing to do with each other."""


def alike(encoder: Encoder, texts: Iterable[str]) -> Callable[[str, str], float]:
    """The likeness of any two of ``texts``, which are encoded once, together."""
    known = sorted(set(texts))
    vectors = encoder.passages(known) if known else None
    row = {text: i for i, text in enumerate(known)}

    def likeness(one: str, other: str) -> float:
        if vectors is None or one not in row or other not in row:
            return 0.0
        cosine = float(vectors[row[one]] @ vectors[row[other]])
        return min(1.0, max(0.0, (cosine - _UNLIKE) / (1 - _UNLIKE)))

    return likeness
