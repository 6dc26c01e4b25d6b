"""Derived views: the two-plan table and the matrix of twenty chỉ tiêu, written by hand from the texts; calendar, hygiene."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import icalendar
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpus.calendar import events, to_ics
from corpus.compare import compare, wanted
from corpus.compare_many import compare_many
from corpus.extract import extract
from corpus.gazetteer import PATTERNS
from corpus.hygiene import hygiene
from corpus.matrix import matrix, numbered
from corpus.model import Deadline, Document, Facts, Header, Source, Target
from corpus.read import read_source
from corpus.structure import parse
from corpus.validity import approved_name
from search.encode import Vectors
from web.cli import main


def read(plan: Path) -> tuple[Document, Facts]:
    document = parse(read_source(plan)[0])
    return document, extract(document)


def text_facts(text: str, header: Header | None = None) -> tuple[Document, Facts]:
    source = Source(name="x", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    document = Document(source=source, header=header or Header(type="Kế hoạch", number="1/KH-UBND", date="2022-03-23"))
    return document, extract(document)


# By hand: Thừa Thiên Huế 2021-2025 on the left, phường Mỹ Thạnh 2024 on the right. First words of the left indicator, both figures, how the
# right one stands to the left one, and whether it asks for more or less.
TABLE = [
    ("Các cơ quan quản lý nhà nước", 60, 50, "lower", "less"),
    ("Tỷ lệ lao động nữ làm công hưởng lương", 50, 50, "same", "same"),
    ("Tỷ trọng lao động nữ làm việc trong khu vực nông nghiệp", 30, 30, "same", "same"),
    ("Số giờ trung bình làm công việc nội trợ", 2, 1.7, "lower", "more"),
    ("Người bị bạo lực gia đình", 80, 70, "lower", "less"),
    ("Người gây bạo lực gia đình", 50, 50, "same", "same"),
    ("Số nạn nhân bị mua bán trở về", 100, 100, "same", "same"),
    ("Cơ sở trợ giúp xã hội công lập", 100, 70, "lower", "less"),
    ("Tỷ số giới tính khi sinh", 109, 108.88, "lower", "more"),
    ("Tỷ lệ tử vong bà mẹ liên quan đến thai sản", 15, 30, "higher", "less"),
    ("Tỷ suất sinh ở vị thành niên", 18, 18, "same", "same"),
    ("Số cơ sở y tế cung cấp thí điểm", 1, None, "unlike", None),
    ("Đưa nội dung về giới, bình đẳng giới vào chương trình", None, None, "same", "same"),
    ("Tỷ lệ trẻ em trai và trẻ em gái dân tộc thiểu số hoàn thành giáo dục tiểu học", 90, 95, "higher", "more"),
    ("Tỷ lệ hoàn thành cấp trung học cơ sở", 85, 85, "same", "same"),
    ("Tỷ lệ nữ học viên", 30, 30, "same", "same"),
    ("Tỷ lệ nữ thạc sĩ", 50, 47, "lower", "less"),
    ("Tỷ lệ nữ tiến sĩ", 30, 20, "lower", "less"),
    ("Dân số được tiếp cận kiến thức", 60, 50, "lower", "less"),
    ("Tổ chức Đảng, chính quyền", 100, 90, "lower", "less"),
    ("Xã, phường, thị trấn mỗi quý", 100, 100, "same", "same"),
    ("Mỗi quý tin bài về bình đẳng giới", 4, 4, "same", "same"),
    ("Đài phát thanh và đài truyền hình", 100, 100, "same", "same"),
]


def test_the_two_plan_table(plans: list[Path]) -> None:
    left, right = read(plans[3])[1].targets, read(plans[4])[1].targets
    result = compare(left, right)
    rows = [(left[p.left], right[p.right], p) for p in result.pairs]
    assert [(a.value, b.value, p.status, p.ambition) for a, b, p in rows] == [row[1:] for row in TABLE]
    assert all(a.indicator.startswith(row[0]) for (a, _, _), row in zip(rows, TABLE, strict=True))
    assert [left[i].indicator.split(" trên")[0] for i in result.only_left] == ["Nữ giám đốc/chủ doanh nghiệp, hợp tác xã"]
    assert result.only_right == ()
    assert {a.year for a, _, _ in rows} == {2025} and {b.year for _, b, _ in rows} == {2024}


def test_what_a_user_says_of_a_pair_stands_above_its_score(plans: list[Path]) -> None:
    left, right = read(plans[3])[1].targets, read(plans[4])[1].targets
    first = compare(left, right).pairs[0]
    refused = compare(left, right, decided={(first.left, first.right): False})
    assert first.left in refused.only_left and first.right in refused.only_right
    other = refused.only_left[-1]
    confirmed = compare(left, right, decided={(other, first.right): True})
    assert next(p for p in confirmed.pairs if p.left == other).reasons[-1] == "confirmed"


def test_meaning_counts_where_it_is_handed_in() -> None:
    a, b = (Target(start=0, end=1, surface="x", indicator=i, value=5, unit="%") for i in ("Hộ nghèo đa chiều giảm", "Hộ nghèo cuối kỳ"))
    assert compare([a], [b], similarity=lambda x, y: 1.0).pairs[0].score > max((p.score for p in compare([a], [b]).pairs), default=0)


def test_three_documents_stand_side_by_side() -> None:
    def aim(indicator: str, value: float, comparator: str = ">=") -> Target:
        return Target(start=0, end=1, surface="x", indicator=indicator, comparator=comparator, value=value, unit="%", year=2025)

    births = "Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ"
    nation = [aim(births, 30), aim("Tỷ lệ lao động nữ làm công hưởng lương", 50)]
    province = [aim("Tỷ lệ lao động nữ làm công hưởng lương", 55), aim("Tỷ lệ hộ nghèo do phụ nữ làm chủ hộ", 2, "<=")]
    ward = [aim("Tỷ lệ hộ nghèo do phụ nữ làm chủ hộ", 3, "<="), aim(births, 20)]
    rows = compare_many([nation, province, ward])
    assert [[c.target if c else None for c in row.cells] for row in rows] == [[0, None, 1], [1, 0, None], [None, 1, 0]]
    ends = rows[0].cells[2], rows[2].cells[2]
    assert [(c.beside, c.pair.status, c.pair.ambition) for c in ends if c and c.pair] == [(0, "lower", "less"), (1, "higher", "less")]
    refused = compare_many([nation, province, ward], decided=lambda left, right: {(0, 1): False} if (left, right) == (0, 2) else {})
    assert [c.target if c else None for c in refused[0].cells] == [0, None, None]


def test_the_command_sets_any_number_of_plans_side_by_side(plans: list[Path], tmp_path: Path) -> None:
    home = ["--home", str(tmp_path)]
    lines = CliRunner().invoke(main, [*home, "compare", *map(str, plans[2:5]), "--csv"]).output.splitlines()
    assert len(lines[0].split(",")) == 4 and any("thiếu" in line for line in lines[1:])
    assert CliRunner().invoke(main, [*home, "compare", str(plans[0])]).exit_code == 2


class OneMeaning:
    """A stand-in for the model, to which all texts mean the same."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)


