"""The question encoder beside the shipped model, over passages encoded once, on questions that neither learnt from."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.encode import ShippedEncoder
from search.training.articles import ALQAC
from search.training.judge import Bench, Scores, interval, rank_alone, rank_hybrid, scored
from search.training.lessons import CODIFIED, Corpus, Lesson, made_for_this
from search.training.negatives import Words
from search.training.pairs import Material, fold_of

WEIGHTS = (0.3, 0.4, 0.5, 0.6)
BASE, LEARNT = "base", "learnt"


def benches(m: Material, corpus: Corpus) -> Iterator[tuple[Bench, slice]]:
    """Zalo's benchmark, fold 0 of ALQAC and what was made for this and kept apart, each with the rows of its passages."""
    yield Bench.zalo(m.data), corpus.places[CODIFIED]
    for name in ALQAC:
        whole = Bench.alqac(m.data, name)
        yield whole.only([q for q, text in whole.questions.items() if fold_of(text, m.recipe) == 0]), corpus.places[name]
    kept: dict[str, list[Lesson]] = defaultdict(list)
    for lesson, kept_apart in made_for_this(m, corpus):
        if kept_apart:
            kept[lesson.source].append(lesson)
    for source, asked in kept.items():
        questions = {f"{source}{i}": x.question for i, x in enumerate(asked)}
        right = {f"{source}{i}": frozenset(corpus.articles[row].id for row in x.right) for i, x in enumerate(asked)}
        yield Bench(source, corpus.articles[asked[0].corpus], questions, right), asked[0].corpus


def judge(m: Material, vectors: npt.NDArray[np.float16], learnt: Path) -> None:
    """Print nDCG@10 and MRR@10 of both models, the change and its interval: alone, with BM25, without diacritics."""
    corpus, passages = Corpus.read(m), vectors.astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        encoders = {BASE: ShippedEncoder(Path(folder), learnt=None), LEARNT: ShippedEncoder(Path(folder), learnt=learnt)}
        for bench, rows in benches(m, corpus):
            words = Words([a.id for a in bench.articles], [a.passage() for a in bench.articles])
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
