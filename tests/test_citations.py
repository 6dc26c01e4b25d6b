"""Citations as a clerk reads them: one line of text, what must be read in it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from corpus.extract.citations import read_citations
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
