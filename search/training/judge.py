"""Two models on questions that neither was trained on: alone and with BM25, per kind, the difference with its interval."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.text import fold
from search.ranking import Scored, fuse
from search.training.articles import Article, alqac, codified, in_windows, lines
from search.training.negatives import Words
from search.training.pairs import ZALO

Vectors = npt.NDArray[np.float32]
DEPTH = 100
RESAMPLES = 2000


class Model(Protocol):
    """What is judged: unit vectors of questions and of passages."""

    def queries(self, texts: Sequence[str]) -> Vectors: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Bench:
    """Questions with the ids of their right articles, over all windows of all articles of a corpus: the best one of an article counts."""

    name: str
    articles: list[Article]
    questions: dict[str, str]
    right: dict[str, frozenset[str]]

    @classmethod
    def zalo(cls, data: Path) -> Bench:
        right: dict[str, set[str]] = defaultdict(set)
        for line in (data / ZALO / "qrels.tsv").read_text("utf-8").splitlines():
            qid, _, document, relevance = line.split()
            if int(relevance):
                right[qid].add(document)
        questions = {q["qid"]: q["text"] for q in lines(data / ZALO / "queries.jsonl")}
        return cls("zalo", in_windows(codified(data)), questions, {k: frozenset(v) for k, v in right.items()})

    @classmethod
    def alqac(cls, data: Path, name: str) -> Bench:
        records = list(lines(data / "bench_alqac" / f"questions_{name}.jsonl"))
        return cls(
            f"alqac {name}",
            in_windows(alqac(data, name)),
            {r["qid"]: r["text"] for r in records},
            {r["qid"]: frozenset(r["relevant"]) for r in records},
        )

    def bare(self) -> Bench:
        """The same questions without diacritics."""
        return Bench(f"{self.name}, bare", self.articles, {k: fold(v) for k, v in self.questions.items()}, self.right)

    def ids(self, ranking: Iterable[int]) -> list[str]:
        """The articles of a ranking of windows, each once."""
        return list(dict.fromkeys(self.articles[int(i)].id for i in ranking))

    def only(self, wanted: Sequence[str]) -> Bench:
        return Bench(self.name, self.articles, {k: self.questions[k] for k in wanted}, self.right)

    def sampled(self, others: int, seed: int) -> Bench:
        """The same questions over their right articles and ``others`` more."""
        right = frozenset().union(*(self.right[q] for q in self.questions))
        rest = list(dict.fromkeys(a.id for a in self.articles if a.id not in right))
        kept = right.union(random.Random(seed).sample(rest, min(others, len(rest))))
        return Bench(f"{self.name}, {len(kept)} articles", [a for a in self.articles if a.id in kept], self.questions, self.right)


@dataclass(frozen=True, slots=True)
class Scores:
    """nDCG@10 and MRR@10 of each question."""

    ndcg: dict[str, float]
    mrr: dict[str, float]


def scored(rankings: Mapping[str, Sequence[str]], right: Mapping[str, frozenset[str]]) -> Scores:
    ndcg, mrr = {}, {}
    for qid, ranking in rankings.items():
        hits = [rank for rank, found in enumerate(ranking[:10]) if found in right[qid]]
        ideal = sum(1 / math.log2(k + 2) for k in range(min(10, len(right[qid]))))
        ndcg[qid] = sum(1 / math.log2(rank + 2) for rank in hits) / ideal
        mrr[qid] = 1 / (hits[0] + 1) if hits else 0.0
    return Scores(ndcg, mrr)


def rank_alone(bench: Bench, questions: Vectors, passages: Vectors) -> dict[str, list[str]]:
    """By similarity alone, over every passage."""
    return {
        qid: bench.ids(np.argsort(-(passages @ vector), kind="stable")[:DEPTH])
        for qid, vector in zip(bench.questions, questions, strict=True)
    }


def rank_hybrid(bench: Bench, questions: Vectors, passages: Vectors, words: Words, weight: float) -> dict[str, list[str]]:
    """As the engine fuses: the best of both legs, z-scores, ``weight`` for meaning."""
    rankings = {}
    for (qid, text), vector in zip(bench.questions.items(), questions, strict=True):
        found, scores = words.best(text, 2 * DEPTH)
        bm25 = dict(zip(found, scores, strict=True))
        similarity = passages @ vector
        near = np.argsort(-similarity, kind="stable")[:DEPTH].tolist()
        meant = Scored.of({i: float(similarity[i]) for i in {*near, *bm25}})
        fused = fuse(meant, Scored.of(bm25), weight)
        rankings[qid] = bench.ids(fused.ids[:DEPTH])
    return rankings


def interval(new: Mapping[str, float], old: Mapping[str, float], seed: int) -> tuple[float, float, float]:
    """Mean difference and its 95 % interval by paired bootstrap over questions."""
    differences = np.array([new[q] - old[q] for q in old])
    chance = np.random.default_rng(seed)
    means = differences[chance.integers(0, len(differences), (RESAMPLES, len(differences)))].mean(1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(differences.mean()), float(low), float(high)


def unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    """Vectors as unit vectors of float32."""
    wide = np.asarray(vectors, np.float32)
    norms: Vectors = np.linalg.norm(wide, axis=1, keepdims=True)
    return np.asarray(wide / np.maximum(norms, 1e-9), np.float32)


def cut(vectors: Vectors, dimension: int) -> Vectors:
    """The first ``dimension`` components as unit vectors (Matryoshka)."""
    return unit(vectors[:, :dimension])
