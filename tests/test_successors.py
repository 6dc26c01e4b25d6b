"""What became of a body in the reforms of 2025."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.gazetteer import gazetteer
from corpus.successors import became, came_from, changes, matching

CHANGES = [
    ("Bộ Lao động - Thương binh và Xã hội", "Bộ Nội vụ", "2025-03-01", "176/2025/QH15"),
    ("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính", "2025-03-01", "176/2025/QH15"),
    ("Ủy ban nhân dân tỉnh Bắc Giang", "Ủy ban nhân dân tỉnh Bắc Ninh", "2025-07-01", "202/2025/QH15"),
    ("Công an tỉnh Bình Dương", "Công an thành phố Hồ Chí Minh", "2025-07-01", "202/2025/QH15"),
    ("Ủy ban nhân dân tỉnh Thừa Thiên Huế", "Ủy ban nhân dân thành phố Huế", "2025-01-01", "175/2024/QH15"),
    ("Ủy ban nhân dân huyện Bắc Sơn, tỉnh Lạng Sơn", None, "2025-07-01", "203/2025/QH15"),
    ("Sở Y tế tỉnh Bắc Giang", "Sở Y tế tỉnh Bắc Ninh", "2025-07-01", "202/2025/QH15"),
    ("Phòng Nội vụ quận Ba Đình", None, "2025-07-01", "203/2025/QH15"),
]


@pytest.mark.parametrize(("name", "to", "day", "act"), CHANGES, ids=[c[0] for c in CHANGES])
def test_a_body_leads_to_what_became_of_it(name: str, to: str | None, day: str, act: str) -> None:
    (change,) = became(name)
    assert (change.to, change.day) == (to, day)
    assert act in change.act


def test_a_department_went_into_another_and_then_with_its_province() -> None:
    first, then = became("Sở Lao động - Thương binh và Xã hội tỉnh Bắc Giang")
    assert (first.to, first.day, first.number) == ("Sở Nội vụ tỉnh Bắc Giang", "2025-03-01", "45/2025/NĐ-CP")
    assert (then.to, then.day, then.number) == ("Sở Nội vụ tỉnh Bắc Ninh", "2025-07-01", "202/2025/QH15")
    (alone,) = became("Sở Kế hoạch và Đầu tư tỉnh Lạng Sơn")
    assert (alone.to, alone.passed) == ("Sở Tài chính tỉnh Lạng Sơn", "2025-02-28")
    assert "Sở Giao thông vận tải tỉnh Lạng Sơn" in {c.name for c in came_from("Sở Xây dựng tỉnh Lạng Sơn")}


@pytest.mark.parametrize("name", ["Bộ Y tế", "Ủy ban nhân dân tỉnh Lạng Sơn", "Ủy ban nhân dân thành phố Hà Nội", "các sở, ban, ngành", ""])
def test_what_stands_today_became_nothing_else(name: str) -> None:
    assert became(name) == ()


def test_every_change_is_dated_has_its_act_and_ends() -> None:
    found = list(changes())
    assert len(found) > 30
    for change in found:
        assert change.day.startswith("2025") and "QH15" in change.act
        assert became(change.name)[-1].to not in {c.name for c in found}


@pytest.mark.corpus
def test_provinces_agree_with_the_table_of_units(shared: Path) -> None:
    table = json.loads((shared / "data" / "admin_units" / "province_merge_34_from_63.json").read_text("utf-8"))
    for new, olds in table.items():
        for old in (o for o in olds if o.split(" ", 1)[1] != new.split(" ", 1)[1] if "Thừa Thiên" not in o and not o.endswith("Huế")):
            kind, name = ("tỉnh", old[5:]) if old.startswith("Tỉnh ") else ("thành phố", old[10:])
            to = gazetteer().province(new.removeprefix("Tỉnh ").removeprefix("Thành phố "))
            assert to is not None
            assert became(f"Ủy ban nhân dân {kind} {name}")[-1].to == f"Ủy ban nhân dân {to.full}"


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("Bộ Tài chính", {"Bộ Kế hoạch và Đầu tư"}),
        ("Sở Y tế tỉnh Bắc Ninh", {"Sở Y tế tỉnh Bắc Giang"}),
        ("Ủy ban nhân dân thành phố Huế", {"Ủy ban nhân dân tỉnh Thừa Thiên Huế"}),
        ("Ủy ban nhân dân tỉnh Lạng Sơn", set()),
        ("các sở, ban, ngành", set()),
    ],
)
def test_a_body_knows_what_it_took_over(name: str, before: set[str]) -> None:
    assert {c.name for c in came_from(name)} == before


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bo ke hoach va dau tu", "Bộ Tài chính"),
        ("Kế hoạch và Đầu tư", "Bộ Tài chính"),
        ("Sở Y tế tỉnh Bắc Giang", "Sở Y tế tỉnh Bắc Ninh"),
        ("thua thien hue", "Ủy ban nhân dân thành phố Huế"),
    ],
)
def test_an_old_name_finds_what_became_of_it(words: str, found: str) -> None:
    assert found in {c.to for c in matching(words)}


@pytest.mark.parametrize("words", ["", "   ", "Bộ Y tế", "không có cơ quan nào như vậy"])
def test_words_that_name_no_old_body_find_nothing(words: str) -> None:
    assert matching(words) == ()
