"""What each ready question finds in the five plans. The rows were written by hand from the texts in ``corpus/documents``."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.questions import question, questions

NINH_BINH, LANG_SON, LANG_SON_2016 = "184448ac6ceb00c0", "2d09bbe18e5b60f9", "2bb8f99879426c63"
HUE, MY_THANH = "c1a2ccdaea7da6b0", "cf2ce8906d33b85e"
ZERO_SIX = "Công văn 06/UBQG-VP"
HUE_PLAN = "Thực hiện Chiến lược quốc gia về bình đẳng giới tỉnh Thừa Thiên Huế giai đoạn 2021-2025"
NINH_BINH_PLAN = "Thực hiện Chương trình Truyền thông về bình đẳng giới trên địa bàn tỉnh Ninh Bình đến năm 2030"
HUE_DOLISA = "Sở Lao động - Thương binh và Xã hội tỉnh Thừa Thiên Huế"
LANG_SON_DOLISA, LANG_SON_WOMEN = "Sở Lao động - Thương binh và Xã hội tỉnh Lạng Sơn", "Hội Liên hiệp Phụ nữ tỉnh Lạng Sơn"

Rows = set[tuple[str, ...]]

EXACT: list[tuple[str, dict[str, str], str, Rows]] = [
    ("who-cites", {}, "label", {("Kế hoạch 199/KH-UBND",), (HUE_PLAN,)}),
    ("who-cites", {"number": "06/UBQG-VP"}, "label role", {("Kế hoạch 37/KH-BVSTBCPN", "thực hiện")}),
    ("who-cites", {"number": "999/NQ-CP"}, "label", set()),
    (
        "chain-up",
        {},
        "label date",
        {
            ("Chỉ thị 37-CT/TW", ""),
            ("Luật 73/2006/QH11", "2006-11-29"),
            ("Chỉ thị 22-CT/TU", "2013-11-20"),
            ("Chỉ thị 21-CT/TW", "2018-01-20"),
            ("Bộ luật 45/2019/QH14", "2019-11-20"),
            ("Quyết định 2232/QĐ-TTg", "2020-12-28"),
            ("Nghị quyết 28/NQ-CP", "2021-03-03"),
            ("Kế hoạch 253/KH-UBND", "2021-05-18"),
            ("Quyết định 1048/QĐ-UBND", "2021-05-18"),
            ("Quyết định 1790/QĐ-TTg", "2021-10-23"),
            ("Kế hoạch 368/KH-UBND", "2022-06-10"),
            ("Luật 13/2022/QH15", "2022-11-14"),
        },
    ),
    ("chain-down", {}, "label date", {("Kế hoạch 199/KH-UBND", "2024-03-07"), (HUE_PLAN, "")}),
    (
        "chain-down",
        {"number": "1790/QĐ-TTg"},
        "label",
        {(NINH_BINH_PLAN,), ("Kế hoạch 62/KH-UBND",), ("Kế hoạch 199/KH-UBND",)},
    ),
    (
        "common-sources",
        {},
        "label",
        {("Luật 73/2006/QH11",), ("Quyết định 1790/QĐ-TTg",), ("Quyết định 2232/QĐ-TTg",)},
    ),
    ("common-sources", {"first": HUE}, "label", {("Bộ luật 45/2019/QH14",), ("Luật 73/2006/QH11",), ("Nghị quyết 28/NQ-CP",)}),
    ("based-on", {}, "label", {("Kế hoạch 199/KH-UBND",)}),
    ("based-on", {"number": "120/KH-UBND"}, "label", {("Kế hoạch 62/KH-UBND",)}),
    ("by-issuer", {}, "cited_label label", {("Nghị quyết 28/NQ-CP", "Kế hoạch 199/KH-UBND"), ("Nghị quyết 28/NQ-CP", HUE_PLAN)}),
    ("by-issuer", {"issuer": "bộ tài chính"}, "cited_label label", {("Thông tư 191/2009/TT-BTC", "Kế hoạch 37/KH-BVSTBCPN")}),
    (
        "upper-laws",
        {},
        "label document",
        {
            ("Bộ luật 45/2019/QH14", "199-kh-ubnd"),
            ("Bộ luật 45/2019/QH14", "ubnd-tinh-thua-thien-hue"),
            ("Luật 13/2022/QH15", "199-kh-ubnd"),
            ("Luật 73/2006/QH11", "199-kh-ubnd"),
            ("Luật 73/2006/QH11", "62-kh-ubnd"),
            ("Luật 73/2006/QH11", "ubnd-tinh-thua-thien-hue"),
            ("Luật 83/2015/QH13", "ubnd-tinh-ninh-binh"),
        },
    ),
    ("sentence-of", {}, "text", {(NINH_BINH,), (LANG_SON,), (MY_THANH,)}),
    ("sentence-of", {"number": "1048/QĐ-UBND"}, "text start", {(MY_THANH, "300")}),
    (
        "agency-tasks",
        {},
        "text agency_name role",
        {
            (NINH_BINH, "Sở Y tế tỉnh Ninh Bình", "chủ trì"),
            (LANG_SON_2016, "Sở Y tế tỉnh Lạng Sơn", "phối hợp"),
            (HUE, "Sở Y tế tỉnh Thừa Thiên Huế", "chủ trì"),
        },
    ),
    ("agency-tasks", {"name": "ban dân tộc"}, "text role", {(LANG_SON_2016, "chủ trì")}),
    ("targets-by-word", {}, "text value unit year", {(HUE, "60", "%", "2025"), (MY_THANH, "50", "%", "2024")}),
    ("targets-by-word", {"words": "tiến sĩ"}, "text value year", {(HUE, "30", "2025"), (MY_THANH, "20", "2024")}),
    ("deadlines-before", {}, "due text", {("2016-10-20", LANG_SON_2016), ("2021-06-25", HUE), ("2024-03-15", MY_THANH)}),
    ("deadlines-before", {"before": "2021-06-25"}, "due phrase", {("2016-10-20", "20/10/2016")}),
    ("repaired", {}, "printed number text", {("129/LĐTBOXH-BĐG", "129/LĐTBXH-BĐG", NINH_BINH)}),
    ("unsure", {"below": "0.6"}, "text", {(MY_THANH,), (LANG_SON,), (HUE,)}),
    (
        "role-counts",
        {},
        "label",
        {("thực hiện",), ("dẫn chiếu",), ("căn cứ",)},
    ),
    (
        "not-held-by-issuer",
        {},
        "label documents",
        {
            ("Thủ tướng Chính phủ", "6"),
            ("Quốc hội", "4"),
            ("Ban Chấp hành Trung ương", "3"),
            ("Bộ Lao động - Thương binh và Xã hội", "3"),
            ("Ủy ban nhân dân tỉnh An Giang", "3"),
            ("Ủy ban nhân dân tỉnh Lạng Sơn", "3"),
            ("Ban Thường vụ Tỉnh ủy An Giang", "1"),
            ("Ban Vì sự tiến bộ của Phụ nữ tỉnh Lạng Sơn", "1"),
            ("Bộ Kế hoạch và Đầu tư", "1"),
            ("Bộ Tài chính", "1"),
            ("Chính phủ", "1"),
            ("Ủy ban Quốc gia Vì sự tiến bộ của Phụ nữ Việt Nam", "1"),
        },
    ),
]

AMONG: list[tuple[str, dict[str, str], str, Rows]] = [
    (
        "chain-up",
        {"text_id": LANG_SON_2016},
        "label",
        {
            (ZERO_SIX,),
            ("Công văn 411/LĐTBXH-BĐG",),
            ("Kế hoạch 91/KH-BVSTBCPN",),
            ("Quyết định 1696/QĐ-TTg",),
            ("Quyết định 2351/QĐ-TTg",),
            ("Thông báo kết luận 196-TB/TW",),
            ("Thông tư 191/2009/TT-BTC",),
        },
    ),
    (
        "cited-by",
        {},
        "label role held",
        {
            ("Quyết định 1790/QĐ-TTg", "thực hiện", "false"),
            ("Công văn 129/LĐTBXH-BĐG", "thực hiện", "false"),
            ("Luật 83/2015/QH13", "căn cứ", "false"),
            ("Quyết định 468/QĐ-TTg", "dẫn chiếu", "false"),
        },
    ),
    ("cited-by", {"text_id": LANG_SON_2016}, "label date", {(ZERO_SIX, "2016-01-28"), ("Công văn 411/LĐTBXH-BĐG", "2016-02-04")}),
    ("cited-together", {}, "label documents", {("Luật 73/2006/QH11", "2"), ("Quyết định 2232/QĐ-TTg", "2"), ("Kế hoạch 368/KH-UBND", "1")}),
    ("cited-together", {"number": "48/KH-UBND"}, "label documents", {("Kế hoạch 120/KH-UBND", "1"), ("Kế hoạch 47/KH-UBND", "1")}),
    ("most-cited", {}, "label documents", {("Quyết định 1790/QĐ-TTg", "3"), ("Luật 73/2006/QH11", "3"), ("Nghị quyết 28/NQ-CP", "2")}),
    (
        "legal-basis",
        {},
        "label basis_label",
        {
            ("Kế hoạch 199/KH-UBND", "Nghị quyết 28/NQ-CP"),
            ("Kế hoạch 199/KH-UBND", "Quyết định 1048/QĐ-UBND"),
            ("Kế hoạch 199/KH-UBND", "Kế hoạch 253/KH-UBND"),
            ("Kế hoạch 199/KH-UBND", "Kế hoạch 368/KH-UBND"),
            ("Kế hoạch 62/KH-UBND", "Kế hoạch 120/KH-UBND"),
            ("Kế hoạch 37/KH-BVSTBCPN", "Thông tư 191/2009/TT-BTC"),
        },
    ),
    (
        "lead-and-support",
        {},
        "lead support",
        {
            ("Sở Nội vụ tỉnh Lạng Sơn", LANG_SON_WOMEN),
            (LANG_SON_DOLISA, "Công an tỉnh Lạng Sơn"),
            (LANG_SON_DOLISA, "Sở Y tế tỉnh Lạng Sơn"),
            (LANG_SON_DOLISA, "Ủy ban nhân dân huyện Bắc Sơn, tỉnh Lạng Sơn"),
            (HUE_DOLISA, "Ủy ban nhân dân các huyện, thị xã, thành phố Huế"),
        },
    ),
    (
        "named-bodies",
        {},
        "label documents",
        {("Thủ tướng Chính phủ", "6"), ("Ủy ban nhân dân tỉnh Lạng Sơn", "4"), ("Sở Y tế tỉnh Ninh Bình", "0")},
    ),
    ("targets-of", {"text_id": MY_THANH}, "value unit year", {("50", "%", "2024"), ("1.7", "lần", "2024"), ("20", "%", "2024")}),
    (
        "same-indicator",
        {},
        "indicator text value year",
        {
            ("Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ", HUE, "30", "2025"),
            ("Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ", MY_THANH, "20", "2024"),
            ("Tỷ lệ tử vong bà mẹ liên quan đến thai sản", HUE, "15", "2025"),
            ("Tỷ lệ tử vong bà mẹ liên quan đến thai sản", MY_THANH, "30", "2024"),
        },
    ),
    ("targets-by-year", {}, "text value unit", {(HUE, "60", "%"), (HUE, "109", "bé trai/100 bé gái"), (NINH_BINH, "70", "%")}),
    ("targets-by-year", {"year": "2024"}, "text value unit", {(MY_THANH, "1.7", "lần"), (MY_THANH, "47", "%")}),
    ("yearly-reports", {}, "due text", {("--11-30", HUE), ("--12-10", HUE), ("--06-10", NINH_BINH), ("--12-10", NINH_BINH)}),
    (
        "action-months",
        {},
        "from to text",
        {
            ("--11-15", "--12-15", NINH_BINH),
            ("--11-15", "--12-15", HUE),
            ("2016-11-15", "2016-12-15", LANG_SON_2016),
            ("2024-11-15", "2024-12-15", MY_THANH),
        },
    ),
    (
        "not-held",
        {},
        "label documents mentions",
        {("Kế hoạch 120/KH-UBND", "1", "2"), ("Kế hoạch 48/KH-UBND", "1", "2"), (ZERO_SIX, "1", "1")},
    ),
    (
        "ambiguous",
        {},
        "candidate text",
        {("28-nq-cp", LANG_SON), ("2351-qd-ttg", LANG_SON), ("28-nq-cp", HUE), ("28-nq-cp", MY_THANH)},
    ),
    (
        "reading-notes",
        {},
        "code text",
        {
            ("date-blank", NINH_BINH),
            ("number-blank", NINH_BINH),
            ("number-repaired", NINH_BINH),
            ("number-missing", HUE),
            ("date-missing", HUE),
        },
    ),
    (
        "hygiene-report",
        {},
        "code start detail",
        {
            ("number-missing", "2", "Số của văn bản: để trống."),
            ("repaired", "300", "129/LĐTBOXH-BĐG → 129/LĐTBXH-BĐG («LĐTBOXH» không phải ký hiệu nào, gần nhất là «LĐTBXH»)"),
            ("numbering-skipped", "2494", "Đánh số: sau i đến iii."),
        },
    ),
    (
        "hygiene-report",
        {"text_id": LANG_SON},
        "code start end detail",
        {("period-differs", "713", "770", "Nghị quyết 28/NQ-CP"), ("period-differs", "2018", "2075", "Nghị quyết 28/NQ-CP")},
    ),
    ("in-force-on", {}, "label start", {("Kế hoạch 62/KH-UBND", "2022-03-23"), ("Luật 73/2006/QH11", "2007-07-01")}),
    ("in-force-on", {"day": "2023-07-01"}, "label start", {("Luật 13/2022/QH15", "2023-07-01")}),
    ("rules", {}, "rule", {("citation/numbered",), ("target/percent",), ("deadline/day",)}),
    ("task-counts", {}, "label", {(LANG_SON_DOLISA,), (HUE_DOLISA,), ("Sở Tài chính tỉnh Ninh Bình",)}),
    ("targets-per-document", {}, "text targets", {(HUE, "24")}),
    (
        "search-targets",
        {},
        "issuer value year",
        {("Ủy ban nhân dân tỉnh Thừa Thiên Huế", "80", "2025"), ("Ủy ban nhân dân tỉnh Thừa Thiên Huế", "50", "2025")},
    ),
    ("search-targets", {"query": "tỷ số giới tính khi sinh"}, "value unit year", {("109", "bé trai/100 bé gái", "2025")}),
    ("search-citations", {}, "label", {("Quyết định 2232/QĐ-TTg",)}),
    ("search-citations", {"query": "kinh phí hoạt động, Thông tư của Bộ Tài chính"}, "label", {("Thông tư 191/2009/TT-BTC",)}),
]

HUE_TARGETS = "60, 50, 30, 30, 2, 80, 50, 100, 100, 109, 15, 18, 1, -, 90, 85, 30, 50, 30, 60, 100, 4, 100, 100"
"""Mục tiêu 1 to 6 of the plan of Thừa Thiên Huế as printed; - : a target that is no figure."""


@pytest.fixture(scope="module")
def client(furnished_app: Flask) -> FlaskClient:
    return furnished_app.test_client()


def rows(client: FlaskClient, name: str, /, **values: str) -> list[dict[str, str]]:
    response = client.get("/sparql", query_string={"query": question(name).fill(values)})
    assert response.status_code == 200, response.text
    return [{k: v["value"] for k, v in row.items()} for row in json.loads(response.data)["results"]["bindings"]]


def shortened(value: str) -> str:
    """IRIs by their last part; works without a number, which is long, by their issuer."""
    parts = value.split("/")
    return value if not value.startswith("http://") else parts[-1] if len(parts[-1]) < 40 else parts[4]


def columns(found: list[dict[str, str]], names: str) -> Rows:
    return {tuple(shortened(row.get(name, "")) for name in names.split()) for row in found}


def ids(case: tuple[str, dict[str, str], str, Rows]) -> str:
    return "-".join([case[0], *case[1].values()])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "values", "names", "expected"), EXACT, ids=map(ids, EXACT))
def test_exactly_these(client: FlaskClient, name: str, values: dict[str, str], names: str, expected: Rows) -> None:
    found = columns(rows(client, name, **values), names)
    assert found == expected, found ^ expected


@pytest.mark.slow
@pytest.mark.parametrize(("name", "values", "names", "expected"), AMONG, ids=map(ids, AMONG))
def test_these_are_among_them(client: FlaskClient, name: str, values: dict[str, str], names: str, expected: Rows) -> None:
    found = rows(client, name, **values)
    assert columns(found, names) >= expected, expected - columns(found, names)
    assert all(row.get("issuer", "tỉnh").count("tỉnh") for row in found) or name != "search-targets"


@pytest.mark.slow
def test_the_targets_of_hue_are_those_that_the_plan_prints(client: FlaskClient) -> None:
    assert sorted(r.get("value", "-") for r in rows(client, "targets-of")) == sorted(HUE_TARGETS.split(", "))


@pytest.mark.slow
def test_120_kh_ubnd_is_one_work_not_held_most_cited_first(client: FlaskClient) -> None:
    found = rows(client, "not-held")
    assert [r["documents"] for r in found] == sorted((r["documents"] for r in found), reverse=True)
    assert len([r for r in found if r["label"].endswith(" 120/KH-UBND")]) == 1


def test_every_question_has_its_rows_written_down_and_every_parameter_another_value() -> None:
    cases = [*EXACT, *AMONG]
    assert {q.id for q in questions()} == {case[0] for case in cases}
    assert {q.id for q in questions() if q.parameters} == {case[0] for case in cases if case[1]} | {"targets-of"}
