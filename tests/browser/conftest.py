"""One Chromium and one server for the whole suite of stories; a second server, over its own folder, for those that write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from windows import Window, opened, playwright, serving


@pytest.fixture(scope="session")
def server(furnished_app: Flask) -> Iterator[str]:
    with serving(furnished_app) as address:
        yield address


@pytest.fixture
def desk(chromium: playwright.Browser, server: str) -> Iterator[Window]:
    with opened(chromium, server) as window:
        yield window


@pytest.fixture
def phone(chromium: playwright.Browser, server: str) -> Iterator[Window]:
    with opened(chromium, server, 390) as window:
        yield window


@pytest.fixture
def plain(chromium: playwright.Browser, server: str) -> Iterator[Window]:
    """A browser without scripts."""
    with opened(chromium, server, scripts=False) as window:
        yield window


@pytest.fixture(scope="session")
def own_app(tmp_path_factory: pytest.TempPathFactory, plans: list[Path]) -> Flask:
    """An application that stories may write into: two of the plans, and an index made with the stand-in encoder."""
    from test_search import WordEncoder

    from corpus.settings import Settings
    from search.engine import SearchEngine
    from web import create_app

    settings = Settings(home=tmp_path_factory.mktemp("own"))
    app = create_app(settings)
    house = app.extensions["luocdo"]
    house.search = SearchEngine(settings, WordEncoder())
    house.ingest(p for p in plans if any(place in p.read_text("utf-8")[:1500].lower() for place in ("mỹ thạnh", "thừa thiên huế")))
    house.sync()
    return app


@pytest.fixture(scope="session")
def own_server(own_app: Flask) -> Iterator[str]:
    with serving(own_app) as address:
        yield address


@pytest.fixture
def editor(chromium: playwright.Browser, own_server: str) -> Iterator[Window]:
    """A person at the machine, before a library of two plans that may be written into."""
    with opened(chromium, own_server) as window:
        yield window
