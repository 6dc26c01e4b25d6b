"""Adding and removing in the browser: who may, what is reported, and that no other site can."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from test_search import WordEncoder
from werkzeug.test import TestResponse

from corpus.settings import Settings
from search.engine import SearchEngine
from web import create_app
from web.house import House

PLAN = "KẾ HOẠCH\nThực hiện Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ.\n\nI. MỤC TIÊU\n1. Đạt 60% dân số.\n"


def opened(home: Path, token: str = "") -> Flask:
    settings = Settings(home=home / "data", token=token)
    app = create_app(settings)
    app.extensions["luocdo"].search = SearchEngine(settings, WordEncoder())
    return app


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return opened(tmp_path).test_client()


def send(
    client: FlaskClient, address: str = "/them", name: str = "kế hoạch.txt", content: bytes = PLAN.encode(), **more: object
) -> TestResponse:
    return client.post(address, data={"tep": (io.BytesIO(content), name)}, content_type="multipart/form-data", **more)  # type: ignore[arg-type]


def test_a_file_is_read_found_and_removed(client: FlaskClient) -> None:
    page = send(client).text
    assert "đã thêm" in page and "kế hoạch.txt" in page
    house: House = client.application.extensions["luocdo"]
    (entry,) = house.library.documents()
    assert "60%" in client.get(f"/ban/{entry.id}").text
    assert entry.id in client.get("/tim?q=60%25+d%C3%A2n+s%E1%BB%91").text
    assert "đã có từ trước" in send(client).text
    assert client.post(f"/ban/{entry.id}/bo").status_code == 303
    assert client.get(f"/ban/{entry.id}").status_code == 404
    assert not list(house.settings.home.glob("incoming-*"))


def test_a_bad_file_is_refused_in_one_sentence_and_the_others_go_on(client: FlaskClient) -> None:
    files = [(io.BytesIO(b""), "rỗng.txt"), (io.BytesIO(PLAN.encode()), "tốt.txt")]
    page = client.post("/them", data={"tep": files}, content_type="multipart/form-data").text
    assert page.count('class="doc-row report refused"') == 1 and page.count('class="doc-row report added"') == 1


def test_the_page_sends_one_by_one_and_syncs_at_the_end(client: FlaskClient) -> None:
    (report,) = send(client, "/api/them").json["reports"]
    assert report["state"] == "added" and {"key": "citation", "href": report["href"], "count": 1} in report["counts"]
    assert client.get("/tim?q=60%25").text.count("found-document") == 0
    assert client.post("/api/dong-bo").json["revision"] == 1
    assert client.get("/tim?q=60%25+d%C3%A2n").text.count("found-document") >= 1


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "..\\..\\x.txt", "/etc/x.txt", "a\0b.txt", "." * 300 + ".txt", "<script>.txt"])
def test_no_name_leads_out_of_the_folder(client: FlaskClient, name: str) -> None:
    before = set(client.application.config["SETTINGS"].home.parent.rglob("*.txt"))
    page = send(client, name=name).text
    assert "<script>.txt" not in page
    assert set(client.application.config["SETTINGS"].home.parent.rglob("*.txt")) == before


_NONE = "/ban/0000000000000000"
WRITING = (
    "/them",
    "/api/them",
    "/api/dong-bo",
    *(_NONE + path for path in ("/bo", "/dan/1-2/sua", "/sua", "/doc-lai", "/la")),
)


@pytest.mark.parametrize("address", WRITING)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"X-Forwarded-For": "203.0.113.5"},
    ],
)
def test_another_site_or_a_stranger_cannot_write(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    assert send(client, address, headers=headers).status_code == 403


@pytest.mark.parametrize("address", WRITING)
def test_from_another_machine_only_with_the_token(tmp_path: Path, address: str) -> None:
    far = {"REMOTE_ADDR": "192.0.2.7"}
    for token in ("", "bí mật 123"):
        client = opened(tmp_path / "x", token).test_client()
        assert send(client, address, environ_base=far).status_code == 403
        assert send(client, address, environ_base=far, headers={"Authorization": "Bearer "}).status_code == 403
    good = {"Authorization": "Bearer secret-123"}
    client = opened(tmp_path / "y", "secret-123").test_client()
    assert send(client, address, environ_base=far, headers=good).status_code in (200, 303, 400, 404)


def test_a_person_shows_the_token_once(tmp_path: Path) -> None:
    client = opened(tmp_path, "secret-123").test_client()
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert 'type="password"' in client.get("/them", environ_base=far).text
    assert client.post("/them/ma", data={"token": "wrong"}, environ_base=far).status_code == 403
    answer = client.post("/them/ma", data={"token": "secret-123"}, environ_base=far)
    assert answer.status_code == 303 and "secret-123" not in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=Strict" in answer.headers["Set-Cookie"]
    assert 'type="file"' in client.get("/them", environ_base=far).text
    assert "đã thêm" in send(client, environ_base=far).text


def test_suggestions_begin_with_what_is_typed(furnished_app: Flask) -> None:
    client = furnished_app.test_client()
    for typed in ("28/nq", "nghi quyet 28", "28/NQ-CP"):
        found = client.get("/api/suggest", query_string={"q": typed}).json
        assert found[0]["label"] == "Nghị quyết 28/NQ-CP" and found[0]["href"] == "/vb/chinh-phu/2021/28-nq-cp"
    assert client.get("/api/suggest?q=").json == []
    assert client.get("/api/suggest", query_string={"q": "zz qq xx"}).json == []


def test_a_citation_is_corrected_survives_a_sync_and_can_be_taken_back(client: FlaskClient) -> None:
    send(client)
    house: House = client.application.extensions["luocdo"]
    (entry,) = house.library.documents()
    c = house.library.get(entry.id).facts.citations[0]
    address = f"/ban/{entry.id}/dan/{c.start}-{c.end}"
    assert "1790" in client.get(address).text
    put = {
        "viec": "correct",
        "number": "1791/QĐ-TTg",
        "date": "2021-10-23",
        "issuer": "Thủ tướng Chính phủ",
        "ai": "Lan",
        "vi-sao": "in nhầm",
    }
    kept = client.post(f"{address}/sua", data={**put, "ve": address})
    assert kept.status_code == 303 and kept.location == f"{address}?ghi=1"
    house.refresh()
    house.sync()
    assert "/vb/thu-tuong-chinh-phu/2021/1791-qd-ttg" in client.get(f"/ban/{entry.id}").text
    assert "Đã được người sửa" in client.get(address).text and "in nhầm" in client.get(address).text
    assert client.post(f"{address}/sua", data={"viec": "withdraw"}).status_code == 303
    assert "/vb/thu-tuong-chinh-phu/2021/1790-qd-ttg" in client.get(f"/ban/{entry.id}").text
    assert client.post(f"{address}/sua", data={"viec": "nonsense"}).status_code == 400


def only(client: FlaskClient) -> str:
    house: House = client.application.extensions["luocdo"]
    (entry,) = house.library.documents()
    return entry.id


def test_a_header_field_is_corrected_taken_back_and_its_history_stays(client: FlaskClient) -> None:
    send(client)
    page = f"/ban/{only(client)}/sua"
    assert client.get(page).text.count('class="correction"') == 10
    put = {"chu-the": "header/date", "viec": "correct", "date": "5/3/2022", "ai": "Nguyễn Thị Lan", "vi-sao": "bản giấy", "ve": page}
    assert client.post(page, data=put).location == f"{page}?ghi=1"
    assert client.application.extensions["luocdo"].library.get(only(client)).document.header.date == "2022-03-05"
    assert "05/03/2022" in client.get("/van-ban").text
    assert client.post(page, data={"chu-the": "header/date", "viec": "withdraw"}).status_code == 303
    history = client.get(page).text
    assert history.count("Vì sao: bản giấy") == 1 and "lấy lại" in history and 'value="Nguyễn Thị Lan"' in history
    refused = client.post(page, data={"chu-the": "header/date", "viec": "correct", "date": "31/2/2022"})
    assert refused.status_code == 400 and "ngày" in refused.text


def test_a_correction_that_changes_nothing_confirms_what_was_read(client: FlaskClient) -> None:
    send(client)
    page = f"/ban/{only(client)}/sua"
    client.post(page, data={"chu-the": "header/type", "viec": "correct", "type": "Kế hoạch"})
    (act,) = client.application.extensions["luocdo"].library.corrections()
    assert act.action == "confirm"


@pytest.mark.parametrize("back", ["https://evil.example/x", "//evil.example/x", "/\\evil.example", "javascript:alert(1)"])
def test_no_form_leads_to_another_site(client: FlaskClient, back: str) -> None:
    send(client)
    page = f"/ban/{only(client)}/sua"
    location = client.post(page, data={"chu-the": "header/type", "viec": "confirm", "ve": back}).location
    assert location == f"{page}?ghi=1"


def test_a_rejected_citation_can_be_taken_back(client: FlaskClient) -> None:
    send(client)
    house: House = client.application.extensions["luocdo"]
    c = house.library.get(only(client)).facts.citations[0]
    address = f"/ban/{only(client)}/dan/{c.start}-{c.end}"
    client.post(f"{address}/sua", data={"viec": "reject"})
    assert client.get(address).location == f"/ban/{only(client)}/sua#lich-su"
    assert f'value="citation/{c.start}-{c.end}"' in client.get(f"/ban/{only(client)}/sua").text
    client.post(f"/ban/{only(client)}/sua", data={"chu-the": f"citation/{c.start}-{c.end}", "viec": "withdraw"})
    assert client.get(address).status_code == 200


def test_who_may_not_correct_sees_the_history_and_no_form(client: FlaskClient) -> None:
    send(client)
    page = client.get(f"/ban/{only(client)}/sua", environ_base={"REMOTE_ADDR": "192.0.2.7"}).text
    assert "<form" in page and 'class="correction"' not in page and 'method="post"' not in page


def test_a_document_is_read_again_and_asked_for_before_it_goes(client: FlaskClient) -> None:
    send(client)
    house: House = client.application.extensions["luocdo"]
    before = house.library.get(only(client))
    answer = client.post(f"/ban/{before.id}/doc-lai")
    assert answer.location == f"/ban/{before.id}/doc?ghi=1"
    assert house.library.get(before.id).facts == before.facts and house.library.stale(before.extractor) == []
    assert 'action="/ban/' in client.get(f"/ban/{before.id}/bo").text
    assert len(house.library) == 1


def test_an_archive_gives_a_report_for_each_file(client: FlaskClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as z:
        z.writestr("một.txt", PLAN)
        z.writestr("rỗng.txt", "")
        z.writestr("hai.txt", PLAN.replace("60%", "70%"))
    page = send(client, name="gói.zip", content=packed.getvalue()).text
    assert page.count('class="doc-row report added"') == 2 and page.count('class="doc-row report refused"') == 1
    assert "gói.zip › hai.txt" in page


def test_the_report_says_what_was_read_repaired_and_not_understood(client: FlaskClient) -> None:
    page = send(client, content=PLAN.replace("QĐ-TTg", "Q\u00d0-TTg").encode()).text
    assert "<strong>1</strong> Dẫn chiếu" in page and "<strong>1</strong> Chỉ tiêu" in page
    assert "đưa về chữ Việt" in page
    assert "Chưa hiểu hoặc còn ngờ" in page and "không có số hiệu" in page


CITED = "QUYẾT ĐỊNH\nSố: 1790/QĐ-TTg\nHà Nội, ngày 23 tháng 10 năm 2021\n\nĐiều 1. Phê duyệt Chương trình.\n"


def test_a_file_for_a_work_not_held_is_linked_and_another_one_is_named(client: FlaskClient) -> None:
    send(client)
    missing = "/them?vb=vb%2Fthu-tuong-chinh-phu%2F2021%2F1790-qd-ttg"
    assert missing in client.get("/chua-co").text
    assert "1790/QĐ-TTg" in client.get(missing).text
    page = send(client, missing, name="qd.txt", content=CITED.encode()).text
    if "Chính là văn bản tôi cần" in page:  # its head names no issuer
        (other,) = [e.id for e in client.application.extensions["luocdo"].library.documents() if e.name == "qd.txt"]
        answer = client.post(f"/ban/{other}/la", data={"vb": "vb/thu-tuong-chinh-phu/2021/1790-qd-ttg"})
        page = client.get(answer.location).text
    assert "1 văn bản trong thư viện dẫn đến văn bản này, nay đã nối" in page
    assert "1790" not in client.get("/chua-co").text
