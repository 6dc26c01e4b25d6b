"""The same indicators in several documents, side by side, with what only some have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.compare import compare, wanted
from corpus.curation import Correction, decided
from corpus.library import Stored
from corpus.model import Target
from web.i18n import Lang
from web.views.base import Page
from web.views.facts import target_value

Place = Callable[[str, int, int], str]
"""(document id, start, end) to the address of that place, lit."""
BAR = 120.0
"""Width of the widest bar of a small chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChoice:
    """A document that may be compared."""

    id: str
    label: str
    title: str | None
    targets: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One document's target in a row. ``change`` is against the first document: same, more, less, unlike, or empty."""

    href: str
    indicator: str
    value: str
    when: str
    bar: float | None
    change: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """An indicator; a cell per document, None where the document has no such target."""

    indicator: str
    objective: str
    direction: str
    cells: tuple[Cell | None, ...]
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHead:
    label: str
    title: str
    href: str
    targets: int
    """How many of its targets no other document shares."""
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsPage(Page):
    texts: tuple[TextChoice, ...]
    columns: tuple[ColumnHead, ...]
    rows: tuple[IndicatorRow, ...]
    only_shared: bool
    csv_href: str
    xlsx_href: str
    toggle_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row before it is laid out: document column -> (index of its target, change, reasons)."""

    at: dict[int, tuple[int, str, tuple[str, ...]]]

    def first(self) -> int:
        return min(self.at)


Said = Callable[[int, int], Mapping[tuple[int, int], bool]]
"""(column, later column) to what people said of pairs of their targets."""


def _nothing_said(left: int, right: int) -> Mapping[tuple[int, int], bool]:
    return {}


def lines(documents: Sequence[Sequence[Target]], said: Said = _nothing_said) -> list[Line]:
    """Rows over all documents: the first document's targets in order, then what each later one adds."""
    rows: list[Line] = []
    for column, targets in enumerate(documents):
        known = [documents[r.first()][r.at[r.first()][0]] for r in rows]
        pairs = [said(earlier, column) for earlier in range(column)]
        decided = {
            (n, right): same
            for n, r in enumerate(rows)
            for c, (i, _, _) in r.at.items()
            for (left, right), same in pairs[c].items()
            if left == i
        }
        found = compare(known, targets, decided=decided)
        for pair in found.pairs:
            change = pair.ambition or pair.status
            rows[pair.left].at[column] = (pair.right, change, pair.reasons)
        rows += [Line(at={column: (i, "", ())}) for i in found.only_right]
    return rows


def rows(stored: Sequence[Stored], place: Place, lang: Lang, corrections: Sequence[Correction] = ()) -> tuple[IndicatorRow, ...]:
    documents = [s.facts.targets for s in stored]

    def said(left: int, right: int) -> Mapping[tuple[int, int], bool]:
        return decided(corrections, (stored[left].id, stored[right].id), documents[left], documents[right])

    return tuple(_row(line, stored, documents, place, lang) for line in lines(documents, said))


def _row(line: Line, stored: Sequence[Stored], documents: Sequence[Sequence[Target]], place: Place, lang: Lang) -> IndicatorRow:
    first = documents[line.first()][line.at[line.first()][0]]
    found = {c: documents[c][i] for c, (i, _, _) in line.at.items()}
    most = max((x.value or 0.0 for x in found.values()), default=0.0)
    cells: list[Cell | None] = []
    for column, s in enumerate(stored):
        target = found.get(column)
        if target is None:
            cells.append(None)
            continue
        _, change, reasons = line.at[column]
        same_unit = target.unit == first.unit and target.value is not None and most > 0
        cells.append(
            Cell(
                href=place(s.id, target.start, target.end),
                indicator=target.indicator,
                value=target_value(target, lang),
                when=str(target.year) if target.year else target.frequency or "",
                bar=round(max(1.0, BAR * (target.value or 0.0) / most), 1) if same_unit else None,
                change=change,
                reasons=", ".join(reasons),
            )
        )
    return IndicatorRow(
        indicator=first.indicator, objective=first.objective or "", direction=wanted(*found.values()), cells=tuple(cells), shared=len(found)
    )


def column_heads(stored: Sequence[Stored], made: Sequence[IndicatorRow]) -> tuple[ColumnHead, ...]:
    return tuple(
        ColumnHead(
            label=s.document.header.number or s.document.header.issuer or s.document.source.name,
            title=s.document.header.title or s.document.source.name,
            href=f"/ban/{s.id}",
            targets=len(s.facts.targets),
            alone=sum(1 for r in made if r.shared == 1 and r.cells[i] is not None),
        )
        for i, s in enumerate(stored)
    )
