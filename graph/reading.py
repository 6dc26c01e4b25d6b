"""What the mentions of one document say about the works that they mean, from that document alone: pure.

A numbered mention needs the body in whose series it is numbered and the year. What its own words leave out is taken, in
this order, from its symbol (``NQ-CP`` is Chính phủ), from a fuller mention in the same document, from the context's place.
What is still open afterwards is for :mod:`graph.resolve`, which knows the other documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from corpus.model import Citation, Document, Facts
from corpus.symbol import Symbol, parse_symbol
from graph import identity, names
from graph.approvals import Approval, approved_by, approved_in
from graph.context import Context, context_of
from graph.laws import laws_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A work that a mention may mean. ``reason`` is a stable code, explained in ``graph.explain``."""

    work: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One citation, as far as its own document tells. ``work`` is set once issuer and year (or the law) are known."""

    citation: Citation
    number: str | None = None
    """Key of the số hiệu; None for laws and programmes called by name."""
    name: str | None = None
    """Key of the name, of a law or programme."""
    period: str | None = None
    issuer: str | None = None
    """Key of the series; ``issuer_name`` is the body as named."""
    issuer_name: str | None = None
    issuer_rule: str = ""
    local: bool = False
    """The symbol is one that every province has."""
    year: str | None = None
    date: str | None = None
    work: str | None = None
    rule: str = ""
    confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The work that a document is a text of, and what tells it."""

    work: str
    number: str | None
    issuer: str | None
    issuer_name: str | None
    year: str | None
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One document read: who it is, its context, its mentions in text order."""

    document: str
    identity: Identity
    context: Context
    readings: tuple[Reading, ...]
    approvals: tuple[Approval, ...]


def read(document: Document, facts: Facts) -> Read:
    """Read every citation of ``document`` as far as the document alone allows."""
    context, document_id = context_of(document), document.id
    own = identify(document, context, document_id)
    readings = [_first(c, context) for c in facts.citations]
    readings = _from_fuller(readings, own)
    readings = [_from_context(r, context) for r in readings]
    readings = _names_from_numbers(readings)
    return Read(
        document=document_id,
        identity=own,
        context=context,
        readings=tuple(readings),
        approvals=tuple(sorted({*approved_in(document.text, readings), *approved_by(document, own)})),
    )


def identify(document: Document, context: Context, document_id: str) -> Identity:
    """The work that ``document`` is a text of."""
    h = document.header
    year = h.date[:4] if h.date else None
    if h.number is None:
        issuer = identity.series(h.issuer) if h.issuer else None
        path = identity.untitled_work(issuer, year, h.title or document.source.name, document_id)
        return Identity(work=path, number=None, issuer=issuer, issuer_name=h.issuer, year=year, date=h.date)
    symbol = parse_symbol(h.number, h.date)
    name, _ = _issuer(symbol, h.issuer, context, h.number)
    year = identity.year_in_number(h.number) or year
    key = identity.number_key(h.number)
    issuer = identity.series(name) if name else None
    complete = bool(issuer and year)
    path = identity.work(issuer, year, key) if complete else identity.scoped_work(issuer, year, key, document_id)
    return Identity(work=path, number=key, issuer=issuer, issuer_name=h.issuer or name, year=year, date=h.date)


_STRONG = re.compile(r"(?:^|[-/.])(?:CP|TTG|UBTVQH\d*|QH\d*|HĐNN\d*|CTN|TW|B[A-ZĐ]{2,}|VPCP|NHNN|TANDTC|VKSNDTC)(?:[-/&]|$)")


def _issuer(symbol: Symbol, named: str | None, context: Context, number: str) -> tuple[str | None, str]:
    """The issuer's name and which rule told it: the symbol where it can mean one body only, else the mention's own words."""
    by_symbol = symbol.issuers[0] if symbol.issuers else None
    strong = by_symbol is not None and not by_symbol.local and _STRONG.search("-".join(symbol.codes).upper())
    if strong and by_symbol:
        return by_symbol.name, "symbol"
    if named:
        full = context.with_place(named)
        return (full, "own-words") if full else (None, "")
    if by_symbol and not by_symbol.local and by_symbol.kind != "bo":
        return by_symbol.name, "symbol"
    if by_symbol and not by_symbol.local and (context.level in (None, "central") or len(symbol.codes[0]) >= 5):
        return by_symbol.name, "symbol"  # 418/LĐTBXH-BĐG: a ministry without its B; too short ones (TC, YT) may be departments
    return None, ""


def _first(c: Citation, context: Context) -> Reading:
    if c.work:
        number = identity.number_key(c.number) if c.number else None
        return Reading(citation=c, number=number, name=names.name_key(c.surface), work=c.work, rule="curation", confidence=1.0)
    if c.kind == "numbered" and c.number:
        number = laws_number(c.number, names.law_name_of(c)) or c.number
        symbol = parse_symbol(number, c.date)
        name, rule = _issuer(symbol, c.issuer, context, number)
        year = identity.year_in_number(number) or (c.date[:4] if c.date else None)
        r = Reading(
            citation=c,
            number=identity.number_key(number),
            issuer=identity.series(name) if name else None,
            issuer_name=name,
            issuer_rule=rule,
            local=any(i.local for i in symbol.issuers) or not symbol.issuers,
            year=year,
            date=c.date,
        )
        return _complete(r, f"number/{rule}", 1.0)
    key, period = names.name_key(c.surface), names.period(c.surface)
    return Reading(citation=c, name=key, period=period, year=c.date[:4] if c.date else names.year(c.surface))


def _complete(r: Reading, rule: str, confidence: float) -> Reading:
    if r.work or not (r.issuer and r.year and r.number):
        return r
    return replace(r, work=identity.work(r.issuer, r.year, r.number), rule=rule, confidence=confidence)


def _fits(r: Reading, issuer: str | None, year: str | None) -> bool:
    return (r.issuer is None or issuer is None or r.issuer == issuer) and (r.year is None or year is None or r.year == year)


def _from_fuller(readings: list[Reading], own: Identity) -> list[Reading]:
    """Complete numbered mentions from a fuller mention of the same số hiệu in the document, or from the document itself."""
    readings = _together(readings)
    fuller: dict[str, list[tuple[int, str, str | None, str | None, str | None]]] = defaultdict(list)
    if own.number:
        fuller[own.number].append((-1, own.work, own.issuer, own.year, own.issuer_name))
    for r in readings:
        if r.work and r.number:
            fuller[r.number].append((r.citation.start, r.work, r.issuer, r.year, r.issuer_name))
    return [_take(r, fuller.get(r.number, [])) if r.number and not r.work else r for r in readings]


def _together(readings: list[Reading]) -> list[Reading]:
    """One mention may give the date and another the issuer: where all mentions of a số hiệu agree, they complete each other."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    for r in readings:
        if r.number:
            groups[r.number].append(r)
    agreed = {}
    for number, group in groups.items():
        issuers, years = {r.issuer for r in group if r.issuer}, {r.year for r in group if r.year}
        if len(issuers) == 1 and len(years) == 1 and not any(r.work for r in group):
            agreed[number] = (issuers.pop(), next(r.issuer_name for r in group if r.issuer_name), years.pop())
    out = []
    for r in readings:
        issuer, name, year = agreed.get(r.number or "", (None, None, None))
        if year:
            r = _complete(replace(r, issuer=issuer, issuer_name=name, year=year), "number/same-document", 0.95)
        out.append(r)
    return out


