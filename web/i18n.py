"""The two languages of the face. Every message stands in ``messages.toml`` as [Vietnamese, English] or
[Vietnamese, English, English for one]; an unknown key raises, so that a page never shows a bare key."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")
_FILE = Path(__file__).with_name("messages.toml")


@functools.cache
def catalogue() -> Mapping[str, tuple[str, ...]]:
    """All messages by dotted key, e.g. ``search.button``."""
    with _FILE.open("rb") as f:
        rooms = tomllib.load(f)
    return {f"{room}.{key}": tuple(forms) for room, messages in rooms.items() for key, forms in messages.items()}


def translate(lang: Lang, key: str, **values: object) -> str:
    """The message in ``lang`` with ``{name}`` filled in; numbers are written as the language writes them."""
    forms = catalogue()[key]
    one = lang == "en" and values.get("n") == 1 and len(forms) > 2
    text = forms[2] if one else forms[LANGS.index(lang)]
    return text.format(**{k: number(v, lang) if isinstance(v, int | float) else v for k, v in values.items()}) if values else text


def number(value: float | int | None, lang: Lang) -> str:
    """1234567.5 as ``1.234.567,5`` in Vietnamese and ``1,234,567.5`` in English; whole floats without a fraction."""
    if value is None:
        return ""
    english = f"{value:,d}" if isinstance(value, int) else f"{value:,.0f}" if value == int(value) else f"{value:,.6f}".rstrip("0")
    return english.translate(str.maketrans(",.", ".,")) if lang == "vi" else english


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def date(iso: str | None, lang: Lang) -> str:
    """An ISO date to the precision it has: ``2022-11-15`` is 15/11/2022, ``2022-03`` tháng 3/2022, ``--11-30`` 30/11 hằng năm."""
    if not iso:
        return ""
    if iso.startswith("--"):
        return _yearly(iso[2:], lang)
    year, _, rest = iso.partition("-")
    if not rest:
        return year
    if rest.startswith("Q"):
        return f"quý {_ROMAN.get(rest[1:], rest[1:])}/{year}" if lang == "vi" else f"{rest} {year}"
    month, _, day = rest.partition("-")
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return iso
    if not day:
        return f"tháng {int(month)}/{year}" if lang == "vi" else f"{_MONTHS[int(month) - 1]} {year}"
    return f"{day}/{month}/{year}" if lang == "vi" else f"{day.lstrip('0')} {_MONTHS[int(month) - 1]} {year}"


_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def _yearly(month_day: str, lang: Lang) -> str:
    month, _, day = month_day.partition("-")
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return month_day
    if not day:
        return f"tháng {int(month)} hằng năm" if lang == "vi" else f"every {_MONTHS[int(month) - 1]}"
    return f"{int(day):02d}/{int(month):02d} hằng năm" if lang == "vi" else f"{int(day)} {_MONTHS[int(month) - 1]}, every year"
