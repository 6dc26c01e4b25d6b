"""People who add and put right, end to end, in a real Chromium. The stories share one library and leave it as they found it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from flask import Flask
from windows import Window, opened, playwright

from web.house import House

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
LINES = (
    "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN",
    "Số: 77/KH-UBND",
    "Lạng Sơn, ngày 05 tháng 5 năm 2024",
    "KẾ HOẠCH",
    "Trồng rừng ngập mặn ven sông Kỳ Cùng",
    "Căn cứ Nghị quyết số 28/NQ-CP ngày 03 tháng 3 năm 2021 của Chính phủ;",
    "I. MỤC TIÊU",
    "1. Đến năm 2025 trồng được 60% diện tích đước.",
)
RESOLUTION = (
    "CHÍNH PHỦ",
    "Số: 28/NQ-CP",
    "Hà Nội, ngày 03 tháng 3 năm 2021",
    "NGHỊ QUYẾT",
    "Ban hành Chiến lược quốc gia về bình đẳng giới",
    "Điều 1. Chiến lược.",
)


@pytest.fixture
def house(own_app: Flask) -> Iterator[House]:
    """The library of the stories; what a story added is taken out again."""
    it: House = own_app.extensions["luocdo"]
    before = {e.id for e in it.library.documents()}
    yield it
    for entry in list(it.library.documents()):
        if entry.id not in before:
            it.library.remove(entry.id)
    it.sync()


def word_file(lines: tuple[str, ...] = LINES) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def file(name: str, content: bytes) -> playwright.FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def choose(page: playwright.Page, *files: playwright.FilePayload) -> None:
    page.get_by_label("Kéo thả tệp").set_input_files(list(files))
    page.get_by_role("button", name="Đọc và thêm").click()
    page.locator("[data-status]", has_text=re.compile("Xong|Không có")).wait_for()


def plan(house: House, place: str) -> str:
    return next(e.id for e in house.library.documents() if place in (e.header.issuer or ""))


def test_a_word_file_is_added_opened_and_found(editor: Window, house: House) -> None:
    page = editor.go("/them")
    choose(page, file("trồng rừng.docx", word_file()))
    report = page.locator(".report.added")
    assert "77/KH-UBND" in report.inner_text() or "77/KH-UBND" in report.text_content()
    assert "1 Dẫn chiếu" in report.inner_text() and "1 Chỉ tiêu" in report.inner_text()
    assert page.evaluate("document.activeElement.matches('[data-open]')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban/*")
    assert "60% diện tích đước" in page.locator("#text").inner_text()
    page.locator("#q-top").fill("rừng ngập mặn")
    page.keyboard.press("Enter")
    page.locator(".found-document h2", has_text="rừng ngập mặn").first.wait_for()
    page.goto(editor.server + "/vb/chinh-phu/2021/28-nq-cp")
    assert "77/KH-UBND" in page.locator(".citing").inner_text()


def test_files_are_dropped_and_each_has_its_report(editor: Window, house: House) -> None:
    page = editor.go("/them")
    text = "\n".join(LINES)
    drop = """texts => {
      const data = new DataTransfer();
      for (const [name, content] of texts) data.items.add(new File([content], name));
      document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    page.evaluate(drop, [["một.txt", text], ["hai.txt", text.replace("77/KH", "78/KH")], ["rỗng.txt", ""]])
    page.locator("[data-status]", has_text="Xong").wait_for()
    assert page.locator(".report.added").count() == 2 and page.locator(".report.refused").count() == 1
    assert "rỗng.txt" in page.locator(".report.refused").inner_text()
    assert editor.violations() == []


def test_a_hostile_file_is_refused_in_one_sentence(editor: Window, house: House) -> None:
    page = editor.go("/them")
    name = "<img src=x onerror=alert(1)>.docx"
    choose(page, file(name, b"PK\x03\x04" + b"\0" * 2000), file("virus.exe", b"MZ" + bytes(range(256)) * 8))
    refused = page.locator(".report.refused")
    assert refused.count() == 2 and page.locator(".report.added").count() == 0
    for row in refused.all():
        (sentence,) = [p for p in row.locator("p").all_inner_texts()[1:] if p]
        assert sentence.endswith(".") and "Traceback" not in sentence and "\n" not in sentence
    assert page.locator("[data-reports] img").count() == 0
    assert len(house.library) == 2


def test_adding_needs_no_script(chromium: playwright.Browser, own_server: str, house: House) -> None:
    with opened(chromium, own_server, scripts=False) as plain:
        page = plain.go("/them")
        page.get_by_label("Kéo thả tệp").set_input_files([file("k.txt", "\n".join(LINES).encode())])
        page.get_by_role("button", name="Đọc và thêm").click()
        page.get_by_role("link", name="Mở văn bản").click()
        assert "60% diện tích đước" in page.locator("#text").inner_text()


def test_a_work_not_held_is_added_from_its_list_and_is_linked(editor: Window, house: House) -> None:
    page = editor.go("/chua-co")
    before = page.locator(".doc-row").first.locator(".rank strong").inner_text()
    assert int(before) >= 1
    page.locator(".doc-row", has_text="28/NQ-CP").get_by_role("link", name=re.compile("Thêm tệp")).click()
    assert "28/NQ-CP" in page.locator(".wanted").inner_text()
    choose(page, file("nq28.txt", "\n".join(RESOLUTION).encode()))
    page.locator(".linked").wait_for()
    assert "nay đã nối" in page.locator(".linked").inner_text()
    page.locator(".linked a").click()
    assert page.locator(".citing .found-document").count() >= 1
    page.goto(editor.server + "/chua-co")
    assert page.locator(".doc-row", has_text="28/NQ-CP").count() == 0


def test_a_citation_is_corrected_survives_a_sync_and_is_taken_back(editor: Window, house: House) -> None:
    page = editor.go("/ban/" + plan(house, "Mỹ Thạnh"))
    page.locator("a.cite", has_text="1048").first.click()
    page.get_by_role("dialog").get_by_role("link", name="Sửa…").click()
    form = page.locator("form.correction").last
    form.get_by_label("Số hiệu").fill("1049/QĐ-UBND")
    form.get_by_label("Người sửa").fill("Nguyễn Thị Lan")
    form.get_by_label("Vì sao").fill("in nhầm")
    form.get_by_role("button", name="Ghi sửa").click()
    page.get_by_role("status").filter(has_text="Đã ghi").wait_for()
    house.refresh()
    house.sync()
    page.reload()
    assert "1049/QĐ-UBND" in page.locator(".card").inner_text()
    assert "Nguyễn Thị Lan" in page.locator(".correct").first.inner_text() and "in nhầm" in page.locator(".correct").first.inner_text()
    assert editor.violations() == []
    page.get_by_role("button", name="Bỏ lần sửa trước").click()
    page.get_by_role("status").filter(has_text="Đã ghi").wait_for()
    assert "1048/QĐ-UBND" in page.locator(".card").inner_text()


def test_a_header_field_is_put_right_and_its_history_is_kept(editor: Window, house: House) -> None:
    page = editor.go("/ban/" + plan(house, "Thừa Thiên Huế"))
    page.get_by_role("link", name="Sửa thông tin").click()
    line = page.locator(".facts li", has_text="Số hiệu").first
    line.locator("summary").click()
    line.get_by_label("Số hiệu").fill("88/KH-UBND")
    line.get_by_label("Người sửa").fill("Lan")
    line.get_by_role("button", name="Ghi sửa").click()
    assert "88/KH-UBND" in page.locator(".facts li", has=page.locator(".state.correct")).first.inner_text()
    page.goto(editor.server + "/van-ban")
    assert "88/KH-UBND" in page.locator(".doc-list").inner_text()
    page.go_back()
    page.locator("#lich-su + .facts").get_by_role("button", name="Bỏ lần sửa trước").click()
    assert "lấy lại" in page.locator("#lich-su + .facts").inner_text()
    assert "88/KH-UBND" not in page.locator(".facts").first.inner_text()
    assert editor.violations() == []


def test_a_pairing_is_rejected_and_then_confirmed(editor: Window, house: House) -> None:
    page = editor.go("/chi-tieu")
    shared = page.get_by_role("link", name=re.compile("^Chung")).inner_text()
    row = page.locator("tr", has_text="Tỷ số giới tính khi sinh").first
    row.locator("summary").click()
    row.get_by_role("button", name="Không phải một").click()
    page.get_by_role("status").filter(has_text="Đã ghi").wait_for()
    assert page.locator("tr", has_text="Tỷ số giới tính khi sinh").count() == 2
    assert page.get_by_role("link", name=re.compile("^Chung")).inner_text() != shared
    page.goto(editor.server + f"/ban/{plan(house, 'Thừa Thiên Huế')}/sua")
    if page.locator("#lich-su + .facts", has_text="Cặp chỉ tiêu").count() == 0:
        page.goto(editor.server + f"/ban/{plan(house, 'Mỹ Thạnh')}/sua")
    page.locator("#lich-su + .facts li", has_text="Cặp chỉ tiêu").first.get_by_role("button", name="Bỏ lần sửa trước").click()
    page.goto(editor.server + "/chi-tieu")
    row = page.locator("tr", has_text="Tỷ số giới tính khi sinh").first
    row.locator("summary").click()
    row.get_by_role("button", name="Đúng là một chỉ tiêu").click()
    assert "đã xác nhận" in page.locator("tr", has_text="Tỷ số giới tính khi sinh").first.inner_text()


def test_a_document_is_read_again_and_removed_after_asking(editor: Window, house: House, tmp_path: Path) -> None:
    path = tmp_path / "thử.txt"
    path.write_text("\n".join(LINES), "utf-8")
    added = house.ingest([path]).added[0]
    house.sync()
    page = editor.go(f"/ban/{added}/sua")
    page.get_by_role("button", name="Đọc lại từ tệp đã giữ").click()
    page.get_by_role("status").filter(has_text="Đã ghi").wait_for()
    page.goto(editor.server + f"/ban/{added}/sua")
    page.get_by_role("link", name="Bỏ khỏi thư viện").click()
    assert page.get_by_role("link", name="Giữ lại").is_visible()
    page.get_by_role("button", name="Bỏ khỏi thư viện").click()
    page.wait_for_url("**/van-ban")
    assert "77/KH-UBND" not in page.locator("main").inner_text()
