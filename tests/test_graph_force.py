"""Force and time: seven values, each day by itself, both sides of every boundary; what nobody states is unknown."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from graph_papers import made, numbered, paper

from corpus.library import Library
from corpus.model import Document, Facts
from graph import queries, validity
from graph.check import check_links, check_shapes, check_sources
from graph.classes import document_class
from graph.force import End, status
from graph.questions import question
from graph.reader import Reader
from graph.store import GraphStore
from ontology import CONCEPTS

BASE = "http://127.0.0.1:8000/"
LANG_SON = "Ủy ban nhân dân tỉnh Lạng Sơn"
OLD = BASE + "vb/ubnd-tinh-lang-son/2020/10-kh-ubnd"

CASES = [
    ("2021-12-31", {"effective": "2022-01-01"}, "not-yet"),
    ("2022-01-01", {"effective": "2022-01-01"}, "unknown"),
    ("2022-01-01", {"effective": "2022-01-01", "printed": "in-force"}, "in-force"),
    ("2021-12-31", {"effective": "2022-01", "printed": "in-force"}, "not-yet"),
    ("2022-01-01", {"effective": "2022-01", "printed": "in-force"}, "in-force"),
    ("2024-12-31", {"effective": "2020-01-01", "ends": [End(day="2025-01-01")]}, "in-force"),
    ("2025-01-01", {"effective": "2020-01-01", "ends": [End(day="2025-01-01")]}, "ended"),
    ("2025-01-01", {"printed": "in-force", "ends": [End(day="2025-01-01")]}, "ended"),
    ("2024-12-31", {"printed": "in-force", "ends": [End(day="2025-01-01")]}, "in-force"),
    ("2024-12-31", {"ends": [End(day="2025-01-01")]}, "unknown"),
    ("2024-12-31", {"ends": [End(day=None)]}, "ended"),
    ("2025-01-01", {"ends": [End(day="2025-01-01", part=True)]}, "partly-ended"),
    ("2024-12-31", {"ends": [End(day="2025-01-01", part=True)]}, "unknown"),
    ("2025-01-01", {"printed": "in-force", "ends": [End(day="2025-01-01", part=True)]}, "partly-ended"),
    ("2025-01-01", {"printed": "suspended"}, "suspended"),
    ("2025-01-01", {"printed": "partly-suspended"}, "partly-suspended"),
    ("2025-01-01", {"printed": "not-yet", "effective": "2025-02-01"}, "not-yet"),
    ("2025-02-01", {"printed": "not-yet", "effective": "2025-02-01"}, "unknown"),
    ("2025-01-01", {}, "unknown"),
]


@pytest.mark.parametrize(("day", "told", "expected"), CASES)
def test_force_on_a_day(day: str, told: dict[str, object], expected: str) -> None:
    assert status(day, **told) == expected  # type: ignore[arg-type]


def test_the_cases_show_all_seven_values() -> None:
    assert {c[2] for c in CASES} == CONCEPTS["force"]


def effective(p: tuple[Document, Facts], day: str | None, printed: str | None = None) -> tuple[Document, Facts]:
    document, facts = p
    return dataclasses.replace(document, header=dataclasses.replace(document.header, effective=day, status=printed)), facts


def library_of(home: Path, pinpoint: str | None = None) -> GraphStore:
    """A plan of 2020, and one that replaces it: issued in November 2024, in force from 2025."""
    cited = numbered(f"Kế hoạch số 10/KH-UBND ngày 1/2/2020 của {LANG_SON}", "10/KH-UBND", "2020-02-01", LANG_SON, "replaces")
    old = effective(paper("Cũ", "10/KH-UBND", "2020-02-01", LANG_SON), "2020-02-15")
    new = effective(paper("Mới. Thay thế", "20/KH-UBND", "2024-11-20", LANG_SON, {**cited, "pinpoint": pinpoint}), "2025-01-01")
    store = GraphStore(made(home, []).settings)
    library = Library.open(store.settings.library_path)
    for p in (old, new):
        library.add(*p, extractor="test")
    return store


def force(store: GraphStore) -> str | None:
    work = queries.work(store.reader(), OLD)
    assert work is not None
    return work.force


def test_a_stated_end_counts_from_its_day_and_the_graph_follows_the_day(tmp_path: Path) -> None:
    store = library_of(tmp_path)
    library = Library.open(store.settings.library_path)
    for day, expected in (
        ("2024-12-31", "in-force"),
        ("2025-01-01", "ended"),
        ("2020-02-14", "not-yet"),
        ("2020-02-15", "in-force"),
        ("2030-01-01", "ended"),
    ):
        store.sync(library, today=day)
        assert force(store) == expected, day
    reader = store.reader()
    (end,) = validity.ended(reader)
    assert (end.work, end.by_label, end.relation, end.day) == (OLD, "Kế hoạch 20/KH-UBND", "replaces", "2025-01-01")
    assert end.sentence is not None and "10/KH-UBND" in end.sentence
    assert [*check_links(reader.store, BASE), *check_shapes(reader.store, BASE), *check_sources(reader.store, BASE)] == []


def in_force_on(reader: Reader, day: str) -> dict[str, str]:
    """Work -> status, by the ready question."""
    rows = reader.query(question("in-force-on").fill({"day": day}))
    return {row["work"].value: row["status"].value.rpartition("/")[2] for row in rows}


@pytest.mark.parametrize(
    ("day", "there"), [("2020-02-14", False), ("2020-02-15", True), ("2022-06-01", True), ("2024-12-31", True), ("2025-01-01", False)]
)
def test_what_was_in_force_on_a_day_whatever_the_day_of_the_sync(tmp_path: Path, day: str, there: bool) -> None:
    store = library_of(tmp_path)
    store.sync(Library.open(store.settings.library_path), today="2026-11-22")
    found = in_force_on(store.reader(), day)
    assert found.get(OLD) == ("in-force" if there else None)


def test_a_part_that_ended_leaves_the_rest_in_force(tmp_path: Path) -> None:
    store = library_of(tmp_path, pinpoint="Điều 3")
    store.sync(Library.open(store.settings.library_path), today="2026-01-01")
    assert force(store) == "partly-ended"
    assert in_force_on(store.reader(), "2026-01-01")[OLD] == "partly-ended"


def test_where_nothing_is_known_the_force_is_unknown(tmp_path: Path) -> None:
    store = made(tmp_path, [paper("A", "62/KH-UBND", "2022-03-23", LANG_SON)])
    work = queries.work(store.reader(), BASE + "vb/ubnd-tinh-lang-son/2022/62-kh-ubnd")
    assert work is not None and (work.force, work.effective, work.end) == ("unknown", None, None)


def test_a_law_that_a_later_one_followed_ended_on_that_day_by_the_table(tmp_path: Path) -> None:
    cited = {"surface": "Luật số 02/2007/QH12", "kind": "numbered", "type": "Luật", "number": "02/2007/QH12", "role": "basis"}
    store = made(tmp_path, [paper("Căn cứ", "5/KH-UBND", "2022-03-23", LANG_SON, cited)])
    reader = store.reader()
    law = queries.work(reader, BASE + "vb/quoc-hoi/2007/02-2007-qh12")
    assert law is not None
    assert (law.title, law.document_class, law.force) == ("Luật Phòng, chống bạo lực gia đình", "legal", "ended")
    (end,) = (e for e in validity.ended(reader) if e.work == law.work)
    assert (end.by, end.day, end.mention) == (BASE + "vb/quoc-hoi/2022/13-2022-qh15", law.end, None)
    days = {day: law.work in in_force_on(reader, day) for day in ("2023-06-30", "2023-07-01")}
    assert days == {"2023-06-30": True, "2023-07-01": False}
    assert [*check_links(reader.store, BASE), *check_sources(reader.store, BASE)] == []


@pytest.mark.parametrize(
    ("kind", "number", "series", "expected"),
    [
        ("Luật", "13/2022/QH15", "quoc-hoi", "legal"),
        ("Nghị định", "30/2020/NĐ-CP", "chinh-phu", "legal"),
        ("Quyết định", "27/2018/QĐ-TTg", "thu-tuong-chinh-phu", "legal"),
        ("Quyết định", "1790/QĐ-TTg", "thu-tuong-chinh-phu", "administrative"),
        ("Quyết định", None, "thu-tuong-chinh-phu", None),
        ("Nghị quyết", "28/NQ-CP", "chinh-phu", "administrative"),
        ("Chỉ thị", "21-CT/TW", "trung-uong-dang", "party"),
        ("Kế hoạch", "1-KH/TU", "tinh-uy-lang-son", "party"),
        ("Kế hoạch", "62/KH-UBND", "ubnd-tinh-lang-son", "administrative"),
        ("Công văn", None, None, "administrative"),
        (None, "5/X", None, None),
    ],
)
def test_the_class_of_a_document(kind: str | None, number: str | None, series: str | None, expected: str | None) -> None:
    assert document_class(kind, number, series) == expected
