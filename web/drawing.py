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
BOX_WIDTH, BOX_HEIGHT = 176, 54
GAP_X, GAP_Y, LANE_PAD = 18, 16, 22
LEFT, TOP = 104, 40
"""Room for the names of the lanes, and for the years."""
_YEAR_WIDTH = (90, 260)
_LINE = 27
"""Characters of a box's second line."""


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
    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def lane_of(w: ChainWork) -> str:
    """The level of a work's issuer; strategies and programmes, which name no issuer, have a lane of their own."""
    return "programme" if "/chuong-trinh/" in w.work else level(w.issuer) or "unknown"


def draw(chain: Chain) -> Drawing:
    """Lay out a chain. Boxes never overlap: those that would meet in a lane go to its next row."""
    scale = _Scale([w.date for w in chain.works])
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
            row = next((i for i, right in enumerate(rows) if right + GAP_X <= x), len(rows))
            rows[row : row + 1] = [x + BOX_WIDTH]
            boxes.append(_box(w, len(boxes), x, y + LANE_PAD + row * (BOX_HEIGHT + GAP_Y), name))
        height = 2 * LANE_PAD + len(rows) * (BOX_HEIGHT + GAP_Y) - GAP_Y
        lanes.append(Lane(name=name, y=y, height=height))
        y += height
    places = {b.work.work: b for b in boxes}
    arrows = tuple(_arrow(x, places[x.source], places[x.target]) for x in chain.links if x.source != x.target)
    return Drawing(width=scale.width, height=y + 8, boxes=tuple(boxes), arrows=arrows, lanes=tuple(lanes), ticks=scale.ticks())


class _Scale:
    """Dates to x: one width for every year, undated works in a column of their own on the left."""

    def __init__(self, dates: Sequence[str | None]) -> None:
        years = [int(d[:4]) for d in dates if d and d[:4].isdigit()]
        self._undated = len(years) < len(dates)
        self._first, self._last = (min(years), max(years)) if years else (0, 0)
        low, high = _YEAR_WIDTH
        self._year = max(low, min(high, 1000 / (self._last - self._first + 1)))
        self._left = LEFT + (BOX_WIDTH + 2 * GAP_X if self._undated else 0)
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
        return round(self._left + years + BOX_WIDTH + GAP_X, 1)

    def ticks(self) -> tuple[Tick, ...]:
        undated = (Tick(label="", x=LEFT),) if self._undated else ()
        years = range(self._first, self._last + 1) if self._dated else ()
        return (*undated, *(Tick(label=str(y), x=round(self._left + (y - self._first) * self._year, 1)) for y in years))


def _box(w: ChainWork, index: int, x: float, y: float, lane: str) -> Box:
    title = w.title if w.title and w.title != w.label else w.issuer or ""
    first = textwrap.shorten(w.label, _LINE - 5, placeholder="…")
    return Box(id=f"n{index}", work=w, x=x, y=y, first=first, second=textwrap.shorten(title, _LINE, placeholder="…"), lane=lane)


def _arrow(link: ChainLink, a: Box, b: Box) -> Arrow:
    """From the side of ``a`` that faces ``b``: up or down between rows, around the side within one."""
    if abs(a.y - b.y) >= BOX_HEIGHT:
        up = b.y < a.y
        y1, y2 = (a.y, b.y + BOX_HEIGHT) if up else (a.y + BOX_HEIGHT, b.y)
        x1, x2, bend = a.x + BOX_WIDTH / 2, b.x + BOX_WIDTH / 2, (y2 - y1) / 2
        d = f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 + bend:.1f} {x2:.1f} {y2 - bend:.1f} {x2:.1f} {y2:.1f}"
    else:
        left = b.x < a.x
        x1, x2 = (a.x, b.x + BOX_WIDTH) if left else (a.x + BOX_WIDTH, b.x)
        y1, y2, bend = a.y + BOX_HEIGHT / 2, b.y + BOX_HEIGHT / 2, (x2 - x1) / 2
        d = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return Arrow(link=link, d=d, source=a.id, target=b.id)
