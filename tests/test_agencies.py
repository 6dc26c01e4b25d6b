"""Mentions of bodies by class of what unseen texts showed: groups, party committees, short names, departments, fields of committees."""

from __future__ import annotations

import tomllib

import pytest

from corpus.extract import extract
from corpus.extract.agencies import read_phrase
from corpus.gazetteer import PATTERNS
from corpus.model import AgencyMention, Source
from corpus.structure import parse

DEPARTMENTS = tomllib.loads((PATTERNS / "departments.toml").read_text("utf-8"))["department"]
CIRCULAR = "BỘ NỘI VỤ\nSố: 26/2025/TT-BNV\nHà Nội, ngày 29 tháng 12 năm 2025\nTHÔNG TƯ\nQuy định về tiền lương\n\n"
TAX = "CỤC THUẾ\nSố: 5528/CT-CS\nHà Nội, ngày 25 tháng 11 năm 2025\nV/v tiền thuê đất\n\n"
DECISION = (
    "ỦY BAN NHÂN DÂN TỈNH SƠN LA\nSố: 12/QĐ-UBND\nSơn La, ngày 5 tháng 11 năm 2025\nQUYẾT ĐỊNH\n"
    "Về việc kiện toàn Ban Chỉ đạo Chuyển đổi số tỉnh Sơn La\n\nTheo đề nghị của Giám đốc Sở Nội vụ.\n\n"
)


def mentions(text: str) -> tuple[AgencyMention, ...]:
    return extract(parse(Source(name="x", text=text, sha256="0" * 64))).agencies


@pytest.mark.parametrize("row", DEPARTMENTS, ids=lambda row: row["of"])
def test_departments_are_read_whole_with_their_ministry(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        printed, wanted = example.split(" => ")
        found = mentions(f"QUỐC HỘI\nNghị quyết số 1/2025/QH15 ngày 01/12/2025\n\n1. {printed} có trách nhiệm báo cáo.\n")
        assert [(m.agency, m.parent) for m in found if m.agency == wanted] == [(wanted, row["of"])]


@pytest.mark.parametrize(
    "words",
    [
        "các bộ, cơ quan, địa phương, Tập đoàn kinh tế, Tổng công ty",
        "các bộ, ngành, cơ quan ở trung ương và địa phương",
        "Tỉnh ủy, thành ủy các tỉnh, thành phố trực thuộc TW",
        "Ban Thường vụ quận, huyện, thị ủy",
        "các quận, huyện, thị ủy, đảng ủy trực thuộc",
        "Đảng ủy các trường đại học, cao đẳng",
        "Thủ trưởng các đơn vị thuộc, trực thuộc Bộ",
    ],
)
def test_groups_are_read_to_their_end(words: str) -> None:
    phrase = read_phrase(f"{words} chủ trì thực hiện", 0)
    assert phrase is not None and phrase.group and f"{words} chủ trì thực hiện"[: phrase.end] == words


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("các đơn vị có liên quan 22 Tổng tích lũy", "các đơn vị có liên quan"),
        ("các bộ, ngành liên quan như Bộ Tài chính", "các bộ, ngành liên quan"),
        ("các tỉnh, thành phố trực thuộc trung ương, báo cáo Chính phủ", "các tỉnh, thành phố trực thuộc trung ương"),
        ("các doanh nghiệp đóng trên địa bàn", "các doanh nghiệp"),
        ("các phòng chức năng Các thiết bị", "các phòng chức năng"),
        ("Tổng cục Giáo dục nghề nghiệp 1. Chỉ đạo", "Tổng cục Giáo dục nghề nghiệp"),
        ("Cục Công nghệ thông tin tạm dừng cấp", "Cục Công nghệ thông tin"),
        ("CÔNG TY CỔ PHẦN BIA SÀI GÒN vay tiền của cổ đông", "CÔNG TY CỔ PHẦN BIA SÀI GÒN"),
        ("HỘI ĐỒNG SÁT HẠCH CHỦ TỊCH (Ký", "HỘI ĐỒNG SÁT HẠCH"),
        ("Tập đoàn Công nghiệp - Viễn thông Quân đội52 giai đoạn", "Tập đoàn Công nghiệp - Viễn thông Quân đội"),
        ("Quỹ Phòng, chống tác hại của thuốc lá", "Quỹ Phòng, chống tác hại của thuốc lá"),
        ("các tổ chức chính trị-xã hội phát huy", "các tổ chức chính trị-xã hội"),
        ("các cơ quan, tổ chức liên quan lấy ý kiến", "các cơ quan, tổ chức liên quan"),
        ("các đơn vị liên quan đẩy nhanh tiến độ", "các đơn vị liên quan"),
        ("các đơn vị phương án khắc phục sự cố", "các đơn vị"),
        ("các địa phương khắc phục hậu quả thiên tai", "các địa phương"),
        ("các tổ chức khắc phục bom mìn trong nước và quốc tế", "các tổ chức khắc phục bom mìn trong nước và quốc tế"),
        ("Công ty TNHH một thành viên Mua bán nợ Việt Nam 29/12/2024", "Công ty TNHH một thành viên Mua bán nợ Việt Nam"),
        ("Trung tâm Khuyến nông 29/12/2024", "Trung tâm Khuyến nông"),
        ("Công ty Cổ phần May 10", "Công ty Cổ phần May 10"),
        ("Sở quản lý ngành, lĩnh vực đánh giá", "Sở quản lý ngành, lĩnh vực"),
        ("Bộ quản lý công trình xây dựng chuyên ngành thẩm định", "Bộ quản lý công trình xây dựng chuyên ngành"),
        ("TAND cấp cao tại Hà Nội.", "TAND cấp cao tại Hà Nội"),
        (
            "Ban Chỉ đạo Trung ương về phòng, chống lãng phí, tiêu cực ban hành quy chế",
            "Ban Chỉ đạo Trung ương về phòng, chống lãng phí, tiêu cực",
        ),
    ],
)
def test_what_follows_belongs_to_no_name(text: str, end: str) -> None:
    phrase = read_phrase(text, 0)
    assert phrase is not None and text[: phrase.end] == end


