"""What questions learn from, row by row: the frozen passages with their vectors, and questions with their right passages."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from corpus.read import read_bytes
from corpus.structure import parse
from search.encode import ShippedEncoder
from search.meaning import both_ways
from search.passages import passages
from search.training.articles import ALQAC, LONGEST, Article, alqac, in_windows, lines
from search.training.pairs import TRAINING, ZALO, Material, Pair, fold_of, questions, titles

HERE = Path(__file__).parent
CODIFIED, PLANS = "codified", "plans"
WRITTEN = HERE / "questions.tsv.gz"
"""Article of the codification, question: 22,051 questions written for this purpose by reading 9,145 articles, none of which
answers a question of the benchmark."""
WRITTEN_PLANS = HERE / "plan_questions.tsv.gz"
"""Collection/paper#place, question: 9,393 questions written for this purpose by reading 4,370 passages of plans and local papers, none
of which is among those of the judged questions."""
JUDGED = HERE / "judged_answers.tsv.gz"
"""Question of Zalo 2021 outside the benchmark, articles of the codification that answer it: judged for this purpose among the first eight
that the engine found. Of 2,093 questions 263 have one: fines are not codified, and the laws that Zalo names are mostly gone."""
PAPERS = {"tvpl_local_2025": "docs.jsonl.gz", "congbao_pdf_text": "docs.jsonl.gz", "vbpl_central": "vbpl_vi.jsonl.gz"}
KEPT_APART = 20
"""Every so many-th article's and paper's questions are for judging."""
KEPT_APART_JUDGED = 10
"""The same of the questions of Zalo."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, the rows of its right passages, and the rows of the corpus that it is asked of."""

    question: str
    right: tuple[int, ...]
    corpus: slice
    source: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The frozen passages, one collection after the other: the codification, ALQAC's own articles (all by windows), local papers."""

    articles: list[Article]
    places: dict[str, slice]

    @classmethod
    def read(cls, m: Material) -> Corpus:
        articles, places = list[Article](), dict[str, slice]()
        laws = {CODIFIED: m.articles} | {name: alqac(m.data, name) for name in ALQAC}
        for name, own in ({name: in_windows(own) for name, own in laws.items()} | {PLANS: papers(m.data)}).items():
            places[name] = slice(len(articles), len(articles) + len(own))
            articles += own
        return cls(articles, places)

    def rows(self, name: str) -> dict[str, tuple[int, ...]]:
        """The rows of each article or passage of a collection."""
        place, found = self.places[name], defaultdict[str, list[int]](list)
        for i, a in enumerate(self.articles[place], place.start):
            found[a.id].append(i)
        return {name: tuple(rows) for name, rows in found.items()}


