"""A window of a real Chromium that remembers every complaint, and servers to open in it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

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
addEventListener("DOMContentLoaded", () => new PerformanceObserver(list => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) window.moved = (window.moved || 0) + e.value;
}).observe({type: "layout-shift", buffered: true}));
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Window:
    """A page that remembers every complaint: console errors, failed requests, requests to other hosts."""

    def __init__(self, browser: playwright.Browser, server: str, width: int = 1280, lang: str = "vi", scripts: bool = True) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, permissions=["clipboard-read", "clipboard-write"], java_script_enabled=scripts
        )
        self.context.add_cookies([{"name": "lang", "value": lang, "url": server}])
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.server = server
        self.expected = ""
        """Words of a complaint that the story itself provokes."""
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self._complain(f"{m.text} {m.location.get('url')}") if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self._complain(str(e)))
        self.page.on("requestfailed", lambda r: self._failed(r))
        self.page.on("request", self._seen)

    def _complain(self, text: str) -> None:
        if not self.expected or self.expected not in text:
            self.complaints.append(text)

    def _failed(self, request: playwright.Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what the story itself left before it was there, a download among others
            self._complain(f"failed: {request.url} {request.failure}")

    def _seen(self, request: playwright.Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.server):
            self._complain(f"another host: {request.url}")

    def go(self, address: str) -> playwright.Page:
        self.page.goto(self.server + address)
        return self.page

    def violations(self, rules: list[str] = RULES) -> list[str]:
        """What axe-core finds, the worst place of each rule named. Run outside the page's policy, as an extension would."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", rules)["violations"]
        return [f"{v['id']}: {v['help']} {v['nodes'][0]['html'][:160]}" for v in found]

    def saved(self, click: playwright.Locator) -> bytes:
        """The file that a click downloads."""
        with self.page.expect_download() as waiting:
            click.click()
        return Path(waiting.value.path()).read_bytes()


@contextmanager
def opened(*args: object, **more: object) -> Iterator[Window]:
    window = Window(*args, **more)  # type: ignore[arg-type]
    yield window
    assert not window.complaints
    window.context.close()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    from waitress import create_server

    served = create_server(app, host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=served.run, daemon=True).start()
    yield f"http://127.0.0.1:{served.effective_port}"
    served.close()
