"""Targets, deadlines, assignments: sentences as a clerk writes them, and what must be read in each."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import extract
from corpus.extract.agencies import Naming, read_phrase
from corpus.extract.blocks import read_blocks
from corpus.extract.commitments import read_commitments
from corpus.extract.quantities import comparator, quantities
from corpus.gazetteer import PATTERNS
from corpus.jsonio import to_json
from corpus.model import Document, Facts, Header, Source, Target, check_spans
from corpus.read import read_source
from corpus.structure import parse

HEADER = Header(type="Kế hoạch", issuer="Ủy ban nhân dân tỉnh Lạng Sơn", date="2022-03-23")


def facts(text: str, header: Header = HEADER) -> Facts:
    source = Source(name="x", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    found = read_commitments(Document(source=source, header=header))
    for kind in (found.targets, found.deadlines, found.assignments, found.agencies, found.responsibilities):
        check_spans(text, kind)
    return found


def patterns(name: str) -> dict[str, Any]:
    with (PATTERNS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def goal(sentence: str) -> tuple[Target, ...]:
    return facts(f"I. MỤC TIÊU\n\n1. Mục tiêu cụ thể\n\n- Chỉ tiêu 1: {sentence}\n").targets


# sentence of a list of chỉ tiêu; then comparator, value, unit, year, frequency, baseline of each target in it
TARGETS = [
    ("Tỷ lệ lao động nữ làm công hưởng lương đạt 50%.", [("=", 50, "%", None, None, None)]),
    ("Đến năm 2025 đạt 95% và đến năm 2030 đạt 100% các hương ước.", [("=", 95, "%", 2025, None, None), ("=", 100, "%", 2030, None, None)]),
    ("Tỷ suất sinh ở vị thành niên giảm từ 23 ca sinh/1.000 phụ nữ xuống 18/1.000.", [("<=", 18, "/1.000", None, None, 23)]),
    ("Tỷ số giới tính khi sinh ở mức 108,88 bé trai/100 bé gái sinh ra sống.", [("=", 108.88, "bé trai/100 bé gái", None, None, None)]),
    (
        "100% xã mỗi quý có ít nhất 04 tin, bài từ năm 2025 trở đi.",
        [("=", 100, "%", 2025, "mỗi quý", None), (">=", 4, "tin bài/quý", 2025, "mỗi quý", None)],
    ),
    ("Phấn đấu mỗi năm phát triển từ 05 bộ dữ liệu mở.", [(">=", 5, "bộ dữ liệu/năm", None, "hằng năm", None)]),
    (
        "Đến năm 2030 sản lượng đạt 18.000 tấn; giá trị dự kiến đạt 10 triệu USD, tốc độ tăng bình quân 08 - 09%/năm.",
        [("=", 18000, "tấn", 2030, None, None), ("=", 10, "triệu USD", 2030, None, None), (">=", 8, "%/năm", 2030, "hằng năm", None)],
    ),
    ("Phần đầu có ít nhất một cơ sở y tế cung cấp dịch vụ.", [(">=", 1, "cơ sở y tế", None, None, None)]),
    ("Được tiếp cận ít nhất một trong các dịch vụ; đạt 50% người gây bạo lực.", [("=", 50, "%", None, None, None)]),
    ("Có ≥ 30% hợp tác xã ứng dụng công nghệ số.", [(">=", 30, "%", None, None, None)]),
    ("Tỷ lệ người từ 65 tuổi trở lên đạt khoảng 12%.", [("~", 12, "%", None, None, None)]),
    ("Hằng năm, mỗi trường tổ chức ít nhất 02 cuộc truyền thông.", [(">=", 2, "cuộc/năm", None, "hằng năm", None)]),
    ("Số giờ làm việc nhà của phụ nữ còn 1,7 lần so với nam giới.", [("<=", 1.7, "lần", None, None, None)]),
    (
        "Hình thành ít nhất 100 doanh nghiệp khởi nghiệp, 50 doanh nghiệp khoa học.",
        [(">=", 100, "doanh nghiệp", None, None, None), ("=", 50, "doanh nghiệp", None, None, None)],
    ),
]


@pytest.mark.parametrize(("sentence", "wanted"), TARGETS, ids=[s[:40] for s, _ in TARGETS])
def test_targets(sentence: str, wanted: list[tuple[object, ...]]) -> None:
    read = [(t.comparator, t.value, t.unit, t.year, t.frequency, t.baseline) for t in goal(sentence) if t.value is not None]
    assert read == wanted


def test_a_yes_or_no_aim_has_no_figure_and_its_heading_gives_year_and_objective() -> None:
    text = (
        "1. Mục tiêu cụ thể đến năm 2025\n\na) Mục tiêu 5: Trong lĩnh vực giáo dục\n\n- Chỉ tiêu 1: Đưa giới vào chương trình giảng dạy.\n"
    )
    (target,) = facts(text).targets
    assert (target.value, target.comparator, target.unit, target.year) == (None, None, None, 2025)
    assert (target.objective_number, target.label) == ("5", "Chỉ tiêu 1")


def test_what_is_striven_for_goes_on_over_semicolons_and_no_further() -> None:
    text = (
        "1. Nhiệm vụ\n\na) Tập trung chỉ đạo, cụ thể: Phấn đấu tổng tỷ suất sinh đạt 2,1 con/phụ nữ; "
        "tỷ lệ trẻ em dưới 15 tuổi đạt khoảng 22%; giảm 50% số cặp tảo hôn. Kinh phí trích 70% từ nguồn thu.\n"
    )
    read = [(t.comparator, t.value, t.unit, t.surface.split(" ")[0]) for t in facts(text).targets]
    assert read == [("=", 2.1, "con/phụ nữ", "Phấn"), ("~", 22, "%", "tỷ"), ("=", 50, "%", "giảm")]


def test_an_indicator_keeps_its_ages_and_its_last_word() -> None:
    assert [t.indicator for t in goal("Tỷ lệ người từ 65 tuổi trở lên có sổ sức khỏe điện tử đạt 95%.")] == [
        "Tỷ lệ người từ 65 tuổi trở lên có sổ sức khỏe điện tử"
    ]


def test_of_two_years_in_one_sentence_both_measure_the_same() -> None:
    first, second = goal("Đến năm 2025 đạt 95% và đến năm 2030 đạt 100% các hương ước.")
    assert first.indicator == second.indicator == "Các hương ước"


def test_figures_outside_goals_are_no_targets() -> None:
    assert not facts("II. THỰC TRẠNG\n\n- Hiện nay có 87 trạm, chiếm 32,2% số trạm toàn tỉnh.\n").targets
    assert not facts("Điều 1. Mức thuế suất là 10% đối với hàng hóa quy định tại khoản 1.\n", Header(type="Luật")).targets


# line; then kind, date, from, to, recurrence
DEADLINES = [
    ("tổ chức thực hiện (thời gian hoàn thành trong tháng 6/2016).", [("by", "2016-06", None, None, None)]),
    ("thực hiện xong trong Quý III/2016", [("by", "2016-Q3", None, None, None)]),
    ("(Hoàn thành trong tháng 4-5/2016)", [("by", None, "2016-04", "2016-05", None)]),
    ("giới từ ngày 15/11 - 15/12/2016 (Tháng hành động)", [("during", None, "2016-11-15", "2016-12-15", None)]),
    ("Tuần lễ Biển và Hải đảo Việt Nam (01 - 08/6) hằng năm", [("recurring", None, "--06-01", "--06-08", "hằng năm")]),
    ("rà soát, báo cáo xong trong tháng 6.", [("by", "--06", None, None, None)]),
    ("(từ ngày 08 đến ngày 10 tháng 12 năm 2025).", [("during", None, "2025-12-08", "2025-12-10", None)]),
    ("Định kỳ hàng năm, các sở báo cáo UBND tỉnh trước ngày 30/11.", [("recurring", "--11-30", None, None, "hằng năm")]),
    (
        "Định kỳ 6 tháng (trước ngày 10 tháng 6), cả năm (trước ngày 10 tháng 12) gửi báo cáo",
        [("recurring", "--06-10", None, None, "6 tháng"), ("recurring", "--12-10", None, None, "hằng năm")],
    ),
    ("nộp báo cáo trước ngày 20 hằng tháng", [("recurring", "---20", None, None, "hằng tháng")]),
    (
        "các dịp: ngày Quốc tế Phụ nữ 8/3, ngày Gia đình Việt Nam (28/6) và ngày Phụ nữ Việt Nam 20/10 hằng năm...",
        [("recurring", f"--{d}", None, None, "hằng năm") for d in ("03-08", "06-28", "10-20")],
    ),
    ("Thời gian thực hiện: Năm 2025 và các năm tiếp theo.", [("during", None, "2025", None, None)]),
    ("tổng kết đánh giá kết quả thực hiện Kế hoạch vào năm 2025.", [("by", "2025", None, None, None)]),
    ("Thực hiện Công văn số 418/LĐTBXH-BĐG ngày 23/02/2022 của Bộ; Luật Hộ tịch ngày 20 tháng 11 năm 2014", []),
    ("Lạng Sơn, ngày 23 tháng 3 năm 2022", []),
    ("Mục tiêu đến năm 2025 và giai đoạn 2021-2025, trong năm 2024", []),
    ("lấy ý kiến về đại biểu các cấp từ ngày 04/02/2026 đến ngày 08/02/2026", [("during", None, "2026-02-04", "2026-02-08", None)]),
    ("Luật này có hiệu lực từ ngày 01 tháng 7 năm 2025.", []),
]


@pytest.mark.parametrize(("line", "wanted"), DEADLINES, ids=[s[:40] for s, _ in DEADLINES])
def test_deadlines(line: str, wanted: list[tuple[str | None, ...]]) -> None:
    early = Header(type="Kế hoạch", issuer=HEADER.issuer, date="2015-12-01")
    assert [(d.kind, d.date, d.from_, d.to, d.recurrence) for d in facts(line + "\n", early).deadlines] == wanted


def test_days_before_the_signing_are_no_deadlines_unless_something_goes_on_from_them() -> None:
    assert not facts("Mưa lũ kéo dài từ ngày 15/3 đến ngày 20/3/2022 trên địa bàn tỉnh.\n").deadlines
    (since,) = facts("Thực hiện thống nhất từ 01/3/2022 trên địa bàn tỉnh.\n").deadlines
    assert since.from_ == "2022-03-01"


@pytest.mark.parametrize("row", patterns("units")["unit"], ids=lambda r: str(r["name"]))
def test_units_read_their_examples(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        assert row["name"] in [q.unit for q in quantities(example)], example


@pytest.mark.parametrize("row", patterns("units")["comparator"], ids=lambda r: str(r["sign"]))
def test_comparators_read_their_examples(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        (quantity,) = quantities(example)
        assert comparator(example, quantity.number, quantity.end)[0] == row["sign"], example


@pytest.mark.parametrize("row", patterns("deadline_cues")["cue"], ids=lambda r: str(r["kind"]))
def test_cues_of_deadlines_read_their_examples(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        assert [d.kind for d in facts(example + "\n").deadlines] == [row["kind"]], example


@pytest.mark.parametrize(("cue", "kind"), [("delivered", "by"), ("lasting", "during"), ("from_now", "during")])
def test_what_is_handed_over_lasts_or_begins_now_tells_the_kind_of_a_period(cue: str, kind: str) -> None:
    for example in patterns("deadline_cues")[cue]["examples"]:
        (found,) = facts(f"- {example}.\n").deadlines
        assert (found.kind, found.date is None) == (kind, cue == "from_now"), example


def test_an_item_ends_with_its_years_and_a_report_covers_a_term() -> None:
    (found,) = facts("2. Thu thập, số hóa cơ sở dữ liệu quy hoạch của Thành phố (2025 - 2030).\n").deadlines
    assert (found.kind, found.from_, found.to) == ("during", "2025", "2030")
    assert not facts("Báo cáo tính từ ngày 15 tháng 12 năm trước kỳ báo cáo đến ngày 14 tháng 12 của kỳ báo cáo.\n").deadlines
    (law,) = facts("- Xử lý theo quy định của pháp luật trước ngày 25 tháng 12 năm 2025.\n").deadlines
    assert (law.kind, law.date) == ("by", "2025-12-25")


@pytest.mark.parametrize("example", [e for row in patterns("deadline_cues")["onwards"] for e in row["examples"]])
def test_open_periods_read_their_examples(example: str) -> None:
    (found,) = facts(example + "\n").deadlines
    assert (found.kind, found.to, found.date) == ("during", None, None)
    assert found.from_ is not None


def test_a_column_of_times_due_makes_them_deadlines() -> None:
    table = "|\n{}\n|\nSở Y tế\n|\n|\nQuí IV-2025\n|\nSở Nội vụ\n|\n"
    kinds = {
        head: [(d.kind, d.date) for d in facts(table.format(head)).deadlines] for head in ("Thời gian hoàn thành", "Thời gian thực hiện")
    }
    assert kinds == {"Thời gian hoàn thành": [("by", "2025-Q4")], "Thời gian thực hiện": [("during", "2025-Q4")]}


@pytest.mark.parametrize("example", [e for row in patterns("deadline_cues")["field"] for e in row["examples"]])
def test_fields_of_time_read_their_examples(example: str) -> None:
    assert len(facts(example + "\n").deadlines) == 1


def examples(name: str, kind: str) -> list[str]:
    return [str(e) for row in patterns(name)[kind] for e in row.get("examples", ())]


@pytest.mark.parametrize(
    "example", [e for kind in ("field", "office", "body", "head", "officer", "group") for e in examples("agencies", kind)]
)
def test_bodies_read_their_examples(example: str) -> None:
    printed, wanted = example.split(" => ")
    document = Document(source=Source(name="x", text=printed, sha256=""), header=HEADER)
    phrase = read_phrase(printed, 0, free=True)
    assert phrase is not None and phrase.end == len(printed)
    assert Naming.of(document).name(printed, phrase).name == wanted


@pytest.mark.parametrize("row", patterns("agency_senses")["no_body"])
def test_words_that_only_open_like_a_body_are_none(row: dict[str, list[str]]) -> None:
    assert [e for e in row["examples"] if read_phrase(e, 0, free=True) is not None] == []
    assert [e for e in row["bodies"] if read_phrase(e, 0, free=True) is None] == []


@pytest.mark.parametrize("row", [*patterns("agency_senses")["people"], *patterns("agency_senses")["context"]])
def test_words_beside_a_name_tell_whether_it_is_a_body(row: dict[str, list[str]]) -> None:
    def named(line: str) -> list[str]:
        document = Document(source=Source(name="x", text=line, sha256=""), header=HEADER)
        return [a.surface for a in read_commitments(document).agencies]

    assert [line for line in row["none"] if named(line)] == []
    assert [line for line in row["bodies"] if not named(line)] == []


def cue_examples() -> list[str]:
    parts = [part for part in patterns("task_cues").values() if isinstance(part, dict)]
    return [e for part in parts for e in part.get("examples", ()) if " => " in e]


@pytest.mark.parametrize("example", cue_examples())
def test_cues_of_tasks_read_their_examples(example: str) -> None:
    line, wanted = example.split(" => ")
    read = [(a.role, a.agency) for a in facts(f"1. {line}\n").assignments]
    assert read == [tuple(w.split(" ", 1)) for w in wanted.split(" | ")]


@pytest.mark.parametrize("example", patterns("task_cues")["invite"]["organising"])
def test_who_is_invited_in_an_item_of_the_organisation_has_its_task(example: str) -> None:
    line, wanted = example.split(" => ")
    assert [f"{a.role} {a.agency}" for a in facts(f"V. TỔ CHỨC THỰC HIỆN\n\n1. {line}\n").assignments] == [wanted]
    assert facts(f"V. GIẢI PHÁP\n\n1. {line}\n").assignments == ()


def cue_counterexamples() -> list[str]:
    data = patterns("task_cues")
    return [e for part in data.values() if isinstance(part, dict) for e in part.get("none", ())]


@pytest.mark.parametrize("line", cue_counterexamples())
def test_no_one_is_given_a_task_there(line: str) -> None:
    assert facts(f"1. {line}\n").assignments == ()


LINE = "Sở UBND tỉnh chủ trì phối hợp với 60% đạt trước ngày 15/6 Chỉ tiêu 1: | - a) ; . ** I. MỤC TIÊU năm 2025 các , và ("
WORDS = st.sampled_from([*LINE.split(), "\n", "\n\n"])


@hypothesis.settings(deadline=None)  # the first text waits for the tables
@given(st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_gives_facts_that_quote_it(text: str) -> None:
    facts(text)
    for block in read_blocks(text):
        at = [block.span(i, i + 1)[0] for i in range(len(block.text))]
        assert at == sorted(at) and all(c in (" ", text[a]) for a, c in zip(at, block.text, strict=True))
        assert 0 <= block.start < block.end <= len(text)


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("kind", "bar"), [("targets", 0.96), ("assignments", 0.90), ("deadlines", 0.92)])
def test_the_five_plans_reach_the_bar(kind: str, bar: float, plans: list[Path], shared: Path) -> None:
    score = scorer(shared)
    right = predicted = wanted = 0
    for plan in plans:
        gold = json.loads((shared / "gold" / f"{plan.stem}.json").read_text("utf-8"))[kind]
        found = to_json(getattr(read_commitments(parse(read_source(plan)[0])), kind), compact=False)
        right += len(score.match(found, gold, score.TESTS[kind])[0])
        predicted, wanted = predicted + len(found), wanted + len(gold)
    assert score.rates(right, predicted, wanted)[2] >= bar


def test_a_piece_of_a_number_is_no_body() -> None:
    found = facts("Số: /KH-UBND\n\nThực hiện Kế hoạch số 199/KH-UBND và Công văn số 02/UBND-KGVX, Đảng ủy-UBND xã báo cáo UBND tỉnh.\n")
    assert [a.surface for a in found.agencies if "UBND" in a.surface] == ["Đảng ủy-UBND xã", "UBND tỉnh"]


@pytest.mark.parametrize(
    ("line", "bodies"),
    [
        ("Giám đốc Sở Nội vụ báo cáo.", ["Giám đốc Sở Nội vụ tỉnh Lạng Sơn", "Sở Nội vụ tỉnh Lạng Sơn"]),
        (
            "Chánh Văn phòng UBND tỉnh báo cáo.",
            ["Chánh Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn", "Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn"],
        ),
        ("Cục Phòng chống tệ nạn xã hội.", ["Cục Phòng chống tệ nạn xã hội"]),
        ("Viện kiểm sát nhân dân cùng cấp.", ["Viện kiểm sát nhân dân cùng cấp"]),
        (
            "Ban Quản lý Khu kinh tế (sau đây gọi tắt là “Ban Quản lý”) báo cáo; Ban Quản lý dự án Y, Ban Quản lý và Sở Y tế.",
            [
                "Ban Quản lý Khu kinh tế tỉnh Lạng Sơn",
                "Ban Quản lý Khu kinh tế tỉnh Lạng Sơn",
                "Ban Quản lý dự án Y tỉnh Lạng Sơn",
                "Ban Quản lý Khu kinh tế tỉnh Lạng Sơn",
                "Sở Y tế tỉnh Lạng Sơn",
            ],
        ),
    ],
)
def test_bodies_are_mentioned_inside_their_offices_and_whole(line: str, bodies: list[str]) -> None:
    document = Document(source=Source(name="x", text=line, sha256=""), header=HEADER)
    assert [a.agency for a in read_commitments(document).agencies] == bodies


@pytest.mark.parametrize(
    ("line", "bodies"),
    [
        ("Cục Gìn giữ hòa bình Việt Nam để tổng hợp.", ["Cục Gìn giữ hòa bình Việt Nam"]),
        ("UBND TỈNH QUẢNG BÌNH, UBND TỈNH QUẢNG TRỊ", ["Ủy ban nhân dân tỉnh Quảng Bình", "Ủy ban nhân dân tỉnh Quảng Trị"]),
        ("Ủy ban nhân dân tỉnh Bình Phước Thành lập.", ["Ủy ban nhân dân tỉnh Bình Phước"]),
        ("HĐND, UBND các xã, phường báo cáo.", ["Hội đồng nhân dân các xã, phường", "Ủy ban nhân dân các xã, phường"]),
        (
            "Quyết định của UBND tỉnh Bắc Giang về việc công bố thủ tục của Sở Nội vụ.",
            ["Ủy ban nhân dân tỉnh Bắc Giang", "Sở Nội vụ tỉnh Bắc Giang"],
        ),
        ("Theo Quyết định của Chính phủ (sau đây gọi là Đề án 911), Đề án 911 kết thúc.", ["Chính phủ"]),
        ("Công an các đơn vị, địa phương báo cáo.", ["Công an các đơn vị, địa phương"]),
        ("Thủ trưởng các đơn vị thuộc, trực thuộc Bộ Nội vụ.", ["Thủ trưởng các đơn vị thuộc, trực thuộc Bộ Nội vụ"]),
        ("Trưởng ban; Đoàn Thái Sơn; Vụ Cầu; Công ty đại chúng.", []),
    ],
)
def test_names_end_where_they_end(line: str, bodies: list[str]) -> None:
    document = Document(source=Source(name="x", text=line, sha256=""), header=HEADER)
    mentions = read_commitments(document).agencies
    assert [a.agency for a in mentions if a.agency in bodies or not bodies] == bodies


@pytest.mark.parametrize(
    ("line", "parent"),
    [
        ("Cục Thú y, Bộ Tài chính.", "Bộ Tài chính"),
        ("Vụ PC (BTC).", "Bộ Tài chính"),
        ("Cục KTVB&QLXLVPHC.", "Bộ Tư pháp"),
        ("Cục Thú y; Bộ Tài chính.", None),
    ],
)
def test_a_department_belongs_to_the_ministry_beside_it(line: str, parent: str | None) -> None:
    document = Document(source=Source(name="x", text=line, sha256=""), header=HEADER)
    assert read_commitments(document).agencies[0].parent == parent


def test_the_name_of_a_law_is_no_mention_of_a_body() -> None:
    head = "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN\nSố: 1/KH-UBND\nKẾ HOẠCH\nThực hiện công tác\n\n"
    text = head + "Căn cứ Luật Công an nhân dân;\n1. Lực lượng Công an nhân dân chủ trì.\n"
    facts = extract(parse(Source(name="x", text=text, sha256="0" * 64)))
    assert [m.start for m in facts.agencies if m.agency == "Công an nhân dân"] == [text.rindex("Công an nhân dân")]


@pytest.mark.parametrize("crumb", [")", "”)", "’", "* )"])
def test_a_line_of_closing_marks_alone_says_nothing_and_stops_nothing(crumb: str) -> None:
    text = (
        "KẾ HOẠCH\nVề bình đẳng giới\nI. TỔ CHỨC THỰC HIỆN\n1. Cơ cấu được xác định như sau:\n"
        f"{crumb}\nTrong đó:\n{crumb}\n2. Sở Nội vụ chủ trì, tổng hợp báo cáo hằng năm.\n"
    )
    assert {a.agency for a in facts(text).assignments} == {"Sở Nội vụ tỉnh Lạng Sơn"}
