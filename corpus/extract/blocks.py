"""Paragraphs and table cells as plain lines of text, with the offset of each character in the source.

Documents reach us hard-wrapped, with Markdown stars, broken over pages or scanned. The extractors of commitments work on
*blocks*: one paragraph, list item or table cell each, its white space collapsed, its stars and its list label taken off, its
place in the outline known. ``Block.span`` leads back to the source, so every fact still quotes the text as it stands.
"""

from __future__ import annotations

import bisect
import itertools
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.running_heads import running_heads
from corpus.text import UPPER, fold

if TYPE_CHECKING:
    from corpus.extract.line_tables import Grid

LEAF, BULLET = 20.0, 15.0
"""Ranks: running text, and the first rank of bullets. Smaller governs larger."""

_LABELS: tuple[tuple[float, str], ...] = (
    (0, r"(?:Phần|PHẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]+|\d+)[.:]?"),
    (1, r"(?:Chương|CHƯƠNG)\s+(?:[IVXLC]+|\d+)[.:]?"),
    (2, r"(?:Mục|MỤC)\s+(?:[IVX]+|\d+)[.:]"),
    (3, r"Điều\s+\d{1,3}[a-zđ]?[.:]?"),
    (4, r"(?:[IVX]{1,5}|[A-HĐ])\s?[.\-/)](?=\s|[^\W\d])(?!\w{1,3}[-/])"),
    (7, r"\d{1,2}\.\d{1,2}\.\d{1,2}(?:\.\d{1,2})*[.)/]?(?=\s)"),
    (6, r"\d{1,2}\.\d{1,2}[.)/]?(?=\s)"),
    (5, r"\d{1,2}\s?[.)/](?=\s|[^\W\d])"),
    (8, r"[a-zđ]\s?(?:\)|\.(?=\s))\.?"),
    (9, r"\((?:\d{1,2}|[a-zđ])\)(?=\s)"),
    (BULLET, r"[-–—−•●▪*](?=\s*\S)"),
    (BULLET + 1, r"[+](?=\s*\S)"),
)
_LABEL = re.compile("|".join(f"(?P<r{int(rank)}_{i}>{pattern})" for i, (rank, pattern) in enumerate(_LABELS)))
_OPENS_A_WORD = "PCMĐIVX"
"""Letters that begin the labels of more than one letter: ``Phần``, ``Chương``, ``Mục``, ``Điều``, ``IV``."""
_PART = re.compile(
    r"\**(?:(?:QUYẾT ĐỊNH|KẾ HOẠCH|CHƯƠNG TRÌNH|CHỈ THỊ|NGHỊ QUYẾT|THÔNG BÁO|THÔNG TƯ|NGHỊ ĐỊNH"
    r"|CÔNG ĐIỆN|ĐỀ ÁN|HƯỚNG DẪN|QUY CHẾ|QUY ĐỊNH|BÁO CÁO|TỜ TRÌNH)\**:?"
    r"|(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU)\**(?:\s(?:SỐ\s)?[IVX\d]+\**)?:?"
    rf"|Điều\s1\..{{0,400}}|I\.\s[{UPPER} ,]{{6,80}}\**|\*?Căn cứ (?:Luật|Nghị|Quyết).{{0,300}})"
)
"""A line that begins the body or an annex: where no blank line ends a table, it does."""
_RULED = re.compile(r"[-_=~.·\s]{3,}")
_YEARS = re.compile(r"[-–]\s?\d{4}\b")
_SHARES = re.compile(r"[-–]\s?\d{1,3}(?:,\d+)?\s?%")
_RUN = re.compile(r"\*|\s+|[^\s*]+")
_GAP = re.compile(r"\s{2,}|[^\S ]")
"""White space that is no single blank."""
_SENTENCE_END = ".;:!?…"
_UNFINISHED = re.compile(r"(?<!\w)(?:của|và|với|bởi|theo|Bộ|Sở|Bộ trưởng|Giám đốc)$|[^\W\d_]\s[-–]$")
"""No line ends so: ``cơ cấu tổ chức của Bộ``, ``Bộ Lao động -``."""


