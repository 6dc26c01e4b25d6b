"""Shared fixtures: paths of the five plans and of the corpora that lie beside the checkout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from corpus.settings import Settings
from web.house import House

if TYPE_CHECKING:
    from playwright import sync_api as playwright

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"
# Beside the checkout; a worktree one level deeper finds it too.
SHARED = next((p for p in (ROOT.parent / "shared", ROOT.parent.parent / "shared") if p.is_dir()), ROOT.parent / "shared")


@pytest.fixture(scope="session")
def plans() -> list[Path]:
    """The five plans that ship with the project."""
    return sorted(DOCUMENTS.glob("*.txt"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real corpora; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: this test reads real corpora that are not part of the project")
    return SHARED


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "data")


@pytest.fixture(scope="session")
def furnished_app(tmp_path_factory: pytest.TempPathFactory, plans: list[Path]) -> Flask:
    """The application over the five plans: library, graph, and an index made with the stand-in encoder."""
    from test_search import WordEncoder

    from search.engine import SearchEngine
    from web import create_app

    settings = Settings(home=tmp_path_factory.mktemp("furnished"))
    app = create_app(settings)
    house: House = app.extensions["luocdo"]
    house.search = SearchEngine(settings, WordEncoder())
    house.ingest(plans)
    house.sync()
    return app


@pytest.fixture(scope="session")
def page_addresses(furnished_app: Flask) -> list[str]:
    """One address of each kind of page, with real content."""
    from graph import commitments, identity, queries

    house: House = furnished_app.extensions["luocdo"]
    documents = [f"/ban/{e.id}" for e in house.library.documents()]
    works = [queries.work_of(house.reader, house.settings.base + d[1:]) or "" for d in documents]
    first = queries.citations_of(house.reader, house.settings.base + identity.text(documents[0][5:]))[0]
    return [
        "/",
        "/tim?q=b%E1%BA%A1o+l%E1%BB%B1c+gia+%C4%91%C3%ACnh",
        "/tim?q=zzzzzz+%22kh%C3%B4ng+c%C3%B3+%C4%91%C3%A2u%22",
        "/tim?year=2022",
        "/tim?q=b%C3%A1o+c%C3%A1o&sort=newest&targets=true",
        f"/tim?like={documents[0][1:]}",
        "/van-ban",
        *documents,
        f"{documents[0]}/dan/{first.start}-{first.end}",
        "/vb/chinh-phu/2021/28-nq-cp",
        *("/" + w.removeprefix(house.settings.base) for w in works),
        "/chua-co",
        "/co-quan",
        "/" + commitments.agencies(house.reader)[0].agency.removeprefix(house.settings.base) + ".html",
        "/co-quan?loc=thua+thien+hue",
        "/ma-tran",
        "/lich",
        "/lich?ngay=30/11&den=1",
        "/chi-tieu",
        one_indicator(furnished_app, [d[5:] for d in documents]),
        "/them",
        f"/them?vb={works[0].removeprefix(house.settings.base)}",
        f"{documents[-2]}/sua",
        f"{documents[-2]}/doc",
        f"{documents[-2]}/bo",
        "/tro-giup",
        "/du-lieu",
        *(f"{documents[-2]}/{tab}" for tab in ("chi-tieu", "nhiem-vu", "thoi-han", "kiem-tra", "rdf")),
        "/luoc-do?vb=vb/chinh-phu/2021/28-nq-cp&len=2&xuong=2",
    ]


def one_indicator(app: Flask, documents: list[str]) -> str:
    """The page of an indicator that two of the documents share."""
    house: House = app.extensions["luocdo"]
    with_targets = [s for s in (house.library.get(d) for d in documents) if len(s.facts.targets) > 20]
    first = with_targets[0]
    chosen = "".join(f"&ban={s.id}" for s in with_targets)
    return f"/chi-tieu/mot?ct={first.id}:{first.facts.targets[0].start}-{first.facts.targets[0].end}{chosen}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[playwright.Browser]:
    """One browser for every test that drives one: a second at the same time cannot be started in one process."""
    import windows

    if windows.CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with windows.playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=windows.CHROMIUM, args=windows.FLAGS)
        yield browser
        browser.close()
