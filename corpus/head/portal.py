"""The table of attributes that portals print above (or below) a document: "Số hiệu | 62/KH-UBND |"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIELDS = {
    "number": r"Số(?:[/ ]?ký)? hiệu(?: văn bản)?|Số, ký hiệu|Số ký hiệu",
    "date": r"Ngày (?:ban hành|ký|BH)",
    "effective": r"Ngày (?:có )?hiệu lực|Ngày áp dụng",
    "type": r"Loại văn bản|Thể loại|Hình thức văn bản",
    "issuer": r"(?:Cơ quan|Nơi|Đơn vị) ban hành|Cơ quan BH",
    "signer": r"Người ký(?: duyệt)?",
    "signer_title": r"Chức (?:danh|vụ)(?: người ký)?",
    "title": r"Trích yếu(?: nội dung)?",
    "status": r"Tình trạng(?: hiệu lực)?|Hiệu lực|Trạng thái",
    "field": r"Lĩnh vực",
}
_ROW = re.compile(
    r"^[ \t|*>-]{0,12}(?:"
    + "|".join(f"(?P<{k}>{v})" for k, v in _FIELDS.items())
    + r")[ \t*]{0,6}(?:[:|][ \t|:*]{0,8}|\n[ \t|]{0,8})(?P<value>[^\n|]{1,600})",
    re.M | re.I,
)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d\d)-(\d\d)")
_EMPTY = re.compile(r"(?:Đang cập nhật|Không xác định|Chưa xác định|\.{2,}|-+|Đã biết)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of the table and where it stands in the source."""

    value: str
    start: int
    end: int


def read_portal(text: str) -> tuple[dict[str, Cell], int]:
    """The attributes of a portal's table in the first lines, and where the table ends; empty where there is none."""
    found: dict[str, Cell] = {}
    end = 0
    head = text[:6000]
    for m in _ROW.finditer(head):
        if end and head.count("\n", end, m.start()) > 6:
            break
        name = m.lastgroup if m.lastgroup != "value" else next(k for k in _FIELDS if m[k])
        value = m["value"].strip(" \t*:")
        if name and value and name not in found and not _EMPTY.match(value):
            start = m.start("value") + m["value"].index(value)
            found[name] = Cell(value, start, start + len(value))
        end = m.end()
    # One or two such words may stand in any text; a table has several.
    if len(found) < 3 or "number" not in found | {k: 1 for k in ("number",) if "date" in found and "issuer" in found}:
        return {}, 0
    return found, end


def iso_date(value: str) -> str | None:
    """``23/03/2022`` as ``2022-03-23``."""
    m = _DATE.search(value)
    if m is None:
        return None
    d, mo, y = (m[1], m[2], m[3]) if m[1] else (m[6], m[5], m[4])
    return f"{y}-{int(mo):02d}-{int(d):02d}" if 1 <= int(mo) <= 12 and 1 <= int(d) <= 31 else None
