"""IRIs come from what identifies a thing, and from nothing else."""

from __future__ import annotations

import pytest

from graph import identity


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("1790/QĐ-TTg", "1790-qd-ttg"),
        ("1790/QĐ - TTg", "1790-qd-ttg"),
        ("06/QĐ-TTG", "06-qd-ttg"),
        ("6/QÐ-TTg", "06-qd-ttg"),  # Eth
        ("11/2015/TT-BTС", "11-2015-tt-btc"),  # Cyrillic С
        ("46 - CT/TW", "46-ct-tw"),
        ("66.17/2026/NQ-CP", "66-17-2026-nq-cp"),
        ("8935/BNV-CTTN&BĐG", "8935-bnv-cttn-bdg"),
        ("002/2007/QH12", "02-2007-qh12"),
    ],
)
def test_number_key(printed: str, key: str) -> None:
    assert identity.number_key(printed) == key


@pytest.mark.parametrize(
    ("number", "year"),
    [("13/2022/QH15", "2022"), ("19-2017-NQ-CP", "2017"), ("28/NQ-CP", None), ("2020/QĐ-UBND", None)],
)
def test_year_in_number(number: str, year: str | None) -> None:
    assert identity.year_in_number(number) == year


@pytest.mark.parametrize(
    ("issuer", "key"),
    [
        ("Ủy ban nhân dân tỉnh Lạng Sơn", "ubnd-tinh-lang-son"),
        ("Uỷ ban Nhân dân tỉnh Lạng Sơn", "ubnd-tinh-lang-son"),
        ("Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn", "ubnd-tinh-lang-son"),
        ("Thủ tướng Chính phủ", "thu-tuong-chinh-phu"),
        ("Chính phủ", "chinh-phu"),
        ("Bộ trưởng Bộ Tài chính", "bo-tai-chinh"),
        ("Ban Bí thư Trung ương Đảng", "trung-uong-dang"),
        ("Bộ Chính trị", "trung-uong-dang"),
        ("Ban Thường vụ Tỉnh ủy An Giang", "tinh-uy-an-giang"),
        ("Bộ Lao động – Thương binh và Xã hội", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("UBND TP Hà Nội", "ubnd-thanh-pho-ha-noi"),
    ],
)
def test_one_series_for_all_spellings(issuer: str, key: str) -> None:
    assert identity.series(issuer) == key


def test_works_are_told_apart_by_issuer_and_year() -> None:
    lang_son = identity.work("ubnd-tinh-lang-son", "2021", "120-kh-ubnd")
    assert lang_son == "vb/ubnd-tinh-lang-son/2021/120-kh-ubnd"
    assert identity.work("ubnd-tinh-an-giang", "2021", "120-kh-ubnd") != lang_son
    assert identity.scoped_work(None, "2021", "120-kh-ubnd", "a" * 16) != identity.scoped_work(None, "2021", "120-kh-ubnd", "b" * 16)
