"""The catalogue of messages, and numbers and dates as each language writes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from web.i18n import catalogue, date, number, translate

WEB = Path(__file__).resolve().parent.parent / "web"
# Keys that templates and code put together from a name that comes with the data.
COMPOSED = (
    "questions.",
    "finding.",
    "change.",
    "targets.way_",
    "targets.view_",
    "match.",
    "assignment.",
    "add.",
    "curate.",
    "note.",
    "lane.",
    "role.",
    "status.",
    "why.",
    "sort.",
    "force.",
    "term.",
    "facet.",
    "nav.",
    "kind.",
    "field.",
    "error.",
    "document.tab_",
    "app.theme_",
)


def test_every_message_is_in_both_languages() -> None:
    for key, forms in catalogue().items():
        assert 2 <= len(forms) <= 3, key
        assert all(f.strip() for f in forms), key
        assert set(re.findall(r"\{(\w+)\}", forms[0])) == set(re.findall(r"\{(\w+)\}", forms[1])), key


def test_every_key_that_is_asked_for_exists_and_every_message_is_used() -> None:
    sources = "\n".join(p.read_text("utf-8") for p in [*WEB.rglob("*.py"), *WEB.rglob("*.html"), *WEB.rglob("*.svg")])
    asked = set(re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_-]+)["']""", sources))
    assert {k for k in asked if not k.endswith("_")} <= set(catalogue())
    quoted = set(re.findall(r"""["']([a-z_]+\.[a-z0-9_-]+)["']""", sources))
    unused = {k for k in catalogue() if k not in quoted and not k.startswith(COMPOSED)}
    assert not unused


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(1.7, "1,7", "1.7"), (108.88, "108,88", "108.88"), (1234567, "1.234.567", "1,234,567"), (60.0, "60", "60"), (0.05, "0,05", "0.05")],
)
def test_numbers(value: float, vi: str, en: str) -> None:
    assert (number(value, "vi"), number(value, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("iso", "vi", "en"),
    [
        ("2022-11-15", "15/11/2022", "15 November 2022"),
        ("2022-03", "tháng 3/2022", "March 2022"),
        ("2016-Q2", "quý II/2016", "Q2 2016"),
        ("2016", "2016", "2016"),
        ("--11-30", "30/11 hằng năm", "30 November, every year"),
        (None, "", ""),
        ("2022-99", "2022-99", "2022-99"),
    ],
)
def test_dates(iso: str | None, vi: str, en: str) -> None:
    assert (date(iso, "vi"), date(iso, "en")) == (vi, en)


def test_one_is_singular_in_english_only() -> None:
    assert translate("en", "home.held", n=1) == "1 document in the library"
    assert translate("en", "home.held", n=1200) == "1,200 documents in the library"
    assert translate("vi", "home.held", n=1200) == "1.200 văn bản trong thư viện"
