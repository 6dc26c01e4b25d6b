"""Search over small libraries with a fake encoder: what is found, what is forgotten, what a killed sync leaves."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import QueryError
from corpus.library import Library
from corpus.model import Document, Facts, Header
from corpus.read import read_bytes, read_source
from corpus.settings import Settings
from corpus.structure import parse
from search.encode import Vectors
from search.engine import SearchEngine
from search.results import Query
from search.tokens import forms

ROOT = Path(__file__).resolve().parent.parent


class WordEncoder:
    """A stand-in for the model: the sum of a random vector for each word, so that shared words mean likeness."""

    def __init__(self, identity: str = "fake") -> None:
        self.identity = identity
        self.dimension = 32
        self.encoded = 0

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return np.stack([self._one(t) for t in texts])

    def warm(self) -> None:
        pass

    def _one(self, text: str) -> Vectors:
        seeds = [int.from_bytes(hashlib.sha256(w.encode()).digest()[:4], "big") for w in forms(text) or ["∅"]]
        total = np.sum([np.random.default_rng(s).standard_normal(self.dimension) for s in seeds], axis=0)
        vector: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return vector


def document(text: str, name: str = "a.txt", **header: str) -> Document:
    parsed = parse(read_bytes(text.encode(), name))
    return replace(parsed, header=Header(**header)) if header else parsed


@pytest.fixture
def library(settings: Settings, plans: list[Path]) -> Library:
    made = Library.open(settings.library_path)
    for path in plans:
        made.add(parse(read_source(path)[0]), Facts())
    return made


@pytest.fixture
def engine(settings: Settings, library: Library) -> SearchEngine:
    made = SearchEngine(settings, WordEncoder())
    made.sync(library)
    return made


def files(engine: SearchEngine, text: str, **options: object) -> list[str]:
    return [h.file[:3] for h in engine.search(Query(text=text, **options)).hits]  # type: ignore[arg-type]


def test_offsets_of_hits_and_highlights_quote_the_document(engine: SearchEngine, library: Library) -> None:
    results = engine.search(Query(text="phòng chống bạo lực gia đình", limit=50))
    assert len(results.hits) > 10
    for hit in results.hits:
        text = library.get(hit.document).document.text
        assert text[hit.start : hit.end] == hit.text
        assert all(hit.start <= m.start < m.end <= hit.end for m in hit.highlights)
        assert {text[m.start : m.end] for m in hit.highlights if m.kind == "word"} == set(hit.why.words)


def test_a_number_in_any_spelling_finds_the_passages_that_cite_it(engine: SearchEngine) -> None:
    for typed in ("28/NQ-CP", "28/nq-cp", "Nghị quyết số 28 / NQ - CP"):
        first, second = engine.search(Query(text=typed)).hits[:2]
        assert "28/NQ-CP" in first.text and "28/NQ-CP" in second.text


def test_accents_are_restored_and_can_be_left_alone(engine: SearchEngine) -> None:
    mended = engine.search(Query(text="binh dang gioi"))
    assert [(c.kind, c.read) for c in mended.query.changes] == [("diacritics", "bình đẳng giới")]
    assert not engine.search(Query(text="binh dang gioi", verbatim=True)).query.changes


@pytest.mark.parametrize("typed", ["bình đẵng giới", "bifnh ddawngr giowis"])
def test_slips_and_telex_keys_are_mended(engine: SearchEngine, typed: str) -> None:
    assert engine.search(Query(text=typed)).query.text == "bình đẳng giới"


def test_words_of_the_language_are_not_mended_because_the_corpus_lacks_them(engine: SearchEngine) -> None:
    assert {c.kind for c in engine.search(Query(text="đánh đập vợ con")).query.changes} <= {"official"}


def test_phrases_are_required_and_exclusions_kept_out(engine: SearchEngine) -> None:
    hits = engine.search(Query(text='"bạo lực gia đình" -"bạo lực trên cơ sở giới"', limit=100)).hits
    assert hits
    assert all("bạo lực gia đình" in h.text.lower() and "bạo lực trên cơ sở giới" not in h.text.lower() for h in hits)


def test_pages_follow_each_other_without_gap_or_repeat(engine: SearchEngine) -> None:
    whole = engine.search(Query(text="bình đẳng giới", limit=200))
    pages = [engine.search(Query(text="bình đẳng giới", limit=20, offset=o)) for o in range(0, 200, 20)]
    assert [h.iri for p in pages for h in p.hits] == [h.iri for h in whole.hits]
    assert len({h.iri for h in whole.hits}) == len(whole.hits)
    last = engine.search(Query(text="bình đẳng giới", limit=20, offset=whole.total))
    assert not last.hits


def test_facets_count_what_the_filters_leave(settings: Settings) -> None:
    library = Library.open(settings.library_path)
    for number, (kind, year) in enumerate([("Kế hoạch", "2021"), ("Kế hoạch", "2022"), ("Quyết định", "2022")]):
        text = f"Văn bản số {number} về việc bảo vệ môi trường nước ở các làng nghề của địa phương."
        library.add(document(text, f"{number}.txt", type=kind, date=f"{year}-05-01"), Facts())
    engine = SearchEngine(settings, WordEncoder())
    engine.sync(library)
    everything = engine.search(Query())
    assert (everything.total, everything.facets["type"], everything.facets["year"]) == (
        3,
        {"Kế hoạch": 2, "Quyết định": 1},
        {"2021": 1, "2022": 2},
    )
    for text in ("", "môi trường nước"):
        left = engine.search(Query(text=text, filters={"year": ("2022",)}))
        assert (left.total, len(left.hits), left.facets["type"]) == (2, 2, {"Kế hoạch": 1, "Quyết định": 1})


def test_what_is_removed_or_changed_is_not_found_any_more(engine: SearchEngine, library: Library, settings: Settings) -> None:
    old = document("Điều 1. Con mèo mun trèo lên cây cau hỏi thăm chú chuột đi đâu vắng nhà.", "m.txt")
    library.add(old, Facts())
    engine.sync(library)
    assert "mèo mun" in engine.search(Query(text="mèo mun trèo cây cau")).hits[0].text
    library.remove(old.id)
    engine.sync(library)
    assert not any("mèo mun" in h.text for h in engine.search(Query(text="mèo mun trèo cây cau")).hits)
    assert not engine.search(Query(text='"mèo mun"')).hits
    snapshot = engine.snapshot()
    assert snapshot is not None and snapshot.vocabulary.pair("mèo", "mun") == 0


def test_a_document_read_again_keeps_its_vectors(settings: Settings, library: Library) -> None:
    encoder = WordEncoder()
    engine = SearchEngine(settings, encoder)
    engine.sync(library)
    before = encoder.encoded
    entry = next(library.documents())
    stored = library.get(entry.id)
    library.add(replace(stored.document, header=Header(number="1/KH-UBND", title=None)), stored.facts, extractor="newer")
    assert engine.sync(library) == 1
    assert encoder.encoded == before
    assert all(h.document == entry.id for h in engine.search(Query(text="1/KH-UBND", limit=5)).hits)


def test_an_index_of_another_model_is_refused_until_it_is_made_again(settings: Settings, library: Library) -> None:
    SearchEngine(settings, WordEncoder("one")).sync(library)
    other = SearchEngine(settings, WordEncoder("two"))
    with pytest.raises(QueryError):
        other.search(Query(text="bình đẳng"))
    other.sync(library)
    assert other.search(Query(text="bình đẳng")).total > 0


def test_a_sync_that_dies_changes_nothing_and_the_next_one_ends_as_if_undisturbed(
    engine: SearchEngine, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = engine.search(Query(text="bình đẳng giới"))
    library.add(document("Điều 1. Việc trồng rừng phòng hộ ven biển phải được Ủy ban nhân dân tỉnh phê duyệt.", "r.txt"), Facts())
    with monkeypatch.context() as broken:

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        broken.setattr("search.generations.Generations.publish", die)
        with pytest.raises(KeyboardInterrupt):
            engine.sync(library)
    assert engine.search(Query(text="bình đẳng giới")) == before
    engine.sync(library)
    assert engine.revision == library.revision
    assert engine.search(Query(text="trồng rừng phòng hộ ven biển")).hits[0].file == "r.txt"


def test_a_reader_keeps_its_generation_while_newer_ones_are_published(engine: SearchEngine, library: Library) -> None:
    engine.search(Query(text="bình đẳng giới"))
    held = engine.snapshot()
    for i in range(3):
        library.add(document(f"Điều {i}. Quy định về đê điều và phòng chống lụt bão ở các huyện miền núi số {i}.", f"{i}.txt"), Facts())
        engine.sync(library)
    assert held is not None and held.words.entries([0])[0].passage.text
    assert held.vectors.both(np.array([0])).shape == (1, 2, 32)
    assert engine.search(Query(text="đê điều lụt bão")).hits[0].file in {"0.txt", "1.txt", "2.txt"}


def test_nothing_heavy_is_imported_for_a_question_by_words(settings: Settings, library: Library) -> None:
    SearchEngine(settings).encoder.identity  # noqa: B018 -- reading it must not load the model either
    code = f"""
import sys
from pathlib import Path
from corpus.settings import Settings
from search.engine import SearchEngine
from search.results import Query
import web
web.create_app(Settings(home=Path({str(settings.home)!r})))
engine = SearchEngine(Settings(home=Path({str(settings.home)!r})))
engine.search(Query(text="28/NQ-CP", mode="lexical"))
print(sorted({{"torch", "transformers", "sentence_transformers", "onnxruntime", "onnx"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
