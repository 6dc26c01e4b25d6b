"""Tables of tasks that a PDF gave out line by line, without bars: "TT / Tên nhiệm vụ / Cơ quan / chủ trì / … / 1 / Xây dựng …".

The heading tells the columns and their order, the running numbers tell the rows; which lines of a row make up which cell is decided by
``line_cells``. A row goes on over the page where the heading stands again. Only tables with a column of tasks and one of who leads
are read: all others stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.extract.line_cells import Cells, Piece, cells_of, whole_bodies
from corpus.extract.table_heads import INDEX_HEADS, head_name
from corpus.running_heads import running_heads
from corpus.text import fold

_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_NUMBERED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|-)(?P<dot>\.?)(?:\s+(?P<rest>\S.*))?")
_NOTE = re.compile(r"\d{1,2}\s\S.{68,}")
"""A footnote at the end of a page: longer than any line of a cell."""
_END = re.compile(r"(?:TM\.|KT\.|Nơi nhận|PHỤ LỤC\b|Phụ lục\s[IVX\d]|Điều\s\d)")
_INDEXED = re.compile(r"[st](?<!\w.)(?:(?<=t)t|(?<=s)(?:tt|o\s+(?:tt|thu\s+tu)))[ .]*(?:\s\s|\s?(?:\n|\Z))")
"""The head of a column of numbers (:data:`INDEX_HEADS`) where a line or a gap ends, in folded text."""
_INNER_GAP = re.compile(r"\s{2,}(?=\S)")
_HEAD_LINES, _ROW_LINES, _WIDEST = 20, 160, 200


@dataclass(slots=True)
class Grid:
    """One table: its extent in the source, its columns, and each cell as the lines it is made of."""

    start: int
    end: int
    columns: tuple[str, ...]
    """What each column holds; "" for one whose heading tells nothing."""
    head: list[list[tuple[int, int]]]
    rows: list[dict[int, list[tuple[int, int]]]] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    """Footnotes between the rows."""


def line_tables(text: str) -> tuple[Grid, ...]:
    """The tables of tasks among the lines of ``text``, in order."""
    if _INDEXED.search(fold(text)) is None:
        return ()  # as in most documents
    lines = list(_pieces(text, running_heads(text)))
    out: list[Grid] = []
    i = 0
    while i < len(lines):
        grid, after = _grid(lines, i) if _opens(lines[i]) else (None, i + 1)
        if grid is not None:
            out.append(grid)
        i = max(after, i + 1)
    return tuple(out)


def _opens(line: Piece) -> bool:
    return len(line.text) < 12 and fold(line.text).strip(" .") in INDEX_HEADS


def _pieces(text: str, passed: frozenset[int]) -> Iterator[Piece]:
    """Lines without running heads; two cells that stand on one line, with a gap between them, are two pieces."""
    start, page = 0, False
    for line in text.split("\n"):
        end = start + len(line.rstrip())
        if start in passed:
            page = page or bool(line.strip())
        elif line.strip():
            begin = start
            for gap in _INNER_GAP.finditer(line.rstrip(), len(line) - len(line.lstrip())):
                yield Piece(begin, start + gap.start(), " ".join(text[begin : start + gap.start()].split()), page)
                begin, page = start + gap.end(), False
            yield Piece(begin, end, " ".join(text[begin:end].split()), page)
            page = False
        start += len(line) + 1


def _grid(lines: Sequence[Piece], first: int) -> tuple[Grid | None, int]:
    """The table whose heading begins at line ``first``, and the line after it."""
    columns, head, after = _head(lines, first)
    if "lead" not in columns or "task" not in columns:
        return None, first + 1
    heading = [fold(p.text) for p in lines[first:after]]
    grid = Grid(lines[first].start, lines[after - 1].end, tuple(columns), head)
    found, i = _rows(lines, after, heading, grid)
    return (grid, i) if _fill(grid, found) else (None, first + 1)


@dataclass(slots=True)
class _Row:
    """The lines of one numbered row; ``title`` for the heading of a group of rows."""

    title: bool
    lines: list[Piece]


def _rows(lines: Sequence[Piece], first: int, heading: list[str], grid: Grid) -> tuple[list[_Row], int]:
    """The rows from line ``first`` on, and the line after them."""
    found: list[_Row] = []
    count = _Count()
    i = first
    while i < len(lines):
        line = lines[i]
        if _opens(line):
            if [fold(p.text) for p in lines[i : i + len(heading)]] != heading:
                break
            i += len(heading)
            if i < len(lines):
                lines[i].page = True
            continue
        if _NOTE.fullmatch(line.text):
            i = _after_notes(lines, i, grid)
            continue
        rest = count.next(line, lines[i + 1] if i + 1 < len(lines) else None)
        if rest is not None:
            found.append(_Row(not count.last, [rest] if rest.text else []))
        elif not found or _END.match(line.text) or len(found[-1].lines) > _ROW_LINES or len(line.text) > _WIDEST:
            break
        else:
            found[-1].lines.append(line)
        grid.end = line.end
        i += 1
    return found, i


def _fill(grid: Grid, found: list[_Row]) -> bool:
    """Cut the rows into cells, twice: the second time the widths of the columns are known. False where it is no such table."""
    tasks = [row.lines for row in found if row.lines and not row.title]
    cut = [cells_of(lines, grid.columns) for lines in tasks if not any(p.page for p in lines)]
    lead = grid.columns.index("lead")
    sure = sum(1 for made in cut if lead in made[0] and whole_bodies(" ".join(p.text for p in made[0][lead])))
    if not sure or sure * 2 < len(cut):
        return False
    widths = [_width(cut, c) for c in range(len(grid.columns))]
    for row in found:
        made = [{1: row.lines}] if row.title else cells_of(row.lines, grid.columns, widths)
        grid.rows.extend({c: [(p.start, p.end) for p in pieces] for c, pieces in cells.items()} for cells in made if row.lines)
    return True


def _width(cut: list[list[Cells]], column: int) -> int:
    """The length of the longest lines of a column, one in ten left out."""
    lengths = sorted(len(p.text) for made in cut for p in made[0].get(column, []))
    return lengths[len(lengths) * 9 // 10] if lengths else 20


def _after_notes(lines: Sequence[Piece], i: int, grid: Grid) -> int:
    """Pass over footnotes up to the next page."""
    while i < len(lines) and not lines[i].page and not _opens(lines[i]):
        grid.notes.append((lines[i].start, lines[i].end))
        i += 1
    return i


def _head(lines: Sequence[Piece], first: int) -> tuple[list[str], list[list[tuple[int, int]]], int]:
    """What the columns hold, the lines of each heading cell, and the line after the heading."""
    names, cells = ["index"], [[(lines[first].start, lines[first].end)]]
    i = first + 1
    while i < min(len(lines), first + _HEAD_LINES):
        words = lines[i].text
        if re.fullmatch(r"(?:1|I|A)\.?(?:\s+\S.*)?", words) or len(words) > 45:
            break
        found = next((k for k in (4, 3, 2, 1) if head_name(_joined(lines, i, k), whole=True)), 0)
        name = head_name(_joined(lines, i, found), whole=True) if found else None
        span = [(p.start, p.end) for p in lines[i : i + max(found, 1)]]
        if name is None and (words[0] in "(0123456789" or (names[-1] == "" and not words[0].isupper()) or words[0].islower()):
            cells[-1].extend(span)
        else:
            names.append(name or "")
            cells.append(span)
        i += max(found, 1)
    return names, cells, i


def _joined(lines: Sequence[Piece], i: int, count: int) -> str:
    return " ".join(p.text for p in lines[i : i + count])


@dataclass(slots=True)
class _Count:
    """The running numbers of the rows."""

    last: tuple[int, ...] = ()
    roman: int = 0
    begun: bool = False

    def next(self, line: Piece, following: Piece | None) -> Piece | None:
        """What is left of a line that begins a row (maybe nothing), None for a line that goes on with one."""
        match = _NUMBERED.fullmatch(line.text)
        if match is None or not self._follows(match["number"], match["dot"], match["rest"], following):
            return None
        self.begun = True
        rest = match["rest"] or ""
        return Piece(line.end - len(rest) if rest else line.end, line.end, rest, False)

    def _follows(self, number: str, dot: str, rest: str | None, following: Piece | None) -> bool:
        if rest is not None and not (rest[0].isupper() or rest[0] in '“"('):
            return False
        if number == "-":
            return rest is None and self.begun
        if number in _ROMANS:
            value = _ROMANS.index(number) + 1
            # "IV Huy động nguồn lực …": without its dot only where it is the next one.
            if rest and not dot and (value != self.roman + 1 or value == 1):
                return False
            if value not in (self.roman + 1, 1) or (following is not None and rest is None and not following.text[0].isalpha()):
                return False
            self.roman, self.last = value, ()
            return True
        if not number[0].isdigit():
            return False
        value_of = tuple(int(x) for x in number.split("."))
        if not self._successor(value_of):
            return False
        self.last = value_of
        return True

    def _successor(self, new: tuple[int, ...]) -> bool:
        old = self.last
        if len(new) > len(old):
            return new[-1] == 1 and len(new) <= len(old) + 1 and new[:-1] == old
        return new[:-1] == old[: len(new) - 1] and new[-1] == old[len(new) - 1] + 1
