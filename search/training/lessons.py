"""What questions learn from, row by row: the frozen passages with their vectors, and questions with their right passages."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.encode import ShippedEncoder
from search.training.articles import Article, alqac, lines
from search.training.judge import Bench
from search.training.pairs import Material, Pair, fold_of, questions, titles

WRITTEN = Path(__file__).with_name("questions.tsv.gz")
"""Article of the codification, question: 15,139 questions written for this purpose by reading 6,195 articles, none of which
answers a question of the benchmark."""
CHARACTERS = 1000
"""Of a passage that the model reads: about 256 tokens."""
KEPT_APART = 20
"""Every so many-th article's written questions are for judging."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, the rows of its right passages, and the rows of the corpus that it is asked of."""

    question: str
    right: tuple[int, ...]
    corpus: slice
    source: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The frozen passages: the codification, then ALQAC's own articles."""

    articles: list[Article]
    codified: slice
    alqac: dict[str, slice]

    @classmethod
    def read(cls, m: Material) -> Corpus:
        articles, places = list(m.articles), {}
        for name in ("2022", "2023_2025"):
            own = alqac(m.data, name)
            places[name] = slice(len(articles), len(articles) + len(own))
            articles += own
        return cls(articles, slice(0, len(m.articles)), places)


def encode_passages(corpus: Corpus, target: Path, batch: int = 256) -> None:
    """Vectors of all passages by the shipped model, as float16 in ``target``; goes on where it was cut off (hours on two cores)."""
    shape = (len(corpus.articles), 384)
    vectors = np.lib.format.open_memmap(target, "r+" if target.exists() else "w+", np.float16, shape)
    encoder = ShippedEncoder(target.parent / "onnx", learnt=None)
    missing = [i for i in range(shape[0]) if not vectors[i].any()]
    for at in range(0, len(missing), batch):
        rows = missing[at : at + batch]
        vectors[rows] = encoder.passages([corpus.articles[i].passage(CHARACTERS) for i in rows])
        vectors.flush()
        print(f"{at + len(rows)} of {len(missing)} passages", flush=True)


def lessons(m: Material, corpus: Corpus, most: Mapping[str, int]) -> dict[str, list[Lesson]]:
    """At most so many lessons of each source. No benchmark question, and no ALQAC question of fold 0, is among them."""
    rows = {a.id: i for i, a in enumerate(m.articles)}
    whole = corpus.codified

    def written_for_this() -> Iterator[Lesson]:
        for article, question in written():
            if rows[article] % KEPT_APART:
                yield Lesson(question, (rows[article],), whole, "written")

    benchmark = set(Bench.zalo(m.data).questions.values())
    chance = random.Random(m.recipe.seed)

    def paired(pairs: Callable[[Material], Iterator[Pair]], source: str) -> Iterator[Lesson]:
        for pair in pairs(m):
            if pair.query not in benchmark:
                yield Lesson(pair.query, tuple(rows[a] for a in pair.answers), whole, source)

    def asked() -> Iterator[Lesson]:
        for name, place in corpus.alqac.items():
            own = {a.id: place.start + i for i, a in enumerate(corpus.articles[place])}
            for q in lines(m.data / "bench_alqac" / f"questions_{name}.jsonl"):
                right = tuple(own[a] for a in q["relevant"] if a in own)
                if right and fold_of(q["text"], m.recipe) != 0:
                    yield Lesson(q["text"], right, place, "alqac")

    made: dict[str, Callable[[], Iterator[Lesson]]] = {
        "written": written_for_this,
        "questions": lambda: paired(questions, "questions"),
        "alqac": asked,
        "titles": lambda: paired(titles, "titles"),
    }
    found = {source: list(made[source]()) for source in most}
    return {source: chance.sample(all_of_it, min(most[source], len(all_of_it))) for source, all_of_it in found.items()}


def written() -> Iterator[tuple[str, str]]:
    """Ids of articles and the questions written for them."""
    with gzip.open(WRITTEN, "rt", encoding="utf-8") as file:
        for line in file:
            article, _, question = line.rstrip("\n").partition("\t")
            yield article, question
