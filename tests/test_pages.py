"""Every page answers, in both languages, escaped, without a word from another host."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.model import Citation, Document, Facts, Header, Source, Target
from corpus.settings import Settings
from web import create_app
from web.house import House

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & "quoted" \'single\''


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, plans: list[Path]) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("pages"))
    House(settings).ingest(plans)
    return settings


@pytest.fixture(scope="module")
def client(home: Settings) -> FlaskClient:
    return create_app(home).test_client()


def addresses(settings: Settings) -> list[str]:
    return ["/", "/van-ban", *(f"/ban/{e.id}" for e in House(settings).library.documents())]


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
def test_every_page_answers_and_names_no_other_host(client: FlaskClient, home: Settings, lang: str) -> None:
    for address in addresses(home):
        response = client.get(address, query_string={"lang": lang})
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
    client = create_app(settings).test_client()
    for address in addresses(settings):
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


def test_pages_are_small_when_compressed(client: FlaskClient, home: Settings) -> None:
    for address in addresses(home):
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
