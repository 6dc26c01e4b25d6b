"""Tables of tasks that came line by line out of a PDF: their cells, over pages too."""

from __future__ import annotations

from corpus.extract.commitments import read_commitments
from corpus.extract.line_cells import body_list
from corpus.extract.line_tables import Grid, line_tables
from corpus.model import Document, Header, Source

HEAD = ["TT", "Tên nhiệm vụ", "Cơ quan ", "chủ trì", "Cơ quan ", "phối hợp", "Kết quả", "Thời gian ", "hoàn thành", "Căn cứ ", "bổ sung"]
FIRST = ["1", "Xây dựng, vận hành Cơ sở dữ liệu quốc", "gia về thủ tục hành chính", "Bộ Tư pháp", "Các bộ, ", "cơ quan", "ngang bộ"]
FIRST += ["Cơ sở dữ liệu", "được vận hành", "Tháng ", "3/2026", "Nghị định số", "09/2026/NĐ-", "CP"]
SECOND = ["2  Xây dựng Đề án về bồi dưỡng cán bộ làm", "công tác đối ngoại", "Bộ Giáo dục và", "Đào tạo", "Bộ Nội vụ,", "Bộ Tài chính"]
SECOND += ["Đề án trình", "Thủ tướng", "Chính phủ", "2026 và", "hằng năm", "Chương trình", "số 12-", "CTr/BCĐ"]
PAGE = ["", "CÔNG BÁO/Số 238/Ngày 21-04-2026", "96", "", *HEAD]
THIRD = ["3", "Thể chế hóa đầy đủ, kịp thời các chủ", "trương về an toàn thực phẩm", "Bộ Y tế", "Các bộ, ", "cơ quan", "ngang bộ"]
THIRD += ["Báo cáo chuyên", "đề về cơ chế,", "Tháng", "4/2026", "Chương trình", "số 12-", "CTr/BCĐ", *PAGE, "chính sách lớn", "được trình"]
THIRD += [
    "Bộ Y tế",
    "Các bộ, ",
    "cơ quan",
    "ngang bộ",
    "Báo cáo kết quả",
    "thể chế hóa",
    "Tháng",
    "10/2026",
    "Chương trình",
    "số 12-",
    "CTr/BCĐ",
]
TEXT = "\n".join(["PHỤ LỤC", *HEAD, *FIRST, *SECOND, *THIRD, ""])


def cell(grid: Grid, row: int, name: str) -> str:
    return " ".join(" ".join(TEXT[a:b] for a, b in grid.rows[row].get(grid.columns.index(name), [])).split())


def test_the_heading_tells_the_columns_and_the_numbers_the_rows() -> None:
    (grid,) = line_tables(TEXT)
    assert grid.columns == ("index", "task", "lead", "support", "product", "due", "")
    assert [cell(grid, n, "lead") for n in range(4)] == ["Bộ Tư pháp", "Bộ Giáo dục và Đào tạo", "Bộ Y tế", "Bộ Y tế"]
    assert cell(grid, 1, "task") == "Xây dựng Đề án về bồi dưỡng cán bộ làm công tác đối ngoại"
    assert cell(grid, 1, "product") == "Đề án trình Thủ tướng Chính phủ"


def test_a_cell_goes_on_over_the_page_and_a_second_row_shares_the_number() -> None:
    (grid,) = line_tables(TEXT)
    assert cell(grid, 2, "product") == "Báo cáo chuyên đề về cơ chế, chính sách lớn được trình"
    assert (cell(grid, 3, "task"), cell(grid, 3, "product")) == ("", "Báo cáo kết quả thể chế hóa")


def test_assignments_and_deadlines_come_from_the_cells() -> None:
    found = read_commitments(Document(source=Source(name="x", text=TEXT, sha256="0" * 64), header=Header()))
    assert [(a.agency, a.role) for a in found.assignments] == [
        *[("Bộ Tư pháp", "lead"), ("Các bộ, cơ quan ngang bộ", "support")],
        *[("Bộ Giáo dục và Đào tạo", "lead"), ("Bộ Nội vụ", "support"), ("Bộ Tài chính", "support")],
        *[("Bộ Y tế", "lead"), ("Các bộ, cơ quan ngang bộ", "support")] * 2,
    ]
    assert [(d.kind, d.date or d.from_, d.recurrence) for d in found.deadlines] == [
        ("by", "2026-03", None),
        ("during", "2026", "hằng năm"),
        ("by", "2026-04", None),
        ("by", "2026-10", None),
    ]


def test_a_table_without_a_leading_body_stays_lines() -> None:
    assert line_tables("\n".join(["TT", "Nội dung", "Số giờ", "1", "Các nội dung cơ bản của Hiến pháp", "2"])) == ()
    assert line_tables("\n".join([*HEAD, "1", "không có gì", "ở đây", "2", "cũng không"])) == ()


def test_a_cell_of_bodies_may_number_them() -> None:
    text = "(1) Văn phòng Chính phủ (2) Bộ Công an; Bộ Tư pháp (đối với thủ tục) Bộ Tài chính"
    assert [text[p.start : p.end] for p in body_list(text)] == ["Văn phòng Chính phủ", "Bộ Công an", "Bộ Tư pháp", "Bộ Tài chính"]


GROUPS = [
    *["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Đơn vị phối hợp", "(Bộ/ngành/địa phương)", "Cấp phê duyệt", "Tiến độ", "thực hiện"],
    *["I", "Hoàn thiện thể chế, chính sách về công tác", "phòng, chống thiên tai"],
    *[
        "1",
        "Xây dựng quy định về đào tạo an toàn bức xạ",
        "cho nhân viên",
        "Bộ Khoa học và",
        "Công nghệ",
        "Bộ Công Thương;",
        "Bộ Giáo dục và",
    ],
    *["Đào tạo", "Và các cơ quan có liên quan", "Bộ trưởng Bộ", "Khoa học và", "Công nghệ", "2026"],
    *["II Huy động và sử dụng hiệu quả nguồn lực cho công tác phòng ngừa"],
    *[
        "1",
        "Ban hành khung chương trình đào tạo nhân lực",
        "quản lý nhà nước",
        "Bộ Tài chính",
        "Các bộ, ngành",
        "Cấp có thẩm quyền",
        "2026 - 2027",
    ],
    "",
]


def test_a_note_in_the_head_a_list_with_semicolons_and_a_bare_roman_number() -> None:
    text = "\n".join(GROUPS)
    (grid,) = line_tables(text)
    assert grid.columns == ("index", "task", "lead", "support", "approval", "time")
    found = read_commitments(Document(source=Source(name="x", text=text, sha256="0" * 64), header=Header()))
    assert [(a.agency, a.role) for a in found.assignments] == [
        ("Bộ Khoa học và Công nghệ", "lead"),
        *[(body, "support") for body in ("Bộ Công Thương", "Bộ Giáo dục và Đào tạo", "các cơ quan có liên quan")],
        *[("Bộ Tài chính", "lead"), ("Các bộ, ngành", "support")],
    ]
