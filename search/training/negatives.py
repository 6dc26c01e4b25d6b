"""Hard negatives: what BM25 finds for a question and nobody called right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import bm25s
import numpy as np

from search.tokens import forms, pairs
from search.training.pairs import Material, Pair


def terms(text: str) -> list[str]:
    """Syllables and pairs, as the index has them."""
    words = forms(text)
    return words + pairs(words)


class Words:
    """BM25 over passages by id."""

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        self.ids, self.texts = list(ids), list(texts)
        self._codes: dict[str, int] = {}
        rows = [[self._codes.setdefault(t, len(self._codes)) for t in terms(text)] or [0] for text in texts]
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        self._index.index((rows, self._codes), show_progress=False)

    def best(self, text: str, depth: int) -> tuple[list[int], list[float]]:
        """Places of the best passages and their scores."""
        wanted = [t for t in terms(text) if t in self._codes]
        if not wanted:
            return [], []
        found, scores = self._index.retrieve([wanted], k=min(depth, len(self.ids)), show_progress=False)
        return [int(i) for i in found[0]], [float(s) for s in scores[0]]


def with_negatives(m: Material, chosen: Sequence[Pair]) -> list[tuple[Pair, list[str]]]:
    """Each pair with hard negatives: from the plans for headings (often the same sentence of another province), else from the articles."""
    articles = Words([a.id for a in m.articles], [m.passage(a) for a in m.articles])
    bullets = [p for p in chosen if p.source == "headings"]
    plans = Words([p.answers[0] for p in bullets], [p.passage for p in bullets]) if bullets else articles
    chance = np.random.default_rng(m.recipe.seed)
    known: dict[str, list[str]] = defaultdict(list)
    made = []
    for pair in chosen:
        index = plans if pair.source.startswith("headings") else articles
        key = f"{pair.source.split('/')[0]}\n{pair.passage}"
        if "/" not in pair.source or key not in known:
            known[key] = _wrong(index, pair, m, chance)
        made.append((pair, known[key]))
    return made


def _wrong(index: Words, pair: Pair, m: Material, chance: np.random.Generator) -> list[str]:
    skip, depth, each = (int(m.recipe.negatives[name]) for name in ("skip", "depth", "each"))
    found, _ = index.best(pair.query, depth)
    wrong = [i for i in found[skip:] if index.ids[i] not in pair.answers and index.texts[i] != pair.passage]
    return [index.texts[int(i)] for i in chance.permutation(wrong)[:each]]
