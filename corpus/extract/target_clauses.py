"""A sentence of targets cut into clauses: one figure each, with the words that it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.extract.quantities import Quantity, quantities

_STRONG = re.compile(
    r"[,;]\s(?=(?:tỷ lệ|tỉ lệ|tỷ trọng|tỷ suất|tỷ số"
    r"|(?:với )?tốc độ|tăng trưởng|doanh thu|lợi nhuận|quy mô|diện tích|sản lượng|năng suất|kim ngạch|(?:tổng )?giá trị|thu nhập|bình quân"
    r"|mỗi |số |đạt |phấn đấu|trong đó|đồng thời|đến (?:hết )?năm|có |trên |ít nhất"
    r"|tối thiểu|khoảng|giảm|tăng|nâng|bảo đảm|đảm bảo|\d))"
    r"|\s(?:đồng thời|và)\s(?=(?:đến (?:hết )?năm|phấn đấu|đạt |ít nhất|tối thiểu|trên |khoảng |tỷ lệ |tăng |giảm |bảo đảm |đảm bảo |\d))"
)
_NESTED = re.compile(r"(?:mỗi\s(?:quý|năm|tháng|tuần)\s)?có\s?$")
_LEAD_IN = re.compile(r"\b(?:cụ thể|như sau|chỉ tiêu|mục tiêu)(?:\slà)?:\s", re.IGNORECASE)
_BREAKDOWN = re.compile(r"\((?:[Tt]rong đó:?\s?)?|[Tt]rong đó:\s|[,;]\s")
_AGES = ("tuổi", "tháng tuổi", "tháng")


@dataclass(frozen=True, slots=True)
class Clause:
    """One figure with the stretch of text that states it."""

    start: int
    end: int
    quantity: Quantity
    sentence: tuple[int, int]
    baseline: float | None = None


def clauses(text: str, start: int, end: int) -> Iterator[Clause]:
    """Cut a sentence between its figures."""
    found = [replace(q, start=q.start + start, number=q.number + start, end=q.end + start) for q in quantities(text[start:end])]
    lead_in = [m.end() for m in _LEAD_IN.finditer(text, start, found[0].start)] if found else []
    begin, baseline = lead_in[-1] if lead_in else start, None
    kept: list[Clause] = []
    for i, quantity in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        if following and _is_baseline(text, quantity, following):
            baseline = quantity.value
            continue
        if kept and not _own_clause(text, kept[-1], quantity, begin):
            if kept[-1].quantity.unit in _AGES and quantity.unit not in _AGES:  # "tỷ lệ trẻ em dưới 15 tuổi đạt khoảng 22%"
                kept[-1] = replace(kept[-1], quantity=quantity, baseline=baseline)
            continue
        nested = bool(kept) and kept[-1].quantity.unit == "%" and _NESTED.search(text[kept[-1].quantity.end : quantity.start]) is not None
        if kept:
            begin = _cut(text, kept[-1].quantity.end, quantity.start, nested)
            if not nested:
                last = kept[-1]
                kept[-1] = Clause(last.start, begin, last.quantity, last.sentence, last.baseline)
        kept.append(Clause(begin, end, quantity, (start, end), baseline))
        baseline = None
    yield from kept


def _is_baseline(text: str, quantity: Quantity, following: Quantity) -> bool:
    """``từ 23 ca sinh/1.000 phụ nữ xuống 18/1.000``: the first is where it starts from."""
    if not re.search(r"(?<!\w)từ\s?(?:mức\s)?$", text[max(0, quantity.start - 8) : quantity.start]):
        return False
    between = text[quantity.end : following.number]
    return len(between) < 60 and re.search(r"(?<!trở\s)(?:xuống|lên|còn|đến)(?:\s\w+){0,3}\s?$", between) is not None


def _own_clause(text: str, last: Clause, quantity: Quantity, begin: int) -> bool:
    """False where a second figure only qualifies the first one's words."""
    between = text[last.quantity.end : quantity.start]
    if last.quantity.unit == "%" and _NESTED.search(between):
        return quantity.explicit
    if quantity.unit in ("tuổi", "tháng", "lần") and not quantity.explicit:
        return False
    near = between[-3:].strip()[-1:] if between.rstrip().endswith(":") else between[-3:].strip()
    return bool(_STRONG.search(between + text[quantity.start : quantity.start + 12])) or near in (",", "và", ":", ";")


def _cut(text: str, start: int, end: int, nested: bool) -> int:
    if nested:
        match = _NESTED.search(text[start:end])
        return start + match.start() if match else end
    found = [m for m in _STRONG.finditer(text, start, end + 12) if m.start() < end]
    if found:
        return found[-1].end()
    breaks = list(_BREAKDOWN.finditer(text, start, end))
    return breaks[-1].end() if breaks else end


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the marks and the "và" around it."""
    while start < end and text[start] in " ,;":
        start += 1
    for tail in (" và", " đồng thời", ","):
        if text[start:end].rstrip(" ,").endswith(tail):
            end = start + len(text[start:end].rstrip(" ,")) - len(tail)
    while end > start and text[end - 1] in " ,;":
        end -= 1
    return start, max(end, start + 1)
