"""Groups of party committees with their head shared: ``các quận, huyện, thị ủy``, ``Tỉnh ủy, Thành ủy các tỉnh, thành phố``."""

from __future__ import annotations

import re

from corpus.extract.agencies.phrase import Phrase

_OFFICE = r"(?:Ban Thường vụ|Thường trực|Ban Chấp hành|Văn phòng|Ban Tổ chức|Ban Tuyên giáo(?: và Dân vận)?|Ban Dân vận|Ủy ban Kiểm tra)"
_OWNER = r"(?:tỉnh|thành|quận|huyện|thị|khu)"
_UY = r"(?:\s(?:ủy|uỷ))"
_JOIN = r"(?:,\s|\svà\s|/|\s[-–]\s)"
_COMMITTEES = re.compile(
    rf"(?:{_OFFICE}\s)?(?:các\s)?{_OWNER}{_UY}?(?:{_JOIN}(?:các\s)?(?:{_OWNER}{_UY}?|đảng (?:ủy|uỷ|bộ|đoàn)|ban cán sự đảng)){{1,6}}"
    r"(?:\s(?:các tỉnh, thành phố"
    r"|trực thuộc (?:Trung ương|trung ương|TW|TƯ|Tỉnh ủy|Thành ủy)|trực thuộc|thuộc Tỉnh ủy|xã, phường|cơ sở)){0,2}(?!\w)",
    re.IGNORECASE,
)
COMMITTEE_WORDS = ("ban", "thường", "văn", "ủy", "các", "tỉnh", "thành", "quận", "huyện", "thị", "khu")
"""What such a group can begin with."""
_COMMITTEE = re.compile(r"(?:tỉnh|thành|quận|huyện|thị)\s(?:ủy|uỷ)(?!\w)", re.IGNORECASE)


def committees(piece: str) -> Phrase | None:
    """The group of party committees that opens ``piece``; one committee alone, or one beside another body, is none."""
    found = _COMMITTEES.match(piece)
    if found is None or _COMMITTEE.search(found[0]) is None or _capital_inside(found[0]):
        return None
    return Phrase(start=0, end=found.end(), name_end=found.end(), group=True)


def _capital_inside(words: str) -> bool:
    """``Tỉnh ủy, Huyện ủy``: two bodies, unless they are those of every province."""
    return any(w[0].isupper() for w in re.split(_JOIN, words)[1:]) and " các tỉnh" not in words
