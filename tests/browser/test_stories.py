"""People at work, end to end, in a real Chromium: finding, tracing, comparing, carrying away."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import quote

import icalendar
import openpyxl
import pypdfium2
import pytest
from flask import Flask
from windows import Window, opened, playwright

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="session")
def documents(furnished_app: Flask) -> dict[str, str]:
    """Address of a plan by the place that issued it."""
    entries = list(furnished_app.extensions["luocdo"].library.documents())
    places = ("Thừa Thiên Huế", "Mỹ Thạnh", "Ninh Bình")
    return {p: next(f"/ban/{e.id}" for e in entries if p in (e.header.issuer or "")) for p in places}


def lit(page: playwright.Page) -> str:
    """The line in which the place that the reader was led to is lit, and can be seen."""
    place = page.locator(".m.lit").first
    assert place.is_visible()
    return str(place.locator("xpath=ancestor::*[self::p or self::h2 or self::h3 or self::h4 or self::h5 or self::h6][1]").inner_text())


def test_from_free_text_to_the_sentence_to_the_decision_to_all_who_cite_it(desk: Window) -> None:
    page = desk.go("/")
    page.locator("#q").fill("bao luc gia dinh")
    page.keyboard.press("Enter")
    page.locator(".found-document").first.wait_for()
    assert page.locator(".found-document").count() >= 3
    assert page.locator("mark, .m.word").first.inner_text().lower().startswith(("bạo", "gia"))
    page.goto(desk.server + "/tim?q=" + quote('"28/NQ-CP"'))
    page.locator(".found-document .crumbs").first.click()
    lit(page)
    page.locator("a.cite", has_text="28/NQ-CP").first.click()
    page.get_by_role("dialog").get_by_role("link", name="28/NQ-CP").first.click()
    page.wait_for_url("**/vb/chinh-phu/2021/28-nq-cp")
    citing = page.locator(".citing .found-document")
    assert citing.count() == 2
    assert "Thừa Thiên Huế" in citing.all_inner_texts()[0] + citing.all_inner_texts()[1]
    page.locator(".citing a.sentence").first.click()
    assert "28/NQ-CP" in lit(page)


def test_two_plans_side_by_side_and_the_sentence_of_a_difference(desk: Window, documents: dict[str, str]) -> None:
    page = desk.go("/chi-tieu")
    page.locator("details.choose summary").click()
    for box in page.locator("details.choose input[type=checkbox]").all():
        wanted = f"/ban/{box.get_attribute('value')}" in (documents["Thừa Thiên Huế"], documents["Mỹ Thạnh"])
        box.set_checked(wanted)
    page.get_by_role("button", name="Đối chiếu").click()
    row = page.locator("tr", has_text="công việc nội trợ")
    assert "≤ 2 lần" in row.inner_text() and "≤ 1,7 lần" in row.inner_text() and "cao hơn về yêu cầu" in row.inner_text()
    page.get_by_role("link", name="Có nơi thiếu").click()
    assert "không có" in page.locator(".compared tbody").inner_text()
    page.go_back()
    row.get_by_role("link", name="≤ 1,7 lần").click()
    assert "1,7 lần" in lit(page)


def test_one_indicator_on_a_page_of_its_own_says_why_it_was_paired(desk: Window) -> None:
    page = desk.go("/chi-tieu")
    page.get_by_role("link", name="Tỷ số giới tính khi sinh").click()
    assert page.locator(".passage").count() == 2
    assert "từ ngữ giống" in page.locator(".reasons").inner_text()
    page.get_by_role("link", name="Đối chiếu chỉ tiêu").first.click()
    assert page.locator("tr:target").count() == 1


def test_who_reports_what_by_30_november(desk: Window) -> None:
    page = desk.go("/lich")
    page.get_by_label("Ngày, tháng hay năm").fill("30/11")
    page.get_by_label("Việc, cơ quan, nơi nhận").fill("bao cao")
    page.get_by_role("button", name="Lọc").click()
    (row,) = page.locator(".due-table tbody tr").all()
    assert "30/11 hằng năm" in row.inner_text()
    assert "các sở, ban, ngành, địa phương" in row.inner_text() and "Ủy ban nhân dân tỉnh Thừa Thiên Huế" in row.inner_text()
    calendar = icalendar.Calendar.from_ical(desk.saved(page.get_by_role("link", name="Tải lịch (.ics)")))
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart").strftime("%d/%m") == "30/11" and event["RRULE"]["FREQ"] == ["YEARLY"]
    row.get_by_role("link", name="«trước ngày 30/11»").click()
    assert "báo cáo UBND tỉnh" in lit(page)
    page.goto(desk.server + "/lich?ngay=30/11&den=1")
    assert page.locator(".due-table tbody tr").count() > 5


def test_my_thanh_is_traced_up_to_28_nq_cp(desk: Window, documents: dict[str, str]) -> None:
    page = desk.go(documents["Mỹ Thạnh"])
    page.locator(".tabs").get_by_role("link", name="Lược đồ").click()
    page.get_by_role("link", name=re.compile("Vẽ")).first.click()
    page.get_by_label("Đường đến văn bản").fill("28/NQ-CP")
    page.get_by_role("button", name="Vẽ", exact=True).click()
    assert page.locator(".drawn .box-of", has_text="28/NQ-CP").count() == 1
    links = page.locator("table tbody tr")
    assert "28/NQ-CP" in "".join(links.all_inner_texts())
    row = page.locator("table tbody tr", has_text="28/NQ-CP").first
    row.get_by_role("link", name=re.compile("Mở câu dẫn")).click()
    assert "28/NQ-CP" in lit(page)


def test_an_old_name_leads_to_what_became_of_it_and_to_its_tasks(desk: Window) -> None:
    page = desk.go("/co-quan")
    page.get_by_role("searchbox", name="Lọc theo tên").fill("Bộ Kế hoạch và Đầu tư")
    page.keyboard.press("Enter")
    changes = page.locator(".changes")
    assert "Bộ Tài chính" in changes.inner_text() and "01/03/2025" in changes.inner_text() and "176/2025/QH15" in changes.inner_text()
    page.goto(desk.server + "/co-quan?loc=so+y+te+thua+thien")
    page.get_by_role("link", name="Sở Y tế tỉnh Thừa Thiên Huế", exact=True).click()
    assert "Sở Y tế thành phố Huế" in page.locator(".changes").inner_text()
    page.locator("#lead + details a.sentence").first.click()
    lit(page)


def test_the_matrix_of_a_plan_as_a_table_of_tasks(desk: Window, documents: dict[str, str]) -> None:
    page = desk.go("/ma-tran?ban=" + documents["Ninh Bình"][5:])
    assert "7 chủ trì" in page.locator(".shares").inner_text()
    sheet = openpyxl.load_workbook(io.BytesIO(desk.saved(page.get_by_role("link", name="XLSX")))).active
    assert sheet.max_row - 1 == page.locator(".duties tbody tr").count()
    page.locator(".duties a.sentence").first.click()
    lit(page)


def test_tables_and_calendars_open_in_the_programs_people_have(desk: Window) -> None:
    page = desk.go("/chi-tieu")
    rows = list(csv.reader(io.StringIO(desk.saved(page.get_by_role("link", name="CSV")).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(desk.saved(page.get_by_role("link", name="XLSX")))).active
    assert [str(c or "") for c in next(sheet.iter_rows(values_only=True))] == rows[0]
    assert sheet.max_row == len(rows) == page.locator(".compared tbody tr").count() + 1
    page = desk.go("/tim?q=" + quote("bình đẳng giới"))
    found = list(csv.DictReader(io.StringIO(desk.saved(page.get_by_role("link", name="CSV")).decode("utf-8-sig"))))
    assert found and all(r["text"] for r in found)
    page = desk.go("/lich")
    events = icalendar.Calendar.from_ical(desk.saved(page.get_by_role("link", name="Tải lịch (.ics)"))).walk("VEVENT")
    assert len(events) > 10 and all(e["UID"] and e["SUMMARY"] for e in events)


def test_a_plan_prints_as_a_document(desk: Window, documents: dict[str, str]) -> None:
    page = desk.go(documents["Mỹ Thạnh"])
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible() and not page.locator(".side").is_visible()
    assert page.locator("#text").is_visible()
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = printed[0].get_textpage().get_text_range()
    assert "199/KH-UBND" in text and "Tìm kiếm" not in text and len(printed) < 20


def test_reading_and_searching_need_no_script(plain: Window) -> None:
    page = plain.go("/")
    page.get_by_role("searchbox").fill("bình đẳng giới")
    page.keyboard.press("Enter")
    page.locator(".found-document .crumbs").first.click()
    assert page.locator(".m.lit").first.is_visible()
    page.locator("a.cite").first.click()
    assert page.locator("h1").is_visible()


def test_everything_is_reached_by_keyboard_alone(desk: Window) -> None:
    page = desk.go("/van-ban")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban/*")
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.cite[data-card]')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('a.cite[data-card]')")


def test_suggestions_are_chosen_with_the_arrows(desk: Window) -> None:
    page = desk.go("/")
    page.locator("#q").press_sequentially("28/nq", delay=20)
    page.locator(".suggestions [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vb/chinh-phu/2021/28-nq-cp")


def test_a_phone_reads_a_plan_without_scrolling_sideways(phone: Window, documents: dict[str, str]) -> None:
    page = phone.go(documents["Thừa Thiên Huế"])
    assert not page.locator(".contents nav").is_visible()
    page.locator(".contents summary").click()
    page.locator(".contents a").nth(3).click()
    assert page.evaluate("scrollY") > 300
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('#text p')).fontSize)") >= 16
    page = phone.go("/lich?ngay=30/11")
    assert page.locator(".due-table tbody td").first.evaluate("e => e.getBoundingClientRect().right <= innerWidth")


def test_english_is_one_press_away_and_is_kept(desk: Window) -> None:
    page = desk.go("/chi-tieu")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Targets compared"
    page = desk.go("/lich?ngay=30/11")
    assert "30 November, every year" in page.locator(".due-table").inner_text()
    assert page.get_by_role("link", name="Tiếng Việt").is_visible()


def test_a_saved_address_opens_the_same_results_for_somebody_else(desk: Window, chromium: playwright.Browser, server: str) -> None:
    page = desk.go("/tim?q=" + quote("phụ nữ"))
    page.locator(".facets a", has_text="2022").first.click()
    first, address = page.locator(".found-document h2").all_inner_texts(), page.url
    assert first
    with opened(chromium, server) as other:
        other.page.goto(address)
        assert other.page.locator(".found-document h2").all_inner_texts() == first
        assert other.page.locator(".chip", has_text="2022").count() == 1


def test_dark_is_chosen_kept_and_taken_back(desk: Window) -> None:
    page = desk.go("/")
    page.get_by_role("link", name="Tối").click()
    page = desk.go("/van-ban")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 24, 22)"
    page.get_by_role("link", name="Sáng").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(16, 24, 22)"


def test_marks_are_switched_off_and_stay_off(desk: Window, documents: dict[str, str]) -> None:
    page = desk.go(documents["Mỹ Thạnh"])
    page.get_by_role("checkbox").first.uncheck()
    page.reload()
    assert not page.get_by_role("checkbox").first.is_checked()
    assert "off-citation" in (page.locator("#text").get_attribute("class") or "")


def test_a_card_opens_closes_by_escape_and_gives_the_focus_back(desk: Window, documents: dict[str, str]) -> None:
    page = desk.go(documents["Mỹ Thạnh"])
    link = page.locator("a.cite").first
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert desk.violations() == []
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert link.evaluate("e => e === document.activeElement")


def test_a_reference_is_copied_in_vietnamese_form(desk: Window) -> None:
    page = desk.go("/vb/ubnd-tinh-lang-son/2022/62-kh-ubnd")
    page.get_by_role("button", name="Sao chép dẫn chiếu").click()
    page.get_by_role("button", name="Đã chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Kế hoạch số 62/KH-UBND ngày 23 tháng 3 năm 2022 của Ủy ban nhân dân tỉnh Lạng Sơn")


def test_the_data_block_of_a_page_stands_under_its_security_policy(desk: Window, documents: dict[str, str]) -> None:
    """A block of data is not executed, so it needs no hole in the policy; a script in its place would be refused and complained of."""
    page = desk.go(documents["Mỹ Thạnh"])
    told = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert told["@type"] == "Legislation" and told["name"]
    policy = page.evaluate("fetch(location.href).then(r => r.headers.get('Content-Security-Policy'))")
    assert "script-src 'self';" in policy and "unsafe-inline" not in policy
