"""The lie of a page: fragments of text into lines in reading order, with columns and tables told apart.

Coordinates are in points, y downwards. Ruled tables are read by their rules; what has no rules is cut where a vertical
gap runs through consecutive rows: a long stretch is columns of text, a short one a letterhead or signature block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_THIN = 3.0
_TOUCH = 3.0
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Fragment:
    """A run of characters on one line; ``size`` is the height of its letters' boxes."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    closed: bool = False

    @property
    def size(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    def takes(self, box: Box) -> bool:
        """Whether the next character of the file goes on here: same line, no wide gap, not back to the left."""
        x0, y0, _, y1 = box
        size = max(self.size, y1 - y0, 1.0)
        level = abs((y0 + y1) / 2 - self.middle) < 0.45 * size
        return level and -0.6 * size < x0 - self.x1 < (0.6 if self.closed else 1.6) * size

    def walled(self, box: Box, walls: Sequence[Rule]) -> bool:
        """Whether an upright rule stands between this and the next character: they are in two cells."""
        return any(self.x1 - 1 <= w.x0 <= box[0] + 1 and w.y0 <= self.middle <= w.y1 for w in walls)

    def add(self, char: str, box: Box, space: bool) -> None:
        self.text += f" {char}" if space else char
        self.x1 = max(self.x1, box[2])
        self.y0, self.y1 = min(self.y0, box[1]), max(self.y1, box[3])
        self.closed = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line drawn on the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def upright(self) -> bool:
        return self.y1 - self.y0 > self.x1 - self.x0

    @classmethod
    def of_box(cls, x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
        """A thin box is a line; a larger one has four."""
        w, h = x1 - x0, y1 - y0
        if w < _THIN and h < _THIN:
            return []
        if w < _THIN or h < _THIN:
            return [cls(x0, y0, x1, y1)]
        return [cls(x0, y0, x1, y0), cls(x0, y1, x1, y1), cls(x0, y0, x0, y1), cls(x1, y0, x1, y1)]


@dataclass(slots=True)
class Page:
    """One page as drawn."""

    width: float
    height: float
    fragments: list[Fragment]
    rules: list[Rule] = field(default_factory=list)
    pictured: bool = False


@dataclass(slots=True)
class Line:
    """A line of text in its column; ``cell`` lines are table rows and never grow together with their neighbours."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    left: float
    right: float
    cell: bool = False

    @property
    def size(self) -> float:
        return self.y1 - self.y0


@dataclass(slots=True)
class Table:
    """A ruled table: its extent and rows of cells, each cell its lines."""

    y0: float
    y1: float
    rows: list[list[list[Line]]]


def lay_out(page: Page) -> list[Line | Table]:
    """Lines and tables of ``page`` in reading order."""
    tables, rest = _tables(page)
    out: list[Line | Table] = []
    for table in sorted(tables, key=lambda t: t.y0):
        out += _flow([f for f in rest if f.middle < table.y0])
        rest = [f for f in rest if f.middle >= table.y0]
        out.append(table)
    return out + list(_flow(rest))


def rows_of(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments that overlap in height, top to bottom, each row from left to right."""
    rows: list[list[Fragment]] = []
    bottom = 0.0
    for f in sorted(fragments, key=lambda f: f.y0 + 0.25 * f.size):
        if rows and f.y0 + 0.25 * f.size < bottom:
            rows[-1].append(f)
        else:
            rows.append([f])
            bottom = 0.0
        bottom = max(bottom, f.y1 - 0.25 * f.size)
    return [sorted(row, key=lambda f: f.x0) for row in rows]


def _flow(fragments: Sequence[Fragment], depth: int = 0) -> Iterator[Line]:
    """Lines of a region without rules, columns one after the other."""
    if not fragments:
        return
    left, right = min(f.x0 for f in fragments), max(f.x1 for f in fragments)
    plain: list[list[Fragment]] = []
    for rows, gutter in _bands(rows_of(fragments)):
        if gutter is None or depth > 3 or not _columns(rows, gutter):
            plain += rows
            continue
        yield from _lines(plain, left, right)
        plain = []
        inside = [f for row in rows for f in row]
        yield from _side_by_side(inside, (gutter[0] + gutter[1]) / 2, len(rows), depth)
    yield from _lines(plain, left, right)


def _side_by_side(inside: list[Fragment], cut: float, rows: int, depth: int) -> Iterator[Line]:
    """Two columns: a long one is text, a short one (letterhead, signatures) is like two cells."""
    sides = [[f for f in inside if f.x1 <= cut], [f for f in inside if f.x1 > cut]]
    for side in sides:
        lines = list(_flow(side, depth + 1))
        if _is_short(rows, inside):
            for line in lines:
                line.cell = True
            if not lines[-1].text.endswith("|"):
                lines[-1].text += " |"
        yield from lines


def _is_short(rows: int, inside: list[Fragment]) -> bool:
    return len(inside) <= 36 and rows <= 24


Gutter = tuple[float, float]


def _bands(rows: list[list[Fragment]]) -> Iterator[tuple[list[list[Fragment]], Gutter | None]]:
    """Consecutive rows through which one vertical gap runs, each with its gap; other rows one by one with None."""
    band: list[list[Fragment]] = []
    gutter: Gutter | None = None
    for row in rows:
        size = max(f.size for f in row)
        shared = _shared(gutter, row) if gutter is not None and row[0].y0 - band[-1][-1].y1 < 3.5 * size else None
        if shared is not None:
            band.append(row)
            gutter = shared
            continue
        if band:
            yield band, gutter
        band, gutter = [row], _widest_gap(row)
        if gutter is None:
            yield band, None
            band = []
    if band:
        yield band, gutter


def _free(row: Sequence[Fragment]) -> Iterator[Gutter]:
    """The gaps between the fragments of a row, and the open space on either side."""
    reach = -1e6
    for f in row:
        if f.x0 > reach:
            yield reach, f.x0
        reach = max(reach, f.x1)
    yield reach, 1e6


def _widest_gap(row: Sequence[Fragment]) -> Gutter | None:
    size = max(f.size for f in row)
    gaps = [g for g in list(_free(row))[1:-1] if g[1] - g[0] > 0.6 * size]
    return max(gaps, key=lambda g: g[1] - g[0], default=None)


def _shared(gutter: Gutter, row: Sequence[Fragment]) -> Gutter | None:
    size = max(f.size for f in row)
    common = [(max(gutter[0], a), min(gutter[1], b)) for a, b in _free(row)]
    best = max(common, key=lambda g: g[1] - g[0])
    return best if best[1] - best[0] > 0.6 * size else None


def _columns(rows: list[list[Fragment]], gutter: Gutter) -> bool:
    """Two columns and not one line with a wide word space: several rows, both sides filled."""
    both = sum(1 for row in rows if row[0].x1 <= gutter[0] + 1 and row[-1].x0 >= gutter[1] - 1)
    pieces = sum(len(row) for row in rows)
    return both >= 2 or pieces >= 6 or (both == 1 and gutter[1] - gutter[0] > 3 * max(f.size for f in rows[0]))


def _lines(rows: list[list[Fragment]], left: float, right: float) -> Iterator[Line]:
    for row in rows:
        y0, y1 = min(f.y0 for f in row), max(f.y1 for f in row)
        yield Line(" ".join(f.text for f in row), row[0].x0, y0, row[-1].x1, y1, left, right)


# Ruled tables


def _tables(page: Page) -> tuple[list[Table], list[Fragment]]:
    """The ruled tables of the page and the fragments outside them."""
    rest = page.fragments
    tables: list[Table] = []
    for group in _touching(page.rules):
        upright, level = [r for r in group if r.upright], [r for r in group if not r.upright]
        if len(_places([r.x0 for r in upright])) < 2 or len(_places([r.y0 for r in level])) < 2:
            continue
        x0, x1 = min(r.x0 for r in group) - 1, max(r.x1 for r in group) + 1
        y0, y1 = min(r.y0 for r in group) - 1, max(r.y1 for r in group) + 1
        inside = [f for f in rest if x0 <= f.x0 and f.x1 <= x1 + 2 and y0 <= f.middle <= y1]
        rows = _cells(inside, upright, level)
        if sum(1 for row in rows if len(row) > 1):
            tables.append(Table(y0, y1, rows))
            rest = [f for f in rest if f not in inside]
    return tables, rest


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that meet, grouped."""
    groups: list[tuple[Box, list[Rule]]] = []
    for rule in sorted(rules, key=lambda r: (r.y0, r.x0)):
        box, members = (rule.x0, rule.y0, rule.x1, rule.y1), [rule]
        apart = []
        for other, theirs in groups:
            if _meet(box, other):
                box = (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
                members = theirs + members
            else:
                apart.append((other, theirs))
        groups = [*apart, (box, members)]
    return [members for _, members in groups]


def _meet(a: Box, b: Box) -> bool:
    return a[0] - _TOUCH <= b[2] and b[0] - _TOUCH <= a[2] and a[1] - _TOUCH <= b[3] and b[1] - _TOUCH <= a[3]


def _places(values: list[float]) -> list[float]:
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > _TOUCH:
            out.append(v)
    return out


def _cells(inside: list[Fragment], upright: list[Rule], level: list[Rule]) -> list[list[list[Line]]]:
    """Rows of cells: a fragment belongs under the nearest rule above it and right of the nearest rule on its left."""
    found: dict[tuple[float, float], list[Fragment]] = {}
    columns = _places([r.x0 for r in upright])
    for f in inside:
        middle = (f.x0 + f.x1) / 2
        top = max((r.y0 for r in level if r.x0 - 1 <= middle <= r.x1 + 1 and r.y0 <= f.middle), default=0.0)
        side = max((r.x0 for r in upright if r.y0 - 1 <= f.middle <= r.y1 + 1 and r.x0 <= f.x0 + 2), default=0.0)
        found.setdefault((_nearest(top, _places([r.y0 for r in level])), _nearest(side, columns)), []).append(f)
    rows = sorted({y for y, _ in found})
    width = max(len({x for y, x in found if y == row}) for row in rows) if rows else 0
    used = sorted({x for _, x in found})
    shown = used if width == len(used) else None
    return [[list(_flow(found.get((row, x), []))) for x in (shown or sorted(x for y, x in found if y == row))] for row in rows]


def _nearest(value: float, places: list[float]) -> float:
    return min(places, key=lambda p: abs(p - value), default=value)
