"""Provisions: "điểm a khoản 2 Điều 5", ranges and lists of them, before or after the document that they belong to."""

from __future__ import annotations

import re

from corpus.extract.citations.surface import View, one_line

_B = r"[\s*]{1,4}"
_NO = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]{0,2}|[a-zđ]{1,2}|[ivxlc]{1,7})(?![\w])"
_UNIT = r"(?:điểm|khoản|điều|mục|chương|phần|tiểu mục|tiết|phụ lục|đoạn)"
_ONE = rf"(?:{_UNIT}{_B}{_NO}|phụ lục(?!\w))"
_AND = rf"(?:[\s*]{{0,3}},{_B}(?:và{_B})?|{_B}và{_B}|[\s*]{{0,3}};{_B}|{_B}đến{_B}|[\s*]{{0,2}}-[\s*]{{0,2}}|{_B}của{_B}|{_B}hoặc{_B}|{_B})"
_RUN = re.compile(rf"(?<!\w)(?:từ{_B})?{_ONE}(?:{_AND}(?:các{_B})?(?:{_ONE}|{_NO}(?=[\s*,;]))){{0,24}}")
_ANNEXED = (
    r"(?:(?:quy định|quy chế|thể lệ|điều lệ)[\s*]{1,4}(?:ban hành[\s*]{1,4})?kèm[\s*]{1,4}theo[\s*]{1,4}|kèm[\s*]{1,4}theo[\s*]{1,4})?"
)
_JOINT = re.compile(rf"[\s*]{{0,4}},?[\s*]{{0,4}}(?:của{_B}|tại{_B}|trong{_B})?(?:các{_B})?{_ANNEXED}\Z")


_UNITS = ("điểm", "khoản", "điều", "mục", "chương", "phần", "tiết", "phụ lục", "đoạn")
_REACH = 600


def provisions_before(view: View, start: int) -> tuple[int, int] | None:
    """The run of provisions that stands before the document named at ``start``, with only "của", "tại" and the like between."""
    near = view.lower[max(0, start - 60) : start]
    if not any(unit in near for unit in _UNITS):
        return None
    for m in _RUN.finditer(view.lower, max(0, start - _REACH), start):
        if start - m.end() < 60 and _JOINT.fullmatch(view.lower, m.end(), start):
            return m.span()
    return None


def run_at(view: View, start: int) -> tuple[int, int] | None:
    """The run of provisions that starts at ``start``."""
    m = _RUN.match(view.lower, start, start + _REACH)
    return m.span() if m else None


def printed(view: View, start: int, end: int) -> str:
    """The provisions on one line."""
    return re.sub(r"(?<=[,;à] )các (?=[đĐkKcCmM])", "", one_line(view.text[start:end]))
