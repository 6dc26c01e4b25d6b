"""Which class of document a work is: legislation, administrative paper, or document of the Party. None where nothing tells."""

from __future__ import annotations

import re

from corpus.gazetteer import gazetteer
from graph.identity import year_in_number

_GROUPS = {"legal": "legal", "party": "party", "nd30": "administrative", "other": "administrative", "copy": "administrative"}
_BOTH = frozenset({"Nghị quyết", "Quyết định", "Chỉ thị"})
"""Legislation where the year stands in the number (27/2018/QĐ-TTg), administrative where it does not (1790/QĐ-TTg)."""
_PARTY = re.compile(
    r"^(?:trung-uong-dang|van-phong-trung-uong|(?:tinh|thanh|huyen|quan|thi|dang)-uy(?:-.*)?"
    r"|ban-(?:to-chuc|tuyen-giao|dan-van|noi-chinh|kinh-te)-(?:trung-uong|tinh-uy|thanh-uy).*)$"
)


def document_class(kind: str | None, number: str | None, series: str | None) -> str | None:
    """``legal``, ``administrative`` or ``party``, from the type, the số hiệu and the key of the issuing body's series."""
    if series and _PARTY.match(series):
        return "party"
    found = gazetteer().type_named(kind) if kind else None
    if found is None:
        return None
    if found.name in _BOTH:
        return None if number is None else "legal" if year_in_number(number) else "administrative"
    return _GROUPS.get(found.group)
