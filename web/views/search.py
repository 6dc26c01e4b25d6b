"""The search page: passages found, grouped by document, with the match marked and why they were found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from search.results import SORTS, Highlight, Hit, Query, Results
from web.views.base import Page, Paging
from web.views.marks import Mark, Run, runs

FACETS = ("type", "issuer", "level", "place", "year", "targets", "cites")
"""Facets in the order of the side column."""
_SHOWN = 8
_CODED = ("level", "targets")
"""Facets whose values are codes that the catalogue of messages names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """One passage: where it stands, its words with the match marked, why, and where those like it are found."""

    href: str
    like_href: str
    breadcrumb: tuple[str, ...]
    runs: tuple[Run, ...]
    rule: str
    words: str
    percent: int | None
    """Nearness in meaning, in hundredths; None where meaning played no part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHits:
    """The passages of one document on this page of results."""

    href: str
    kind: str | None
    number: str | None
    date: str | None
    issuer: str | None
    title: str
    hits: tuple[HitView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """``label`` as shown (a message key where ``coded``), how many passages, and where choosing or dropping it leads."""

    label: str
    coded: bool
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """A facet: its first values, and the rest that a reader may unfold."""

    name: str
    first: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Something that was read differently than typed."""

    kind: str
    typed: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """A work or body that the question names; ``kind`` is ``work`` or ``agency``."""

    href: str
    label: str
    title: str
    kind: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SortView:
    """An order of the results, and where choosing it leads."""

    name: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to try where nothing was found; addresses are empty where there is nothing of the kind to undo."""

    unquoted_href: str
    unfiltered_href: str
    mended_href: str
    near: tuple[NamedRow, ...]
    """Works and bodies whose names share words with the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    total: int
    documents: tuple[DocumentHits, ...]
    facets: tuple[FacetView, ...]
    chosen: tuple[FacetValue, ...]
    changes: tuple[ChangeView, ...]
    named: tuple[NamedRow, ...]
    sorts: tuple[SortView, ...]
    advice: Advice | None
    source_href: str
    """What "more like this" was asked of; empty for a question in words."""
    verbatim_href: str
    clear_href: str
    csv_href: str
    json_href: str
    hidden: tuple[tuple[str, str], ...]
    """Parameters that a new question in the box keeps: the filters and the order."""
    paging: Paging


Address = Callable[..., str]
"""Makes the address of this search with some parameters changed."""


def documents(hits: Sequence[Hit], place: Callable[[Hit], str], like: Callable[[Hit], str]) -> tuple[DocumentHits, ...]:
    """Hits grouped by document, documents in the order of their best hit."""
    order = {h.document: i for i, h in reversed(list(enumerate(hits)))}
    ranked = sorted(hits, key=lambda h: order[h.document])
    return tuple(_document(list(group), place, like) for _, group in groupby(ranked, key=lambda h: h.document))


def _document(hits: Sequence[Hit], place: Callable[[Hit], str], like: Callable[[Hit], str]) -> DocumentHits:
    best = hits[0]
    return DocumentHits(
        href=f"/ban/{best.document}",
        kind=_first(best, "type"),
        number=best.number,
        date=best.date or _first(best, "year"),
        issuer=_first(best, "issuer"),
        title=best.title or best.file,
        hits=tuple(_hit(h, place(h), like(h)) for h in hits),
    )


def _first(hit: Hit, facet: str) -> str | None:
    return next(iter(hit.facets.get(facet, ())), None)


def _hit(hit: Hit, href: str, like_href: str) -> HitView:
    marks = [Mark(h.start - hit.start, h.end - hit.start, h.kind, "") for h in (*_sentence(hit), *hit.highlights)]
    near = hit.why.similarity if hit.why.rule in ("meaning", "both") else None
    return HitView(
        href=href,
        like_href=like_href,
        breadcrumb=hit.breadcrumb,
        runs=runs(hit.text, 0, len(hit.text), marks),
        rule=hit.why.rule,
        words=", ".join(hit.why.words),
        percent=None if near is None else max(0, min(100, round(near * 100))),
    )


def _sentence(hit: Hit) -> tuple[Highlight, ...]:
    """The best sentence, where meaning found the passage and the sentence is less than the passage."""
    best = hit.best
    if best is None or hit.why.rule not in ("meaning", "both", "like"):
        return ()
    return (best,) if best.end - best.start < len(hit.text.strip()) - 1 else ()


def sort_views(chosen: str, address: Callable[[str], str]) -> tuple[SortView, ...]:
    return tuple(SortView(name=name, href=address(name), chosen=name == chosen) for name in SORTS)


def hidden(query: Query) -> tuple[tuple[str, str], ...]:
    """The parameters of a form that asks something else under the same filters, in the same order."""
    kept = [(name, value) for name, values in query.filters.items() for value in values]
    return (*kept, ("sort", query.sort)) if query.sort != SORTS[0] else tuple(kept)


def facet_views(
    counts: Mapping[str, Mapping[str, int]], filters: Mapping[str, tuple[str, ...]], address: Callable[[str, str, bool], str]
) -> tuple[tuple[FacetView, ...], tuple[FacetValue, ...]]:
    """The side column, and what is chosen in it; ``address(facet, value, chosen)`` leads to the opposite choice."""
    views, chosen = [], []
    for name in FACETS:
        picked = filters.get(name, ())
        found = dict(counts.get(name, {}))
        if name == "targets":
            found.pop("false", None)
        values = [
            _value(name, v, found.get(v, 0), v in picked, address) for v in (*picked, *(v for v in _order(name, found) if v not in picked))
        ]
        chosen += [v for v in values if v.chosen]
        if values:
            cut = max(_SHOWN, len(picked))
            views.append(FacetView(name=name, first=tuple(values[:cut]), rest=tuple(values[cut:])))
    return tuple(views), tuple(chosen)


def _value(name: str, value: str, count: int, chosen: bool, address: Callable[[str, str, bool], str]) -> FacetValue:
    coded = name in _CODED
    label = f"facet.{name}_{value}" if coded else value
    return FacetValue(label=label, coded=coded, count=count, href=address(name, value, chosen), chosen=chosen)


def _order(name: str, counts: Mapping[str, int]) -> list[str]:
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda v: (-counts[v], v))


def changes(results: Results) -> tuple[ChangeView, ...]:
    """What was read differently than typed, and can be undone."""
    return tuple(ChangeView(kind=c.kind, typed=c.typed, read=c.read) for c in results.query.changes)
