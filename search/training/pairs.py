"""Pairs to learn from: a question and the passage that answers it, from public laws, questions and plans."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import LuocdoError
from corpus.extract.citations import read_citations
from corpus.read import read_bytes
from corpus.structure import parse
from search.passages import passages, plain
from search.training.articles import ALQAC, Article, alqac, codified, lines
from search.training.noise import abbreviated, bare, slipped
from search.training.recipe import Recipe

ZALO = Path("bench_zalo2021_on_phapdien")
TRAINING = "zalo2021_questions_for_training.json"
PLANS = Path("tvpl_local_2025/docs.jsonl.gz")
_ARTICLE = re.compile(r"\bđiều\s+(\d+[a-zđ]?)", re.IGNORECASE)
_SENTENCE = 300
"""Characters of the sentence around a citation that make the question."""
_EMPTY_TITLES = re.compile(
    r"(?:hiệu lực|điều khoản|tổ chức thực hiện|trách nhiệm (?:thi hành|thực hiện)|quy định chuyển tiếp)", re.IGNORECASE
)
"""Titles that thousands of articles share: they ask nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer. ``answers``: ids of all passages known to be right, so that none is taken for wrong."""

    query: str
    passage: str
    source: str
    answers: tuple[str, ...]
    fold: int = -1
    """Benchmark questions only: the fold in which this one is kept apart."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the pairs are drawn from, read once."""

    data: Path
    recipe: Recipe
    articles: list[Article]
    by_id: dict[str, Article]
    by_place: dict[tuple[str, str], Article]

    @classmethod
    def read(cls, data: Path, recipe: Recipe) -> Material:
        articles = codified(data)
        return cls(data, recipe, articles, {a.id: a for a in articles}, {(a.number, a.article): a for a in articles if a.article})

    def passage(self, article: Article) -> str:
        return article.passage(self.recipe.passage_characters)


def titles(m: Material) -> Iterator[Pair]:
    """Title and law -> body; the body alone, or the question would stand in its answer."""
    for a in m.articles:
        if len(a.text) > 80 and not _EMPTY_TITLES.match(a.title):
            yield Pair(f"{a.title} {a.act}".strip(), plain(a.text)[: m.recipe.passage_characters], "titles", (a.id,))


def links(m: Material) -> Iterator[Pair]:
    """The state's own "có nội dung liên quan": what one article is about leads to the other."""
    for a in m.articles:
        for other in a.related:
            b = m.by_id.get(other)
            if b is not None and b.number != a.number and not _EMPTY_TITLES.match(a.title):
                yield Pair(f"{a.title} {a.act}".strip(), m.passage(b), "links", (a.id, *a.related))


def questions(m: Material) -> Iterator[Pair]:
    """Zalo 2021. The benchmark's questions carry the fold that keeps them apart when they are reported on."""
    folds = benchmark_folds(m.data, m.recipe)
    for q in json.loads((m.data / ZALO / TRAINING).read_text("utf-8")):
        gold = [m.by_place.get((g["law_id"].lower(), str(g["article_id"]))) for g in q["relevant_articles"]]
        found = [a for a in gold if a is not None]
        for a in found:
            yield Pair(q["text"], m.passage(a), "questions", tuple(x.id for x in found), folds.get(q["id"], -1))


def benchmark_folds(data: Path, recipe: Recipe) -> dict[str, int]:
    """The fold of each benchmark question: the model that is judged on it never saw it."""
    held = sorted(q["qid"] for q in lines(data / ZALO / "queries.jsonl"))
    order = random.Random(recipe.seed).sample(held, len(held))
    return {qid: i % recipe.folds["count"] for i, qid in enumerate(order)}


def alqac_questions(m: Material) -> Iterator[Pair]:
    """ALQAC, by folds of its own (the same question may come in two years)."""
    for name in ALQAC:
        corpus = {a.id: a for a in alqac(m.data, name)}
        for q in lines(m.data / "bench_alqac" / f"questions_{name}.jsonl"):
            for right in q["relevant"]:
                if right in corpus:
                    number = fold_of(q["text"], m.recipe)
                    yield Pair(q["text"], m.passage(corpus[right]), "alqac", tuple(q["relevant"]), number)


def fold_of(text: str, recipe: Recipe) -> int:
    """The fold of a question by its words: the same question of another year falls into the same."""
    return random.Random(plain(text).lower()).randrange(recipe.folds["count"])


def headings(m: Material) -> Iterator[Pair]:
    """Plans of other sectors: the headings above a bullet -> the bullet. The five shipped plans are not among them."""
    for record in lines(m.data / PLANS):
        try:
            document = parse(read_bytes(record["text"].encode(), record["id"] + ".txt"))
        except LuocdoError:
            continue
        for p in passages(document):
            if p.breadcrumb and 60 < len(p.plain) < m.recipe.passage_characters:
                yield Pair(plain(p.breadcrumb[-1])[:200], p.plain, "headings", (f"{record['id']}#{p.start}",))


def citations(m: Material) -> Iterator[Pair]:
    """A sentence that cites an article of a numbered act -> that article; the citations are the project's own reading."""
    for a in m.articles:
        if "iều" not in a.text or not any(c.isdigit() for c in a.text):
            continue
        document = parse(read_bytes(a.text.encode(), a.id + ".txt"))
        for c in read_citations(document).citations:
            place = _ARTICLE.search(c.pinpoint or "")
            cited = m.by_place.get(((c.number or "").lower(), place[1])) if place else None
            if cited is not None and cited.id != a.id:
                around = document.text[max(0, c.start - _SENTENCE // 2) : c.end + _SENTENCE // 2]
                yield Pair(plain(around), m.passage(cited), "citations", (cited.id,))


SOURCES: dict[str, Callable[[Material], Iterator[Pair]]] = {
    "titles": titles,
    "links": links,
    "questions": questions,
    "alqac": alqac_questions,
    "headings": headings,
    "citations": citations,
}


def drawn(m: Material) -> list[Pair]:
    """So many pairs of each source as the recipe says, and copies as people type them; the same for the same seed."""
    chance = random.Random(m.recipe.seed)
    chosen: list[Pair] = []
    for source, read in SOURCES.items():
        found = list(read(m))
        count = m.recipe.pairs[source]
        chosen += found if len(found) <= count else chance.sample(found, count)
    return chosen + [copy for pair in chosen for copy in _copies(pair, m.recipe.copies, chance)]


def _copies(pair: Pair, shares: dict[str, float], chance: random.Random) -> Iterator[Pair]:
    ways: dict[str, Callable[[str], str | None]] = {
        "bare": bare,
        "short": abbreviated,
        "slips": lambda text: slipped(text, chance),
    }
    for name, way in ways.items():
        query = way(pair.query) if chance.random() < shares[name] else None
        if query and query != pair.query:
            yield Pair(query, pair.passage, f"{pair.source}/{name}", pair.answers, pair.fold)
