"""Any text is read without an exception, every span quotes the text, and hostile lines cost what long lines cost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extract.citations import read_citations
from corpus.model import Document, Header, Source, check_spans
from corpus.text import nfc

PIECES = [
    "Luật",
    "luật ",
    "Bộ luật",
    "Luật sửa đổi, bổ sung một số điều của ",
    "Luật Đất đai",
    "Pháp lệnh ",
    "Hiến pháp",
    " số ",
    "số: ",
    "12",
    "/2025/",
    "/",
    "-",
    "QĐ",
    "UBND",
    "QH15",
    "NĐ-CP",
    "CT/TW",
    " của ",
    "UBND tỉnh",
    "Bộ Y tế",
    "Chính phủ",
    ", ",
    "; ",
    ".\n",
    "\n\n",
    "\n",
    "**",
    " ngày ",
    "20 tháng 11 năm 2014",
    "31/02/2021",
    "(",
    ")",
    "“",
    "”",
    "Chương trình ",
    "Đề án ",
    "Chiến lược quốc gia về ",
    "giai đoạn 2021 - 2025",
    "đến năm 2030",
    "khoản 2 Điều 5 ",
    "điểm a ",
    "Căn cứ ",
    "Thực hiện ",
    "theo ",
    "bãi bỏ ",
    "sau đây gọi là ",
    "Luật này",
    "Nghị định này",
    "được sửa đổi bởi ",
    "hết hiệu lực",
    "|",
    "İ",
    "ﬁ",
    "Ð",
    "ТТ",
    "\x00",
    "\u200b",
    "ß",
    "𝔸",
    "ư",
    "\u0301",
]


def read_all(text: str) -> None:
    text = nfc(text)
    reading = read_citations(Document(source=Source(name="x", text=text, sha256="0"), header=Header(number="12/QĐ-UBND", place="Hà Nội")))
    check_spans(text, [*reading.citations, *reading.references, *reading.relations])
    starts = [c.start for c in reading.citations]
    assert starts == sorted(starts)
    assert all(a.end <= b.start for a, b in zip(reading.citations, reading.citations[1:], strict=False))
    assert all(0 <= i < len(reading.citations) for r in reading.relations for i in (r.subject, r.object))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    read_all(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=60).map("".join))
def test_any_text_of_legal_pieces(text: str) -> None:
    read_all(text)


HOSTILE = [
    "1",
    "/",
    " ",
    "*",
    "1/",
    "1/A-",
    "a",
    "-A",
    "Luật ",
    "luật ",
    "Căn cứ ",
    "Chương trình ",
    "Đề án x, ",
    "Điều 1 khoản 2 ",
    "điểm a, ",
    "số 1/QĐ-UBND, ",
    "Luật Đất đai, ",
    "của ",
    "UBND tỉnh ",
    "(",
    "“",
    "ngày 1 tháng ",
    "được sửa đổi bởi ",
    "Luật sửa đổi, bổ sung Luật A, ",
    "1\n",
    "|",
    ".\n",
    "theo ",
    "quy định tại ",
    "Bộ luật Lao động ",
    "A ",
    "1-1/",
    "sau đây gọi là ",
    "Nghị định này ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_long_hostile_line(unit: str) -> None:
    read_all(unit * (60_000 // len(unit)))


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("unit", ["1", "/", " ", "1/", "1-", "*", "a"])
def test_five_million_hostile_characters(unit: str) -> None:
    read_all(unit * (5_000_000 // len(unit)))
