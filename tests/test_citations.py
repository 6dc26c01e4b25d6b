"""Citations as a clerk reads them: one line of text, what must be read in it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from corpus.extract.citations import read_citations
from corpus.laws import laws
from corpus.model import Citation, Document, Header, Source, check_spans
from corpus.read import read_source
from corpus.structure import parse

LANG_SON = Header(issuer="Ủy ban nhân dân tỉnh Lạng Sơn", number="62/KH-UBND", date="2022-03-23")


def read(text: str, header: Header = LANG_SON) -> tuple[Citation, ...]:
    source = Source(name="x", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    citations = read_citations(Document(source=source, header=header)).citations
    check_spans(text, citations)
    return citations


# text, type, number, date, issuer; the span is all of the text between « and ».
NUMBERED = [
    ("Thực hiện «Công văn số 418/LĐTBXH-BĐG ngày 23/02/2022 của Bộ Y tế» hướng dẫn", "Công văn", "418/LĐTBXH-BĐG", "2022-02-23", "Bộ Y tế"),
    ("Thực hiện «Công văn số 129/LĐTBOXH-BĐG ngày 17/01/2022 của Bộ LĐTB&XH» về",
     "Công văn", "129/LĐTBXH-BĐG", "2022-01-17", "Bộ Lao động - Thương binh và Xã hội"),
    ("theo «Nghị quyết 28/NQ-CP» về", "Nghị quyết", "28/NQ-CP", None, None),
    ("theo «QĐ 1790/QĐ-TTg» về", "Quyết định", "1790/QĐ-TTg", None, None),
    ("«Nghị quyết số 66.17/2026/NQ-CP» có", "Nghị quyết", "66.17/2026/NQ-CP", None, None),
    ("«Chỉ thị số 46 - CT/TW ngày 20 tháng 01 năm 2018 của Ban Bí thư» về tiếp tục", "Chỉ thị", "46-CT/TW", "2018-01-20", "Ban Bí thư"),
    ("«Quyết định số 769/TTg ngày 21-9-1994» về", "Quyết định", "769/TTg", "1994-09-21", None),
    ("theo «Thông tư số 12/2025/TT-BTС» này", "Thông tư", "12/2025/TT-BTC", None, None),
    ("«Quyết định số 3783/QĐ-\nUBND ngày 01/7/2025 của UBND\ntỉnh» về",
     "Quyết định", "3783/QĐ-UBND", "2025-07-01", "Ủy ban nhân dân tỉnh Lạng Sơn"),
    ("«Công văn số 8935/BNV-CTTN&BĐG» của", "Công văn", "8935/BNV-CTTN&BĐG", None, None),
    ("«quyết định số 1790/qđ-ttg» đã", "Quyết định", "1790/qđ-ttg", None, None),
    ("«Luật số 2**5**/2025/QH**1**5»", "Luật", "25/2025/QH15", None, None),
    ("theo «Nghị quyết liên tịch số 102 của Ủy ban Thường vụ Quốc hội»;", "Nghị quyết liên tịch", "102", None, "Ủy ban Thường vụ Quốc hội"),
    ("«Quyết định số 1 002/QĐ-TTg» phê duyệt", "Quyết định", "1002/QĐ-TTg", None, None),
    ("«Nghị quyết số 76/NQ-HĐNĐ» của", "Nghị quyết", "76/NQ-HĐND", None, None),
    ("«Nghị định số 72/2013/NĐ-CP của Chính phủ» quản lý, cung cấp", "Nghị định", "72/2013/NĐ-CP", None, "Chính phủ"),
    ("«Báo cáo giải trình, tiếp thu số 479/BC-UBND ngày 42/11/2025»;", "Báo cáo", "479/BC-UBND", "2025-11", None),
    ("«Thông tư số 9/2020/TT-BTC của Bộ trưởng \n\nCÔNG BÁO/Số 288/Ngày 29-05-2026\n64\n \nBộ Tài chính» quy định",
     "Thông tư", "9/2020/TT-BTC", None, "Bộ trưởng Bộ Tài chính"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "kind", "number", "date", "issuer"), NUMBERED)
def test_a_numbered_citation(marked: str, kind: str, number: str, date: str | None, issuer: str | None) -> None:
    text = marked.replace("«", "").replace("»", "")
    (c,) = (c for c in read(text) if c.kind == "numbered")
    assert (c.type, c.number, c.date, c.issuer) == (kind, number, date, issuer)
    assert (c.start, c.end) == (marked.index("«"), marked.index("»") - 1)


NOT_CITATIONS = [
    "Địa chỉ liên hệ: số 409, đường Bà Triệu; điện thoại: 0253.719.996.",
    "kê khai theo mẫu số 05/HNCT và 01/GTGT",
    "từ ngày 15/11 đến 15/12/2024, tỷ lệ dưới 30/100.000 trẻ, 108,88 bé trai/100 bé gái",
    "CÔNG BÁO/Số 302/Ngày 02-06-2026",
    "QCVN 06:2022/BXD",
    "Kế hoạch này và các kế hoạch khác theo quy định của pháp luật",
    "Số: /KH-UBND",
    "đường dây nóng 18008077 miễn phí; 24/7; 5 km/h",
]


@pytest.mark.parametrize("text", NOT_CITATIONS)
def test_no_citation(text: str) -> None:
    assert read(text) == ()


def test_the_own_number_is_no_citation() -> None:
    assert read("(Kèm theo Kế hoạch số 62/KH-UBND ngày 23 tháng 3 năm 2022 của UBND tỉnh)") == ()


def test_a_list_shares_type_and_last_body() -> None:
    a, b, c = read("các nội dung tại các Kế hoạch: số 120/KH-UBND, số 48/KH-UBND, số 47/KH-UBND của UBND tỉnh; thực hiện")
    assert [x.surface for x in (a, b, c)] == ["số 120/KH-UBND", "số 48/KH-UBND", "số 47/KH-UBND của UBND tỉnh"]
    assert {x.type for x in (a, b, c)} == {"Kế hoạch"}
    assert {x.issuer for x in (a, b, c)} == {"Ủy ban nhân dân tỉnh Lạng Sơn"}


def test_a_repair_is_on_record() -> None:
    (c,) = read("Công văn số 129/LĐTBOXH-BĐG về việc")
    assert c.number_printed == "129/LĐTBOXH-BĐG"
    (note,) = c.notes
    assert (note.code, note.read_as) == ("number-repaired", "129/LĐTBXH-BĐG")
    assert note.reason


@pytest.mark.parametrize("stem", ["000", "001", "002", "003", "004"])
def test_the_numbers_of_the_five_plans(stem: str, plans: list[Path], shared: Path) -> None:
    (plan,) = (p for p in plans if p.name.startswith(stem))
    gold = json.loads((shared / "gold" / f"{plan.stem}.json").read_text("utf-8"))
    document = parse(read_source(plan)[0])
    if not document.header.issuer:
        document = Document(source=document.source, header=Header(**{k: v for k, v in gold["header"].items() if k != "signer_title"}))
    wanted = [(c["start"], c["end"], c["number"], c["type"], c["date"], c["issuer"]) for c in gold["citations"] if c["kind"] == "numbered"]
    got = [(c.start, c.end, c.number, c.type, c.date, c.issuer) for c in read_citations(document).citations if c.kind == "numbered"]
    assert got == wanted


@pytest.mark.parametrize("text", ["Luật: Giá", "LUẬT\n\nGIÁ", "Luật", "Bộ luật Lao", "Hiến pháp.", "Luật (", "theo Luật\n- Đất đai"])
def test_broken_names_are_read_without_an_exception(text: str) -> None:
    assert all(c.kind == "named" for c in read(text))


def references(text: str) -> list[tuple[str, str, str | None, int | None]]:
    source = Source(name="x", text=text, sha256="0")
    reading = read_citations(Document(source=source, header=LANG_SON))
    check_spans(text, reading.references)
    return [(r.kind, " ".join(r.surface.split()), r.pinpoint, r.antecedent) for r in reading.references]


def test_this_document_and_its_provisions() -> None:
    text = (
        "theo quy định tại khoản 2 Điều 5 Nghị định này và điểm a khoản 1 Điều này; Luật Đất đai; trừ Điều 7.\n"
        "Điều 8. Hiệu lực\nKế hoạch này"
    )
    assert references(text) == [
        ("self", "khoản 2 Điều 5 Nghị định này", "khoản 2 Điều 5", None),
        ("internal", "điểm a khoản 1 Điều này", "điểm a khoản 1 Điều này", None),
        ("internal", "Điều 7", "Điều 7", None),
        ("self", "Kế hoạch này", None, None),
    ]


def test_a_short_form_points_to_what_it_was_defined_for() -> None:
    text = (
        "thực hiện Chương trình mục tiêu quốc gia giảm nghèo bền vững năm 2025 (sau đây gọi tắt là Chương trình).\n"
        "Đánh giá kết quả của Chương trình theo quy định."
    )
    assert references(text) == [("short", "Chương trình", None, 0)]


def test_the_own_number_is_a_reference_to_this_document() -> None:
    (found,) = references("(Kèm theo Kế hoạch số 62/KH-UBND ngày 23 tháng 3 năm 2022 của UBND tỉnh)")
    assert found[0] == "self"


def test_one_cited_document_amends_another() -> None:
    text = "Căn cứ Nghị định số 63/2010/NĐ-CP đã được sửa đổi, bổ sung bởi Nghị định số 48/2013/NĐ-CP và Nghị định số 92/2017/NĐ-CP;"
    source = Source(name="x", text=text, sha256="0")
    reading = read_citations(Document(source=source, header=LANG_SON))
    assert [c.role for c in reading.citations] == ["basis", "cites", "cites"]
    assert [(r.subject, r.role, r.object) for r in reading.relations] == [(1, "amends", 0), (2, "amends", 0)]


# text, the role of each mention in turn
ROLES = [
    ("Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;", ["basis"]),
    ("Căn cứ Quyết định số 1790/QĐ-TTg phê duyệt Chương trình Truyền thông về bình đẳng giới đến năm 2030;", ["basis", "cites"]),
    ("Thực hiện Nghị quyết số 28/NQ-CP, Chỉ thị số 32/CT-TTg và Kế hoạch số 12/KH-BYT.", ["implements"] * 3),
    ("Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 12/TTr-SYT.", ["basis"]),
    ("Xét Tờ trình số 12/TTr-UBND của Ủy ban nhân dân tỉnh;", ["basis"]),
    ("thực hiện theo quy định tại khoản 1 Điều 5 Luật Giá.", ["basis"]),
    ("hành vi quy định tại khoản 1 Điều 5 Luật Giá bị xử phạt.", ["cites"]),
    ("Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 15/2020/NĐ-CP.", ["amends"]),
    ("Quyết định này thay thế Quyết định số 15/2020/QĐ-UBND.", ["replaces"]),
    ("Bãi bỏ Thông tư số 15/2020/TT-BYT.", ["repeals"]),
    ("Bãi bỏ toàn bộ các thông tư sau đây:\n1. Thông tư số 15/2020/TT-BYT về A.\n2. Thông tư số 16/2020/TT-BYT về B.", ["repeals"] * 2),
    ("Thông tư số 15/2020/TT-BYT hết hiệu lực kể từ ngày Thông tư này có hiệu lực.", ["repeals"]),
    ("Thông tư này hướng dẫn thi hành Luật Giá về thẩm định giá.", ["guides"]),
    ("Tuyên truyền thực hiện Luật Bình đẳng giới; Luật Trẻ em; Chỉ thị số 21-CT/TW.", ["cites"] * 3),
    ("Tổng kết 15 năm thi hành Luật Bình đẳng giới.", ["cites"]),
    ("Triển khai áp dụng Bộ chỉ số về giới trong truyền thông.", ["implements"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_what_this_document_does_with_it(text: str, roles: list[str]) -> None:
    assert [c.role for c in read(text)] == roles


# text; the name is what stands between « and »
NAMES = [
    "theo «Luật Phòng, chống bạo lực gia đình»; Chỉ thị",
    "«Bộ luật Lao động (sửa đổi) năm 2019», đặc biệt",
    "theo «Luật ngân sách» và các văn bản hiện hành",
    "«Luật Hộ tịch ngày 20 tháng 11 năm 2014»;",
    "«Luật Khoa học và công nghệ (Luật số 29/2013/QH13 ngày 18/6/2013)».",
    "«Luật Giá số 16/2023/QH15» đã",
    "«Luật sửa đổi, bổ sung một số điều của Luật Điện lực» và",
    "theo «Luật Phổ biến, giáo dục pháp luật số 14/2012/QH13»;",
    "«Chiến lược quốc gia về bình đẳng giới giai đoạn 2021-2030», căn cứ tình hình",
    "«Chương trình truyền thông bình đẳng giới trên địa bàn tỉnh Lạng Sơn đến năm 2030».",
    "với «Đề án kiểm soát mất cân bằng giới tính khi sinh» trên địa bàn tỉnh;",
    "«Đề án “Xây dựng nền nếp”» của Bộ",
    "thực hiện «chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2021 - 2025»;",
    "theo «Bộ chỉ số 766» trên Cổng",
]  # fmt: skip


@pytest.mark.parametrize("marked", NAMES)
def test_a_name_with_its_boundaries(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    assert [(c.start, c.end) for c in read(text) if c.start == marked.index("«")] == [(marked.index("«"), marked.index("»") - 1)]


@pytest.mark.parametrize(
    "text",
    [
        "pháp luật đất đai, luật sư, Luật này, kỷ luật",
        "các Chương trình mục tiêu quốc gia năm 2024",
        "chỉ tiêu của Chiến lược, Chương trình với việc",
        "Tổ chức Chương trình giao lưu văn nghệ",
        "Tháng hành động vì bình đẳng giới",
        "chương trình giáo dục phổ thông, chương trình công tác năm 2024",
    ],
)
def test_generic_words_are_no_names(text: str) -> None:
    assert read(text) == ()


def test_a_law_by_name_is_the_one_of_its_day() -> None:
    table = laws()
    assert table.named("Luật Phòng, chống bạo lực gia đình", "2015-05-01")[0].number == "02/2007/QH12"
    assert table.named("luật phòng chống bạo lực gia đình", "2024-03-07")[0].number == "13/2022/QH15"
    law = table.numbered("73/2006/qh11")
    assert law is not None
    assert (law.name, law.in_force) == ("Luật Bình đẳng giới", "2007-07-01")


def test_every_law_of_the_table_is_read_by_its_name() -> None:
    for law in laws().all:
        for name in (law.name, *law.aliases):
            assert [(c.surface, c.type) for c in read(f"theo quy định của {name}.")] == [(name, law.type)]


def test_a_law_that_names_itself_cites_nothing_but_an_older_law_of_its_name() -> None:
    text = (
        "QUỐC HỘI\n\nLuật số: 31/2024/QH15\n\nHà Nội, ngày 18 tháng 01 năm 2024\n\nLUẬT\nĐẤT ĐAI\n\nCăn cứ Hiến pháp nước Cộng hòa xã hội "
        "chủ nghĩa Việt Nam;\nQuốc hội ban hành Luật Đất đai.\nĐiều 1. Phạm vi\nLuật Đất đai quy định về sở hữu đất đai.\n"
        "Điều 2. Hiệu lực\nLuật Đất đai năm 2013 hết hiệu lực kể từ ngày Luật này có hiệu lực.\n"
    )
    document = parse(Source(name="luat.txt", text=text, sha256="0"))
    facts = read_citations(document)
    assert document.header.title == "Đất đai"
    assert [c.surface for c in facts.citations if "đai" in c.surface] == ["Luật Đất đai năm 2013"]
    assert {r.surface for r in facts.references if r.kind == "self"} >= {"Luật Đất đai"}