Runs = tuple[tuple[int, int], ...]
"""(place in the clean text, offset in the source) of each stretch that stands in the source as it is."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item or table cell."""

    text: str
    """Clean text after the label: single spaces, no stars, no line breaks."""
    runs: Runs
    """Where each stretch of ``text`` stands in the source."""
    label: str | None
    rank: float
    parent: int | None
    """Index of the block that governs this one."""
    cell: tuple[int, int, int] | None = None
    """Table, row and column, for a table cell."""
    strong: bool = False
    """Printed bold or in capitals throughout."""
    folded: str = ""
    """``text`` in small letters without diacritics."""

    @property
    def start(self) -> int:
        return self.runs[0][1]

    @property
    def end(self) -> int:
        return self._source(len(self.text) - 1) + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of ``text[start:end]`` (not empty)."""
        return self._source(start), self._source(end - 1) + 1

    def _source(self, i: int) -> int:
        place, offset = self.runs[_run_at(self.runs, i)]
        return offset + i - place


def _run_at(runs: Sequence[tuple[int, int]], i: int) -> int:
    return bisect.bisect_right(runs, (i, sys.maxsize)) - 1


@dataclass(slots=True)
class _Raw:
    """A paragraph while it is gathered: the extents of its lines."""

    lines: list[tuple[int, int]]
    cell: tuple[int, int, int] | None = None


def read_blocks(text: str, grids: Sequence[Grid] = ()) -> tuple[Block, ...]:
    """All blocks of ``text`` in order; empty ones are left out. ``grids`` are tables that were found among its lines."""
    blocks: list[Block] = []
    open_blocks: list[int] = []
    raws = list(_paragraphs(text, grids))
    cleaned = [_clean(text, raw.lines) for raw in raws]
    folded = fold("\n".join(clean for clean, _ in cleaned)).split("\n")  # all at once: no clean text holds a line end
    for raw, (clean, runs), key in zip(raws, cleaned, folded, strict=False):
        made = _block(text, raw, clean, runs, key, blocks, open_blocks)
        if made is not None:
            blocks.append(made)
            if made.rank < LEAF and made.cell is None:
                open_blocks.append(len(blocks) - 1)
    return tuple(blocks)


def ancestors(blocks: tuple[Block, ...], index: int) -> Iterator[int]:
    """Indices of the blocks that govern ``index``, the nearest first."""
    parent = blocks[index].parent
    while parent is not None:
        yield parent
        parent = blocks[parent].parent


def _block(text: str, raw: _Raw, clean: str, runs: Runs, folded: str, blocks: list[Block], open_blocks: list[int]) -> Block | None:
    if not clean or (_RULED.fullmatch(clean) and raw.cell is None):
        return None
    begin = raw.lines[0][0]
    second = clean[1:2]
    strong = text.startswith("**", begin) or (second == second.upper() and clean.upper() == clean)
    label, rank, cut = _label(clean) if raw.cell is None else (None, LEAF, 0)
    if label is None and raw.cell is None:
        rank = _plain_rank(clean, strong, [blocks[i].rank for i in open_blocks])
    if cut:
        clean, folded, runs = clean[cut:], folded[cut:], _without(runs, cut)
    if not clean:
        return None
    if raw.cell is None:
        while open_blocks and blocks[open_blocks[-1]].rank >= _closes(rank):
            open_blocks.pop()
    return Block(clean, runs, label, rank, open_blocks[-1] if open_blocks else None, raw.cell, strong, folded)


def _closes(rank: float) -> float:
    """Ranks from this one on end where a block of ``rank`` begins: running text ends bullets, never headings."""
    return BULLET if rank == LEAF else rank


def _plain_rank(clean: str, strong: bool, open_ranks: list[float]) -> float:
    """Rank of a paragraph without a label: a heading in capitals, a lead-in just below its heading, or running text."""
    if strong and len(clean) < 200 and clean[-1:] not in ".;,":
        return 4 if clean.upper() == clean else 9
    if not clean.endswith(":"):
        return LEAF
    heading = next((r for r in reversed(open_ranks) if r < BULLET and r == int(r)), None)
    return heading + 0.5 if heading is not None and "ban hành" not in clean else BULLET - 0.5


def _label(clean: str) -> tuple[str | None, float, int]:
    if clean[:2].isalpha() and len(clean) > 1 and clean[0] not in _OPENS_A_WORD:
        return None, LEAF, 0  # as most lines
    match = _LABEL.match(clean)
    if match is None or not match.lastgroup:
        return None, LEAF, 0
    cut = match.end()
    while cut < len(clean) and clean[cut] in " .":
        cut += 1
    return match.group().strip(), float(match.lastgroup[1:].split("_")[0]), cut


def _without(runs: Runs, cut: int) -> Runs:
    """The runs of what is left after the first ``cut`` characters."""
    first = _run_at(runs, cut)
    place, offset = runs[first]
    return ((0, offset + cut - place), *((p - cut, o) for p, o in runs[first + 1 :]))


def _clean(text: str, lines: list[tuple[int, int]]) -> tuple[str, Runs]:
    """The characters worth reading, and where they stand."""
    if len(lines) == 1 and _is_clean(body := text[lines[0][0] : lines[0][1]].strip()):
        return body, ((0, text.index(body[0], lines[0][0])),)
    out: list[str] = []
    at: list[int] = []
    for number, (start, end) in enumerate(lines):
        if number and out and out[-1] != " ":
            out.append(" ")
            at.append(start)
        if start == end:
            continue
        body = text[start:end].strip()
        if body and "*" not in body:  # most lines: stretches of words between single spaces
            position = text.index(body[0], start)
            stop = position + len(body)
            for gap in () if _is_clean(body) else _GAP.finditer(text, position, stop):
                out += (text[position : gap.start()], " ")
                at += (position, gap.start())
                position = gap.end()
            out.append(text[position:stop])
            at.append(position)
            if stop < end:
                out.append(" ")
                at.append(stop)
            continue
        lead = True
        for run in _RUN.finditer(text, start, end):
            i, c = run.start(), text[run.start()]
            # A star that opens a line before a space is a bullet; all others are Markdown.
            if c == "*" and not (lead and number == 0 and text[i + 1 : i + 2].isspace() and "*" not in text[i + 1 : end]):
                continue
            if c.isspace():
                if out and out[-1] != " ":
                    out.append(" ")
                    at.append(i)
                continue
            lead = False
            out.append(run[0])
            at.append(i)
    while out and out[-1] == " ":
        out.pop()
        at.pop()
    return "".join(out), tuple(zip(itertools.accumulate(map(len, out), initial=0), at, strict=False))


def _is_clean(body: str) -> bool:
    """True for words between single spaces: no star, and no white space but the space is printable."""
    return body.isprintable() and body != "" and "  " not in body and "*" not in body


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


def _grid_cells(grid: Grid, number: int) -> Iterator[_Raw]:
    """The cells of a table that was found among the lines, then its footnotes."""
    rows = [dict(enumerate(grid.head)), *grid.rows]
    for row, cells in enumerate(rows):
        for column, lines in sorted(cells.items()):
            yield _Raw(lines, (number, row, column))
    for note in grid.notes:
        yield _Raw([note])


def _paragraphs(text: str, grids: Sequence[Grid] = ()) -> Iterator[_Raw]:
    """Lines gathered into paragraphs and table cells."""
    waiting = list(reversed(grids))
    layout = _layout(text)
    passed = running_heads(text)
    current: _Raw | None = None
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
                yield _Raw([(a, b)], (table, row, number))
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
                current = _Raw([(start, end)], cell)
            gap = bar = inline = False
    if current is not None:
        yield current


def _inline_cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cells of a row written on one line: ``| a | b |`` or ``a | b |``."""
    begin = start
    for i in range(start, end + 1):
        if i == end or text[i] == "|":
            if text[begin:i].strip():
                yield begin, i
            begin = i + 1


def _bold_left_open(text: str, current: _Raw) -> bool:
    """``**II. CHỈ TIÊU`` goes on in the next line up to its closing stars."""
    begin, end = current.lines[0][0], current.lines[-1][1]
    return text.startswith("**", begin) and end - begin < 300 and text.count("**", begin, end) % 2 == 1


def _range_goes_on(before: str, plain: str) -> bool:
    """ "2026\\n- 2030", "05\\n- 06%"."""
    years = _YEARS.match(plain) is not None and before[-4:].isdigit()
    return years or (_SHARES.match(plain) is not None and re.search(r"(?<!\d)\d{1,3}$", before) is not None)


def _continues(text: str, current: _Raw, line: str, gap: bool, layout: _Layout) -> bool:
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
    marked = _label(plain)[0] is not None
    lower = plain[0].islower() and not marked
    ended = before[-1] in _SENTENCE_END
    if gap:
        return lower and not ended and len(before) > 20
    if layout.wrapped and layout.spaced:
        return True
    if marked:
        return False
    return lower or (not gap and _UNFINISHED.search(before) is not None) or (layout.wrapped and not ended and before.upper() != before)
