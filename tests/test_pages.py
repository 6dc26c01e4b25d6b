"""Every page answers, in both languages, escaped, without a word from another host."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from test_search import WordEncoder

from corpus.model import Citation, Document, Facts, Header, Source, Target
from corpus.settings import Settings
from graph import identity, queries
from search.engine import SearchEngine
from web import create_app
from web.house import House

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & "quoted" \'single\''


@pytest.fixture(scope="module")
def home(furnished_app: Flask) -> Settings:
    settings: Settings = furnished_app.config["SETTINGS"]
    return settings


@pytest.fixture
def client(furnished_app: Flask) -> FlaskClient:
    return furnished_app.test_client()


def documents(settings: Settings) -> list[str]:
    return [f"/ban/{e.id}" for e in House(settings).library.documents()]


class Links(HTMLParser):
    """Collects every address a page names, and every inline script, style or handler."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [v or "" for k, v in attrs if k in ("href", "src", "action", "srcset", "poster", "data")]
        self.inline += [f"{tag} {k}" for k in given if k.startswith("on") or k == "style"]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/ld+json"):
            self.inline.append(tag)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_answers_and_names_no_other_host(client: FlaskClient, home: Settings, page_addresses: list[str], lang: str) -> None:
    for address in page_addresses:
        response = client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        assert response.status_code == 200, address
        assert f'<html lang="{lang}"' in response.text
        links = Links()
        links.feed(response.text)
        assert not links.inline, address
        assert not [a for a in links.addresses if re.match(r"\w+:|//", a) and not a.startswith(home.base)], address


