"""What the extractors of commitments share about one document: its blocks, their headings, its place."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.extract.block import Block, ancestors
from corpus.extract.blocks import read_blocks
from corpus.extract.line_tables import Grid
from corpus.extract.table_heads import Row, rows
from corpus.model import Document, Section


@dataclass(frozen=True, slots=True)
class Reading:
    """One document laid out for reading."""

    document: Document
    blocks: tuple[Block, ...]
    starts: tuple[int, ...] = field(repr=False)
    table_rows: tuple[Row, ...] = field(repr=False)
    _told: dict[tuple[str, int], bool | None] = field(default_factory=dict, repr=False, compare=False)

    def headings(self, index: int) -> Iterator[str]:
        """Texts of the blocks that govern block ``index``, the nearest first."""
        return (self.blocks[i].text for i in ancestors(self.blocks, index))

    def folded_headings(self, index: int) -> Iterator[str]:
        """The first 160 characters of each heading, folded."""
        return (self.blocks[i].folded[:160] for i in ancestors(self.blocks, index))

    def under(self, index: int, what: str, says: Callable[[Block], bool | None]) -> bool | None:
        """What the nearest heading above a block that says anything says; asked once of each heading for each ``what``."""
        parent = self.blocks[index].parent
        if parent is None:
            return None
        if (what, parent) not in self._told:
            told = says(self.blocks[parent])
            self._told[what, parent] = self.under(parent, what, says) if told is None else told
        return self._told[what, parent]

    def section_at(self, offset: int) -> str | None:
        """Id of the innermost section that holds ``offset``."""
        sections = self.document.sections
        i = bisect.bisect_right(self.starts, offset) - 1
        while i >= 0 and not _holds(sections[i], offset):
            parent = sections[i].parent
            i = parent if parent is not None else -1
        return sections[i].id if i >= 0 else None


def _holds(section: Section, offset: int) -> bool:
    return section.start <= offset < section.end


def read(document: Document, grids: Sequence[Grid] = ()) -> Reading:
    """Lay ``document`` out; ``grids`` are tables that were found among its lines."""
    blocks = read_blocks(document.text, grids)
    return Reading(document, blocks, tuple(s.start for s in document.sections), tuple(rows(blocks)))
