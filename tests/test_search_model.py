"""The 4-bit weights are read as they were written, and every way to run the model says the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import LuocdoError
from corpus.settings import Settings
from search import adapter, q4, rebuild
from search.encode import SHIPPED, SentenceTransformerEncoder, ShippedEncoder, load_encoder, revision
from search.syllables import FIRST, Syllables

SENTENCES = [
    "Phòng, chống bạo lực gia đình và bạo lực trên cơ sở giới",
    "trợ giúp pháp lý cho phụ nữ nghèo",
    "funding sources for the gender communication programme",
    "Căn cứ Nghị quyết số 28/NQ-CP ngày 03 tháng 3 năm 2021 của Chính phủ;",
    "a",
]


def test_blocks_open_to_the_weights_they_say() -> None:
    quants = np.array([[[0x8F] + [0x88] * 15]], np.uint8)  # first weight 15 - 8, first of the second half 8 - 8
    weights = q4.dequantise(quants, np.array([[0.5]], np.float16))
    assert weights.shape == (1, 32)
    assert weights[0, 0] == 3.5 and not weights[0, 1:].any()


def test_what_is_quantised_from_opened_weights_opens_to_the_same() -> None:
    weights = np.random.default_rng(1).standard_normal((6, 96)).astype(np.float32)
    opened = q4.dequantise(*q4.quantise(weights))
    assert np.abs(opened - weights).max() < np.abs(weights).max() / 7
    assert np.allclose(q4.dequantise(*q4.quantise(opened)), opened, atol=2e-3)


def test_a_package_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="E5S1"):
        rebuild.read_nano(b"nothing of the kind")


def test_the_kept_pieces_are_found_by_name() -> None:
    vocabulary = json.loads((SHIPPED / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    pieces = [piece for piece, _ in vocabulary]
    shuffled = pieces[::-1]
    model = rebuild.NanoModel(raw=b"", hidden=1, layers=0, inner=1, rows=len(pieces), pieces=shuffled, tensors={})
    assert [shuffled[i] for i in rebuild.kept_pieces(model)] == pieces


def test_another_model_is_one_setting_away_and_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(LuocdoError, match=r"modules\.json"):
        load_encoder(Settings(home=tmp_path, model=str(tmp_path)))


@pytest.mark.slow
def test_onnxruntime_and_sentence_transformers_give_the_same_vectors(tmp_path: Path) -> None:
    folder = tmp_path / "expanded"
    q4.expand(SHIPPED, folder, q4.read_weights(SHIPPED))
    fast, slow = ShippedEncoder(tmp_path, learnt=None), SentenceTransformerEncoder(folder)
    for name in ("queries", "passages"):
        one, other = getattr(fast, name)(SENTENCES), getattr(slow, name)(SENTENCES)
        assert (one * other).sum(axis=1).min() >= 0.9999
    assert slow.dimension == fast.dimension == 384


def learnt(folder: Path, base: str) -> dict[str, tuple[adapter.Matrix, adapter.Matrix]]:
    """An adapter of two matrices with changes as large as the weights and two syllables, packed into ``folder``; the changes as
    they open again."""
    chance = np.random.default_rng(7)
    wide = {"encoder.layer.0.attention.self.query.weight": (384, 384), "encoder.layer.11.intermediate.dense.weight": (384, 1536)}
    pairs = {name: tuple((chance.standard_normal((8, n)) / 4).astype(np.float32) for n in both) for name, both in wide.items()}
    words = q4.read_weights(SHIPPED)[q4.WORDS]
    adapter.write(folder, base, pairs, {"tro": words[200], "giup": words[300], "phap": words[400]})
    opened = adapter.Adapter.read(folder, base)
    return {name: tuple(q4.dequantise(*part) for part in opened.pair(name) or ()) for name in pairs}


@pytest.mark.slow
def test_what_questions_learnt_is_added_to_the_weights_of_questions_alone(tmp_path: Path) -> None:
    changes = learnt(tmp_path / "learnt", revision(SHIPPED))
    weights = q4.read_weights(SHIPPED)
    for name, (down, up) in changes.items():
        weights[name] = weights[name] + up.T @ down
    q4.expand(SHIPPED, tmp_path / "expanded", weights)
    fast, slow = ShippedEncoder(tmp_path, learnt=tmp_path / "learnt"), SentenceTransformerEncoder(tmp_path / "expanded")
    plain = ShippedEncoder(tmp_path, learnt=None)
    assert (fast.queries(SENTENCES) * slow.queries(SENTENCES)).sum(axis=1).min() >= 0.9999
    assert (fast.queries(SENTENCES) * plain.queries(SENTENCES)).sum(axis=1).max() < 0.99
    assert (fast.passages([*SENTENCES, BARE]) == plain.passages([*SENTENCES, BARE])).all()


BARE = "Tro giup phap"


@pytest.mark.slow
def test_a_question_without_diacritics_is_read_by_the_vectors_of_its_syllables(tmp_path: Path) -> None:
    learnt(tmp_path / "learnt", revision(SHIPPED))
    vocabulary = json.loads((SHIPPED / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    same = "".join(vocabulary[row][0] for row in (200, 300, 400)).replace("▁", " ")
    encoder = ShippedEncoder(tmp_path, learnt=tmp_path / "learnt")
    one, other, mixed = encoder.queries([BARE, same, "Trợ giup phap"])
    assert one @ other >= 0.9999
    assert one @ mixed < 0.999, "with a diacritic it is read as it was written"


def test_only_what_was_typed_without_diacritics_is_marked() -> None:
    known = Syllables(["thoi", "gian", "lam", "the", "to", "on"])
    marked = known.marked("Thoi gian lam viec?")
    assert [known.names[ord(c) - FIRST] for c in marked if ord(c) >= FIRST] == ["thoi", "gian", "lam"] and marked.endswith("viec?")
    for text in ("thời gian làm việc", "thoi gian", "report to the ward on gender", "QĐ 1790/QĐ-TTg", ""):
        assert known.marked(text) == text


def test_what_was_learnt_for_another_model_is_refused(tmp_path: Path) -> None:
    learnt(tmp_path, "0123456789ab")
    with pytest.raises(LuocdoError, match="0123456789ab"):
        adapter.Adapter.read(tmp_path, revision(SHIPPED))


@pytest.mark.slow
def test_what_is_kept_of_the_model_is_what_is_used(tmp_path: Path) -> None:
    ShippedEncoder(tmp_path).warm()
    (graph,) = tmp_path.rglob("*.*")
    assert graph.suffix == ".onnx"
    assert graph.stat().st_size < 32 * 2**20


@pytest.mark.slow
def test_the_model_finds_what_shares_no_word(settings: Settings) -> None:
    encoder = ShippedEncoder(settings.model_path)
    asked = encoder.queries(["đánh đập vợ con"])[0]
    texts = ["Phòng, chống bạo lực gia đình", "Kinh phí thực hiện kế hoạch do ngân sách bảo đảm", "Tổ chức hội chợ triển lãm thương mại"]
    assert int(np.argmax(encoder.passages(texts) @ asked)) == 0


@pytest.mark.slow
def test_a_question_of_any_length_is_one_unit_vector(settings: Settings) -> None:
    vectors = ShippedEncoder(settings.model_path).queries(["", "bình đẳng giới " * 2000])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
