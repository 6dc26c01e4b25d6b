"""What the columns of a table hold: its head rows, also where they stand again further down, or one cell short of the rows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.extract.block import Block
from corpus.extract.tables import table
from corpus.text import fold

_INDEX = re.compile(r"[\dIVXLC]{1,4}(?:\.\d{1,2}){0,3}\.?|[A-Za-zđ]\)?|-")
_NOTE = re.compile(r"\s\([^()]{2,60}\)$")
"""What a head adds to itself: ``Đơn vị phối hợp (Bộ/ngành/địa phương)``."""
INDEX_HEADS = ("tt", "stt", "so tt", "so thu tu")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells below a head."""

    cells: tuple[Block, ...]
    columns: tuple[tuple[str, Block], ...]
    """What the head calls a column (``lead``, ``support``, ``time``, ``due``, ``task``, ``product``), and the cell under it."""

    def under(self, *names: str) -> tuple[Block, ...]:
        """The cells under the heads of these names."""
        return tuple(cell for name, cell in self.columns if name in names)


def rows(blocks: Sequence[Block]) -> Iterator[Row]:
    """The rows of every table that has a head with known words."""
    head: dict[int, str] = {}
    width = number = 0
    indexed = False
    for cells in lines(blocks):
        if (place := cells[0].cell) is None:
            continue
        if place[0] != number:
            number, head = place[0], {}
        named = {_column(c): n for c in cells if len(c.text) < 60 and (n := head_name(c.text)) is not None}
        if (len(named) > 1 or (named and place[1] <= 2 and not head)) and not is_index(cells[0].text):
            head, width = named, len(cells)
            indexed = fold(cells[0].text).strip(" .") in INDEX_HEADS
            continue
        # "Nội dung | Đơn vị thực hiện" over "1.1 | … | Sở Y tế": the cell over the numbers was merged with those above it.
        shift = 1 if not indexed and len(cells) == width + 1 and is_index(cells[0].text) else 0
        by_column = {_column(c): c for c in cells}
        yield Row(cells, tuple((n, by_column[c + shift]) for c, n in head.items() if c + shift in by_column))


def lines(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """The cells of each row of each table."""
    line: list[Block] = []
    for block in blocks:
        if block.cell is None:
            continue
        if line and line[0].cell is not None and line[0].cell[:2] != block.cell[:2]:
            yield tuple(line)
            line = []
        line.append(block)
    if line:
        yield tuple(line)


def head_name(words: str, *, whole: bool = False) -> str | None:
    """What a column under ``words`` holds, or None; ``whole``: only where no words are left over."""
    folded = fold(_NOTE.sub("", words)).strip(" -:*.()")
    known = _labels()
    if folded in known:
        return known[folded]
    if whole or not folded.startswith(_times()):
        return None
    return known[max((k for k in _times() if folded.startswith(k)), key=len).rstrip()]


def is_index(words: str) -> bool:
    """True for the number of a row: ``1.2``, ``IV``, ``a)``."""
    return _INDEX.fullmatch(words.strip()) is not None


def _column(block: Block) -> int:
    return block.cell[2] if block.cell else 0


@functools.cache
def _labels() -> dict[str, str]:
    out = {fold(x): row["kind"] for row in table("task_cues")["column"] for x in row["labels"]}
    out |= {fold(x): "due" if row.get("kind") == "by" else "time" for row in table("deadline_cues")["field"] for x in row["labels"]}
    return out | {fold(x): row["role"] for row in table("task_cues")["field"] for x in row["labels"]}


@functools.cache
def _times() -> tuple[str, ...]:
    return tuple(f"{label} " for label, kind in _labels().items() if kind in ("time", "due"))
