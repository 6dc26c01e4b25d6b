"""What became of a body, in the graph: dated events with their legal act, reached from both sides; texts keep the old name."""

from __future__ import annotations

from pathlib import Path

from graph_papers import made, numbered, paper

from graph import identity, queries
from graph.check import check_links, check_shapes

BASE = "http://127.0.0.1:8000/"
OLD, NEW = "Bộ Lao động - Thương binh và Xã hội", "Bộ Nội vụ"
HUE, CITY = "Ủy ban nhân dân tỉnh Thừa Thiên Huế", "Ủy ban nhân dân thành phố Huế"


def body(name: str) -> str:
    return BASE + identity.agency(name)


def test_events_lead_from_the_old_body_to_the_new_and_back(tmp_path: Path) -> None:
    cited = numbered(f"Quyết định số 5/QĐ-LĐTBXH ngày 1/2/2021 của {OLD}", "5/QĐ-LĐTBXH", "2021-02-01", OLD)
    store = made(tmp_path, [paper("Kế hoạch", "9/KH-UBND", "2022-01-01", HUE, cited)])
    reader = store.reader()
    (change,) = queries.became(reader, body(OLD))
    assert (change.original_label, change.resulting_label, change.day) == (OLD, NEW, "2025-03-01")
    assert change.basis == BASE + "vb/quoc-hoi/2025/176-2025-qh15" and "176/2025/QH15" in change.act
    act = queries.work(reader, change.basis)
    assert act is not None and (act.number, act.date, act.issuer_label) == ("176/2025/QH15", "2025-02-18", "Quốc hội")
    assert queries.came_from(reader, body(NEW)) == [change]
    assert [c.resulting for c in queries.became(reader, body(HUE))] == [body(CITY)]
    assert queries.became(reader, body(CITY)) == queries.came_from(reader, body(OLD)) == []
    # The work keeps the issuer that its text prints.
    work = queries.work(reader, BASE + "vb/ubnd-tinh-thua-thien-hue/2022/09-kh-ubnd")
    assert work is not None and work.issuer_label == HUE
    assert [*check_links(reader.store, BASE), *check_shapes(reader.store, BASE)] == []


def test_a_body_that_ended_without_one_successor_says_when_and_by_what(tmp_path: Path) -> None:
    district = "Ủy ban nhân dân huyện Bắc Sơn, tỉnh Lạng Sơn"
    store = made(tmp_path, [paper("Kế hoạch", "9/KH-UBND", "2022-01-01", district)])
    (change,) = queries.became(store.reader(), body(district))
    assert (change.resulting, change.day) == (None, "2025-07-01") and "203/2025/QH15" in change.act


def test_events_go_with_the_last_document_that_names_the_body(tmp_path: Path) -> None:
    from corpus.library import Library

    store = made(tmp_path, [paper("Kế hoạch", "9/KH-UBND", "2022-01-01", HUE)])
    library = Library.open(store.settings.library_path)
    library.remove(next(library.documents()).id)
    store.sync(library)
    assert queries.became(store.reader(), body(HUE)) == []
