"""The section tree, in all its spellings, with what is printed wrongly kept and noted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Section
from corpus.sections import read_sections


def tree(text: str) -> list[str]:
    return [s.id for s in read_sections(text)[0]]


def test_plan() -> None:
    text = "I. MỤC TIÊU\n1. Mục tiêu chung\n- Một;\n+ Chi tiết\n"
    text += "2. Mục tiêu cụ thể\na) Về y tế:\n- Hai.\nb) Về giáo dục\nII. TỔ CHỨC\n1. Sở Y tế"
    assert tree(text) == [
        "i", "i/1", "i/1/gach-1", "i/1/gach-1/gach-1", "i/2", "i/2/a", "i/2/a/gach-1", "i/2/b", "ii", "ii/1",
    ]  # fmt: skip


def test_legal_document() -> None:
    text = (
        "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Luật này quy định:\na) Một;\nb) Hai.\n2. Khác.\nChương II\nQUYỀN\n"
        "Mục 1\nCHUNG\nĐiều 2. Quyền\n1. Có quyền.\nPHỤ LỤC I\nDANH MỤC\n1. Một mục"
    )
    assert tree(text) == [
        "chuong-1", "dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-1/diem-a", "dieu-1/khoan-1/diem-b", "dieu-1/khoan-2",
        "chuong-2", "chuong-2/muc-1", "dieu-2", "dieu-2/khoan-1", "phu-luc-1", "phu-luc-1/1",
    ]  # fmt: skip
    sections = read_sections(text)[0]
    assert [s.heading for s in sections if s.kind in ("chapter", "article")] == ["QUY ĐỊNH CHUNG", "Phạm vi", "QUYỀN", "Quyền"]


def test_what_a_decision_issues_is_an_annex_of_its_own() -> None:
    text = "Điều 1. Ban hành Quy chế.\nĐiều 2. Hiệu lực.\n**QUY CHẾ**\nLàm việc\n(Ban hành kèm theo Quyết định số 5/QĐ-UBND)\n"
    text += "Điều 1. Phạm vi\nĐiều 2. Nguyên tắc"
    assert tree(text) == ["dieu-1", "dieu-2", "phu-luc", "phu-luc/dieu-1", "phu-luc/dieu-2"]
    assert read_sections(text)[1] == ()


def test_decimals_and_letters() -> None:
    assert tree("A. PHẦN ĐẦU\nI. MỘT\n1. Một\n1.1. Một một\n1.1.1. Sâu\n1.2. Một hai\nB. PHẦN SAU\nI. HAI") == [
        "a", "a/i", "a/i/1", "a/i/1/1.1", "a/i/1/1.1/1.1.1", "a/i/1/1.2", "b", "b/i",
    ]  # fmt: skip


def test_a_second_d_is_the_point_dd_and_noted() -> None:
    sections, notes = read_sections("1. Gồm:\na) A;\nb) B;\nc) C;\nd) D;\nd) Đ;\ne) E.")
    assert [s.number for s in sections[1:]] == ["a", "b", "c", "d", "đ", "e"]
    assert [s.label for s in sections[1:]] == ["a)", "b)", "c)", "d)", "d)", "e)"]
    assert [(n.code, n.printed, n.read_as) for n in notes] == [("numbering-repeated", "d)", "đ")]


def test_skipped_and_repeated_numbers_are_kept_and_noted() -> None:
    sections, notes = read_sections("I. MỘT\nIII. BA\n1. Một\n1. Lại một")
    assert [s.id for s in sections] == ["i", "iii", "iii/1", "iii/1~2"]
    assert [n.code for n in notes] == ["numbering-skipped", "numbering-repeated"]


def test_lines_that_continue_a_sentence_are_no_sections() -> None:
    line = "thực hiện theo quy định tại khoản 1 Điều này và các văn bản có liên quan của khoản"
    wrapped = "\n".join(
        ["1. Cơ quan chủ trì phối hợp với các bộ, ngành có liên quan để tổ chức", line, "2. Điều 5 của Luật này", *[line] * 6]
    )
    assert tree(wrapped) == ["1"]
    assert tree("theo quy định tại khoản 6\nĐiều 39 Luật Di sản văn hóa đối với") == []
    assert tree("tuân theo quy định về đại diện tại\nChương IX Phần này.") == []
    assert tree("mức trợ cấp là:\n20.000.000 đồng\n2.340.000 đồng") == []
    assert tree("Chiến lược giai đoạn 2021\n- 2025 của tỉnh") == []


def test_quoted_provisions_are_text() -> None:
    text = "Điều 1. Sửa đổi\n1. Sửa đổi khoản 2 như sau:\n“2. Nội dung mới:\na) Một;\nb) Hai.”.\n2. Bãi bỏ Điều 3."
    assert tree(text) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2"]


def check(text: str, sections: tuple[Section, ...]) -> None:
    assert len({s.id for s in sections}) == len(sections)
    for i, s in enumerate(sections):
        assert 0 <= s.start < s.text_start <= s.end <= len(text)
        assert text.startswith(s.label, s.start)
        assert s.parent is None or s.parent < i
        if s.parent is not None:
            above = sections[s.parent]
            assert above.start <= s.start and s.end <= above.end and s.level == above.level + 1


pieces = st.sampled_from(
    [
        "Điều 1. ",
        "Chương II\n",
        "I. ",
        "A. ",
        "1. ",
        "1.1. ",
        "a) ",
        "đ) ",
        "- ",
        "+ ",
        "PHỤ LỤC\n",
        "“",
        "”",
        "\n",
        "chữ ",
        "CHỮ ",
        "3) ",
        "*",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(pieces, max_size=60).map("".join)))
def test_any_text_gives_a_well_formed_tree(text: str) -> None:
    check(text, read_sections(text)[0])
