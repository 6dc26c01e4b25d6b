"""The JSON API of corrections: what a person says holds on the pages at once, and can be taken back and carried away."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from test_editing import PLAN, opened, send

API = "/api/dinh-chinh"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    made = opened(tmp_path_factory.mktemp("api"), token="bí mật")
    send(made.test_client())
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def document(app: Flask) -> str:
    return next(app.extensions["luocdo"].library.documents()).id  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def subject(app: Flask, document: str) -> str:
    citation = app.extensions["luocdo"].library.get(document).facts.citations[0]
    return f"citation/{citation.start}-{citation.end}"


def act(document: str, subject: str, action: str, **more: object) -> dict[str, object]:
    return {"document": document, "subject": subject, "action": action, "who": "Lan", "why": "đọc bản giấy", **more}


def test_an_act_holds_at_once_is_listed_and_can_be_taken_back(client: FlaskClient, document: str, subject: str) -> None:
    answer = client.post(API, json=act(document, subject, "correct", value={"number": "1791/QĐ-TTg"}))
    assert answer.status_code == 201
    kept = answer.json["correction"]
    assert (kept["who"], kept["why"], kept["value"]) == ("Lan", "đọc bản giấy", {"number": "1791/QĐ-TTg"})
    assert "1790/QĐ-TTg" in kept["quote"] and kept["at"].endswith("+00:00")
    assert client.get("/vb/thu-tuong-chinh-phu/2021/1791-qd-ttg").status_code == 200
    assert [c["standing"] for c in client.get(API, query_string={"ban": document}).json["corrections"]] == [True]

    assert client.post(API, json=act(document, subject, "withdraw")).status_code == 201
    assert client.get("/vb/thu-tuong-chinh-phu/2021/1791-qd-ttg").status_code == 404
    assert client.get("/vb/thu-tuong-chinh-phu/2021/1790-qd-ttg").status_code == 200
    told = client.get(API).json
    assert [(c["action"], c["standing"]) for c in told["corrections"]] == [("withdraw", False), ("correct", False)]


def test_the_same_act_after_its_withdrawal_is_a_third_act(client: FlaskClient, document: str, subject: str) -> None:
    for action in ("reject", "withdraw", "reject"):
        client.post(API, json=act(document, subject, action))
    assert client.get("/vb/thu-tuong-chinh-phu/2021/1790-qd-ttg").status_code == 404
    client.post(API, json=act(document, subject, "withdraw"))


def test_a_person_says_which_work_is_meant(client: FlaskClient, document: str, subject: str) -> None:
    client.post(API, json=act(document, subject, "correct", value={"work": "vb/quoc-hoi/2022/13-2022-qh15"}))
    assert client.get("/vb/quoc-hoi/2022/13-2022-qh15").status_code == 200
    client.post(API, json=act(document, subject, "withdraw"))
    assert client.get("/vb/quoc-hoi/2022/13-2022-qh15").status_code == 404


def test_a_header_field_is_put_right(client: FlaskClient, document: str) -> None:
    client.post(API, json=act(document, "header/number", "correct", value={"number": "7/KH-UBND"}))
    assert "7/KH-UBND" in client.get(f"/ban/{document}").text
    client.post(API, json=act(document, "header/number", "withdraw"))
    assert "7/KH-UBND" not in client.get(f"/ban/{document}").text


def test_a_plain_file_goes_out_and_comes_in_again(client: FlaskClient) -> None:
    out = client.get(API + ".jsonl")
    lines = [json.loads(line) for line in out.text.splitlines()]
    assert lines and {"document", "subject", "action", "who", "at"} <= lines[0].keys()
    assert client.post(API + ".jsonl", data=out.data).json == {"new": 0}
    lines[0]["who"] = "Minh"
    assert client.post(API + ".jsonl", data=json.dumps(lines[0])).json == {"new": 1}


BAD = [
    (b"", 400, "JSON"),
    (b"[]", 400, "JSON"),
    (b"[" * 60_000, 400, "JSON"),
    (b'{"a": 1}', 400, "document"),
    ({"subject": "header/spans"}, 400, "chủ thể"),
    ({"subject": "header/number", "action": "delete"}, 400, "hành động"),
    ({"subject": "header/number", "action": "reject", "who": " "}, 400, "người"),
    ({"subject": "header/number", "action": "reject", "who": 5}, 400, "chữ"),
    ({"subject": "header/number", "action": "reject", "who": "\ud800"}, 400, "ký tự"),
    ({"subject": "header/number", "action": "correct", "value": ["x"]}, 400, "đối tượng"),
    ({"subject": "header/date", "action": "correct", "value": {"date": "2022-02-31"}}, 400, "ngày"),
    ({"subject": "citation/0-1", "action": "reject"}, 404, "citation/0-1"),
    ({"subject": "header/number", "action": "reject", "document": "0" * 16}, 404, "0" * 16),
    ({"subject": "match/0-1/" + "0" * 16 + "/2-3", "action": "confirm"}, 404, "match/0-1"),
]


@pytest.mark.parametrize(("body", "status", "word"), BAD, ids=[str(b)[:60] for b, _, _ in BAD])
def test_what_is_wrong_is_said_in_words(client: FlaskClient, document: str, body: object, status: int, word: str) -> None:
    data = body if isinstance(body, bytes) else json.dumps(act(document, "", "") | dict(body))  # type: ignore[call-overload]
    answer = client.post(API, data=data)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert word in answer.json["error"]


def test_too_much_at_once_is_refused(client: FlaskClient, document: str) -> None:
    answer = client.post(API, json=act(document, "header/number", "reject", why="x" * 70_000))
    assert answer.status_code == 413 and answer.json["error"]


@pytest.mark.parametrize("address", [API, API + ".jsonl"])
def test_from_elsewhere_only_with_the_token(client: FlaskClient, document: str, address: str) -> None:
    far: dict[str, object] = {"environ_base": {"REMOTE_ADDR": "10.0.0.9"}}
    body = json.dumps(act(document, "header/place", "confirm", at="2026-01-01T00:00:00Z"))
    refused = client.post(address, data=body, **far)  # type: ignore[arg-type]
    assert refused.status_code == 403 and refused.json["error"]
    token = {"Authorization": "Bearer bí mật".encode().decode("latin-1")}
    assert client.post(address, data=body, headers=token, **far).status_code != 403  # type: ignore[arg-type]
    assert client.post(address, data=body, headers={"Origin": "http://elsewhere.example"}).status_code == 403


def test_two_targets_said_to_be_the_same_stand_side_by_side(app: Flask, client: FlaskClient) -> None:
    other = PLAN.replace("Đạt 60% dân số.", "Đạt 90% xã có nhà tạm lánh.")
    send(client, name="khác.txt", content=other.encode())
    library = app.extensions["luocdo"].library
    one, two = [library.get(e.id) for e in sorted(library.documents(), key=lambda e: e.revision)]
    a, b = one.facts.targets[0], two.facts.targets[0]
    page = f"/chi-tieu.csv?ban={one.id}&ban={two.id}"

    def table_rows() -> int:
        return len(client.get(page).text.strip().splitlines()) - 1

    apart = table_rows()
    subject = f"match/{b.start}-{b.end}/{one.id}/{a.start}-{a.end}"
    assert client.post(API, json=act(two.id, subject, "confirm")).status_code == 201
    assert table_rows() == apart - 1
    assert client.post(API, json=act(two.id, subject, "reject")).status_code == 201
    assert table_rows() == apart