def test_the_command_takes_evidence_of_meaning_where_asked(plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.encode.load_encoder", lambda settings: OneMeaning())
    compare_two = ["--home", str(tmp_path), "compare", str(plans[3]), str(plans[4]), "--json"]

    def scores(*options: str) -> dict[tuple[int, int], float]:
        pairs = json.loads(CliRunner().invoke(main, [*compare_two, *options]).output)["pairs"]
        return {(p["left"], p["right"]): p["score"] for p in pairs}

    plain, meant = scores(), scores("--meaning")
    assert plain.keys() == meant.keys()
    assert all(meant[pair] >= plain[pair] for pair in plain)
    assert any(meant[pair] > plain[pair] for pair in plain)


@pytest.mark.slow
def test_the_model_pairs_the_plans_as_the_words_do(plans: list[Path], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--home", str(tmp_path), "compare", str(plans[3]), str(plans[4]), "--meaning", "--csv"])
    assert len(result.output.splitlines()) == len(TABLE) + 2


def test_directions_read_their_examples() -> None:
    import tomllib

    for example in tomllib.loads((PATTERNS / "directions.toml").read_text("utf-8"))["down"]["examples"]:
        assert wanted(Target(start=0, end=1, surface="x", indicator=example, comparator="=", value=1, unit="%")) == "down"


SO = "Sở {} tỉnh Thừa Thiên Huế"
LABOUR, PLANNING, HEALTH = SO.format("Lao động - Thương binh và Xã hội"), SO.format("Kế hoạch và Đầu tư"), SO.format("Y tế")
INTERIOR, CULTURE, MEDIA = SO.format("Nội vụ"), SO.format("Văn hóa và Thể thao"), SO.format("Thông tin và Truyền thông")
SCHOOLS, STATISTICS = SO.format("Giáo dục và Đào tạo"), "Cục Thống kê tỉnh Thừa Thiên Huế"
# By hand from section IV of the Thừa Thiên Huế plan: each of the 20 chỉ tiêu and who answers for it.
OWNERS = {
    "1": {INTERIOR}, "2.1": {LABOUR}, "2.2": {LABOUR}, "2.3": {PLANNING}, "3.1": {STATISTICS}, "3.2": {LABOUR, CULTURE}, "3.3": {LABOUR},
    "3.4": {LABOUR}, "4.1": {HEALTH}, "4.2": {HEALTH}, "4.3": {HEALTH}, "4.4": {HEALTH}, "5.1": {SCHOOLS}, "5.2": {SCHOOLS},
    "5.3": {LABOUR},
    "5.4": {STATISTICS}, "6.1": {LABOUR}, "6.2": {LABOUR}, "6.3": {MEDIA}, "6.4": {MEDIA},
}  # fmt: skip


def test_the_matrix_of_twenty(plans: list[Path]) -> None:
    _, facts = read(plans[3])
    found = matrix(facts)
    owners: dict[str, set[str]] = {}
    for row in found.rows:
        if row.kind == "target":
            owners.setdefault(numbered(facts.targets[row.index]), set()).add(row.agency)
    assert owners == OWNERS
    assert found.unowned == ()
    parts = {row.agency: row.part for row in found.rows if row.part}
    assert parts == {LABOUR: "số liệu về bạo lực trên cơ sở giới", CULTURE: "số liệu về bạo lực gia đình"}
    assert SO.format("Tài chính") in found.idle and HEALTH not in found.idle


def test_a_calendar_reads_back(plans: list[Path]) -> None:
    document, facts = read(plans[3])
    calendar = icalendar.Calendar.from_ical(to_ics(events(document, facts)))
    found = {str(e["uid"]): e for e in calendar.walk("VEVENT")}
    assert len(found) == len(facts.deadlines)
    yearly = next(e for e in found.values() if "trước ngày 10/12 hàng năm" in str(e["description"]))
    assert (yearly["dtstart"].dt.month, yearly["dtstart"].dt.day, yearly["rrule"]["FREQ"]) == (12, 10, ["YEARLY"])
    assert "Bộ Lao động - Thương binh và Xã hội" in str(yearly["description"])
    mine = list(events(document, facts, LABOUR))
    assert 0 < len(mine) < len(found)


@given(st.text(max_size=300))
def test_any_words_make_a_calendar_that_reads_back(words: str) -> None:
    document = Document(source=Source(name="x", text="", sha256=""), header=Header(date="2024-01-01"))
    deadline = Deadline(start=0, end=1, surface="x", kind="recurring", date="---31", what=words)
    (event,) = icalendar.Calendar.from_ical(to_ics(events(document, Facts(deadlines=(deadline,))))).walk("VEVENT")
    assert event["rrule"]["BYMONTHDAY"] == [31]


def test_hygiene_of_the_ninh_binh_plan(plans: list[Path]) -> None:
    document, facts = read(plans[1])
    found = {f.code: f for f in hygiene(document, facts)}
    assert {"number-missing", "date-missing", "numbering-skipped", "repaired"} <= set(found)
    assert "129/LĐTBOXH-BĐG" in next(f.vi for f in hygiene(document, facts) if f.code == "repaired" and "LĐTBXH" in f.vi)
    assert found["numbering-skipped"].sentence.startswith("III. NHIỆM VỤ")


def test_hygiene_finds_wrong_periods_contradicting_dates_and_dead_bases() -> None:
    text = (
        "Căn cứ Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ;\n\n"
        "Thực hiện Chiến lược quốc gia về bình đẳng giới giai đoạn 2021-2025.\n\n"
        "1. Triển khai Nghị quyết số 28/NQ-CP ngày 05/3/2021 của Chính phủ.\n"
    )
    document, facts = text_facts(text)
    found = hygiene(document, facts, in_force=lambda c: "2021-12-31" if c.role == "basis" else None, period=approved_name)
    assert [f.code for f in found] == ["basis-not-in-force", "period-differs", "date-contradicts"]
    assert "2021-2030" in found[1].vi and "05/3/2021" in found[2].sentence


def test_the_commands_answer(plans: list[Path], tmp_path: Path) -> None:
    home = ["--home", str(tmp_path)]
    left, right = str(plans[3]), str(plans[4])
    result = CliRunner().invoke(main, [*home, "compare", left, right, "--json"])
    assert len(json.loads(result.output)["pairs"]) == len(TABLE)
    table = CliRunner().invoke(main, [*home, "compare", left, right, "--csv"]).output.splitlines()
    assert len(table) == len(TABLE) + 2
    assert "chưa ai" not in CliRunner().invoke(main, [*home, "matrix", left]).output
    assert CliRunner().invoke(main, [*home, "calendar", LABOUR, "--in", left, "--ics"]).output.startswith("BEGIN:VCALENDAR")
    assert "period-differs" in CliRunner().invoke(main, [*home, "hygiene", left]).output


@pytest.mark.parametrize("iso", ["2016-Q2", "2016-06", "2016", "--02-29", "---31", "2024-02-31"])
def test_every_precision_has_its_days(iso: str) -> None:
    document = Document(source=Source(name="x", text="", sha256=""), header=Header(date="2023-01-01"))
    deadline = Deadline(start=0, end=1, surface="x", kind="during", date=iso)
    (event,) = events(document, Facts(deadlines=(deadline,)))
    assert event.first <= event.last
