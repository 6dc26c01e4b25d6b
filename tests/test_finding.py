"""What the search page makes of a question: jumps, orders, likeness, advice; and the RDF of a document in words."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import identity, statements
from web.house import House
from web.views.citation import printed
from web.views.marks import sentence


@pytest.fixture
def client(furnished_app: Flask) -> FlaskClient:
    return furnished_app.test_client()


@pytest.fixture
def house(furnished_app: Flask) -> House:
    it: House = furnished_app.extensions["luocdo"]
    return it


@pytest.mark.parametrize("typed", ["28/NQ-CP", "28 nq cp", "nghị quyết 28/nq-cp", "Nghị quyết số 28/NQ-CP", "số 28-NQ/CP"])
def test_a_number_in_any_spelling_jumps_to_its_work(client: FlaskClient, typed: str) -> None:
    response = client.get("/tim", query_string={"q": typed})
    assert (response.status_code, response.location) == (303, "/vb/chinh-phu/2021/28-nq-cp")


@pytest.mark.parametrize("typed", ['"28/NQ-CP"', "ai thực hiện nghị quyết 28/NQ-CP", "999/QĐ-XYZ", "28"])
def test_other_questions_find_passages(client: FlaskClient, typed: str) -> None:
    assert client.get("/tim", query_string={"q": typed}).status_code == 200


def test_a_number_amid_other_words_names_its_work_first(client: FlaskClient) -> None:
    page = client.get("/tim", query_string={"q": "ai thực hiện nghị quyết 28/nq-cp"}).text
    assert '<li><a href="/vb/chinh-phu/2021/28-nq-cp"><strong>' in page[page.index('class="work-hits"') :]


def test_a_body_in_the_question_leads_to_its_page(client: FlaskClient) -> None:
    page = client.get("/tim", query_string={"q": "sở y tế tỉnh ninh bình"}).text
    assert 'href="/co-quan/so-y-te-tinh-ninh-binh"' in page
    assert any(x["href"] == "/co-quan/so-y-te-tinh-ninh-binh" for x in client.get("/api/suggest?q=so+y+te+ninh").json)


def test_results_come_in_the_order_asked_for(client: FlaskClient) -> None:
    years = {}
    for sort in ("newest", "oldest"):
        page = client.get("/tim", query_string={"q": "bình đẳng giới", "sort": sort, "lang": "vi"}).text
        assert f'sort={sort}" aria-current="true"' in page
        years[sort] = re.findall(r"<span>\d\d/\d\d/(\d{4})</span>", page)
    assert years["newest"][0] == max(years["newest"]) > years["oldest"][0] == min(years["oldest"])
    assert client.get("/tim?q=a&sort=sideways").status_code == 400


def test_what_resembles_a_passage_leaves_its_own_document_out(client: FlaskClient) -> None:
    found = client.get("/tim", query_string={"q": "bạo lực gia đình"}).text
    href = re.search(r'href="(/tim\?like=ban%2F([0-9a-f]{16})%2Fdoan[^"]+)"', found)
    assert href is not None
    like = client.get(href[1], query_string=None).text
    assert 'class="found-document"' in like
    assert f'href="/ban/{href[2]}?den' not in like[like.index('class="found"') :]


def test_where_nothing_is_found_there_is_a_way_on(client: FlaskClient) -> None:
    page = client.get("/tim", query_string={"q": '"chiến lược giới bình đẳng quốc gia"', "year": "1950", "lang": "vi"}).text
    advice = page[page.index('class="nothing"') :]
    assert 'href="/tim?q=%22chi%E1%BA%BFn' in advice and "year=1950" in advice.split("bỏ bộ lọc")[0]
    assert "Có phải bạn tìm" in advice and "Chiến lược quốc gia về bình đẳng giới" in advice


@pytest.mark.parametrize("kind", ["Document", "Citation", "Target", "HeaderReading"])
def test_the_rdf_of_a_document_says_every_statement_with_its_place(client: FlaskClient, house: House, kind: str) -> None:
    stored = next(s for e in house.library.documents() if (s := house.library.get(e.id)).facts.targets)
    page = client.get(f"/ban/{stored.id}/rdf?loai={kind}&lang=vi").text
    graph = house.settings.base + identity.graph(stored.id)
    assert page.count('<article class="thing">') == min(30, statements.kinds(house.reader, graph)[kind])
    for thing in statements.things(house.reader, graph, kind, "vi"):
        for said in thing.statements:
            assert f"<code>{said.curie}</code>" in page
    if kind != "Document":
        assert len(re.findall(rf'href="/ban/{stored.id}\?den=\d+-\d+#den"', page)) == page.count('<article class="thing">')
    for suffix in ("ttl", "jsonld", "nt", "rdf", "akn.xml"):
        assert client.get(f"/ban/{stored.id}.{suffix}").status_code == 200


def test_the_sentence_around_a_place_stops_at_the_line() -> None:
    text = "Câu một. Câu hai;\nc) ý ba có chỗ này, tiếp.\nd) ý bốn"
    at = text.index("chỗ này")
    assert text[slice(*sentence(text, at, at + 7))] == "c) ý ba có chỗ này, tiếp."


def test_a_lit_place_shows_its_sentence(client: FlaskClient, house: House) -> None:
    stored = house.library.get(next(iter(house.library.documents())).id)
    cited = stored.facts.citations[0]
    page = client.get(f"/ban/{stored.id}?den={cited.start}-{cited.end}").text
    assert page.count('id="den"') == 1 and 'lit-sentence"' in page


def test_a_work_that_nothing_names_is_called_by_its_number() -> None:
    assert printed("vb/thu-tuong-chinh-phu/2010/2351-qd-ttg") == "2351/QĐ-TTg (2010)"
    assert printed("vb/khong-ro/khong-ro/15-ct-ubnd") == "15/CT-UBND"


def test_the_two_sides_count_each_work_once_and_part_held_from_not_held(client: FlaskClient, house: House) -> None:
    page = client.get("/vb/ubnd-phuong-my-thanh/2024/199-kh-ubnd?lang=vi").text
    out = page[page.index('class="side-out"') : page.index('class="citing"')]
    said = re.search(r"(\d+) văn bản có trong thư viện, (\d+) chưa có", out)
    assert said is not None
    works = set(re.findall(r'<li><a href="(/[^"]+)"', out))
    assert int(said[1]) + int(said[2]) == len(works)
    boxes = re.findall(r'relation-name">([^<]+)<', out)
    assert boxes[0] == "căn cứ" and boxes == list(dict.fromkeys(boxes))
