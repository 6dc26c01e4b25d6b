"""How questions are read: tables that a legal officer can read and extend."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.text import fold
from search import vectors
from search.fields import read_fields
from search.generations import Manifest
from search.numbers import loose_numbers
from search.ranking import meaning_weight
from search.shortforms import places_written_out
from search.sync import tidy
from search.telex import from_telex
from search.thesaurus import official
from search.tokens import normal_number, normal_syllable, tokens
from search.understand import understand
from search.vocabulary import Vocabulary, definitions, statistics

VALUES = {
    "issuer": ["Ủy ban nhân dân tỉnh Lạng Sơn", "Ủy ban nhân dân tỉnh An Giang", "Bộ Tài chính"],
    "place": ["Lạng Sơn", "An Giang"],
}
NUMBERS = ["1790/qd-ttg", "28/nq-cp", "28/2021/nq-hdnd", "21-ct/tw", "37-ct/tw", "191/2009/tt-btc", "120/kh-ubnd", "73/2006/qh11"]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("số 28/NQ-CP ngày 03/3/2021", ["số", "28/nq-cp", "28", "ngày", "03", "3", "2021"]),
        ("8935/BNV-CTTN&BĐG", ["8935/bnv-cttn&bdg", "8935"]),
        ("46 - CT/TW", ["46-ct/tw", "46"]),
        ("1790/qđ-ttg", ["1790/qd-ttg", "1790"]),
        ("giai đoạn 2021-2025 và/hoặc 1,7 lần", ["giai", "đoạn", "2021", "2025", "và", "hoặc", "1,7", "lần"]),
    ],
)
def test_a_number_stays_one_term(text: str, forms: list[str]) -> None:
    assert [t.form for t in tokens(text)] == forms


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("quý", "quý"),
        ("lí", "lý"),
        ("tỉ", "tỷ"),
        ("trứơc", "trước"),
        ("giếng", "giếng"),
    ],
)
def test_one_spelling_of_each_syllable(typed: str, normal: str) -> None:
    assert normal_syllable(typed) == normal


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("bifnh", "bình"),
        ("ddawngr", "đẳng"),
        ("gioiws", "giới"),
        ("nguwowif", "người"),
        ("hoaf", "hòa"),
        ("quyeets", "quyết"),
        ("tre", "tre"),
    ],
)
def test_telex_keys_become_words(keys: str, word: str) -> None:
    assert from_telex(keys) == word


@pytest.mark.parametrize(
    ("text", "rest", "filters"),
    [
        ("loại: kế hoạch bạo lực gia đình", "bạo lực gia đình", {"type": ("Kế hoạch",)}),
        ('cơ quan: "UBND tỉnh Lạng Sơn" trẻ em', "trẻ em", {"issuer": ("Ủy ban nhân dân tỉnh Lạng Sơn",)}),
        ("co quan: bo tai chinh thuế", "thuế", {"issuer": ("Bộ Tài chính",)}),
        ("năm: 2021-2025 việc làm", "việc làm", {"year": ("2021-2025",)}),
        ("việc làm nam:2022", "việc làm", {"year": ("2022",)}),
        ("trích dẫn: 28/NQ-CP bạo lực", "bạo lực", {"cites": ("28/nq-cp",)}),
        ("cites 28/NQ-CP bạo lực", "bạo lực", {"cites": ("28/nq-cp",)}),
        ("trích dẫn Nghị quyết số 28/NQ-CP", "", {"cites": ("28/nq-cp",)}),
        ("nơi: lang son cấp: tỉnh", "", {"place": ("Lạng Sơn",), "level": ("province",)}),
        ("năm nay thế nào", "năm nay thế nào", {}),
        ("loại:", "", {}),
    ],
)
def test_filters_are_read_from_the_question(text: str, rest: str, filters: dict[str, tuple[str, ...]]) -> None:
    assert read_fields(text, lambda facet: VALUES.get(facet, [])) == (rest, filters)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("quyết định 1790", ["1790/qd-ttg"]),
        ("QD 1790 TTg", ["1790/qd-ttg"]),
        ("1790 qđ ttg", ["1790/qd-ttg"]),
        ("quyết định 1790 thủ tướng", ["1790/qd-ttg"]),
        ("nghị quyết 28 năm 2021", ["28/nq-cp", "28/2021/nq-hdnd"]),
        ("nghị quyết 28 chính phủ", ["28/nq-cp"]),
        ("chỉ thị 21", ["21-ct/tw"]),
        ("thông tư 191/2009", ["191/2009/tt-btc"]),
        ("luật 73", ["73/2006/qh11"]),
        ("quyết định 28", []),
        ("kế hoạch 120 người", ["120/kh-ubnd"]),
        ("kế hoạch 2022%", []),
    ],
)
def test_loosely_said_numbers_are_found_among_those_of_the_index(said: str, meant: list[str]) -> None:
    found = loose_numbers(said, lambda prefix: [(n, 1) for n in NUMBERS if n.startswith(prefix)])
    assert [n for loose in found for n in loose.numbers] == meant


def vocabulary(*texts: str) -> Vocabulary:
    return Vocabulary.empty().updated(statistics(texts))


def test_what_a_document_defines_wins_over_the_table_and_opens_both_ways() -> None:
    assert definitions("về trợ giúp pháp lý (TGPL) và nhóm yếu thế (sau đây viết tắt là NYT).") == [
        ("TGPL", "trợ giúp pháp lý"),
        ("NYT", "nhóm yếu thế"),
    ]
    known = vocabulary("Tổng công ty Thép (sau đây gọi tắt là TCT) và bình đẳng giới (BĐG)")
    assert understand("BĐG năm 2022", known).text == "bình đẳng giới năm 2022"
    assert "bđg" in understand("bình đẳng giới", known).extra


def test_taking_a_text_away_leaves_what_was_there_before() -> None:
    before = vocabulary("bình đẳng giới")
    both = before.updated(statistics(["bạo lực gia đình (BLGĐ)"]))
    after = both.updated(statistics(["bạo lực gia đình (BLGĐ)"], -1))
    assert both.pair("bạo", "lực") == 1 and both.short == {"BLGĐ": {"bạo lực gia đình": 1}}
    assert after.pair("bạo", "lực") == 0 and not after.short and after.pair("bình", "đẳng") == 1


def test_everyday_and_english_words_bring_official_ones() -> None:
    assert ("bạo hành", "bạo lực") in official(["bị", "bạo", "hành"], "vi", Vocabulary.empty())
    assert ("domestic violence", "bạo lực gia đình") in official(["domestic", "violence"], "en", Vocabulary.empty())
    assert official(["bình", "đẳng"], "vi", Vocabulary.empty()) == []
    assert ("poor households", "hộ nghèo") in official(["poor", "households"], "en", Vocabulary.empty())
    assert ("landslides", "sạt lở") in official(["landslides"], "en", Vocabulary.empty())


@pytest.mark.parametrize(
    "typed", ["", " ", "\x00\ud800", '"', '"" -', "-", "((((" * 1000, "a" * 100_000, "đ " * 50_000, ":" * 500, "1/" * 5000]
)
def test_no_question_breaks_the_reading(typed: str) -> None:
    understood = understand(typed, vocabulary("bình đẳng giới"))
    assert len(understood.text) < 5000


def test_numbers_have_one_spelling() -> None:
    assert {normal_number(n) for n in ("1790/QĐ-TTg", "1790/qđ – ttg", "01790/QD-TTG")} == {"1790/qd-ttg"}


def unit(count: int) -> np.ndarray:
    made = np.random.default_rng(3).standard_normal((count, 2, 16)).astype(np.float32)
    return made / np.linalg.norm(made, axis=2, keepdims=True)


@pytest.mark.parametrize(("half", "kind"), [(10_000, "fp16"), (20, "ivf-sq8")])
def test_each_kind_of_index_finds_the_nearest(half: int, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "HALF_UP_TO", half)
    both = unit(2000)
    ids = np.arange(100, 2100)
    vectors.write_chunk(tmp_path, "a", ids[:1500], both[:1500])
    vectors.write_chunk(tmp_path, "b", ids[1500:], both[1500:])
    assert vectors.build(tmp_path, ["a"], [(110, 120)]) == kind
    index = vectors.VectorIndex(tmp_path, ["a", "b"], 1, [(110, 120)])
    for row in (0, 700, 1800):
        assert index.nearest(both[row].mean(axis=0), 5).ids[0] == 100 + row
    assert 115 not in index.nearest(both[15].mean(axis=0), 50).ids
    few = np.isin(np.arange(2100), [300, 400])
    assert set(index.nearest(both[0].mean(axis=0), 5, few).ids) == {300, 400}
    many = np.arange(2100) % 3 > 0
    assert many[index.nearest(both[1].mean(axis=0), 50, many).ids].all()


def test_many_small_files_of_vectors_become_one_and_the_deleted_go(tmp_path: Path) -> None:
    both = unit(3000)
    manifest = Manifest(identity="x", next_id=3000)
    for i in range(30):
        vectors.write_chunk(tmp_path, f"c{i}", np.arange(100 * i, 100 * i + 100), both[100 * i : 100 * i + 100])
        manifest.chunks.append(f"c{i}")
    manifest.deleted = [[0, 1500]]
    tidy(tmp_path, manifest)
    index = vectors.VectorIndex(tmp_path, manifest.chunks, manifest.covered, manifest.deleted_ranges())
    assert (len(manifest.chunks), len(index), manifest.deleted) == (1, 1500, [])
    assert np.allclose(index.both(np.array([2222]))[0], both[2222], atol=1e-3)


class Shelf:
    """An index of three passages, as far as reading a question asks for one."""

    PASSAGES = (
        "hồ sơ đề nghị cấp phép gồm đơn và bản sao giấy chứng nhận",
        "học sinh nội trú được hỗ trợ tiền ăn và nhà ở",
        "sở nội vụ theo dõi đôn đốc việc tuyển dụng công chức",
    )

    def values(self, facet: str) -> list[str]:
        return []

    def numbers(self, prefix: str) -> list[tuple[str, int]]:
        return []

    def together(self, phrase: str, words: list[str]) -> float:
        return max((1.0 + sum(w in fold(p).split() for w in words) for p in self.PASSAGES if f" {phrase} " in f" {p} "), default=0.0)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("HS đề nghị cấp phép gồm gì", "hồ sơ đề nghị cấp phép gồm gì"),
        ("HS nội trú được hỗ trợ gì", "học sinh nội trú được hỗ trợ gì"),
        ("SNV theo dõi tuyển dụng", "sở nội vụ theo dõi tuyển dụng"),
        ("hồ sơ nộp cho ubnd xã", "hồ sơ nộp cho ủy ban nhân dân xã"),
        ("GPQZ xã", "GPQZ xã"),
    ],
)
def test_the_passages_decide_what_a_short_form_means(typed: str, read: str) -> None:
    vocabulary = Vocabulary.empty().updated(statistics(Shelf.PASSAGES * 3))
    assert understand(typed, vocabulary, Shelf()).text.split(" (")[0] == read


def test_short_forms_are_guessed_from_phrases_of_the_corpus() -> None:
    vocabulary = Vocabulary.empty().updated(statistics(["quỹ phòng chống thiên tai thu ở đâu"] * 4))
    assert vocabulary.phrases("qpc") == ["quỹ phòng chống"]


@pytest.mark.parametrize(
    "typed", ["nhặt được tài sản thì đặt cọc bao nhiêu", "xe treo biển bị thu hồi", "điện tiêu thụ bao nhiêu kW", "luồng gió độc"]
)
def test_words_that_a_small_corpus_lacks_are_left_alone(typed: str) -> None:
    vocabulary = Vocabulary.empty().updated(statistics(["ủy ban nhân dân tỉnh hỗ trợ có lương và tuổi nghỉ hưu đạt số nhất"] * 5))
    assert not [c for c in understand(typed, vocabulary).changes if c.kind in ("spelling", "diacritics")]


def test_a_question_in_capitals_is_read_as_any_other() -> None:
    vocabulary = Vocabulary.empty().updated(statistics(["kế hoạch bình đẳng giới của ủy ban nhân dân"] * 5))
    assert understand("KE HOACH BINH DANG GIOI", vocabulary).text == "kế hoạch bình đẳng giới"


def test_meaning_weighs_less_among_more_passages() -> None:
    weights = [meaning_weight(n) for n in (0, 300, 5_000, 10_000, 50_000, 1_000_000)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == weights[2] > weights[3] > weights[4] > weights[5] > 0


PROVINCE = "Hỗ trợ trẻ em mầm non là con của người lao động trên địa bàn tỉnh Vĩnh Long và Bệnh viện Bạch Mai"


def test_names_in_english_questions_are_read_as_they_are_written() -> None:
    read = understand("monthly support for the children of workers in Vinh Long and at Bach Mai in 2026", vocabulary(PROVINCE))
    assert read.language == "en"
    assert {("Vinh Long", "vĩnh long"), ("Bach Mai", "bạch mai")} <= {(c.typed, c.read) for c in read.changes}
    assert {"vĩnh", "long", "2026"} <= set(read.extra)


def test_half_a_word_brings_no_official_words() -> None:
    paper = vocabulary(*["đủ điều kiện thì được kiện toàn tổ chức"] * 3)
    assert official(["kiện", "ra", "đâu"], "vi", paper) == [("kiện", "khởi kiện")]
    assert official(["đủ", "điều", "kiện"], "vi", paper) == []


def test_the_code_of_a_body_in_a_number_is_no_short_form() -> None:
    assert understand("Thông tư 01/2021/TT-BTC", vocabulary("Bộ Tài chính")).text == "Thông tư 01/2021/TT-BTC"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("giám sát ở P. Bắc Cam Ranh", "giám sát ở phường Bắc Cam Ranh"),
        ("bản đồ Q.1 và X. Lương Minh", "bản đồ quận 1 và xã Lương Minh"),
        ("ông P. V. Nam", "ông P. V. Nam"),
    ],
)
def test_what_stands_before_names_of_places_is_written_out(typed: str, read: str) -> None:
    assert places_written_out(typed)[0] == read


def test_a_definition_may_leave_out_the_words_that_join() -> None:
    assert definitions("Sở Giáo dục và Đào tạo (GDĐT)") == [("GDĐT", "giáo dục và đào tạo")]
    assert definitions("Ủy ban nhân dân của tỉnh (UBNDT)") == [("UBNDT", "ủy ban nhân dân của tỉnh")]
    assert definitions("giáo dục, đào tạo và (GD)") == []


def test_foreign_words_stay_and_telex_keys_are_read() -> None:
    paper = vocabulary(*["phải trả tiền làm cầu nhiều nhịp và không dùng tiền mặt"] * 5)
    assert "ship" in understand("có phải trả tiền ship về nhà", paper).text
    assert "không dùng" in understand("trả tiền khoong dùng tiền mặt", paper).text


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("kinh doanh chung khoan phai sinh duoc hieu the nao", "vi"),
        ("dang ky nuoi trong thuy san long be", "vi"),
        ("working hours labour code", "en"),
        ("what is the deadline", "en"),
    ],
)
def test_vietnamese_without_accents_is_no_english(typed: str, language: str) -> None:
    assert understand(typed, vocabulary("Kế hoạch năm")).language == language
