"""Every page, at a desk and on a phone, in both languages and in the dark: no accessibility violation, no complaint of the browser,
nothing wider than the window, nothing that moves while the page loads."""

from __future__ import annotations

import re

import pytest
from windows import WATCH, Window, opened, playwright

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def kinds(page_addresses: list[str]) -> list[str]:
    """One address of each kind: the first document and the first work stand for all."""
    first: dict[str, str] = {}
    for address in [*page_addresses, "/sparql", "/ns"]:
        first.setdefault(re.sub(r"/ban/[0-9a-f]{16}|/vb/.*", "thing", address), address)
    return list(first.values())


def faults(window: Window, address: str) -> list[str]:
    page = window.go(address)
    found = window.violations()
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    if (moved := page.evaluate("window.moved || 0")) > 0.1:
        found.append(f"moved by {moved:.2f} while it loaded")
    return [f"{address}: {fault}" for fault in found]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
def test_every_page(chromium: playwright.Browser, server: str, kinds: list[str], width: int, lang: str) -> None:
    with opened(chromium, server, width, lang) as window:
        window.context.add_init_script(WATCH)
        window.go(next(a for a in kinds if a.startswith("/ban/")))  # the fonts: in the browser's store, as on every page but the very first
        found = [f for address in kinds for f in faults(window, address)]
        assert not found, "\n".join(found)


def test_every_page_in_the_dark(chromium: playwright.Browser, server: str, kinds: list[str]) -> None:
    with opened(chromium, server) as window:
        window.go("/?theme=dark")
        dark = []
        for address in kinds:
            window.go(address)
            assert window.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 24, 22)", address
            dark += [f"{address}: {v}" for v in window.violations(["color-contrast", "link-in-text-block"])]
        assert not dark, "\n".join(dark)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_that_is_not_there_says_so_and_is_accessible(chromium: playwright.Browser, server: str, lang: str) -> None:
    with opened(chromium, server, 1280, lang) as window:
        window.expected = "404"
        window.go("/ban/0000000000000000")
        assert window.violations() == []
