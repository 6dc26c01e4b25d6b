"""The same indicators in several documents, side by side, with what only some have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus.compare import compare, wanted
from corpus.corrected import decided
from corpus.curation import Correction
from corpus.hygiene import sentence_at
from corpus.library import Stored
from corpus.model import Target
from search.facets import level
from web.i18n import Lang
from web.views.base import Page
from web.views.duties import DocumentChoice, label_of
from web.views.facts import target_value

Place = Callable[[str, int, int], str]
"""(document id, start, end) to the address of that place, lit."""
BAR = 120.0
"""Width of the widest bar of a small chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two targets held to be the same indicator: why, and the form that confirms or rejects it."""

    action: str
    subject: str
    reasons: tuple[tuple[str, int | None], ...]
    """(key of the reason, percent where it has a degree)."""
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One document's target in a row. ``change`` is against the first document: same, more, less, unlike, or empty."""

    href: str
    indicator: str
    value: str
    when: str
    bar: float | None
    change: str
    sentence: str
    match: Match | None
    """How it was paired with the first of its row; None for the first itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """An indicator; a cell per document, None where the document has no such target."""

    id: str
    """Its place on the page, the same while its first document is."""
    href: str
    """The page of this one indicator."""
    indicator: str
    objective: str
    direction: str
    cells: tuple[Cell | None, ...]
    shared: int

    @property
    def differs(self) -> bool:
        return any(c is not None and c.change not in ("", "same") for c in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHead:
    label: str
    title: str
    level: str | None
    """``central``, ``province``, ``district``, ``commune``, or None where the issuer tells none."""
    date: str | None
    href: str
    targets: int
    alone: int
    """How many of its targets no other document shares."""
    missing: int
    """How many indicators of the others it does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many rows a way of looking at the table has, and its address."""

    key: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsPage(Page):
    texts: tuple[DocumentChoice, ...]
    more: int
    words: str
    columns: tuple[ColumnHead, ...]
    rows: tuple[IndicatorRow, ...]
    tallies: tuple[Tally, ...]
    csv_href: str
    xlsx_href: str
    back: str
    """The address of this very table, for the forms to come back to."""
    may_edit: bool
    saved: bool
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPage(Page):
    """One indicator, in every document of the table that has it."""

    row: IndicatorRow
    columns: tuple[ColumnHead, ...]
    owners: tuple[tuple[str, ...], ...]
    back: str
    """The table it stands in."""
    here: str
    may_edit: bool
    saved: bool
    who: str


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

    return tuple(_row(line, stored, place, lang) for line in lines(documents, said))


def _row(line: Line, stored: Sequence[Stored], place: Place, lang: Lang) -> IndicatorRow:
    found = {c: stored[c].facts.targets[i] for c, (i, _, _) in sorted(line.at.items())}
    column, first = next(iter(found.items()))
    most = max((x.value or 0.0 for x in found.values()), default=0.0)
    own = f"{stored[column].id}:{first.start}-{first.end}"
    return IndicatorRow(
        id=f"ct-{own.replace(':', '-')}",
        href="/chi-tieu/mot?" + urlencode([("ct", own), *(("ban", s.id) for s in stored)]),
        indicator=first.indicator,
        objective=first.objective or "",
        direction=wanted(*found.values()),
        cells=tuple(_cell(line, c, found, stored, most, place, lang) if c in found else None for c in range(len(stored))),
        shared=len(found),
    )


def _cell(line: Line, column: int, found: Mapping[int, Target], stored: Sequence[Stored], most: float, place: Place, lang: Lang) -> Cell:
    left, first = next(iter(found.items()))
    target, (_, change, reasons) = found[column], line.at[column]
    same_unit = target.unit == first.unit and target.value is not None and most > 0
    subject = f"match/{first.start}-{first.end}/{stored[column].id}/{target.start}-{target.end}"
    return Cell(
        href=place(stored[column].id, target.start, target.end),
        indicator=target.indicator,
        value=target_value(target, lang),
        when=str(target.year) if target.year else target.frequency or "",
        bar=round(max(1.0, BAR * (target.value or 0.0) / most), 1) if same_unit else None,
        change=change,
        sentence=sentence_at(stored[column].document.text, target.start, target.end),
        match=None if column == left else _match(stored[left].id, subject, reasons),
    )


def _match(document: str, subject: str, reasons: Sequence[str]) -> Match:
    said = tuple((key, round(float(degree) * 100) if degree else None) for key, _, degree in (r.partition(" ") for r in reasons))
    return Match(action=f"/ban/{document}/sua", subject=subject, reasons=said, confirmed="confirmed" in reasons)


def column_heads(stored: Sequence[Stored], made: Sequence[IndicatorRow]) -> tuple[ColumnHead, ...]:
    return tuple(
        ColumnHead(
            label=label_of(s),
            title=s.document.header.title or s.document.source.name,
            level=level(s.document.header.issuer),
            date=s.document.header.date,
            href=f"/ban/{s.id}",
            targets=len(s.facts.targets),
            alone=sum(1 for r in made if r.shared == 1 and r.cells[i] is not None),
            missing=sum(1 for r in made if r.cells[i] is None),
        )
        for i, s in enumerate(stored)
    )


VIEWS = ("all", "shared", "different", "missing")
"""Ways of looking at the table: everything, what several documents have, what differs, what one of them lacks."""


def seen(made: Sequence[IndicatorRow], view: str) -> tuple[IndicatorRow, ...]:
    if view == "shared":
        return tuple(r for r in made if r.shared > 1)
    if view == "different":
        return tuple(r for r in made if r.differs)
    if view == "missing":
        return tuple(r for r in made if None in r.cells)
    return tuple(made)