@pytest.mark.parametrize(
    "text", ["Công ty mới đương nhiên kế thừa", "CÔNG TY CỔ PHẦN", "các ngành công nghiệp", "CƠ QUAN CHỦ TRÌ", "Bộ Đường kính mũi khoan"]
)
def test_generic_words_are_no_bodies(text: str) -> None:
    assert read_phrase(text, 0) is None


@pytest.mark.parametrize(
    ("text", "surface", "agency", "parent"),
    [
        (CIRCULAR + "Theo đề nghị của Vụ trưởng Vụ Pháp chế.\n", "Vụ Pháp chế", "Vụ Pháp chế", "Bộ Nội vụ"),
        (
            CIRCULAR + "Giao Trung tâm Công nghệ thông tin đăng tải.\n",
            "Trung tâm Công nghệ thông tin",
            "Trung tâm Công nghệ thông tin",
            "Bộ Nội vụ",
        ),
        (
            CIRCULAR + "Giao Trung tâm Công nghệ thông tin, Bộ Y tế.\n",
            "Trung tâm Công nghệ thông tin",
            "Trung tâm Công nghệ thông tin",
            "Bộ Y tế",
        ),
        (
            DECISION + "Quyết định của UBND thành phố Hội An.\n",
            "UBND thành phố Hội An",
            "Ủy ban nhân dân thành phố Hội An, tỉnh Quảng Nam",
            "Ủy ban nhân dân tỉnh Quảng Nam",
        ),
        (
            DECISION + "Quyết định của UBND huyện Mộc.\n",
            "UBND huyện Mộc",
            "Ủy ban nhân dân huyện Mộc, tỉnh Sơn La",
            "Ủy ban nhân dân tỉnh Sơn La",
        ),
        (DECISION + "UBND thành phố Hội nghị.\n", "UBND thành phố", "Ủy ban nhân dân thành phố", None),
        (DECISION + "Bản án của TAND khu vực 1 - Hà Nội.\n", "TAND khu vực 1 - Hà Nội", "Tòa án nhân dân khu vực 1 - Hà Nội", None),
        (CIRCULAR + "Nơi nhận:\n- Văn phòng Tổng Bí thư;\n", "Văn phòng Tổng Bí thư", "Văn phòng Tổng Bí thư", None),
        (CIRCULAR + "Các cơ quan báo cáo Bộ trưởng theo quy định.\n", "Bộ trưởng", "Bộ trưởng Bộ Nội vụ", None),
        (CIRCULAR + "Trình Văn phòng Đảng ủy theo quy định.\n", "Văn phòng Đảng ủy", "Văn phòng Đảng ủy Bộ Nội vụ", None),
        (CIRCULAR + "Phó Thủ tướng ghi nhận kết quả.\n", "Phó Thủ tướng", "Phó Thủ tướng Chính phủ", None),
        (CIRCULAR + "Trách nhiệm của bộ, cơ quan ngang bộ.\n", "bộ, cơ quan ngang bộ", "bộ, cơ quan ngang bộ", None),
        (TAX + "- Ban PC, Ban NVT;\n", "Ban NVT", "Ban NVT", "Cục Thuế"),
        (TAX + "Cục Thuế có ý kiến như sau.\n", "Cục Thuế", "Cục Thuế", None),
        (DECISION + "1. Ban Chỉ đạo chịu trách nhiệm.\n", "Ban Chỉ đạo", "Ban Chỉ đạo Chuyển đổi số tỉnh Sơn La", None),
        (DECISION + "| Lãnh đạo Sở |\n", "Sở", "Sở Nội vụ tỉnh Sơn La", None),
        (
            DECISION + "Đoàn đại biểu Quốc hội và đại biểu Quốc hội tỉnh Gia Lai.\n",
            "Đoàn đại biểu Quốc hội",
            "Đoàn đại biểu Quốc hội tỉnh Gia Lai",
            None,
        ),
        (DECISION + "- Ủy ban MTTQVNtỉnh Hà Tĩnh;\n", "Ủy ban MTTQVNtỉnh Hà Tĩnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Tĩnh", None),
    ],
)
def test_a_name_means_the_body_of_its_document(text: str, surface: str, agency: str, parent: str | None) -> None:
    found = [m for m in mentions(text) if m.surface == surface]
    assert [(m.agency, m.parent) for m in found][-1:] == [(agency, parent)]


