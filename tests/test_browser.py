"""In a real Chromium: every page without an accessibility violation, a console error, a failed or foreign request; and the
stories of people at work, end to end."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
new PerformanceObserver(list => { for (const e of list.getEntries()) window.moved = (window.moved || 0) + e.value; })
  .observe({type: "layout-shift", buffered: true})
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def server(furnished_app: Flask) -> Iterator[str]:
    from waitress import create_server

    served = create_server(furnished_app, host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=served.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.effective_port}"
    served.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Window:
    """A page that remembers every complaint: console errors, failed requests, requests to other hosts."""

    def __init__(self, browser: playwright.Browser, server: str, width: int, lang: str = "vi") -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
        self.context.add_cookies([{"name": "lang", "value": lang, "url": server}])
        self.page = self.context.new_page()
        self.server = server
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("requestfailed", lambda r: self.complaints.append(f"failed: {r.url} {r.failure}"))
        self.page.on("request", self._seen)

    def _seen(self, request: playwright.Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.server):
            self.complaints.append(f"another host: {request.url}")

    def go(self, address: str) -> playwright.Page:
        self.page.goto(self.server + address)
        return self.page

    def violations(self) -> list[str]:
        """What axe-core finds, the worst place of each rule named. Run outside the page's policy, as an extension would."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)["violations"]
        return [f"{v['id']}: {v['help']} {v['nodes'][0]['html'][:160]}" for v in found]


@pytest.fixture(scope="module")
def kinds(page_addresses: list[str]) -> list[str]:
    """One address of each kind: the first document and the first work stand for all."""
    first: dict[str, str] = {}
    for address in page_addresses:
        first.setdefault(re.sub(r"/ban/[0-9a-f]{16}|/vb/.*", "thing", address), address)
    return list(first.values())


@pytest.fixture(params=[(1280, "vi"), (390, "en")], ids=["desktop-vi", "phone-en"])
def window(request: pytest.FixtureRequest, chromium: playwright.Browser, server: str) -> Iterator[Window]:
    it = Window(chromium, server, *request.param)
    yield it
    assert not it.complaints
    it.context.close()


@pytest.fixture
def desk(chromium: playwright.Browser, server: str) -> Iterator[Window]:
    it = Window(chromium, server, 1280)
    yield it
    assert not it.complaints
    it.context.close()


@pytest.mark.timeout(900)
def test_every_page_is_accessible_and_fits_its_window(window: Window, kinds: list[str]) -> None:
    for address in kinds:
        page = window.go(address)
        assert window.violations() == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is wider than the window"


def test_the_data_block_of_a_page_stands_under_its_security_policy(desk: Window, page_addresses: list[str]) -> None:
    """A block of data is not executed, so it needs no hole in the policy; a script in its place would be refused and complained of."""
    page = desk.go(next(a for a in page_addresses if a.startswith("/ban/")))
    told = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert told["@type"] == "Legislation" and told["name"]
    policy = page.evaluate("fetch(location.href).then(r => r.headers.get('Content-Security-Policy'))")
    assert "script-src 'self';" in policy and "unsafe-inline" not in policy


@pytest.mark.timeout(900)
def test_dark_pages_are_accessible_too(desk: Window, kinds: list[str]) -> None:
    desk.go("/?theme=dark")
    for address in kinds:
        desk.go(address)
        assert desk.violations() == [], address


@pytest.mark.timeout(900)
def test_nothing_moves_while_a_page_loads(desk: Window, kinds: list[str]) -> None:
    """Once the fonts are in the browser's store, as on every page but the very first."""
    desk.go(next(a for a in kinds if a.startswith("/ban/")))
    for address in kinds:
        page = desk.go(address)
        page.evaluate(WATCH)
        page.wait_for_timeout(150)
        assert page.evaluate("window.moved || 0") < 0.1, address


def test_from_free_text_to_the_sentence_to_the_decision_to_all_who_cite_it(desk: Window) -> None:
    page = desk.go("/")
    page.locator("#q").fill("bao luc gia dinh")
    page.keyboard.press("Enter")
    page.locator(".found-document").first.wait_for()
    assert page.locator(".found-document").count() >= 3
    assert page.locator("mark, .m.word").first.inner_text().lower().startswith(("bạo", "gia"))
    page.goto(desk.server + "/tim?q=" + quote('"28/NQ-CP"'))
    page.locator(".found-document .crumbs").first.click()
    lit = page.locator(".m.lit").first
    assert lit.is_visible()
    page.locator("a.cite", has_text="28/NQ-CP").first.click()
    card = page.get_by_role("dialog")
    card.get_by_role("link", name="28/NQ-CP").first.click()
    page.wait_for_url("**/vb/chinh-phu/2021/28-nq-cp")
    citing = page.locator(".citing .found-document")
    assert citing.count() == 2
    assert "Thừa Thiên Huế" in citing.all_inner_texts()[0] + citing.all_inner_texts()[1]
    page.locator(".citing a.sentence").first.click()
    assert "28/NQ-CP" in page.locator(".m.lit").first.locator("xpath=ancestor::p").inner_text()


def test_marks_are_switched_off_and_stay_off(desk: Window, page_addresses: list[str]) -> None:
    address = next(a for a in page_addresses if a.startswith("/ban/"))
    page = desk.go(address)
    page.get_by_role("checkbox").first.uncheck()
    page.reload()
    assert not page.get_by_role("checkbox").first.is_checked()
    assert "off-citation" in (page.locator("#text").get_attribute("class") or "")


def test_a_card_opens_closes_by_escape_and_gives_the_focus_back(desk: Window, page_addresses: list[str]) -> None:
    page = desk.go(next(a for a in page_addresses if a.startswith("/ban/")))
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


def test_reading_and_searching_need_no_script(chromium: playwright.Browser, server: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "/")
    page.get_by_role("searchbox").fill("bình đẳng giới")
    page.keyboard.press("Enter")
    page.locator(".found-document .crumbs").first.click()
    assert page.locator(".m.lit").first.is_visible()
    page.locator("a.cite").first.click()
    assert page.locator("h1").is_visible()
    context.close()
