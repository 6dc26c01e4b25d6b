"""Lines of a page that are no text: known in one place, passed over by whoever reads paragraphs."""

from __future__ import annotations

import tomllib

import pytest

from corpus.extract import extract
from corpus.extract.blocks import read_blocks
from corpus.gazetteer import PATTERNS
from corpus.model import Source
from corpus.running_heads import running_heads
from corpus.structure import parse

ROWS = tomllib.loads((PATTERNS / "running_heads.toml").read_text("utf-8"))["head"]
PAGE = "CÔNG BÁO/Số 302/Ngày 02-06-2026"


@pytest.mark.parametrize("example", [e for row in ROWS for e in row["examples"]])
def test_the_patterns_read_their_examples(example: str) -> None:
    text = f"Các bộ, ngành tổ chức thực hiện.\n{example}\nBộ Y tế chủ trì."
    assert [b.text for b in read_blocks(text)] == ["Các bộ, ngành tổ chức thực hiện.", "Bộ Y tế chủ trì."]


def test_a_sentence_goes_on_over_the_page_and_keeps_its_offsets() -> None:
    lines = [
        "2. Bộ Ngoại giao chủ trì xây dựng chương trình bồi dưỡng cho cán bộ làm công tác",
        "",
        PAGE,
        "52",
        " ",
        "đối ngoại trước ngày 15/12/2026.",
    ]
    text = "\n".join(lines)
    (block,) = read_blocks(text)
    assert block.text.endswith("làm công tác đối ngoại trước ngày 15/12/2026.")
    assert text[block.span(len(block.text) - 11, len(block.text))[0] :] == "15/12/2026."


def test_a_number_that_is_no_page_number_stays() -> None:
    text = f"Số đơn vị:\n12\nđơn vị trực thuộc\n{PAGE}\n44\nTổ chức thực hiện."
    assert "12" in " ".join(b.text for b in read_blocks(text))
    assert "44" not in " ".join(b.text for b in read_blocks(text))
    assert not running_heads("Theo Công báo số 302, các bộ thực hiện.")


def test_neither_running_heads_nor_datelines_are_deadlines() -> None:
    text = f"""{PAGE}
44

THỦ TƯỚNG CHÍNH PHỦ
Số: 892/QĐ-TTg
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
________________
Hà Nội, ngày 20 tháng 5 năm 2026
QUYẾT ĐỊNH
Phê duyệt Đề án bồi dưỡng

{PAGE}
45
Điều 1. Bộ Ngoại giao gửi báo cáo trước ngày 15/12/2026.
"""
    facts = extract(parse(Source(name="a.txt", text=text, sha256="0" * 64)))
    assert [d.date for d in facts.deadlines] == ["2026-12-15"]
