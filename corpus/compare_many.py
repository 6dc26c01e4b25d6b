"""One row per indicator, one column per document: the same targets at any number of levels. Pure; pairs come from ``corpus.compare``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.compare import Pair, Similarity, compare
from corpus.model import Target

Decided = Callable[[int, int], Mapping[tuple[int, int], bool]]
"""What a user said of pairs of targets of two documents, named by their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A target of one document in a row, and how it was joined to it."""

    target: int
    """Index into that document's targets."""
    pair: Pair | None
    """The pair with the target of ``beside``; None for the first of its row."""
    beside: int | None
    """The column that it was joined to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: a cell per document, None where the document lacks it."""

    cells: tuple[Cell | None, ...]

    @property
    def first(self) -> tuple[int, Cell]:
        """The first column that has it, and its cell: what the others are measured by."""
        return next((i, c) for i, c in enumerate(self.cells) if c is not None)


def compare_many(
    documents: Sequence[Sequence[Target]], similarity: Similarity | None = None, decided: Decided = lambda left, right: {}
) -> tuple[Indicator, ...]:
    """Rows in the order of the first document, then what each further one adds.

    A target joins the row of the earlier target that it pairs best with; no row takes two targets of one document."""
    rows: list[list[Cell | None]] = []
    where: dict[tuple[int, int], int] = {}
    for column, targets in enumerate(documents):
        taken: set[int] = set()
        joined: dict[int, int] = {}
        for _, beside, pair in _best_first(documents, column, similarity, decided):
            row = where[beside, pair.left]
            if pair.right in joined or row in taken:
                continue
            joined[pair.right] = row
            taken.add(row)
            rows[row][column] = Cell(target=pair.right, pair=pair, beside=beside)
        for index in range(len(targets)):
            if index not in joined:
                joined[index] = len(rows)
                rows.append([Cell(target=index, pair=None, beside=None) if i == column else None for i in range(len(documents))])
            where[column, index] = joined[index]
    return tuple(Indicator(cells=tuple(row)) for row in rows)


def _best_first(
    documents: Sequence[Sequence[Target]], column: int, similarity: Similarity | None, decided: Decided
) -> list[tuple[float, int, Pair]]:
    """The pairs of one document with every earlier one, the best first, of equals the earliest."""
    found = [
        (-pair.score, beside, pair)
        for beside in range(column)
        for pair in compare(documents[beside], documents[column], similarity, decided(beside, column)).pairs
    ]
    return sorted(found, key=lambda f: (f[0], f[1], f[2].left))
