"""Targets in tables: a column of chỉ tiêu, maybe one of units, and the values of one or more years beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.extract.block import Block
from corpus.extract.quantities import comparator, read_number
from corpus.extract.reading import Reading
from corpus.extract.table_heads import is_index, lines
from corpus.extract.years import heading_year, years
from corpus.model import Target
from corpus.text import fold

_NAME = re.compile(r"(?:ten |cac |noi dung )?(?:chi tieu|muc tieu)(?:[,/]? ?(?:cu the|nhiem vu|muc tieu|chi tieu|chu yeu|phat trien))*")
_UNIT = re.compile(r"(?:dvt|dv|don vi|don vi tinh|don vi do)")
_VALUE = re.compile(r"(?:ket qua|gia tri|ke hoach|chi tieu giao|muc tieu|muc phan dau|chi tieu phan dau|muc tieu phan dau|ty le)")
_YEAR = re.compile(r"(?:(?:den|ke hoach|kh|muc tieu|chi tieu|muc tieu den|phan dau den|lo trinh)\s)*(?:nam\s)?(20\d\d)")
_SPANNING = re.compile(r"\b(?:giai doan|ke hoach|muc tieu|chi tieu|lo trinh|phan dau|gia tri|ket qua|nam)\b")
_FIGURE = re.compile(
    r"(?:[≥≤<>~]=?|[Tt]rên|[Dd]ưới|[Kk]hoảng|[Tt]ối thiểu|[Íí]t nhất)?\s?"
    r"(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s?(?P<percent>%)?"
)


@dataclass(slots=True)
class _Head:
    """What stands in which column."""

    name: int
    unit: int | None
    values: dict[int, int | None]
    """Column -> its year, None where the head names none."""
    width: int
    labels: tuple[Block, ...] = field(default=())


def row_targets(reading: Reading, title_year: int | None) -> Iterator[Target]:
    """The targets of every table that has a column of chỉ tiêu and one of values."""
    head: _Head | None = None
    table = 0
    group: Block | None = None
    period: Block | None = None
    numbers = {b.start: i for i, b in enumerate(reading.blocks) if b.cell is not None}
    for cells in lines(reading.blocks):
        place = cells[0].cell
        if place is None:
            continue
        if place[0] != table:
            table, head, group, period = place[0], None, None, None
        found = _head(cells)
        if found is not None:
            head = found
        elif head is not None and not head.values and _sub_head(head, cells):
            continue
        elif head is not None and len(cells) == head.width:
            yield from _row(reading, numbers[cells[0].start], head, cells, (group, period), title_year)
        elif head is not None and len(cells) <= 2 and is_index(cells[0].text):
            group, period = (None, cells[-1]) if years(cells[-1].text) else (cells[-1], period)


def _head(cells: Sequence[Block]) -> _Head | None:
    folded = [fold(c.text).strip(" .:*()") for c in cells]
    name = next((i for i, w in enumerate(folded) if len(w) < 60 and _NAME.fullmatch(w)), None)
    if name is None or len(cells) < 3 or is_index(cells[0].text):
        return None
    unit = next((i for i, w in enumerate(folded) if i > name and _UNIT.fullmatch(w)), None)
    values: dict[int, int | None] = {}
    for i, words in enumerate(folded):
        year = _YEAR.fullmatch(words)
        if i > name and (year or (_VALUE.fullmatch(words) and unit is not None)):
            values[i] = int(year[1]) if year else None
    if not values and not any(_SPANNING.search(w) for w in folded[name + 1 :]):
        return None
    return _Head(name, unit, values, len(cells), tuple(cells))


def _sub_head(head: _Head, cells: Sequence[Block]) -> bool:
    """``Năm 2026 | Năm 2027 | …`` under "Giai đoạn 2026 - 2030": the columns of one cell of the head."""
    found = [_YEAR.fullmatch(fold(c.text).strip(" .:*()")) for c in cells]
    spanning = [i for i, b in enumerate(head.labels) if i > head.name and _SPANNING.search(fold(b.text))]
    if len(cells) < 2 or not all(found) or not spanning:
        return False
    head.values = {spanning[-1] + n: int(m[1]) for n, m in enumerate(found) if m}
    head.width = len(head.labels) - 1 + len(cells)
    return True


def _row(
    reading: Reading, index: int, head: _Head, cells: Sequence[Block], above: tuple[Block | None, Block | None], title_year: int | None
) -> Iterator[Target]:
    name = cells[head.name]
    group, period = above
    if not any(c.isalpha() for c in name.text):
        return
    unit = cells[head.unit].text.strip(" .") if head.unit is not None else ""
    for column, year in head.values.items():
        cell = cells[column]
        match = _FIGURE.fullmatch(cell.text.strip())
        measure = "%" if match and (match["percent"] or unit == "%") else unit
        if match is None or not measure:
            continue
        due = year or _year_of(period) or heading_year(reading.headings(index)) or title_year
        start, end = name.start, cell.end
        yield Target(
            start=start,
            end=end,
            surface=reading.document.text[start:end],
            rule="target/table",
            indicator=f"{group.text}: {name.text}" if group and len(group.text) < 60 else name.text,
            comparator=comparator(cell.text, match.start("number"), match.end())[0],
            value=read_number(match["number"]),
            unit=measure[:1].lower() + measure[1:],
            year=due,
            section=reading.section_at(start),
        )


def _year_of(period: Block | None) -> int | None:
    return heading_year([period.text]) if period else None
