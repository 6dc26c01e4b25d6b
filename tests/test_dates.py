"""Points and periods as papers write them."""

from __future__ import annotations

import pytest

from corpus.extract.dates import moments


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("quan trắc từ tháng 3 đến tháng 10\nnăm 2026", [("2026-03", "2026-10")]),
        ("vào tháng 4 và tháng 8 năm 2026", [("2026-04", None), ("2026-08", None)]),
        ("trong tháng 3, tháng 5 và tháng 7/2026", [("2026-03", None), ("2026-05", None), ("2026-07", None)]),
        ("ngày 01 tháng 6 và tháng 7", [("--06-01", None)]),
    ],
)
def test_months_share_the_year_printed_once(text: str, read: list[tuple[str, str | None]]) -> None:
    assert [(m.iso, m.until.iso if m.until else None) for m in moments(text)] == read
