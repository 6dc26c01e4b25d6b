"""Who is given which task in documents of many kinds: lead-ins over lists, headings, heads of tables, acts without blank lines."""

from __future__ import annotations

import tomllib

from corpus.extract import extract
from corpus.extract.table_heads import head_name
from corpus.gazetteer import PATTERNS
from corpus.model import Facts, Source
from corpus.structure import parse

PLAN = (
    "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\n\nSố: 12/KH-UBND\n\nLạng Sơn, ngày 10 tháng 3 năm 2025\n\n"
    "KẾ HOẠCH\n\nThực hiện công tác y tế năm 2025\n\n"
)


def read(text: str) -> Facts:
    return extract(parse(Source(name="p.txt", text=text, sha256="0" * 64)))


def read_tasks(body: str) -> set[tuple[str, str, str]]:
    """(role, body, first words of the task) of every assignment of a plan of UBND tỉnh Lạng Sơn."""
    facts = read(PLAN + body)
    return {(a.role, a.agency, a.task[:14]) for a in facts.assignments}


def test_who_is_named_before_a_list_does_every_item() -> None:
    found = read_tasks(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh thực hiện các nhiệm vụ sau:\n\n"
        "- Xây dựng kế hoạch chi tiết của ngành.\n\n- Tổ chức kiểm tra tại cơ sở.\n"
    )
    assert found == {
        (role, body, words)
        for words in ("Xây dựng kế ho", "Tổ chức kiểm t")
        for role, body in (("lead", "Sở Y tế tỉnh Lạng Sơn"), ("support", "Công an tỉnh Lạng Sơn"))
    }


def test_a_heading_of_partners_alone_is_no_task() -> None:
    found = read_tasks(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\na) Phối hợp với các sở, ngành, UBND các xã, phường\n\n"
        "- Tổ chức tuyên truyền tại địa bàn dân cư.\n"
    )
    assert found == {
        ("lead", "Sở Y tế tỉnh Lạng Sơn", "Tổ chức tuyên "),
        ("support", "các sở, ngành", "Tổ chức tuyên "),
        ("support", "Ủy ban nhân dân các xã, phường", "Tổ chức tuyên "),
    }


def test_a_name_runs_to_the_end_of_its_heading() -> None:
    found = read_tasks(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Đề nghị các doanh nghiệp sản xuất, chế biến và xuất khẩu hàng hóa\n\n"
        "- Nghiên cứu, áp dụng khoa học kỹ thuật mới.\n\n"
        "2. Công an tỉnh và hệ thống truyền thanh cơ sở:\n\n- Tổ chức tuyên truyền sâu rộng.\n"
    )
    assert ("lead", "các doanh nghiệp sản xuất, chế biến và xuất khẩu hàng hóa", "Nghiên cứu, áp") in found
    assert ("lead", "hệ thống truyền thanh cơ sở", "Tổ chức tuyên ") in found


def test_no_one_is_given_a_task_by_what_prizes_are_for() -> None:
    assert not read_tasks(
        "II. TIÊU CHUẨN KHEN THƯỞNG\n\n1. Các cơ quan, đơn vị hoàn thành xuất sắc nhiệm vụ; Sở Nội vụ tổ chức xét chọn.\n"
    )


def test_what_a_body_asks_of_others_is_its_own_task() -> None:
    found = read_tasks("II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Yêu cầu các bệnh viện xây dựng kế hoạch trực cấp cứu.\n")
    assert found == {("lead", "Sở Y tế tỉnh Lạng Sơn", "Yêu cầu các bệ")}