def test_headers_let_nothing_in_from_outside(client: FlaskClient) -> None:
    for address in ("/", "/nothing-here", "/static/luocdo.css"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "http" not in policy and "default-src 'none'" in policy
        assert client.get(address).headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_there_is_said_in_words(client: FlaskClient) -> None:
    for address in ("/nothing-here", "/ban/0000000000000000", "/ban/x/doan/a-b"):
        response = client.get(address, query_string={"lang": "vi"})
        assert response.status_code == 404
        assert "<h1>Không mở được trang này</h1>" in response.text
    assert "This page cannot be shown" in client.get("/nothing-here?lang=en").text


def test_the_language_is_remembered(home: Settings) -> None:
    client = create_app(home).test_client()
    assert '<html lang="vi"' in client.get("/").text
    client.get("/?lang=en")
    assert '<html lang="en"' in client.get("/").text
    assert '<html lang="en"' in client.get("/?lang=xx").text


def test_hostile_text_stays_text(settings: Settings) -> None:
    text = f"{HOSTILE}\nTheo Quyết định số 1/QĐ-TTg {HOSTILE} đạt 60%."
    cited = text.index("Quyết định")
    document = Document(
        source=Source(name=HOSTILE, text=text, sha256="0" * 64),
        header=Header(type=HOSTILE, number=HOSTILE, title=HOSTILE, issuer=HOSTILE, recipients=(HOSTILE,)),
    )
    facts = Facts(
        citations=(Citation(start=cited, end=cited + 22, surface=text[cited : cited + 22], kind="numbered", number=HOSTILE),),
        targets=(Target(start=cited - 5, end=len(text), surface=text[cited - 5 :], indicator=HOSTILE),),
    )
    house = House(settings)
    house.library.add(document, facts)
    app = create_app(settings)
    app.extensions["luocdo"].search = house.search = SearchEngine(settings, WordEncoder())
    house.sync()
    client = app.test_client()
    hidden = house.reader.query("SELECT ?w WHERE { ?t <http://data.europa.eu/eli/ontology#realizes> ?w }")
    works = ["/" + r["w"].value.removeprefix(settings.base) for r in hidden]
    assert works
    for address in ["/", "/van-ban", "/chua-co", *documents(settings), *works, f"/tim?q={quote(HOSTILE)}", "/tim?q=quyet+dinh"]:
        page = client.get(address).text
        assert "<script>alert" not in page and "<img src=x" not in page
        links = Links()
        links.feed(page)
        assert not links.inline


def test_the_whole_text_is_on_the_page_with_its_citations_marked(client: FlaskClient, home: Settings) -> None:
    for entry in House(home).library.documents():
        stored = House(home).library.get(entry.id)
        page = client.get(f"/ban/{entry.id}").text
        for i in range(len(stored.facts.citations)):
            assert page.count(f'id="c{i}"') == 1
        assert "".join(words_of(page, "text").split()) == "".join(stored.document.text.split())


def words_of(page: str, element: str) -> str:
    """The text inside the ``div`` with this id."""
    inside = page[page.index(f'id="{element}"') :]
    inside = inside[inside.index(">") + 1 : inside.index("</div>")]
    return html.unescape(re.sub(r"<[^>]*>", "", inside))


def test_a_place_in_a_document_opens_lit(client: FlaskClient, home: Settings) -> None:
    document = next(iter(House(home).library.documents())).id
    response = client.get(f"/ban/{document}/doan/10-60")
    assert (response.status_code, response.location) == (303, f"/ban/{document}?den=10-60#den")
    assert 'id="den"' in client.get(f"/ban/{document}?den=10-60").text
    for wrong in ("60-10", "1-99999999", "x", "-1-5", "1-2-3-4", ""):
        assert 'id="den"' not in client.get(f"/ban/{document}", query_string={"den": wrong}).text


def test_pages_are_small_when_compressed(client: FlaskClient, page_addresses: list[str]) -> None:
    for address in page_addresses:
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(response.data) < 40_000


def test_the_list_pages_through_all_documents(settings: Settings) -> None:
    house = House(settings)
    for i in range(53):
        source = Source(name=f"{i}.txt", text=f"Văn bản thứ {i}", sha256=f"{i:064d}")
        house.library.add(Document(source=source, header=Header(title=f"Thứ {i}", date=f"20{i:02d}")), Facts())
    client = create_app(settings).test_client()
    first, second = client.get("/van-ban").text, client.get("/van-ban?trang=2").text
    assert "Thứ 52" in first and "Thứ 0<" not in first
    assert "Thứ 0<" in second and 'rel="prev"' in second
    assert client.get("/van-ban?trang=abc").status_code == 200


LANG_SON = "000_b2382a736ea176f7"


@pytest.fixture
def cited(furnished_app: Flask) -> queries.Cited:
    """The first mention of 120/KH-UBND in Lạng Sơn's plan of 2022."""
    house: House = furnished_app.extensions["luocdo"]
    text = house.settings.base + identity.text(house.library.find(LANG_SON))
    return next(c for c in queries.citations_of(house.reader, text) if c.number == "120/KH-UBND")


def test_a_work_only_cited_lists_every_citing_sentence(client: FlaskClient, home: Settings, cited: queries.Cited) -> None:
    page = client.get("/" + (cited.work or "").removeprefix(home.base)).text
    assert "Văn bản này chưa có trong thư viện." in page
    places = re.findall(r'<a class="sentence" href="(/ban/[0-9a-f]+)\?den=(\d+)-(\d+)#den"', page)
    assert len(places) == 2
    for document, start, end in places:
        text = House(home).library.get(document[5:]).document.text
        assert "120/KH-UBND" in text[int(start) : int(end)]
        shown = client.get(f"{document}?den={start}-{end}").text
        assert 'id="den"' in shown


def test_a_citation_leads_to_its_work_and_says_whether_it_is_held(client: FlaskClient, home: Settings, cited: queries.Cited) -> None:
    document = House(home).library.find(LANG_SON)
    page = client.get(f"/ban/{document}").text
    work = "/" + (cited.work or "").removeprefix(home.base)
    link = re.search(rf'<a class="cite not-held" href="{work}" data-card="([^"]+)"', page)
    assert link
    card = client.get(link[1], query_string={"manh": "1"}).text
    assert "chưa có trong thư viện" in card and "<html" not in card
    assert client.get(f"/ban/{document}/dan/0-1").status_code == 404


def test_a_held_work_has_its_text_one_tab_away(client: FlaskClient, home: Settings) -> None:
    for address in documents(home):
        page = client.get(address).text
        work = re.search(r'<a href="(/vb/[^"]+)">Lược đồ', page)
        assert work
        assert f'<a href="{address}">Toàn văn' in client.get(work[1]).text


def test_works_not_held_are_ranked_and_downloadable(client: FlaskClient) -> None:
    page = client.get("/chua-co").text
    counts = [int(n) for n in re.findall(r'<p class="rank"><strong>(\d+)</strong>', page)]
    assert counts == sorted(counts, reverse=True) and counts[0] >= 2
    table = client.get("/chua-co.csv")
    assert table.mimetype == "text/csv" and table.text.startswith("\ufefflabel,title,date,documents,mentions,iri")
    assert len(table.text.splitlines()) == len(counts) + 1


def test_search_marks_the_match_and_links_to_the_passage(client: FlaskClient, home: Settings) -> None:
    page = client.get("/tim", query_string={"q": "bao luc gia dinh"}).text
    assert "Tìm đúng như đã gõ" in page
    assert re.search(r'<span class="m word"[^>]*>[bB]ạo lực gia đình</span>', page)
    document, start, end = re.search(r'<a class="crumbs" href="/ban/([0-9a-f]+)\?den=(\d+)-(\d+)#den"', page).groups()  # type: ignore[union-attr]
    text = House(home).library.get(document).document.text
    assert "gia đình" in text[int(start) : int(end)].lower()


def test_filters_are_links_that_narrow_and_widen(client: FlaskClient) -> None:
    page = client.get("/tim?q=b%C3%ACnh+%C4%91%E1%BA%B3ng&year=2022").text
    narrowed = int(re.search(r'role="status">(\d+)', page)[1])  # type: ignore[index]
    wide = client.get("/tim?q=b%C3%ACnh+%C4%91%E1%BA%B3ng").text
    assert narrowed < int(re.search(r'role="status">(\d+)', wide)[1])  # type: ignore[index]
    assert 'class="chip" href="/tim?q=b%C3%ACnh+%C4%91%E1%BA%B3ng"' in page


def test_the_search_api_answers_as_the_page_does(client: FlaskClient) -> None:
    data = client.get("/api/search", query_string={"q": "bình đẳng giới", "limit": "3"}).json
    assert {"query", "total", "facets", "hits"} <= set(data)
    assert len(data["hits"]) == 3 and data["total"] >= 3
    assert {"iri", "number", "title", "file", "section", "start", "end", "text", "score", "why"} <= set(data["hits"][0])
    assert data["hits"][0]["best"]["start"] >= data["hits"][0]["start"]
    alike = client.get("/api/search", query_string={"like": data["hits"][0]["iri"], "sort": "relevance"}).json
    assert alike["hits"] and data["hits"][0]["iri"] not in [h["iri"] for h in alike["hits"]]
    assert client.get("/api/search", query_string={"q": "a", "sort": "shoe size"}).status_code == 400
    assert client.get("/api/search", query_string={"like": "x"}).status_code == 400
    table = client.get("/tim.csv", query_string={"q": "bình đẳng giới"}).text
    assert table.startswith("\ufeffnumber,title")


def test_a_cell_that_a_spreadsheet_would_run_is_kept_text() -> None:
    from web.finding import csv_response

    assert (
        csv_response("x.csv", ["a"], [["=1+1"], ["@x"], ["- gạch đầu dòng"], [3]]).get_data(as_text=True)
        == "\ufeffa\r\n'=1+1\r\n'@x\r\n- gạch đầu dòng\r\n3\r\n"
    )
