"""Who must do what by when, and the same indicator side by side: the pages over the five plans, by facts read by hand."""

from __future__ import annotations

import csv
import io
import re

import icalendar
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def client(furnished_app: Flask) -> FlaskClient:
    return furnished_app.test_client()


@pytest.fixture
def ids(furnished_app: Flask) -> dict[str, str]:
    """Id of a document by the place that issued it."""
    places = ("Thừa Thiên Huế", "Mỹ Thạnh", "Ninh Bình")
    entries = list(furnished_app.extensions["luocdo"].library.documents())
    return {p: next(e.id for e in entries if p in (e.header.issuer or "")) for p in places}


@pytest.mark.parametrize(
    ("typed", "became", "act"),
    [
        ("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính", "176/2025/QH15"),
        ("Sở Y tế tỉnh Bắc Giang", "Sở Y tế tỉnh Bắc Ninh", "202/2025/QH15"),
        ("so y te tinh bac giang", "Ủy ban nhân dân tỉnh Bắc Ninh", "202/2025/QH15"),
        ("thừa thiên huế", "Ủy ban nhân dân thành phố Huế", "175/2024/QH15"),
    ],
)
def test_an_old_name_finds_what_became_of_it_and_by_which_act(client: FlaskClient, typed: str, became: str, act: str) -> None:
    page = client.get("/co-quan", query_string={"loc": typed}).text
    changes = page[page.index('class="changes"') : page.index("</section>")]
    assert became in changes and act in changes and "2025" in changes


def test_a_new_name_finds_the_bodies_whose_place_it_takes(client: FlaskClient) -> None:
    assert "Sở Y tế tỉnh Thừa Thiên Huế" in client.get("/co-quan", query_string={"loc": "thành phố Huế"}).text


def test_a_body_s_page_has_its_tasks_by_role_and_what_it_became(client: FlaskClient) -> None:
    page = client.get("/co-quan/so-y-te-tinh-thua-thien-hue.html").text
    assert 'id="lead"' in page and "Sở Y tế thành phố Huế" in page and "01/01/2025" in page
    table = list(csv.DictReader(io.StringIO(client.get("/viec.csv?co-quan=so-y-te-tinh-thua-thien-hue").data.decode("utf-8-sig"))))
    assert {r["kind"] for r in table} == {"task", "target"} and all(r["what"] for r in table)


def test_who_reports_what_on_30_november_and_by_then(client: FlaskClient) -> None:
    on = client.get("/lich", query_string={"ngay": "30/11"}).text
    assert "các sở, ban, ngành, địa phương" in on and "trước ngày 30/11" in on
    count = {k: int(re.search(r'class="count">(\d+)', client.get(f"/lich?ngay=30/11{k}").text)[1]) for k in ("", "&den=1")}  # type: ignore[index]
    assert 1 <= count[""] < count["&den=1"]
    calendar = icalendar.Calendar.from_ical(client.get("/lich.ics?ngay=30/11").data)
    days = {e.decoded("dtstart").strftime("%d/%m") for e in calendar.walk("VEVENT")}
    assert days == {"30/11"}


def test_the_matrix_joins_lead_support_and_time_and_opens_as_a_sheet(client: FlaskClient, ids: dict[str, str]) -> None:
    page = client.get("/ma-tran", query_string={"ban": ids["Ninh Bình"]}).text
    assert "7 chủ trì" in page and "Sở Lao động - Thương binh và Xã hội tỉnh Ninh Bình" in page
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/ma-tran.xlsx?ban={ids['Ninh Bình']}").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) > 20 and len(rows[0]) == 5
    assert any(r[1] and r[2] for r in rows[1:]), "a task with a leading and a supporting body"
    assert client.get("/ma-tran.doc").status_code == 404


def test_documents_are_found_by_words_to_set_side_by_side(client: FlaskClient, ids: dict[str, str]) -> None:
    page = client.get("/chi-tieu", query_string={"loc": "ninh binh", "ban": ids["Mỹ Thạnh"]}).text
    offered = set(re.findall(r'name="ban" value="([0-9a-f]{16})"', page))
    assert offered == {ids["Ninh Bình"], ids["Mỹ Thạnh"]}


def side_by_side(ids: dict[str, str], path: str = "/chi-tieu", **more: str) -> str:
    return f"{path}?ban={ids['Thừa Thiên Huế']}&ban={ids['Mỹ Thạnh']}" + "".join(f"&{k}={v}" for k, v in more.items())


def test_the_table_says_what_is_shared_different_and_missing(client: FlaskClient, ids: dict[str, str]) -> None:
    page = client.get(side_by_side(ids)).text
    shown = {k: int(n) for k, n in re.findall(r"xem=(\w+)\"[^>]*>[^<]*<span class=\"n\">(\d+)", page)}
    assert shown["all"] == shown["shared"] + shown["missing"] and 0 < shown["different"] < shown["shared"]
    assert client.get(side_by_side(ids, xem="missing")).text.count('<tr id="ct-') == shown["missing"]
    assert "không có" in client.get(side_by_side(ids, xem="missing")).text


def test_one_indicator_shows_both_sentences_and_why_they_were_paired(client: FlaskClient, ids: dict[str, str]) -> None:
    page = client.get(side_by_side(ids)).text
    link = next(h for h in re.findall(r'href="(/chi-tieu/mot[^"]+)"', page) if h).replace("&amp;", "&")
    one = client.get(link).text
    assert one.count('class="passage"') == 2 and "từ ngữ giống" in one and "cùng đơn vị" in one
    assert client.get("/chi-tieu/mot?ct=0000000000000000:1-2").status_code == 404


def test_the_table_downloads_with_the_sentence_of_each_value(client: FlaskClient, ids: dict[str, str]) -> None:
    rows = list(csv.reader(io.StringIO(client.get(side_by_side(ids, "/chi-tieu.csv")).data.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(side_by_side(ids, "/chi-tieu.xlsx")).data)).active
    assert sheet.max_row == len(rows) and sheet.max_column == len(rows[0]) == 10
    assert all(r[5] for r in rows[1:] if r[2])
