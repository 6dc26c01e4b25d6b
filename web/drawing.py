"""The lược đồ as a drawing: time from left to right, levels of government from top to bottom. Pure geometry, no markup.

A document stands in the lane of its issuer's level at its date, so that reading down is reading who carries out what, and
reading right is reading what came later. The same drawing is shown, printed and exported.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from graph.chains import Chain, ChainLink, ChainWork
from search.facets import level

LANES = ("central", "programme", "province", "district", "commune", "unknown")
LANE_PAD = 22
DENSE = 90
"""Above so many works the boxes hold one line and the arrows fade, until one is pointed at."""


@dataclass(frozen=True, slots=True)
class Size:
    """Of boxes, of the room between them, and of the words in them (characters)."""

    width: float
    height: float
    gap_x: float
    gap_y: float
    words: int


ROOMY, NARROW = Size(176, 54, 18, 16, 27), Size(128, 28, 10, 8, 19)
LEFT, TOP = 104, 40
"""Room for the names of the lanes, and for the years."""
_YEAR_WIDTH = (90, 260)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A work: its place, its two lines of words, its state."""

    id: str
    work: ChainWork
    x: float
    y: float
    first: str
    second: str
    lane: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A link, from the edge of one box to that of another, as an SVG path."""

    link: ChainLink
    d: str
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A level: where it starts, how high it is."""

    name: str
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A year on the axis of time; ``label`` is empty for the column of undated works."""

    label: str
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """``dense`` where there are too many works for roomy boxes."""

    width: float
    height: float
    size: Size
    dense: bool
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def lane_of(w: ChainWork) -> str:
    """The level of a work's issuer; strategies and programmes, which name no issuer, have a lane of their own."""
    return "programme" if "/chuong-trinh/" in w.work else level(w.issuer) or "unknown"


def draw(chain: Chain) -> Drawing:
    """Lay out a chain. Boxes never overlap: those that would meet in a lane go to its next row."""
    size = NARROW if (dense := len(chain.works) > DENSE) else ROOMY
    scale = _Scale([w.date for w in chain.works], size)
    lanes: list[Lane] = []
    boxes: list[Box] = []
    y: float = TOP
    for name in LANES:
        inside = sorted((w for w in chain.works if lane_of(w) == name), key=lambda w: (scale.at(w.date), w.label))
        if not inside:
            continue
        rows: list[float] = []
        for w in inside:
            x = scale.at(w.date)
            row = next((i for i, right in enumerate(rows) if right + size.gap_x <= x), len(rows))
            rows[row : row + 1] = [x + size.width]
            boxes.append(_box(w, len(boxes), x, y + LANE_PAD + row * (size.height + size.gap_y), name, size))
        height = 2 * LANE_PAD + len(rows) * (size.height + size.gap_y) - size.gap_y
        lanes.append(Lane(name=name, y=y, height=height))
        y += height
    places = {b.work.work: b for b in boxes}
    arrows = tuple(_arrow(x, places[x.source], places[x.target], size) for x in chain.links if x.source != x.target)
    return Drawing(
        width=scale.width, height=y + 8, size=size, dense=dense, boxes=tuple(boxes), arrows=arrows, lanes=tuple(lanes), ticks=scale.ticks()
    )


class _Scale:
    """Dates to x: one width for every year, undated works in a column of their own on the left."""

    def __init__(self, dates: Sequence[str | None], size: Size) -> None:
        self._size = size
        years = [int(d[:4]) for d in dates if d and d[:4].isdigit()]
        self._undated = len(years) < len(dates)
        self._first, self._last = (min(years), max(years)) if years else (0, 0)
        low, high = _YEAR_WIDTH
        self._year = max(low, min(high, 1000 / (self._last - self._first + 1)))
        self._left = LEFT + (size.width + 2 * size.gap_x if self._undated else 0)
        self._dated = bool(years)

    def at(self, date: str | None) -> float:
        if not date or not date[:4].isdigit():
            return LEFT
        month = int(date[5:7]) - 1 if date[5:7].isdigit() else 0
        day = int(date[8:10]) - 1 if date[8:10].isdigit() else 0
        return round(self._left + (int(date[:4]) - self._first + min(month, 11) / 12 + min(day, 30) / 372) * self._year, 1)

    @property
    def width(self) -> float:
        years = (self._last - self._first + 1) * self._year if self._dated else 0
        return round(self._left + years + self._size.width + self._size.gap_x, 1)

    def ticks(self) -> tuple[Tick, ...]:
        undated = (Tick(label="", x=LEFT),) if self._undated else ()
        years = range(self._first, self._last + 1) if self._dated else ()
        return (*undated, *(Tick(label=str(y), x=round(self._left + (y - self._first) * self._year, 1)) for y in years))


def _box(w: ChainWork, index: int, x: float, y: float, lane: str, size: Size) -> Box:
    title = w.title if w.title and w.title != w.label else w.issuer or ""
    # A small box has room for one thing: the số hiệu, whose symbol names the type.
    number = w.label.rpartition(" ")[2]
    words = number if size is NARROW and "/" in number else w.label
    first = textwrap.shorten(words, size.words - 5 if size is ROOMY else size.words, placeholder="…")
    return Box(id=f"n{index}", work=w, x=x, y=y, first=first, second=textwrap.shorten(title, size.words, placeholder="…"), lane=lane)


def _arrow(link: ChainLink, a: Box, b: Box, size: Size) -> Arrow:
    """From the side of ``a`` that faces ``b``: up or down between rows, around the side within one."""
    if abs(a.y - b.y) >= size.height:
        up = b.y < a.y
        y1, y2 = (a.y, b.y + size.height) if up else (a.y + size.height, b.y)
        x1, x2, bend = a.x + size.width / 2, b.x + size.width / 2, (y2 - y1) / 2
        d = f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 + bend:.1f} {x2:.1f} {y2 - bend:.1f} {x2:.1f} {y2:.1f}"
    else:
        left = b.x < a.x
        x1, x2 = (a.x, b.x + size.width) if left else (a.x + size.width, b.x)
        y1, y2, bend = a.y + size.height / 2, b.y + size.height / 2, (x2 - x1) / 2
        d = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return Arrow(link=link, d=d, source=a.id, target=b.id)
