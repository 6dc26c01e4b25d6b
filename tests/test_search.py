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

from corpus.errors import NotFoundError, QueryError
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


def test_words_that_only_ask_lift_no_passage(settings: Settings) -> None:
    library = Library.open(settings.library_path)
    library.add(document("Khi cần gì và ở đâu, ai hỏi bao nhiêu thì xã trả lời tới đó, không hỏi vì sao cần.", "hỏi.txt"), Facts())
    library.add(document("Mức hỗ trợ nuôi tôm trong ao lót bạt của hộ nghèo là hai mươi triệu đồng một ao, tại xã.", "tôm.txt"), Facts())
    engine = SearchEngine(settings, WordEncoder())
    engine.sync(library)
    assert files(engine, "ai nuôi tôm thì ở đâu được gì, bao nhiêu, vì sao", mode="lexical")[0] == "tôm"
    assert files(engine, "vì sao", mode="lexical") == ["hỏi"]


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
    assert held is not None and held.entries([0])[0].passage.text
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


def test_the_best_sentence_is_the_one_that_says_most_of_the_question(settings: Settings) -> None:
    library = Library.open(settings.library_path)
    text = (
        "Điều 1. Trường học tổ chức ngày hội thể thao hằng năm cho học sinh. Nhà trường bố trí xe đưa đón học sinh ở vùng cao, vùng xa. "
        "Phụ huynh được mời dự lễ khai giảng và lễ bế giảng của năm học."
    )
    library.add(document(text), Facts())
    engine = SearchEngine(settings, WordEncoder())
    engine.sync(library)
    hit = engine.search(Query(text="xe đưa đón học sinh vùng cao")).hits[0]
    assert hit.best is not None
    assert text[hit.best.start : hit.best.end] == "Nhà trường bố trí xe đưa đón học sinh ở vùng cao, vùng xa."


def test_results_can_be_ordered_by_date_and_number(settings: Settings) -> None:
    library = Library.open(settings.library_path)
    for number, date in (("28/KH-UBND", "2021-05-01"), ("120/KH-UBND", "2023-01-02"), ("9/KH-UBND", None), (None, "2022-12-31")):
        text = f"Bản {number} về việc bảo vệ môi trường nước ở các làng nghề của địa phương."
        library.add(document(text, number=number, date=date), Facts())  # type: ignore[arg-type]
    engine = SearchEngine(settings, WordEncoder())
    engine.sync(library)

    def numbers(sort: str, text: str) -> list[str | None]:
        return [h.number for h in engine.search(Query(text=text, sort=sort)).hits]

    for text in ("", "môi trường nước"):
        assert numbers("newest", text) == ["120/KH-UBND", None, "28/KH-UBND", "9/KH-UBND"]
        assert numbers("oldest", text) == ["28/KH-UBND", None, "120/KH-UBND", "9/KH-UBND"]
        assert numbers("number", text) == ["9/KH-UBND", "28/KH-UBND", "120/KH-UBND", None]
    paged = [engine.search(Query(text="môi trường", sort="newest", limit=1, offset=i)).hits[0].number for i in range(4)]
    assert paged == numbers("newest", "môi trường")
    with pytest.raises(QueryError):
        engine.search(Query(text="môi trường", sort="shoe size"))


def test_more_like_a_passage_leaves_out_its_own_document(engine: SearchEngine) -> None:
    hit = engine.search(Query(text="nạn nhân bạo lực gia đình được tư vấn")).hits[0]
    for iri in (hit.iri, hit.iri.split("/doan/")[0], hit.document):
        alike = engine.search(Query(like=iri, limit=5))
        assert len(alike.hits) == 5
        assert alike.total == 100
        assert all(h.document != hit.document and h.why.rule == "like" for h in alike.hits)
    everything, second = engine.search(Query(like=hit.iri, limit=6)), engine.search(Query(like=hit.iri, limit=3, offset=3))
    assert everything.hits[3:] == second.hits
    with pytest.raises(QueryError):
        engine.search(Query(like="javascript:alert(1)"))
    with pytest.raises(NotFoundError):
        engine.search(Query(like="0" * 16))


def test_an_index_in_an_older_form_is_made_again_without_encoding_anew(
    settings: Settings, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = WordEncoder()
    with monkeypatch.context() as older:
        older.setattr("search.sync.INDEX_VERSION", 0)
        before = SearchEngine(settings, encoder)
        before.sync(library)
        found = before.search(Query(text="bạo lực gia đình"))
    encoded = encoder.encoded
    engine = SearchEngine(settings, encoder)
    engine.sync(library)
    assert encoder.encoded == encoded
    assert engine.search(Query(text="bạo lực gia đình")).hits == found.hits


def test_words_are_found_before_the_vectors_are_there(settings: Settings, library: Library) -> None:
    encoder = WordEncoder()
    engine = SearchEngine(settings, encoder)
    engine.sync(library, vectors=False)
    assert encoder.encoded == 0
    by_words = engine.search(Query(text="phòng chống bạo lực gia đình"))
    assert by_words.hits
    assert all(h.why.similarity is None for h in by_words.hits)
    assert engine.search(Query(text="28/NQ-CP")).hits[0].why.rule == "number"
    with pytest.raises(QueryError):
        engine.search(Query(like=by_words.hits[0].iri))
    engine.sync(library)
    whole = SearchEngine(replace(settings, home=settings.home / "whole"), WordEncoder())
    whole.sync(library)
    assert engine.search(Query(text="phòng chống bạo lực gia đình")).hits == whole.search(Query(text="phòng chống bạo lực gia đình")).hits


def test_an_interrupted_run_keeps_what_it_encoded(settings: Settings, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = WordEncoder()
    engine = SearchEngine(settings, encoder)
    with monkeypatch.context() as small:
        small.setattr("search.meaning.SLICE", 16)

        class Interrupted(WordEncoder):
            def passages(self, texts: Sequence[str]) -> Vectors:
                if self.encoded >= 96:
                    raise KeyboardInterrupt
                return super().passages(texts)

        with pytest.raises(KeyboardInterrupt):
            SearchEngine(settings, Interrupted()).sync(library)
    engine.sync(library)
    snapshot = engine.snapshot()
    assert snapshot is not None
    assert encoder.encoded == 2 * len(snapshot) - 96
    assert not snapshot.manifest.pending


def test_what_is_removed_while_it_waits_is_never_encoded(settings: Settings, library: Library) -> None:
    encoder = WordEncoder()
    engine = SearchEngine(settings, encoder)
    engine.sync(library, vectors=False)
    for entry in list(library.documents())[1:]:
        library.remove(entry.id)
    engine.sync(library)
    snapshot = engine.snapshot()
    assert snapshot is not None
    assert encoder.encoded == 2 * len(snapshot) < 600