def test_heads_stand_again_further_down_a_table_one_cell_short() -> None:
    rows = (
        "|\nSTT\n|\nNhiệm vụ\n|\nCơ quan chủ trì\n|\nThời gian thực hiện\n|\n|\n"
        "1\n|\nXây dựng đề án y tế số\n|\nSở Y tế\n|\n2026 - 2030\n|\n\n\n"
    )
    again = (
        "|\nNội dung\n|\nĐơn vị thực hiện\n|\nThời gian thực hiện\n|\n|\n2.1\n"
        "|\nTriển khai bệnh án điện tử\n|\nSở Y tế\n|\n2026 - 2027\n|\n"
    )
    found = read_tasks("II. TỔ CHỨC THỰC HIỆN\n\n" + rows + again)
    assert {(r, words) for r, _, words in found} == {("lead", "Xây dựng đề án"), ("lead", "Triển khai bện")}


def test_the_body_of_an_act_ends_a_table_that_no_blank_line_ends() -> None:
    text = (
        "**ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN**\n|\nSố: 12/QĐ-UBND\n|\n*Lạng Sơn, ngày 10 tháng 3 năm 2025*\n|\n"
        "**QUYẾT ĐỊNH**\nVỀ VIỆC BAN HÀNH KẾ HOẠCH\n"
        "**II. MỤC TIÊU CỤ THỂ ĐẾN NĂM 2030**\n- 100% trạm y tế có bác sĩ làm việc.\n- Tỷ lệ dân số được quản lý sức khỏe đạt trên 90%.\n"
    )
    facts = read(text)
    assert [(t.value, t.year) for t in facts.targets] == [(100.0, 2030), (90.0, 2030)]


def test_heads_of_columns_read_their_examples() -> None:
    with (PATTERNS / "task_cues.toml").open("rb") as file:
        rows = tomllib.load(file)["column"]
    assert [head_name(example) for row in rows for example in row["examples"]] == [row["kind"] for row in rows for _ in row["examples"]]


def test_an_annex_gives_a_target_for_each_year_of_its_columns() -> None:
    cells = ["TT", "Chỉ tiêu", "ĐVT", "ƯTH Năm 2025", "GIAI ĐOẠN 2026 - 2027"]
    table = (
        "|\n"
        + "\n|\n".join(cells)
        + "\n|\n|\nNăm 2026\n|\nNăm 2027\n|\n|\n1\n|\nCà phê\n|\n|\n-\n|\nDiện tích\n|\nHa\n|\n26.120\n|\n27.000\n|\n27.500\n|\n"
    )
    found = read(PLAN + "PHỤ LỤC\n\n" + table).targets
    assert [(t.indicator, t.value, t.unit, t.year) for t in found] == [
        ("Cà phê: Diện tích", 27000.0, "ha", 2026),
        ("Cà phê: Diện tích", 27500.0, "ha", 2027),
    ]


def test_a_column_of_results_takes_its_year_from_the_rows_above() -> None:
    table = (
        "|\nTT\n|\nChỉ tiêu\n|\nĐơn vị\n|\nKết quả\n|\nCơ quan chủ trì\n|\n|\nI\n|\nGiai đoạn 2025-2027\n|\n|\n1\n"
        "|\nTỉ lệ dịch vụ công trực tuyến toàn trình\n|\n%\n|\n95%\n|\nSở Y tế\n|\n"
    )
    (target,) = read(PLAN + "PHỤ LỤC\n\n" + table).targets
    assert (target.value, target.unit, target.year, target.comparator) == (95.0, "%", 2027, "=")


def test_a_dated_list_of_counts_is_a_list_of_targets_with_its_shares() -> None:
    found = read(
        PLAN + "II. NỘI DUNG\n\n1. Kế hoạch phát triển đến năm 2030\n\nTrong đó:\n\n+ Lắp đặt mới trạm 3G/4G: 58 trạm "
        "(Trong đó: VNPT: 25 trạm, Viettel: 33 trạm);\n\n"
        "+ Đầu tư mới trạm 5G: 35 trạm.\n"
    ).targets
    assert [(t.value, t.unit, t.year) for t in found] == [(58, "trạm", 2030), (25, "trạm", 2030), (33, "trạm", 2030), (35, "trạm", 2030)]


