"""Header fields: what stands in the head and foot, each with its place in the text; what is blank or damaged is None and noted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.gazetteer import key
from corpus.header import HeaderReading, read_header
from corpus.text import nfc

FIELDS = ("type", "number", "date", "place", "issuer", "title", "signer")


def head(text: str) -> dict[str, str | None]:
    header = read_header(nfc(text)).header
    return {f: getattr(header, f) for f in FIELDS}


def test_the_five_plans(plans: list[Path], shared: Path) -> None:
    for path in plans:
        gold = json.loads((shared / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))["header"]
        found = head(path.read_text(encoding="utf-8"))
        assert {f: key(v or "") for f, v in found.items()} == {f: key(gold[f] or "") for f in FIELDS}, path.name


def test_markdown_table_with_wrapped_lines() -> None:
    assert head(
        "**ỦY BAN NHÂN\nDÂN **\nTHÀNH PHỐ HỒ CHÍ MINH\n--------\n|\n**CỘNG HÒA XÃ\nHỘI CHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do -"
        " Hạnh phúc\n|\n|\n"
        "Số:\n2820/QĐ-\nUBND\n|\n*Thành phố Hồ\nChí Minh, ng**ày 19 tháng 11 năm 2025*\n|\n\n**QUYẾT ĐỊNH**\n\nBAN HÀNH KẾ"
        " HOẠCH CHUYỂN ĐỔI SỐ\n\n"
        "**ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH**\n\n*Căn cứ Luật Tổ chức chính\nquyền địa phương;*\nQUYẾT ĐỊNH:\n**Điều 1.**"
        " Ban hành Kế hoạch chuyển đổi số.\n|\n"
        "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n|\n**TM. ỦY BAN\nNHÂN DÂN**\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n**Nguyễn Văn Dũng**\n|\n"
    ) == {
        "type": "Quyết định",
        "number": "2820/QĐ-UBND",
        "date": "2025-11-19",
        "place": "Thành phố Hồ Chí Minh",
        "issuer": "Ủy ban nhân dân thành phố Hồ Chí Minh",
        "title": "Ban hành Kế hoạch chuyển đổi số",
        "signer": "Nguyễn Văn Dũng",
    }


def test_one_line_cells_and_torn_letters() -> None:
    found = head(
        "CHÍNH PH Ủ ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |\nSố: 249/2025/NĐ-CP | Hà Nội,"
        " ngày 19 tháng 09 năm 2025 |\n"
        "NGHỊ ĐỊNH\nQuy định chính sách thu hút chuyên gia\nCăn cứ Luật Tổ chức Chính phủ;\nĐiều 1. Phạm vi\nNghị định này quy định.\n"
        "| TM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG (Đã ký) Tr ần Hòa Bình |"
    )
    assert (found["issuer"], found["number"], found["signer"]) == ("Chính phủ", "249/2025/NĐ-CP", "Trần Hòa Bình")


def test_letter_of_a_department() -> None:
    found = head(
        "BỘ TÀI\nCHÍNH\n**CỤC HẢI QUAN**\n--------\n|\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do - Hạnh phúc\n|\n"
        "|\nSố: 39992/CHQ-GSQL\n"
        "*V/v hàng hóa gửi\nkho ngoại quan*\n|\n*Hà Nội, ngày 03 tháng 12 năm 2025*\n|\n**Kính gửi:** Công ty A.\nTrả lời công"
        " văn.\n|\nNơi nhận:\n- Như trên;\n"
        "- Lưu: VT.\n|\n**TL. CỤC TRƯỞNG**\n**KT. TRƯỞNG BAN GIÁM SÁT**\nPHÓ TRƯỞNG BAN\n**Nguyễn Anh Tài**\n|"
    )
    assert found == {
        "type": "Công văn",
        "number": "39992/CHQ-GSQL",
        "date": "2025-12-03",
        "place": "Hà Nội",
        "issuer": "Cục Hải quan",
        "title": "Hàng hóa gửi kho ngoại quan",
        "signer": "Nguyễn Anh Tài",
    }


def test_portal_table_fills_what_the_document_leaves_out() -> None:
    text = "Kế hoạch 5\nSố hiệu | 62/KH-UBND |\nNgày ban hành | 23/03/2022 |\nNgày có hiệu lực | 24/03/2022 |\nCơ quan ban hành"
    text += " | Tỉnh Lạng Sơn |\nNgười ký | Dương Xuân Huyên |\n"
    text += "ỦY BAN NHÂN DÂN |\nKẾ HOẠCH\nCÔNG TÁC NĂM 2022\nI. MỤC ĐÍCH\n"
    header = read_header(text).header
    assert (header.number, header.date, header.effective, header.signer) == ("62/KH-UBND", "2022-03-23", "2022-03-24", "Dương Xuân Huyên")
    assert header.issuer == "Ủy ban nhân dân tỉnh Lạng Sơn"


@pytest.mark.parametrize(
    ("line", "number", "code"),
    [
        ("Số:        /KH-MTTQ-BTT", None, "number-blank"),
        ("Số: ....../QĐ-UBND", None, "number-blank"),
        ("Số: ô # /CT-UBND", None, "number-unreadable"),
        ("Số: 2605 /QÐ-BGDĐT", "2605/QĐ-BGDĐT", "number-repaired"),
        ("Số: 2605 /QĐÐ-BGDĐT", "2605/QĐ-BGDĐT", "number-repaired"),
        ("Số: 2 95 /202 5/NĐ-CP", "295/2025/NĐ-CP", "number-repaired"),
        ("Số: I2/CT-UBND", "12/CT-UBND", "number-repaired"),
        ("Số: 129/LĐTBOXH-BĐG", "129/LĐTBXH-BĐG", "number-repaired"),
        ("Số: 01/2024/TT-BTС", "01/2024/TT-BTC", "number-repaired"),
        ("Số: 46 - CT/TW", "46-CT/TW", None),
        ("Luật số: 116 /2025/QH15", "116/2025/QH15", None),
        ("Số: 66.15/2026/NQ-CP", "66.15/2026/NQ-CP", None),
        ("Số 15-TB/TU", "15-TB/TU", None),
    ],
)
def test_numbers(line: str, number: str | None, code: str | None) -> None:
    reading = read_header(nfc(f"{line}\nHà Nội, ngày 3 tháng 4 năm 2024\nKẾ HOẠCH\nCông tác\nI. MỤC ĐÍCH\n"))
    assert reading.header.number == number
    assert {n.code for n in reading.notes if n.code.startswith("number")} == ({code} if code else set())


@pytest.mark.parametrize(
    ("line", "date", "place"),
    [
        ("Ninh Bình, ngày tháng 3 năm 2022", "2022-03", "Ninh Bình"),
        ("Hà Nội, ngày       tháng      năm 2026", "2026", "Hà Nội"),
        ("Quảng Ngãi, ngày {5 tháng 3 năm 2024", "2024-03", "Quảng Ngãi"),
        ("Hà Nội, ngày 03 tháng I0năm 2025", "2025-10-03", "Hà Nội"),
        ("Quảng Ngãi, ngày Ø3 tháng 4 năm 2018", "2018-04-03", "Quảng Ngãi"),
        ("TP. Hồ Chí Minh, ngày 08/4/2016", "2016-04-08", "TP. Hồ Chí Minh"),
        ("Số: 5/KH-SNV Lào Cai, ngày 7 tháng 03 năm 2024", "2024-03-07", "Lào Cai"),
    ],
)
def test_dates(line: str, date: str | None, place: str | None) -> None:
    header = read_header(nfc(f"Số: 5/KH-UBND\n{line}\nKẾ HOẠCH\nCông tác\nI. MỤC ĐÍCH\n")).header
    assert (header.date, header.place) == (date, place)


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("UBND TỈNH LẠNG SƠN\nSỞ NỘI VỤ\nSố: 5/KH-SNV", "Sở Nội vụ tỉnh Lạng Sơn"),
        (
            "ỦY BAN MTTQ VIỆT NAM\n\nXÃ LƯƠNG MINH\n\nBAN THƯỜNG TRỰC\nSố: 5/KH-MTTQ-BTT",
            "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Lương Minh",
        ),
        (
            "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\n\nBỘ LAO ĐỘNG - THƯƠNG\nBINH VÀ XÃ HỘI\nSố: 5/KH-BLĐTBXH",
            "Bộ Lao động - Thương binh và Xã hội",
        ),
        ('BỘ GIÁO " VÀ ĐÀO TẠO\nSố: 5/QĐ-BGDĐT', "Bộ Giáo dục và Đào tạo"),
        ("TỈNH ỦY LẠNG SƠN\nSố 5-KH/TU", "Tỉnh ủy Lạng Sơn"),
        ("Số: 5/KH-UBND", None),
    ],
)
def test_issuers(lines: str, issuer: str | None) -> None:
    assert read_header(nfc(f"{lines}\nKẾ HOẠCH\nCông tác năm 2024\nI. MỤC ĐÍCH\n")).header.issuer == issuer


def test_consolidated_text_has_its_own_number() -> None:
    found = head(
        "VĂN BẢN HỢP NHẤT -\nBỘ TÀI CHÍNH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nTHÔNG TƯ1\n"
        "Hướng dẫn kế toán\n\n"
        "Thông tư số 95/2020/TT-BTC ngày 16 tháng 11 năm 2020 của Bộ trưởng Bộ Tài chính, được sửa đổi, bổ sung bởi:\nThông tư"
        " số 1/2025/TT-BTC.\n"
        "Điều 1. Phạm vi\nĐiều 2. Hiệu lực.\nBỘ TÀI CHÍNH\n\nSố: 13/VBHN-BTC\n\nXÁC THỰC VĂN BẢN HỢP NHẤT\n\nHà Nội, ngày 24"
        " tháng 11 năm 2025\nBỘ TRƯỞNG\n\nNguyễn Văn Thắng\n"
    )
    assert (found["type"], found["number"], found["date"], found["signer"]) == (
        "Văn bản hợp nhất",
        "13/VBHN-BTC",
        "2025-11-24",
        "Nguyễn Văn Thắng",
    )


def check(text: str, reading: HeaderReading) -> None:
    for span in reading.header.spans:
        assert 0 <= span.start <= span.end <= len(text) and text[span.start : span.end] == span.surface
        assert getattr(reading.header, span.field)
    for note in reading.notes:
        assert 0 <= note.start <= note.end <= len(text)
    assert 0 <= reading.body_start <= len(text)


pieces = st.sampled_from(
    ["ỦY BAN NHÂN DÂN\n", "TỈNH LẠNG SƠN", "Số: ", "12", "/KH-UBND", "\n", "|", "**", "KẾ HOẠCH\n",
     "Hà Nội, ngày ", " tháng ", " năm 2024", "TM. ", "CHỦ TỊCH\n",
     "Nguyễn Văn An\n", "Nơi nhận:\n", "- ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "V/v ", "Số hiệu | 1/A |\n", "Ngày ban hành "
     "| 1/1/2020 |\n", "Người ký | A |\n", "PH Ủ", " "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(pieces, max_size=50).map("".join)))
def test_any_text_is_read(text: str) -> None:
    text = nfc(text)
    check(text, read_header(text))


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "/",
        " ",
        "Số: ",
        "ngày ",
        "A",
        "|",
        "*",
        "1/",
        "\n",
        "- ",
        "Số 1/",
        "TM. ",
        "KT. CHỦ TỊCH\n",
        "PHỤ LỤC ",
        "Người ký: \n",
        "“",
        "Ủ ",
    ],
)
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    # A blow-up would run into the suite's time limit; the figure itself is in benchmarks/.
    text = unit * (2_000_000 // len(unit))
    check(text, read_header(text))