SHARED_HEAD = "Giám đốc các Sở: Tài chính, Tư pháp, NN&MT; Công an tỉnh chủ trì.\n"


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            SHARED_HEAD,
            {"Sở Tài chính tỉnh Sơn La", "Sở Tư pháp tỉnh Sơn La", "Sở Nông nghiệp và Môi trường tỉnh Sơn La", "Công an tỉnh Sơn La"},
        ),
        ("- Các Bộ: Nội vụ, Công an và Quốc phòng;\n", {"Bộ Nội vụ", "Bộ Công an", "Bộ Quốc phòng"}),
        ("Sở Tài chính, Nội vụ, Y tế báo cáo.\n", {"Sở Tài chính tỉnh Sơn La", "Sở Nội vụ tỉnh Sơn La", "Sở Y tế tỉnh Sơn La"}),
        ("Các VP: Tỉnh ủy, UBND tỉnh;\n", {"Văn phòng Tỉnh ủy Sơn La", "Văn phòng Ủy ban nhân dân tỉnh Sơn La"}),
    ],
)
def test_a_head_printed_once_holds_for_the_whole_list(text: str, bodies: set[str]) -> None:
    assert {m.agency for m in mentions(DECISION + text) if not m.group and m.start > len(DECISION) - 1} == bodies