def test_duties_of_a_group_that_no_table_knows_are_its_own() -> None:
    found = read("""KẾ HOẠCH
Về việc kiểm kê tài sản

IV. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính

- Hướng dẫn các đơn vị thực hiện kiểm kê theo quy định.

2. Trách nhiệm của đối tượng thực hiện kiểm kê:

- Thành lập Tổ kiểm kê phù hợp với đặc điểm của tài sản.
""")
    assert [a.agency for a in found.assignments][-1] == "đối tượng thực hiện kiểm kê"


def test_a_group_that_lists_its_members_gives_the_task_to_each() -> None:
    found = read_tasks(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Đề nghị các Sở: Xây dựng, Khoa học và Công nghệ tổ chức triển khai kế hoạch.\n\n"
        "2. Các cơ quan tham mưu (gồm các Sở: Nội vụ, Y tế)\n\n- Tổ chức kiểm tra tại cơ sở.\n"
    )
    assert {(role, body) for role, body, words in found if words.startswith("Đề nghị")} == {
        ("lead", "Sở Xây dựng tỉnh Lạng Sơn"),
        ("lead", "Sở Khoa học và Công nghệ tỉnh Lạng Sơn"),
    }
    assert not any("Sở Nội vụ" in body for _, body, _ in found)  # what stands in brackets only explains


def test_tasks_follow_a_lead_in_of_several_sentences_but_not_what_a_report_holds() -> None:
    head = "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế bố trí kinh phí hằng năm. Ngoài ra, Sở Y tế "
    tasks = read_tasks(head + "tập trung một số nhiệm vụ cụ thể sau:\n\n- Đề án xã hội hóa công tác y tế dự phòng.\n")
    assert ("lead", "Sở Y tế tỉnh Lạng Sơn", "Đề án xã hội h") in tasks
    assert not any(words.startswith("Số lượng") for *_, words in read_tasks(head + "báo cáo các nội dung sau:\n\n- Số lượng kiến nghị.\n"))


AIMS = "I. MỤC TIÊU\n\n1. {}\n\n- Tài nguyên biển và hải đảo được khai thác hợp lý, sử dụng hiệu quả để phát triển bền vững.\n\n- {}\n"


def test_under_specific_goals_with_a_year_each_item_is_due_then() -> None:
    mixed = "Hình thành đội ngũ nhân lực có khả năng vận hành an toàn các thiết bị. Đến năm 2030, 90% nhân viên được đào tạo."
    found = read(PLAN + AIMS.format("Mục tiêu cụ thể đến năm 2030", mixed)).targets
    assert [(t.value, t.year) for t in found] == [(None, 2030), (None, 2030), (90.0, 2030)]
    examples = "Thị trường định hướng xuất khẩu của tỉnh: Trung Quốc, Úc, Nhật Bản, Hàn Quốc, Hoa Kỳ..."
    assert len(read(PLAN + AIMS.format("Mục tiêu cụ thể đến năm 2030", examples)).targets) == 1
    assert not read(PLAN + AIMS.format("Mục tiêu tổng quát", examples)).targets


def test_a_place_among_the_first_and_a_range_of_counts() -> None:
    with (PATTERNS / "units.toml").open("rb") as file:
        examples = [e.split(" => ") for e in tomllib.load(file)["rank"]["examples"]]
    for sentence, wanted in examples:
        (found,) = read(PLAN + AIMS.format("Mục tiêu tổng quát", f"Đến năm 2030, {sentence}.")).targets
        assert (f"{found.value:.0f} {found.unit}", found.comparator, found.year) == (wanted, "<=", 2030)
    (teams,) = read(PLAN + AIMS.format("Mục tiêu tổng quát", "Đến năm 2035, phấn đấu có 04 - 05 nhóm nghiên cứu mạnh.")).targets
    assert (teams.value, teams.unit, teams.comparator) == (4.0, "nhóm nghiên cứu", ">=")
    assert not read(PLAN + AIMS.format("Mục tiêu tổng quát", "Phát triển dựa trên ba trụ cột kinh tế của địa phương.")).targets
