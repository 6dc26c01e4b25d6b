"""What a target measures: its clause without the figure, the year and the words of striving."""

from __future__ import annotations

import re

from corpus.extract.quantities import Quantity
from corpus.extract.years import YEAR_PHRASE
from corpus.text import fold

_STRIVE = re.compile(
    r"(?:(?:trong do|dong thoi|phan dau|hang nam|moi nam|bao dam|dam bao|tiep tuc|duy tri"
    r"|nang|dua|dat|giam|tang|muc tieu|duoc|it nhat|toi thieu)\b[,:]?\s?)+"
)
_TRAIL = re.compile(
    r"(?:[\s,:]*\b(?:đạt|giảm|tăng|còn|xuống|lên|ở mức|mức|duy trì|phấn đấu|dự kiến|gấp"
    r"|dưới|trên|ít nhất|tối thiểu|khoảng|là|có|từ|tỷ lệ|tỉ lệ)"
    r"|[\s,:]*[≥≤<>]=?)+[\s,:]*$",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"(?:ty le|ti le|ty so|ty suat|ty trong|so gio|so |muc |quy mo|tong |gia tri|dien tich|san luong|kim ngach|toc do|thu nhap|nang suat)"
)
_MEASURED = ("%", "lần", "top", "ha", "tấn", "km", "m2", "m3", "kg", "tạ", "MW", "con", "điểm", "tuổi")
"""Units that measure: they are no part of what is counted."""
_SMALL = re.compile(r"(?:[Cc]ó|[Vv]à|[Đđ]ể|[Đđ]ã)\s")
_BASELINE = re.compile(r"\s(?:giảm|tăng|nâng)?\s?từ\s(?:mức\s)?(?!\d+\s(?:đến\s\d+\s)?(?:tháng\s)?tuổi)\d.*$")
_LINK = re.compile(r"(?:so voi|tren tong|trong tong|tren dia ban|grdp)")


def indicator(text: str, start: int, end: int, quantity: Quantity | None) -> str:
    """The indicator of the clause ``text[start:end]``."""
    if quantity is None:
        return _capital(_drop_year(text[start:end]))
    head = _trim_head(_drop_year(text[start : max(start, min(quantity.start, quantity.number))]))
    tail = _drop_year(text[quantity.end : end]).strip(" ,.;:")
    measured = quantity.unit in _MEASURED or "/" in quantity.unit or quantity.unit.endswith(("đồng", "USD"))
    counted = "" if measured else quantity.unit + " "
    if counted:
        tail = f"{counted}{tail}".strip()
    if not head:
        return _capital(f"Số {tail}" if counted else tail)
    if _MEASURE.match(fold(head)) and not counted:
        return _capital(f"{head} {tail}" if _LINK.match(fold(tail)) else head)
    return _capital(f"{head} {tail}".strip())


def _drop_year(words: str) -> str:
    return re.sub(r"\s+", " ", YEAR_PHRASE.sub(" ", words)).strip(" ,.;:")


def _trim_head(words: str) -> str:
    """Without "Phấn đấu", "Đạt", "Giảm" before and "đạt", "xuống còn" after."""
    for _ in range(4):
        lead = _STRIVE.match(fold(words)) or _SMALL.match(words)
        if lead is None:
            break
        words = words[lead.end() :]
    # With its marks: "điện tử" does not end in "từ".
    trail = _TRAIL.search(" " + words)
    if trail:
        words = words[: max(0, trail.start() - 1)]
    return _BASELINE.sub("", words).strip(" ,.;:")


def _capital(words: str) -> str:
    words = words.strip(" ,.;:")
    return words[:1].upper() + words[1:]