def test_the_next_office_of_a_list_of_recipients_has_a_head_of_its_own() -> None:
    found = [m.agency for m in mentions(DECISION + "- Các Sở: TC, NV; - CT, PCT UBND tỉnh;\n")]
    assert "Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La" in found and not any("Công Thương" in a for a in found)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("- Chủ tịch, các Phó Chủ tịch UBND tỉnh;\n", "các Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La"),
        ("- Thủ tướng, các Phó Thủ tướng Chính phủ;\n", "các Phó Thủ tướng Chính phủ"),
        ("Các Sở Giáo dục và Đào tạo triển khai.\n", "Các Sở Giáo dục và Đào tạo"),
        ("Giám đốc các sở giáo dục và đào tạo báo cáo.\n", "Giám đốc các sở giáo dục và đào tạo"),
        ("các Vụ, Cục thuộc Bộ báo cáo.\n", "các Vụ, Cục thuộc Bộ"),
        ("Ủy ban nhân dân cấp tỉnh, cấp huyện báo cáo.\n", "Ủy ban nhân dân cấp tỉnh, cấp huyện"),
        (
            "UBND xã, phường thuộc tỉnh, thành phố trực thuộc Trung ương báo cáo.\n",
            "Ủy ban nhân dân xã, phường thuộc tỉnh, thành phố trực thuộc Trung ương",
        ),
        ("Cơ quan thống kê Bộ, ngành báo cáo.\n", "Cơ quan thống kê Bộ, ngành"),
        ("Chủ tịch UBND cấp xã và các tổ chức, cá nhân có liên quan chịu trách nhiệm.\n", "Chủ tịch Ủy ban nhân dân cấp xã"),
        ("Hội đồng Dân tộc và các Ủy ban của Quốc hội.\n", "các Ủy ban của Quốc hội"),
        ("Giám đốc các Ban, Sở, ngành báo cáo.\n", "các Ban, Sở, ngành"),
        ("Ủy ban nhân dân địa phương báo cáo.\n", "Ủy ban nhân dân địa phương"),
        ("Văn bản của Chủ tịch Hội đồng nhân dân, Chủ tịch Ủy ban nhân dân cấp xã.\n", "Chủ tịch Hội đồng nhân dân cấp xã"),
        ("Phòng Văn hóa - Xã hội thuộc Ủy ban nhân dân cấp xã.\n", "Phòng Văn hóa - Xã hội thuộc Ủy ban nhân dân cấp xã"),
        ("Trung tâm Văn hóa thuộc UBND các xã.\n", "Trung tâm Văn hóa thuộc Ủy ban nhân dân các xã"),
        ("các đơn vị thuộc Văn phòng Bộ, các Cục.\n", "các đơn vị thuộc Văn phòng Bộ"),
        ("Báo cáo của Ủy ban nhân dân, Tòa án nhân dân, Viện kiểm sát nhân dân cùng cấp.\n", "Tòa án nhân dân cùng cấp"),
        ("các Bộ, cơ quan thuộc CP;\n", "các Bộ, cơ quan thuộc Chính phủ"),
        ("Trung tâm Văn hóa - Thể thao cấp xã báo cáo.\n", "Trung tâm Văn hóa - Thể thao cấp xã"),
        ("theo xác minh của các cơ quan thuế, hải quan và kết quả.\n", "các cơ quan thuế, hải quan"),
    ],
)
def test_several_bodies_are_a_group_to_its_end(text: str, agency: str) -> None:
    assert agency in [m.agency for m in mentions(DECISION + text) if m.group]


@pytest.mark.parametrize(
    "text", ["Trách nhiệm của các cá nhân có liên quan.\n", "| Thành phố | 100 |\n| Xã, phường | 50 |\n", "xử lý các vụ cháy.\n"]
)
def test_people_and_land_and_events_are_no_bodies(text: str) -> None:
    assert [m.surface for m in mentions(DECISION + text) if m.start >= len(DECISION)] == []


def test_the_documents_own_abbreviations_are_written_out() -> None:
    text = DECISION + "CÁC TỪ VIẾT TẮT\n- Quản lý công nghệ: QLCNX\n- Ban Chỉ đạo Đề án 06: BCĐDA\n\n1. Phòng QLCNX báo cáo BCĐDA.\n"
    assert [m.agency for m in mentions(text)][-2:] == ["Phòng Quản lý công nghệ", "Ban Chỉ đạo Đề án 06 tỉnh Sơn La"]


