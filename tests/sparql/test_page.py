"""The page with the editor: what it serves, and in a real Chromium that it runs a query and asks no other host."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.questions import questions

YASGUI = Path(__file__).parents[2] / "web" / "static" / "vendor" / "yasgui"
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_the_vendored_editor_is_what_was_taken_from_npm() -> None:
    for line in (YASGUI / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((YASGUI / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_lists_the_ready_questions(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/sparql?lang={lang}", headers=BROWSER).text
    assert all(f'data-question="{q.id}"' in page for q in questions())
    assert client.get("/sparql/questions.json").json[0]["questions"][0]["title"] == getattr(questions()[0], lang)


def test_without_javascript_a_query_gives_a_table(client: FlaskClient) -> None:
    page = client.get("/sparql", query_string={"query": "SELECT ?t { ?s <http://purl.org/dc/terms/title> ?t }"}, headers=BROWSER).text
    assert '<td lang="vi">Kế hoạch bình đẳng giới</td>' in page
    wrong = client.get("/sparql", query_string={"query": "SELEC", "lang": "vi"}, headers=BROWSER)
    assert wrong.status_code == 400
    assert "Sai cú pháp" in wrong.text


def test_scripts_may_not_be_inline(client: FlaskClient) -> None:
    policy = client.get("/sparql", headers=BROWSER).headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "script-src 'self';" in policy


def test_completions_come_from_our_graph(client: FlaskClient) -> None:
    terms = client.get("/sparql/terms.json").json
    assert {"iri": "http://purl.org/dc/terms/title"} in terms["properties"]
    prefixes = client.get("/sparql/prefixes.json").json
    assert prefixes["eli"] == "http://data.europa.eu/eli/ontology#"


def test_a_question_is_filled(client: FlaskClient) -> None:
    assert 'VALUES ?number { "1/NQ-CP" }' in client.get("/sparql/questions/who-cites?number=1/NQ-CP").text
    assert client.get("/sparql/questions/none").status_code == 404


@pytest.fixture(scope="module")
def site(client: FlaskClient) -> Iterator[str]:
    """A server of the endpoint, shared by the tests here."""
    from waitress import create_server

    server = create_server(client.application, host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def page(chromium: Any, site: str) -> Iterator[Any]:
    page = chromium.new_page()
    page.home = site
    yield page
    page.close()


@pytest.mark.browser
def test_the_editor_works_offline(page: Any) -> None:
    asked, complaints = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    query = "SELECT ?s ?o { ?s <http://data.europa.eu/eli/ontology#cites> ?o }"
    page.goto(f"{page.home}/sparql?query={query.replace('#', '%23')}")
    page.wait_for_selector(".yasr table td a.iri")
    assert "http://vb.test/b" in page.inner_text(".yasr table")
    page.click(".select_luocdo-graph")
    page.wait_for_selector("svg.sparql-graph circle")
    page.click("details.ready summary")
    page.click("a[data-question=most-cited]")
    page.wait_for_selector(".yasr table th:has-text('documents')")
    page.click(".select_luocdo-chart")
    page.wait_for_selector("svg.sparql-chart rect")
    assert [u for u in asked if not u.startswith(page.home + "/")] == []
    assert complaints == []
    page.click(".yasqe_share")
    link = page.input_value(".yasqe_sharePopup input")
    assert link.startswith(page.home + "/sparql?query=")
    assert "most+documents" in link
    assert json.loads(page.evaluate("JSON.stringify(document.querySelector('.yasqe_share') !== null)"))


@pytest.mark.browser
def test_a_query_in_the_address_is_evaluated_once(page: Any, client: FlaskClient) -> None:
    evaluator = client.application.extensions["luocdo"].evaluator
    asked: list[str] = []
    start = evaluator.start
    evaluator.start = lambda job, *rest: asked.append(job.query) or start(job, *rest)
    try:
        page.goto(f"{page.home}/sparql?query=SELECT (42 AS ?answer) {{}}")
        page.wait_for_selector(".yasr table td:has-text('42')")
        page.goto(f"{page.home}/sparql?query=SELECT nonsense")
        page.wait_for_selector(".yasr .errorResult")
    finally:
        del evaluator.start
    assert len([q for q in asked if "42 AS ?answer" in q]) == 1
    assert "SPARQL" in page.inner_text(".yasr .errorResult")


@pytest.mark.browser
def test_classes_are_completed_from_the_graph(page: Any) -> None:
    page.goto(f"{page.home}/sparql")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.evaluate("document.querySelector('.yasqe .CodeMirror').CodeMirror.setValue('SELECT * { ?s <http://purl.org/dc/terms/ti')")
    page.evaluate("(() => { const e = document.querySelector('.yasqe .CodeMirror').CodeMirror; e.focus(); e.setCursor(0, 46); })()")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hint:has-text('title')")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "lang", "theme"), [(1280, "vi", "light"), (1280, "en", "dark"), (390, "vi", "dark"), (390, "en", "light")]
)
def test_the_page_is_accessible_in_every_view(chromium: Any, site: str, width: int, lang: str, theme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()

    def violations() -> list[str]:
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)["violations"]
        return [f"{v['id']}: {v['help']} {v['nodes'][0]['html'][:160]}" for v in found]

    page.goto(f"{site}/sparql?lang={lang}&theme={theme}")
    page.wait_for_selector(".yasqe .CodeMirror textarea[aria-label]", state="attached")
    assert violations() == []
    page.goto(f"{site}/sparql?query=SELECT ?a ?b (7 AS ?n) {{ ?a <http://data.europa.eu/eli/ontology%23cites> ?b }}")
    page.wait_for_selector(".tableSizer[aria-label]")
    page.wait_for_selector("th .dt-column-title .hidden", state="attached")
    assert violations() == []
    for view in ("luocdo-graph", "luocdo-chart", "response"):
        page.click(f".select_{view}")
        page.mouse.move(0, 0)
        page.wait_for_timeout(400)
        assert violations() == [], view
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