def papers(data: Path) -> list[Article]:
    """The passages of all papers that questions were written for; their title and headings stand as the passage's title."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for passage, _ in written(WRITTEN_PLANS):
        collection, _, paper = passage.partition("#")[0].partition("/")
        wanted[collection].add(paper)
    found = []
    for collection in sorted(wanted):
        for record in lines(data / collection / PAPERS[collection]):
            if record["id"] in wanted[collection]:
                document = parse(read_bytes(record["text"].encode(), record["id"] + ".txt"))
                name = f"{collection}/{record['id']}"
                found += [Article(f"{name}#{p.start}", "", "", "", p.context, p.plain) for p in passages(document)]
    return found


def encode_passages(corpus: Corpus, target: Path, batch: int = 256) -> None:
    """Vectors of all passages by the shipped model, as float16 in ``target``; goes on where it was cut off (hours on two cores).

    As the index has them: a passage of a paper by its text alone and in its context, the mean of both.
    """
    shape = (len(corpus.articles), 384)
    vectors = np.lib.format.open_memmap(target, "r+" if target.exists() else "w+", np.float16, shape)
    encoder = ShippedEncoder(target.parent / "onnx", learnt=None)
    first = corpus.places[PLANS].start
    missing = [i for i in range(shape[0]) if not vectors[i].any()]
    for at in range(0, len(missing), batch):
        rows = missing[at : at + batch]
        laws, of_papers = [i for i in rows if i < first], [i for i in rows if i >= first]
        vectors[laws] = encoder.passages([corpus.articles[i].passage(LONGEST) for i in laws])
        vectors[of_papers] = both_ways(encoder, [(corpus.articles[i].title, corpus.articles[i].text) for i in of_papers]).mean(axis=1)
        vectors.flush()
        print(f"{at + len(rows)} of {len(missing)} passages", flush=True)


def lessons(m: Material, corpus: Corpus, most: Mapping[str, int]) -> dict[str, list[Lesson]]:
    """At most so many lessons of each source. No benchmark question, and no ALQAC question of fold 0, is among them."""
    rows, whole = corpus.rows(CODIFIED), corpus.places[CODIFIED]
    benchmark = {q["text"] for q in lines(m.data / ZALO / "queries.jsonl")}
    chance = random.Random(m.recipe.seed)

    def paired(pairs: Callable[[Material], Iterator[Pair]], source: str) -> Iterator[Lesson]:
        for pair in pairs(m):
            if pair.query not in benchmark:
                yield Lesson(pair.query, _all(rows, pair.answers), whole, source)

    def asked() -> Iterator[Lesson]:
        for name in ALQAC:
            own = corpus.rows(name)
            for q in lines(m.data / "bench_alqac" / f"questions_{name}.jsonl"):
                right = _all(own, [a for a in q["relevant"] if a in own])
                if right and fold_of(q["text"], m.recipe) != 0:
                    yield Lesson(q["text"], right, corpus.places[name], "alqac")

    found: dict[str, list[Lesson]] = defaultdict(list)
    made = (lesson for lesson, kept_apart in made_for_this(m, corpus) if not kept_apart)
    for lesson in chain(made, paired(questions, "questions"), asked(), paired(titles, "titles")):
        found[lesson.source].append(lesson)
    return {source: chance.sample(found[source], min(most[source], len(found[source]))) for source in most}


def made_for_this(m: Material, corpus: Corpus) -> Iterator[tuple[Lesson, bool]]:
    """The lessons written or judged for this purpose, and whether each is kept apart for judging."""
    rows, whole = corpus.rows(CODIFIED), corpus.places[CODIFIED]
    of_papers, papers = corpus.rows(PLANS), corpus.places[PLANS]
    apart_articles = {a.id for a in m.articles[::KEPT_APART]}
    for article, question in written(WRITTEN):
        yield Lesson(question, rows[article], whole, "written"), article in apart_articles
    for passage, question in written(WRITTEN_PLANS):
        if passage in of_papers:
            yield Lesson(question, of_papers[passage], papers, PLANS), apart(passage.partition("#")[0])
    for question, answers in judged_answers(m.data):
        yield Lesson(question, _all(rows, answers), whole, "judged"), apart(question, KEPT_APART_JUDGED)


def _all(rows: Mapping[str, tuple[int, ...]], answers: Iterable[str]) -> tuple[int, ...]:
    return tuple(chain.from_iterable(rows[a] for a in answers))


def apart(name: str, every: int = KEPT_APART) -> bool:
    """Whether what goes by ``name`` is for judging, as one in ``every`` is."""
    return random.Random(name).randrange(every) == 0


def written(file: Path) -> Iterator[tuple[str, str]]:
    """Passages and the questions written for them."""
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        for line in opened:
            passage, _, question = line.rstrip("\n").partition("\t")
            yield passage, question


def judged_answers(data: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Questions of Zalo and the articles that were judged to answer them."""
    texts = {q["id"]: q["text"] for q in json.loads((data / ZALO / TRAINING).read_text("utf-8"))}
    for question, answers in written(JUDGED):
        yield texts[question], tuple(answers.split(","))
