"""Texts cut into passages: what layout tore apart is whole, and what belongs together stays together."""

from __future__ import annotations

from corpus.read import read_bytes
from corpus.structure import parse
from search.paragraphs import goes_on
from search.passages import Passage, passages, plain

FILLER = "".join(f"{n}. Các cơ quan, đơn vị và địa phương căn cứ chức năng,\nnhiệm vụ được giao tổ chức thực hiện.\n" for n in range(4, 16))


def cut(text: str) -> list[Passage]:
    return passages(parse(read_bytes(text.encode(), "thu.txt")))


def holding(words: str, found: list[Passage]) -> Passage:
    return next(p for p in found if words in plain(p.text))


LINK = (
    "theo quy định tại Điều 75 Nghị định số 145/2020/NĐ-CP ngày 14 tháng 12 năm 2020 của Chính phủ "
    "về điều kiện lao động và quan hệ lao động."
)
RESOLUTION = f"""Điều 2. Mức hỗ trợ
1. Đối tượng trẻ em quy định tại điểm a khoản 2 Điều
1 Nghị quyết này được hưởng mức hỗ trợ 160.000 đồng/trẻ/tháng.
2. Giáo viên mầm non làm việc tại cơ sở dân lập
{LINK}
3. Giao Thường trực Hội đồng nhân dân tỉnh, các Ban của Hội đồng nhân dân tỉnh,
Tổ đại biểu giám sát việc thực hiện.
{FILLER}"""


def test_lines_of_a_column_are_joined_though_one_line_is_long() -> None:
    found = cut(RESOLUTION)
    assert "điểm a khoản 2 Điều 1 Nghị quyết này được hưởng mức hỗ trợ 160.000" in plain(holding("160.000 đồng", found).text)
    assert plain(holding("giám sát việc thực hiện", found).text).startswith("3. Giao Thường trực")


def test_a_heading_over_two_lines_is_a_whole_breadcrumb_and_no_passage() -> None:
    found = cut(
        "1. Về công tác triển\nkhai ứng dụng phần mềm thống nhất trong đánh số nhà\n"
        "- Giao Sở Xây dựng khảo sát hiện trạng sử dụng phần mềm.\n"
        "2. Tổ chức thực hiện\n- Các sở, ban, ngành thực hiện nghiêm túc Công văn này.\n"
    )
    assert found[0].breadcrumb == ("1. Về công tác triển khai ứng dụng phần mềm thống nhất trong đánh số nhà",)
    assert not [p for p in found if "đánh số nhà" in p.text]


def test_a_short_sentence_belongs_to_the_item_before_it() -> None:
    found = cut(
        "1. Nhiệm vụ\n- Ủy ban nhân dân các phường, xã làm sạch dữ liệu số nhà đã cấp.\n"
        "Thời gian hoàn thành trước ngày 31 tháng 12 năm 2025.\n"
        "- Sở Xây dựng theo dõi, đôn đốc việc thực hiện trên địa bàn.\nTrên đây là chỉ đạo của Chủ tịch Ủy ban nhân dân Thành phố.\n"
    )
    assert holding("Thời gian hoàn thành", found).text.startswith("- Ủy ban nhân dân các phường")
    assert "Trên đây" not in holding("đôn đốc", found).text


def test_sentences_of_a_list_without_labels_stay_apart() -> None:
    found = cut(
        "1. Nội dung giám sát\n\nTiến độ thực hiện các mục tiêu của Chương trình.\n\nBáo cáo và đề xuất phương án xử lý khó khăn.\n"
    )
    assert len(found) == 2


def test_what_goes_on() -> None:
    assert goes_on("theo quy định tại khoản 3 Điều", "10 của Nghị định số 105/2020/NĐ-CP.")
    assert goes_on("các Ban của Hội đồng nhân dân,", "Tổ đại biểu giám sát")
    assert goes_on("Về công tác triển", "khai ứng dụng")
    assert not goes_on("Mục đích", "Nâng cao nhận thức")
    assert not goes_on("các nội dung của", "- Sở Xây dựng")
    assert not goes_on("ỦY BAN NHÂN DÂN", "tỉnh Lai Châu")


def test_a_figure_goes_with_the_line_that_announces_it() -> None:
    found = cut(
        "Điều 4. Mức thu lệ phí\n1. Cấp Chứng chỉ hành nghề môi giới:\n300.000 đồng/Chứng chỉ.\n"
        "2. Cấp lại Chứng chỉ hành nghề môi giới:\n200.000 đồng/Chứng chỉ.\n"
    )
    assert [plain(p.text) for p in found] == [
        "1. Cấp Chứng chỉ hành nghề môi giới: 300.000 đồng/Chứng chỉ.",
        "2. Cấp lại Chứng chỉ hành nghề môi giới: 200.000 đồng/Chứng chỉ.",
    ]
    assert not goes_on("gồm:", "2. Sở Xây dựng")