def test_the_next_of_a_list_is_no_parent() -> None:
    found = mentions(CIRCULAR + "Phối hợp với Viện kiểm sát nhân dân tối cao, Bộ Công an; Trung tâm Tin học, Bộ Nội vụ.\n")
    assert {m.agency: m.parent for m in found if m.agency.startswith(("Viện", "Trung tâm"))} == {
        "Viện kiểm sát nhân dân tối cao": None,
        "Trung tâm Tin học": "Bộ Nội vụ",
    }


def test_a_court_alone_is_any_court() -> None:
    text = DECISION + "Theo bản án của Tòa án; Tòa án nhân dân tỉnh báo cáo.\n"
    assert [m.agency for m in mentions(text)][-2:] == ["Tòa án nhân dân", "Tòa án nhân dân tỉnh Sơn La"]


def test_a_board_in_its_councils_paper_is_that_councils() -> None:
    head = "HỘI ĐỒNG NHÂN DÂN\nTỈNH SƠN LA\nSố: 12/NQ-HĐND\nSơn La, ngày 5 tháng 11 năm 2025\nNGHỊ QUYẾT\nVề việc\n\n"
    assert mentions(head + "Báo cáo thẩm tra của Ban Pháp chế.\n")[-1].agency == "Ban Pháp chế Hội đồng nhân dân tỉnh Sơn La"


def test_a_bare_name_of_a_district_belongs_to_the_name() -> None:
    found = mentions(DECISION + "Tách hệ điều trị của Trung tâm y tế Đồng Phú hợp nhất.\n")
    assert (found[-1].agency, found[-1].place) == ("Trung tâm y tế Đồng Phú", None)


def test_a_subject_is_no_part_of_a_companys_name() -> None:
    found = mentions(TAX + "Công văn của Công ty TNHH Điện lực Hải Dương về chính sách thuế.\n")
    assert found[-1].agency == "Công ty TNHH Điện lực Hải Dương"


def test_a_room_in_a_decision_that_a_department_proposed_is_that_departments() -> None:
    found = mentions(DECISION + "Lãnh đạo Phòng Quản lý khoa học ký; Phòng Cảnh sát giao thông báo cáo.\n")
    assert {m.agency: m.parent for m in found if m.agency.startswith("Phòng")} == {
        "Phòng Quản lý khoa học": "Sở Nội vụ tỉnh Sơn La",
        "Phòng Cảnh sát giao thông": None,
    }


def test_a_department_of_one_province_is_no_group() -> None:
    found = mentions(DECISION + "Sở Y tế thuộc Ủy ban nhân dân tỉnh; Tòa án nhân dân, Công an tỉnh báo cáo.\n")
    assert [m.agency for m in found if m.group] == []


STAMP = "Ký bởi: CÔNG BÁO NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCơ quan: {}\nNgày ký: 2026-04-22 16:21:09 +07:00\n"


@pytest.mark.parametrize(("printed", "bodies"), [("VĂN PHÒNG CHÍNH PHỦ", ["Văn phòng Chính phủ"]), ("CÁC ĐƠN VỊ", [])])
def test_the_body_of_a_stamp_between_pages_is_named(printed: str, bodies: list[str]) -> None:
    text = CIRCULAR + "Điều 1. Thời hiệu được tính từ\nthời điểm phát hiện hành vi;\n" + STAMP.format(printed) + "\nthời điểm chấm dứt.\n"
    found = mentions(text)
    assert [m.agency for m in found if m.start >= text.index("Ký bởi")] == bodies
    assert [m.start for m in found] == sorted(m.start for m in found)


def test_a_centre_of_the_country_is_no_unit_of_the_issuer() -> None:
    found = mentions(CIRCULAR + "Giao Trung tâm Thông tin y tế Quốc gia báo cáo.\n")
    assert (found[-1].agency, found[-1].parent) == ("Trung tâm Thông tin y tế Quốc gia", None)
