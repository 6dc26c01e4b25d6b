"""The whole store, checked: every quotation is the text at its offsets, every linked IRI exists, every shape holds.

The shapes are ``ontology/shapes.ttl``; the part of SHACL that they use is small enough to run over millions of quads here
(a test holds this check equal to pyshacl).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from graph import identity
from graph.shapes import TYPE, holds, shapes
from graph.trace import Tracer
from ontology import OA, VNP

Texts = Callable[[str], str | None]
"""Id of a document -> its text in the library, None where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something that does not hold of ``node``; ``document`` is the id of the document whose graph says it, or "" for shared things."""

    document: str
    node: str
    code: str
    """``quote``, ``offset``, ``link``, ``source`` or the name of the shape."""
    vi: str
    en: str


def check(store: ox.Store, base: str, texts: Texts) -> Iterator[Violation]:
    """All violations, shape by shape."""
    yield from check_quotes(store, base, texts)
    yield from check_links(store, base)
    yield from check_sources(store, base)
    yield from check_shapes(store, base)


def check_quotes(store: ox.Store, base: str, texts: Texts) -> Iterator[Violation]:
    """Every quotation equals the text at the offsets of its span."""
    cached = functools.lru_cache(maxsize=4)(texts)
    quote = ox.NamedNode(str(OA.TextQuoteSelector))
    # Graph by graph: each document's text is fetched once.
    for quad in (q for graph in store.named_graphs() for q in store.quads_for_pattern(None, TYPE, quote, graph)):
        told = {_last(q.predicate): _value(q.object) for q in store.quads_for_pattern(quad.subject, None, None, quad.graph_name)}
        wrong = _quote_fault(told, cached(_document(quad, base)))
        if wrong:
            code, vi, en = wrong
            yield Violation(document=_document(quad, base), node=_value(quad.subject), code=code, vi=vi, en=en)


def _quote_fault(told: Mapping[str, str], text: str | None) -> tuple[str, str, str] | None:
    start, end, exact = told.get("start", ""), told.get("end", ""), told.get("exact")
    if text is None:
        return (
            "link",
            "Đoạn trích chỉ vào một bản văn mà thư viện không có.",
            "The span points into a text that the library does not hold.",
        )
    if exact is None or not (start.isdigit() and end.isdigit()):
        return "offset", "Đoạn trích thiếu vị trí hoặc nguyên văn.", "The span lacks its position or its quotation."
    if not int(start) <= int(end) <= len(text):
        return (
            "offset",
            f"Vị trí {start}–{end} nằm ngoài bản văn dài {len(text)} ký tự.",
            f"Position {start}–{end} is outside the text of {len(text)} characters.",
        )
    printed = text[int(start) : int(end)]
    if printed == exact:
        return None
    return (
        "quote",
        f"Lời trích «{exact[:60]}» không phải chữ ở vị trí {start}–{end}: «{printed[:60]}».",
        f"The quotation “{exact[:60]}” is not the text at {start}–{end}: “{printed[:60]}”.",
    )


def check_links(store: ox.Store, base: str) -> Iterator[Violation]:
    """Every IRI of ours that something points to is itself described."""
    known: dict[str, bool] = {}
    for quad in store:
        o = quad.object
        if not isinstance(o, ox.NamedNode) or not o.value.startswith((base, str(VNP))):
            continue
        if o.value not in known:
            known[o.value] = next(iter(store.quads_for_pattern(o, None, None, None)), None) is not None
        if not known[o.value]:
            yield Violation(
                document=_document(quad, base),
                node=_value(quad.subject),
                code="link",
                vi=f"{_last(quad.predicate)} chỉ đến {o.value}, nơi không có gì.",
                en=f"{_last(quad.predicate)} points to {o.value}, where there is nothing.",
            )


def check_sources(store: ox.Store, base: str) -> Iterator[Violation]:
    """Every statement about a document's content is said by a mention with both selectors, its rule and its run."""
    tracer = Tracer(store, base)
    for quad in store:
        sources = tracer.sources(quad)
        if sources is not None and not any(map(tracer.whole, sources)):
            yield Violation(
                document=_document(quad, base),
                node=_value(quad.subject),
                code="source",
                vi=f"{_last(quad.predicate)} {_value(quad.object)[:60]}: không có chỗ nào trong bản văn nói điều này.",
                en=f"{_last(quad.predicate)} {_value(quad.object)[:60]}: no place in a text says this.",
            )


def check_shapes(store: ox.Store, base: str) -> Iterator[Violation]:
    """Every shape holds for every instance of its class."""
    for name, cls, constraints in shapes():
        for quad in store.quads_for_pattern(None, TYPE, cls, None):
            for c in constraints:
                values = {q.object for q in store.quads_for_pattern(quad.subject, c.path, None, None)}
                if not holds(store, c, values):
                    yield Violation(document=_document(quad, base), node=_value(quad.subject), code=name, vi=c.vi, en=c.en)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _last(term: object) -> str:
    return re.split(r"[/#]", _value(term))[-1]


def _document(quad: ox.Quad, base: str) -> str:
    """The document whose graph says ``quad``."""
    name = _value(quad.graph_name)
    shared = {
        base + g
        for g in (identity.SHARED_GRAPH, identity.ONTOLOGY_GRAPH, identity.RUNS_GRAPH, identity.STATE_GRAPH, identity.CORRECTIONS_GRAPH)
    }
    return "" if name in shared or not name.startswith(f"{base}g/") else name.rsplit("/", 1)[1]


def by_document(violations: Iterable[Violation]) -> dict[str, list[Violation]]:
    """Violations grouped by document, shared things ("") last."""
    found: dict[str, list[Violation]] = {}
    for v in violations:
        found.setdefault(v.document, []).append(v)
    return dict(sorted(found.items(), key=lambda kv: (kv[0] == "", kv[0])))
