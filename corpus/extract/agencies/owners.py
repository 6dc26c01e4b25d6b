"""The body that a department belongs to: printed beside it, known by the tables, or the issuer of its own document."""

from __future__ import annotations

import functools
import re

from corpus.extract.agencies.naming import Naming
from corpus.extract.agencies.phrases import Phrase, read_phrase
from corpus.extract.agencies.units import inner_unit
from corpus.extract.tables import table
from corpus.gazetteer import gazetteer, key

_OF = re.compile(r"\s?(?P<bracket>\()|,\s|\s?[-–]\s?|\sthuộc\s|\scủa\s")
_CODE = re.compile(r"([^\W\d_]{3,9})(?=[);,]|$)")
_DEPARTMENT = re.compile(r"(?:Cục|Vụ|Tổng cục|Ủy ban|Viện|Thanh tra|Ban|Trung tâm|Học viện|Nhà xuất bản|Tạp chí)\s")
_ABOVE = ("bo", "van-phong", "ngan-hang")
"""Kinds of bodies that have departments."""


def owner(naming: Naming, text: str, phrase: Phrase, name: str) -> str | None:
    """The ministry beside a department (``Cục Thống kê, Bộ Tài chính``, ``Vụ PC (BTC)``), the one of the tables, or the issuer."""
    if phrase.group:
        return None
    if phrase.officer is None and _DEPARTMENT.match(name) and (printed := _beside(text, phrase)):
        return printed
    unit = name.removeprefix(f"{phrase.officer} ") if phrase.officer else name
    return ministry_of(unit, naming.date) or inner_unit(naming.issuer, unit, phrase)


def _beside(text: str, phrase: Phrase) -> str | None:
    link = _OF.match(text, phrase.end)
    if link is None or (link[0] == ", " and phrase.body is not None and phrase.body.kind != "cuc"):
        return None  # "Viện kiểm sát nhân dân tối cao, Bộ Công an": a list
    coded = _CODE.match(text, link.end())
    issuers = gazetteer().issuers_coded(coded[1]) if coded and coded[1].isupper() else ()
    if issuers and issuers[0].level == "central":
        return issuers[0].name
    found = read_phrase(text, link.end())
    if found is None or found.body is None or found.officer or found.body.kind not in _ABOVE or found.body.level != "central":
        return None
    return found.body.name


def ministry_of(name: str, date: str | None) -> str | None:
    """The ministry of a department that the tables know, at ``date``."""
    row = _departments().get(key(name))
    return row["of"] if row and (date is None or date >= row.get("since", "")) else None


@functools.cache
def _departments() -> dict[str, dict[str, str]]:
    return {key(name): row for row in table("departments")["department"] for name in row["names"]}
