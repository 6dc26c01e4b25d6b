"""The drawn lược đồ: a drawing, and the same as a list for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.chains import Chain, ChainWork
from web.drawing import LANES, Drawing
from web.views.base import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A box to tick or an option to take."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxView:
    """A box of the drawing, with where it leads."""

    id: str
    x: float
    y: float
    first: str
    second: str
    href: str
    name: str
    held: bool
    centre: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowView:
    """An arrow of the drawing; ``href`` is the citing sentence."""

    d: str
    source: str
    target: str
    kind: str
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A link in words: who, does what, to whom, where it says so."""

    source: str
    source_href: str
    relation: str
    target: str
    target_href: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage(Page):
    work: str
    label: str
    work_href: str
    drawing: Drawing
    boxes: tuple[BoxView, ...]
    arrows: tuple[ArrowView, ...]
    rows: tuple[LinkRow, ...]
    works: int
    cut: bool
    up: int
    down: int
    to: str
    to_found: bool
    relations: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    svg_href: str
    graphml_href: str
    csv_href: str


Local = Callable[[str], str]
Sentence = Callable[[str, str], str]
"""(source, target) to the address of the citing sentence."""


def relation_id(iri: str) -> str:
    """The last part of a relation's IRI: what addresses and style sheets call it."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def boxes(drawing: Drawing, centre: str, local: Local) -> tuple[BoxView, ...]:
    return tuple(
        BoxView(
            id=b.id,
            x=b.x,
            y=b.y,
            first=b.first,
            second=b.second,
            href=local(b.work.work),
            name=_name(b.work),
            held=b.work.held,
            centre=b.work.work == centre,
        )
        for b in drawing.boxes
    )


def _name(w: ChainWork) -> str:
    return w.label if not w.title or w.title == w.label else f"{w.label}: {w.title}"


def arrows(drawing: Drawing, labels: Mapping[str, tuple[str, str]], local: Local, sentence: Sentence) -> tuple[ArrowView, ...]:
    names = {b.work.work: b.work.label for b in drawing.boxes}
    return tuple(
        ArrowView(
            d=a.d,
            source=a.source,
            target=a.target,
            kind=relation_id(a.link.relation),
            name=f"{names[a.link.source]} {_label(labels, a.link.relation)} {names[a.link.target]}",
            href=sentence(a.link.source, a.link.target),
        )
        for a in drawing.arrows
    )


def rows(chain: Chain, labels: Mapping[str, tuple[str, str]], local: Local, sentence: Sentence) -> tuple[LinkRow, ...]:
    """Links with the nearest to the centre first."""
    works = {w.work: w for w in chain.works}
    near = sorted(chain.links, key=lambda x: (abs(works[x.source].step) + abs(works[x.target].step), x))
    return tuple(
        LinkRow(
            source=works[x.source].label,
            source_href=local(x.source),
            relation=_label(labels, x.relation),
            target=works[x.target].label,
            target_href=local(x.target),
            href=sentence(x.source, x.target),
        )
        for x in near
    )


def _label(labels: Mapping[str, tuple[str, str]], relation: str) -> str:
    return labels.get(relation, (relation_id(relation),))[0]


def relation_choices(chain: Chain, labels: Mapping[str, tuple[str, str]], chosen: frozenset[str]) -> tuple[Choice, ...]:
    """The relations that occur, all ticked where none was chosen."""
    present = sorted({x.relation for x in chain.links})
    return tuple(Choice(value=relation_id(r), label=_label(labels, r), chosen=not chosen or relation_id(r) in chosen) for r in present)


def level_choices(levels: frozenset[str], chosen: frozenset[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value=name, label=f"lane.{name}", chosen=not chosen or name in chosen) for name in LANES if name in levels)
