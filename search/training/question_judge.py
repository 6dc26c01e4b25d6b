"""The question encoder beside the shipped model, over passages encoded once, on questions that neither learnt from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.encode import ShippedEncoder
from search.training.judge import Bench, Scores, interval, rank_alone, rank_hybrid, scored
from search.training.lessons import (
    ALQAC,
    KEPT_APART,
    KEPT_APART_JUDGED,
    PLANS,
    WRITTEN,
    WRITTEN_PLANS,
    Corpus,
    apart,
    judged_answers,
    written,
)
from search.training.negatives import Words
from search.training.pairs import Material, fold_of

WEIGHTS = (0.3, 0.4, 0.5, 0.6)
BASE, LEARNT = "base", "learnt"
Asked = tuple[tuple[str, ...], str]
"""Ids of the right passages, and the question."""


def benches(m: Material, corpus: Corpus) -> Iterator[tuple[Bench, slice]]:
    """Zalo's benchmark, fold 0 of ALQAC and the written questions kept apart, each with the rows of its passages."""
    yield Bench.zalo(m.data), corpus.places["codified"]
    for name in ALQAC:
        whole = Bench.alqac(m.data, name)
        yield whole.only([q for q, text in whole.questions.items() if fold_of(text, m.recipe) == 0]), corpus.places[name]
    place = {a.id: i for i, a in enumerate(m.articles)}
    of_laws: list[Asked] = [((a,), q) for a, q in written(WRITTEN) if place[a] % KEPT_APART == 0]
    yield _kept_apart("written", of_laws, corpus, "codified")
    of_papers: list[Asked] = [((p,), q) for p, q in written(WRITTEN_PLANS) if apart(p.partition("#")[0])]
    yield _kept_apart("plans", of_papers, corpus, PLANS)
    judged = [(right, q) for q, right in judged_answers(m.data) if apart(q, KEPT_APART_JUDGED)]
    yield _kept_apart("judged", judged, corpus, "codified")


def _kept_apart(name: str, asked: list[Asked], corpus: Corpus, place: str) -> tuple[Bench, slice]:
    rows = corpus.places[place]
    questions = {f"{name}{i}": q for i, (_, q) in enumerate(asked)}
    right = {f"{name}{i}": frozenset(r) for i, (r, _) in enumerate(asked)}
    return Bench(name, corpus.articles[rows], questions, right), rows


def judge(m: Material, vectors: npt.NDArray[np.float16], learnt: Path) -> None:
    """Print nDCG@10 and MRR@10 of both models, the change and its interval: alone, with BM25, without diacritics."""
    corpus, passages = Corpus.read(m), vectors.astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        encoders = {BASE: ShippedEncoder(Path(folder), learnt=None), LEARNT: ShippedEncoder(Path(folder), learnt=learnt)}
        for bench, rows in benches(m, corpus):
            words = Words([a.id for a in bench.articles], [a.passage(4000) for a in bench.articles])
            for asked in (bench, bench.bare()):
                asked_of = {name: e.queries(list(asked.questions.values())) for name, e in encoders.items()}
                report: dict[str, dict[str, Scores]] = {}
                for name, questions in asked_of.items():
                    report.setdefault("alone", {})[name] = scored(rank_alone(asked, questions, passages[rows]), bench.right)
                    for w in WEIGHTS if asked is bench else ():
                        ranking = rank_hybrid(asked, questions, passages[rows], words, w)
                        report.setdefault(f"hybrid {w}", {})[name] = scored(ranking, bench.right)
                for leg, scores in report.items():
                    _tell(f"{asked.name} ({len(asked.questions)}) {leg}", scores, m.recipe.seed)


def _tell(row: str, scores: dict[str, Scores], seed: int) -> None:
    means = {k: f"{np.mean(list(s.ndcg.values())):.4f} (MRR {np.mean(list(s.mrr.values())):.4f})" for k, s in scores.items()}
    change, low, high = interval(scores[LEARNT].ndcg, scores[BASE].ndcg, seed)
    print(f"{row:36} {means[BASE]} -> {means[LEARNT]}  {change:+.4f} [{low:+.4f}, {high:+.4f}]", flush=True)
