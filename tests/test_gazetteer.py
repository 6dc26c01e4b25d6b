"""Every entry of the tables is held by its examples, both ways: the example finds the entry, and no other entry finds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.gazetteer import DocumentType, Issuer, Place, gazetteer, load
from corpus.symbol import parse_symbol, repair_symbol

TABLES = gazetteer()


@pytest.mark.parametrize("entry", TABLES.types, ids=lambda e: e.name)
def test_type_examples(entry: DocumentType) -> None:
    assert entry.examples
    for example in entry.examples:
        found = parse_symbol(example).type if entry.abbreviations else TABLES.type_named(example)
        assert found == entry, f"{example} is read as {found and found.name}"
    assert TABLES.type_named(entry.name) == entry


@pytest.mark.parametrize("entry", TABLES.issuers, ids=lambda e: e.name)
def test_issuer_examples(entry: Issuer) -> None:
    assert entry.examples
    for example in entry.examples:
        date = entry.since or (entry.until and str(int(entry.until[:4]) - 1))
        found = parse_symbol(example, date).issuers
        assert entry in found, f"{example} is read as {[i.name for i in found]}"
        assert len(found) == 1 or "LT-" in example
    assert TABLES.issuer_named(entry.name.upper(), entry.since) == entry


@pytest.mark.parametrize("entry", [p for p in TABLES.places if p.level == "province"], ids=lambda e: e.name)
def test_province_examples(entry: Place) -> None:
    assert entry.examples
    for example in entry.examples:
        assert example.endswith(entry.full)
        assert TABLES.province(entry.name.upper()) == entry
    if entry.until:
        successor = TABLES.province(entry.successor or "")
        assert successor is not None and successor.until is None


def test_districts_are_found_with_their_province() -> None:
    assert [p.parent for p in TABLES.places_named("Cao Lộc", "huyện")] == ["Lạng Sơn"]
    # The same name in two provinces stays two places.
    assert {p.parent for p in TABLES.places_named("Châu Thành", "huyện")} >= {"An Giang", "Long An", "Trà Vinh"}


@pytest.mark.parametrize(
    ("number", "date", "type_name", "issuers"),
    [
        ("5348/CT-CS", "2025-11-20", "Công văn", ["Cục Thuế"]),
        ("08/CT-UBND", None, "Chỉ thị", ["Ủy ban nhân dân"]),
        ("46 - CT/TW", None, "Chỉ thị", ["Ban Chấp hành Trung ương"]),
        ("12/2014/TT-BKHCN", None, "Thông tư", ["Bộ Khoa học và Công nghệ"]),
        ("66.17/2026/NQ-CP", None, "Nghị quyết", ["Chính phủ"]),
        ("19-2017/NQ-CP", None, "Nghị quyết", ["Chính phủ"]),
        ("8935/BNV-CTTN&BĐG", None, "Công văn", ["Bộ Nội vụ"]),
        ("21/2016/TTLT-BTC-BTP", None, "Thông tư liên tịch", ["Bộ Tài chính", "Bộ Tư pháp"]),
        ("73/2006/QH11", None, None, ["Quốc hội"]),
        ("01/2024/TT-BTС", None, "Thông tư", ["Bộ Tài chính"]),  # the last letter is Cyrillic
        ("12/QÐ-UBND", None, "Quyết định", ["Ủy ban nhân dân"]),  # Eth for Đ
        ("3257/TNI-QLDN1", None, "Công văn", []),
        ("///", None, None, []),
        ("", None, None, []),
    ],
)
def test_symbols(number: str, date: str | None, type_name: str | None, issuers: list[str]) -> None:
    symbol = parse_symbol(number, date)
    assert (symbol.type and symbol.type.name, [i.name for i in symbol.issuers]) == (type_name, issuers)


def test_a_code_is_read_by_the_date() -> None:
    assert [i.name for i in parse_symbol("5/QĐ-BVHTT", "2005").issuers] == ["Bộ Văn hóa - Thông tin"]
    assert parse_symbol("5/TT-BLĐTBXH", "2026").issuers == ()


def test_repairs_give_a_reason_and_spare_the_digits() -> None:
    repaired = repair_symbol("129/LĐTBOXH-BĐG")
    assert repaired.number == "129/LĐTBXH-BĐG" and "LĐTBOXH" in (repaired.reason or "")
    assert repair_symbol("01/2024/TT-BTС").number == "01/2024/TT-BTC"
    assert repair_symbol("62/KH-UBND").reason is None


def test_a_user_adds_entries(tmp_path: Path) -> None:
    table = tmp_path / "mine.toml"
    table.write_text(
        '[[issuer]]\nname = "Viện Lúa"\ncodes = ["VLĐB"]\n[[province]]\nname = "Trường Sa"\nkind = "đặc khu"\n', encoding="utf-8"
    )
    tables = load(table)
    assert [i.name for i in parse_symbol("12/QĐ-VLĐB", None, tables).issuers] == ["Viện Lúa"]
    assert tables.province("Trường Sa") is not None


def test_a_broken_table_is_refused_in_one_sentence(tmp_path: Path) -> None:
    table = tmp_path / "broken.toml"
    table.write_text("[[issuer]]\nnome = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.toml"):
        load(table)