def _take(r: Reading, fuller: list[tuple[int, str, str | None, str | None, str | None]]) -> Reading:
    fitting = [f for f in fuller if _fits(r, f[2], f[3])]
    works = {f[1] for f in fitting}
    if len(works) == 1:
        _, path, issuer, year, name = fitting[0]
        return replace(
            r, work=path, issuer=issuer, year=year, issuer_name=r.issuer_name or name, rule="number/same-document", confidence=0.97
        )
    if not works:
        return r
    # The nearest one before is the likeliest, but nothing says so: all are candidates.
    ranked = sorted({f[1]: f[0] for f in fitting}.items(), key=lambda wf: (wf[1] > r.citation.start, abs(r.citation.start - wf[1]), wf[0]))
    return replace(
        r, candidates=tuple(Candidate(work=w, reason="same-document", score=round(0.8 / (i + 1), 3)) for i, (w, _) in enumerate(ranked))
    )


def _from_context(r: Reading, context: Context) -> Reading:
    """A local symbol without issuer is of the body of that kind in the context's place, where the place is one province."""
    if r.work or r.issuer or not r.number or r.candidates or not r.citation.number:
        return r
    symbol = parse_symbol(r.citation.number, r.citation.date)
    name = context.local_body(symbol.issuers[0].name) if symbol.issuers else None
    if name is None:
        return r
    r = replace(r, issuer=identity.series(name), issuer_name=name, issuer_rule="context-place")
    return _complete(r, "number/context-place", 0.9)


def _names_from_numbers(readings: list[Reading]) -> list[Reading]:
    """A law called by name is the one that the same document cites with name and number."""
    by_name: dict[str, dict[str, str | None]] = defaultdict(dict)
    for r in readings:
        if r.work and r.number and (law := names.law_name_of(r.citation)):
            by_name[law][r.work] = r.year
    return [_take_name(r, by_name.get(r.name or "", {})) if r.citation.kind == "named" and not r.work else r for r in readings]


def _take_name(r: Reading, works: dict[str, str | None]) -> Reading:
    fitting = sorted(w for w, year in works.items() if r.year is None or year is None or year == r.year)
    if len(fitting) == 1:
        return replace(r, work=fitting[0], rule="name/same-document", confidence=0.97)
    if len(fitting) > 1:
        return replace(r, candidates=tuple(Candidate(work=w, reason="same-document", score=0.5) for w in fitting))
    return r
