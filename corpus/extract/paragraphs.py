"""Lines gathered into paragraphs and table cells, however the text is wrapped, spaced or broken over pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.extract.block_labels import label_of
from corpus.extract.line_tables import Grid
from corpus.running_heads import running_heads
from corpus.text import UPPER

_PART = re.compile(
    r"\**(?:(?:QUYẾT ĐỊNH|KẾ HOẠCH|CHƯƠNG TRÌNH|CHỈ THỊ|NGHỊ QUYẾT|THÔNG BÁO|THÔNG TƯ|NGHỊ ĐỊNH"
    r"|CÔNG ĐIỆN|ĐỀ ÁN|HƯỚNG DẪN|QUY CHẾ|QUY ĐỊNH|BÁO CÁO|TỜ TRÌNH)\**:?"
    r"|(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU)\**(?:\s(?:SỐ\s)?[IVX\d]+\**)?:?"
    rf"|Điều\s1\..{{0,400}}|I\.\s[{UPPER} ,]{{6,80}}\**|\*?Căn cứ (?:Luật|Nghị|Quyết).{{0,300}})"
)
"""A line that begins the body or an annex: where no blank line ends a table, it does."""
_YEARS = re.compile(r"[-–]\s?\d{4}\b")
_SHARES = re.compile(r"[-–]\s?\d{1,3}(?:,\d+)?\s?%")
_SENTENCE_END = ".;:!?…"
_UNFINISHED = re.compile(r"(?<!\w)(?:của|và|với|bởi|theo|Bộ|Sở|Bộ trưởng|Giám đốc)$|[^\W\d_]\s[-–]$")
"""No line ends so: ``cơ cấu tổ chức của Bộ``, ``Bộ Lao động -``."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph or table cell while it is gathered: the extents of its lines, and its table, row and column."""

    lines: list[tuple[int, int]]
    cell: tuple[int, int, int] | None = None


def paragraphs(text: str, grids: Sequence[Grid] = ()) -> Iterator[Paragraph]:
    """Lines gathered into paragraphs and table cells."""
    waiting = list(reversed(grids))
    layout = _layout(text)
    passed = running_heads(text)
    current: Paragraph | None = None
    table, row, column, past = 0, 0, 0, 0
    inside = bar = gap = inline = False
    for start, end in _lines(text):
        if waiting and start >= waiting[-1].start:
            if current is not None:
                yield current
                current = None
            table += 1
            yield from _grid_cells(waiting[-1], table)
            past, inside, bar, gap, inline = waiting.pop().end, False, False, False, False
        if start in passed or start < past:
            continue
        line = text[start:end].strip()
        if line in ("|", "||"):
            if current is not None:
                yield current
                current = None
            if not inside:
                inside, table, row, column = True, table + 1, 0, 0
            elif bar:
                row, column = row + 1, 0
            else:
                column += 1
            bar, gap = True, False
        elif not line:
            if bar:
                inside = False
            gap, bar = True, False
        elif line.count("|") >= 2 and not inside:
            if current is not None:
                yield current
                current = None
            table, row = (table, row + 1) if inline else (table + 1, 0)
            for number, (a, b) in enumerate(_inline_cells(text, start, end)):
                yield Paragraph([(a, b)], (table, row, number))
            inline, gap, bar = True, False, False
        else:
            if inside and _PART.fullmatch(line):
                inside = False
            cell = (table, row, column) if inside else None
            if current is not None and current.cell == cell and _continues(text, current, line, gap, layout):
                current.lines.append((start, end))
            else:
                if current is not None:
                    yield current
                current = Paragraph([(start, end)], cell)
            gap = bar = inline = False
    if current is not None:
        yield current


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of this text were broken."""

    wrapped: bool
    spaced: bool


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _layout(text: str) -> _Layout:
    sizes = [len(line.strip()) for line in text.split("\n")]
    lengths = sorted(n for n in sizes if n > 1)
    blank = sizes.count(0)
    longest = lengths[len(lengths) * 97 // 100] if lengths else 0
    return _Layout(50 <= longest <= 130, blank * 6 >= len(lengths))


def _grid_cells(grid: Grid, number: int) -> Iterator[Paragraph]:
    """The cells of a table that was found among the lines, then its footnotes."""
    rows = [dict(enumerate(grid.head)), *grid.rows]
    for row, cells in enumerate(rows):
        for column, lines in sorted(cells.items()):
            yield Paragraph(lines, (number, row, column))
    for note in grid.notes:
        yield Paragraph([note])


def _inline_cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cells of a row written on one line: ``| a | b |`` or ``a | b |``."""
    begin = start
    for i in range(start, end + 1):
        if i == end or text[i] == "|":
            if text[begin:i].strip():
                yield begin, i
            begin = i + 1


def _bold_left_open(text: str, current: Paragraph) -> bool:
    """``**II. CHỈ TIÊU`` goes on in the next line up to its closing stars."""
    begin, end = current.lines[0][0], current.lines[-1][1]
    return text.startswith("**", begin) and end - begin < 300 and text.count("**", begin, end) % 2 == 1


def _range_goes_on(before: str, plain: str) -> bool:
    """ "2026\\n- 2030", "05\\n- 06%"."""
    years = _YEARS.match(plain) is not None and before[-4:].isdigit()
    return years or (_SHARES.match(plain) is not None and re.search(r"(?<!\d)\d{1,3}$", before) is not None)


def _continues(text: str, current: Paragraph, line: str, gap: bool, layout: _Layout) -> bool:
    """True where the line goes on with the paragraph before it."""
    if current.cell is not None:
        return True
    plain = line.lstrip("*_ ")
    before = text[current.lines[-1][0] : current.lines[-1][1]].rstrip(" *_")
    if not plain or not before:
        return not gap and layout.wrapped
    if plain[0] in "-–" and before[-1].isdigit() and _range_goes_on(before, plain):
        return True
    if not gap and _bold_left_open(text, current):
        return True
    marked = label_of(plain)[0] is not None
    lower = plain[0].islower() and not marked
    ended = before[-1] in _SENTENCE_END
    if gap:
        return lower and not ended and len(before) > 20
    if layout.wrapped and layout.spaced:
        return True
    if marked:
        return False
    return lower or (not gap and _UNFINISHED.search(before) is not None) or (layout.wrapped and not ended and before.upper() != before)
