"""Assignments written as fields: lines "Đơn vị chủ trì: …" under a task, and columns of a table."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from corpus.extract.agencies import Naming, read_list
from corpus.extract.block import Block
from corpus.extract.line_cells import body_list
from corpus.extract.reading import Reading
from corpus.extract.table_heads import Row
from corpus.extract.tables import alternatives, table
from corpus.extract.tasks import Item, Role, assign, partners, roles_of
from corpus.model import Assignment
from corpus.text import fold

_OTHER_FIELD = re.compile(
    r"\W{0,4}(?:thoi (?:gian|han)|san pham|ket qua|kinh phi|tien do|co quan thuc hien|phan cong|hinh thuc|dia diem)\b[^:]{0,40}:"
)
_TASK_LABEL = re.compile(r"(?:Nhiệm vụ|Nội dung|Nội dung thực hiện|Nhiệm vụ, giải pháp|Nội dung công việc)\s?:\s?")


@functools.cache
def _labels() -> dict[str, str]:
    return {fold(x): row["role"] for row in table("task_cues")["field"] for x in row["labels"]}


@functools.cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[;.,-]\s))(?P<label>{alternatives(_labels())})(?:\s(?:tham muu|thuc hien|chinh|lien quan))?\s?:\s?")


def field_roles(block: Block) -> list[tuple[str, int]]:
    """Role and start of the content of each field in a block; empty where it is no line of fields."""
    if ":" not in block.text or not _label_pattern().match(block.folded):
        return []
    return [(_labels()[m["label"]], m.end()) for m in _label_pattern().finditer(block.folded)]


def is_field(block: Block) -> bool:
    """True for any line that describes a task: who, when, what comes of it."""
    return ":" in block.text and (bool(field_roles(block)) or _OTHER_FIELD.match(block.folded[:80]) is not None)


def field_assignments(reading: Reading, naming: Naming) -> Iterator[Assignment]:
    """Tasks with lines of fields under them."""
    index = 0
    blocks = reading.blocks
    while index < len(blocks):
        if blocks[index].cell is not None or not is_field(blocks[index]):
            index += 1
            continue
        stop = index
        while stop < len(blocks) and blocks[stop].cell is None and is_field(blocks[stop]):
            stop += 1
        yield from _run(reading, naming, index, stop)
        index = stop


def _run(reading: Reading, naming: Naming, index: int, stop: int) -> Iterator[Assignment]:
    """The lines ``index:stop`` of fields, and the task before them."""
    blocks = reading.blocks
    named: list[tuple[Block, Role]] = []
    for block in blocks[index:stop]:
        for role, content in field_roles(block):
            for start in _parts(block.text, content):
                named.extend((block, one) for one in roles_of(block, naming, read_list(block.text, start), role))
    first = _first_task(reading, index)
    if not named or first is None:
        return
    label = _TASK_LABEL.match(blocks[first].text)
    cut = label.end() if label and label.end() < len(blocks[first].text) else 0
    start = blocks[first].span(cut, len(blocks[first].text))[0]
    words = " ".join(b.text for b in blocks[first:index] if b.cell is None)[:2000]
    item = Item(start, max(b.end for b, _ in named), words[cut:])
    beside = [r for b in blocks[first:index] if b.cell is None for r in partners(b, 0, len(b.text), naming)]
    for one in [*(r for _, r in named), *beside]:
        yield assign(reading, item, one, "field")


def _parts(text: str, start: int) -> list[int]:
    """Starts of the parts of a field: ``Sở A chủ trì …; Sở B tổ chức …``."""
    first = read_list(text, start)
    after = text.find("; ", first[-1].end if first else start)
    return [start] if after < 0 else [start, after + 2]


def _first_task(reading: Reading, index: int) -> int | None:
    """The first block of the task whose fields begin at ``index``: its parent, or its brothers back to the last fields."""
    blocks = reading.blocks
    before = index - 1
    if before < 0 or is_field(blocks[before]):
        return None
    first = before
    while blocks[first].rank >= 9 and _brother(blocks, first):
        first -= 1
    if _TASK_LABEL.fullmatch(blocks[first].text + " ") and first < before:
        first += 1
    return first


def _brother(blocks: tuple[Block, ...], index: int) -> bool:
    """True where the block before is another part of the same task."""
    if index == 0:
        return False
    one, other = blocks[index], blocks[index - 1]
    return one.parent == other.parent and one.rank == other.rank and other.cell is None and not is_field(other)


def row_assignments(reading: Reading, naming: Naming) -> Iterator[Assignment]:
    """Rows of tables with a column for who leads, and maybe one for who takes part."""
    for row in reading.table_rows:
        if row.under("lead"):
            yield from _row(reading, naming, row)


def _row(reading: Reading, naming: Naming, row: Row) -> Iterator[Assignment]:
    known = [id(cell) for _, cell in row.columns]
    task = next(iter(row.under("task")), None)
    if task is None or len(task.text) <= 12:
        # A column whose head tells nothing; of a second row under one number only what comes of it.
        lead = min(c.start for c in row.under("lead"))
        others = sorted((c for c in row.cells if id(c) not in known and len(c.text) > 12), key=lambda c: c.start > lead)
        products = [c for c in row.under("product") if len(c.text) > 12]
        task = next((c for c in others if c.start < lead), None) or next(iter([*products, *others]), None)
    found: list[tuple[Block, Role]] = []
    for role in ("lead", "support"):
        for cell in row.under(role):
            found.extend((cell, one) for one in roles_of(cell, naming, body_list(cell.text), role))
    if task is None or not found:
        return
    item = Item(task.start, max(task.end, *(c.end for c, _ in found)), task.text)
    for _, named in found:
        yield assign(reading, item, named, "table")
