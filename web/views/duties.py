"""The responsibility matrix: which body does what in which document, and the table of tasks as administrative annexes have it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.library import Stored
from corpus.matrix import numbered
from corpus.text import fold
from graph.commitments import TextWith
from web.i18n import Lang
from web.views.base import Page
from web.views.facts import target_value, when

Place = Callable[[str, int, int], str]
"""(document id, start, end) to the address of that place, lit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChoice:
    """A document whose duties may be shown."""

    id: str
    label: str
    title: str | None
    count: int
    chosen: bool


def choices(found: Iterable[TextWith], chosen: Container[str], words: str) -> list[DocumentChoice]:
    """The texts that are ``chosen`` (ids), then those whose names hold all of ``words``, in the order in which they were found."""
    wanted, listed = fold(words).split(), []
    for x in found:
        ours = x.document in chosen
        if ours or all(w in fold(f"{x.label} {x.title or ''}") for w in wanted):
            title = x.title if x.title != x.label else None
            listed.append(DocumentChoice(id=x.document, label=x.label, title=title, count=x.count, chosen=ours))
    return sorted(listed, key=lambda c: not c.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one document gives one body."""

    leads: int
    supports: int
    targets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    label: str
    href: str
    cells: tuple[Share | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """A task or a target with those who lead and support it."""

    href: str
    document: str
    kind: str
    what: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage(Page):
    choices: tuple[DocumentChoice, ...]
    more: int
    words: str
    documents: tuple[DocumentChoice, ...]
    bodies: tuple[BodyRow, ...]
    duties: tuple[DutyRow, ...]
    csv_href: str
    xlsx_href: str


@dataclass(slots=True)
class _Duty:
    href: str
    what: str
    kind: str
    start: int
    when: str = ""
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)


def duty_rows(stored: Sequence[Stored], place: Place, lang: Lang) -> tuple[DutyRow, ...]:
    """Every task and every target that somebody answers for, in text order, document by document."""
    return tuple(row for s in stored for row in _of_document(s, place, lang))


def _of_document(s: Stored, place: Place, lang: Lang) -> list[DutyRow]:
    found: dict[tuple[str, int, int], _Duty] = {}
    for a in s.facts.assignments:
        duty = found.setdefault(("task", a.start, a.end), _Duty(place(s.id, a.start, a.end), a.task, "task", a.start))
        (duty.lead if a.role == "lead" else duty.support).append(a.body or a.agency)
        if a.deadline is not None and a.deadline < len(s.facts.deadlines):
            duty.when = when(s.facts.deadlines[a.deadline], lang) or s.facts.deadlines[a.deadline].surface
    for r in s.facts.responsibilities:
        for i in r.targets:
            x = s.facts.targets[i]
            what = " ".join(w for w in (numbered(x), x.indicator, target_value(x, lang)) if w)
            due = str(x.year) if x.year else ""
            duty = found.setdefault(("target", x.start, x.end), _Duty(place(s.id, x.start, x.end), what, "target", x.start, due))
            (duty.support if r.role == "support" else duty.lead).append(f"{r.agency} ({r.part})" if r.part else r.agency)
    name = label_of(s)
    return [
        DutyRow(
            href=d.href,
            document=name,
            kind=d.kind,
            what=d.what,
            leads=tuple(dict.fromkeys(d.lead)),
            supports=tuple(dict.fromkeys(d.support)),
            when=d.when,
        )
        for d in sorted(found.values(), key=lambda d: d.start)
    ]


def label_of(s: Stored) -> str:
    """A document by its number, else by who issued it."""
    h = s.document.header
    return h.number or h.issuer or s.document.source.name


def body_rows(stored: Sequence[Stored], address: Callable[[str], str]) -> tuple[BodyRow, ...]:
    """Bodies down, documents across; those that most is given to first."""
    counts: dict[str, list[list[int]]] = {}
    for column, s in enumerate(stored):
        for a in s.facts.assignments:
            _counted(counts, a.body or a.agency, column, len(stored))[0 if a.role == "lead" else 1] += 1
        for r in s.facts.responsibilities:
            _counted(counts, r.agency, column, len(stored))[2] += len(r.targets)
    rows = [
        BodyRow(
            label=body,
            href=address(body),
            cells=tuple(Share(leads=c[0], supports=c[1], targets=c[2]) if any(c) else None for c in cells),
        )
        for body, cells in counts.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-sum(c.leads + c.supports + c.targets for c in r.cells if c), r.label)))


def _counted(counts: dict[str, list[list[int]]], body: str, column: int, columns: int) -> list[int]:
    return counts.setdefault(body, [[0, 0, 0] for _ in range(columns)])[column]
