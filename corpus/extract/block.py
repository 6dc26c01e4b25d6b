"""What the extractors of commitments read: one paragraph, list item or table cell, with its place in the outline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.extract.cleaning import Runs, run_at

LEAF, BULLET = 20.0, 15.0
"""Ranks: running text, and the first rank of bullets. Smaller governs larger."""


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
        place, offset = self.runs[run_at(self.runs, i)]
        return offset + i - place


def ancestors(blocks: tuple[Block, ...], index: int) -> Iterator[int]:
    """Indices of the blocks that govern ``index``, the nearest first."""
    parent = blocks[index].parent
    while parent is not None:
        yield parent
        parent = blocks[parent].parent
