"""Walks along the relations between works, straight on the store's index: chains up and down, and paths.

A SPARQL property path cannot stop at a depth, and says nothing of the way; these read a few quads per work instead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from graph.reader import Reader
from graph.terms import RELATIONS
from ontology import DCT, ELI, PREFIXES, VNP

GENERIC = str(ELI["cites"])
"""Stands beside every relation that says more, and is shown only where it stands alone."""
WALKED = tuple(dict.fromkeys([*(r.strip("<>") for r in RELATIONS.values()), GENERIC, str(VNP["approvedBy"])]))
MOST_STEPS = 50_000
"""Works looked at before a search for a path gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainWork:
    """A work on a chain; ``step`` is 0 for the one asked for, above 0 towards its sources, below 0 towards who follows it."""

    work: str
    label: str
    title: str | None
    date: str | None
    issuer: str | None
    held: bool
    step: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ChainLink:
    """``source`` --relation--> ``target``: the source refers to the target. All are IRIs."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Works and the links among them; ``cut`` where there were more works than asked for."""

    works: tuple[ChainWork, ...]
    links: tuple[ChainLink, ...]
    cut: bool = False


def chain(reader: Reader, work: str, up: int, down: int, limit: int = 500) -> Chain:
    """What ``work`` rests on, ``up`` steps far, and what rests on it, ``down`` steps far; nearest first."""
    store = reader.store
    steps = {work: 0}
    cut = False
    for direction, depth in ((1, up), (-1, down)):
        border = [work]
        for step in range(1, depth + 1):
            found = (n for w in border for n in _neighbours(store, w, direction))
            border = []
            for n in found:
                if n in steps:
                    continue
                if len(steps) >= limit:
                    cut = True
                    break
                steps[n] = direction * step
                border.append(n)
    return Chain(works=tuple(_describe(store, w, s) for w, s in steps.items()), links=links_among(store, steps), cut=cut)


def path(reader: Reader, start: str, end: str) -> Chain | None:
    """A shortest way from one work to another along relations in either direction; None where there is none."""
    store = reader.store
    came: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue and len(came) < MOST_STEPS:
        here = queue.popleft()
        if here == end:
            way = _way_back(came, end)
            return Chain(works=tuple(_describe(store, w, i) for i, w in enumerate(way)), links=links_among(store, way))
        for n in (*_neighbours(store, here, 1), *_neighbours(store, here, -1)):
            if n not in came:
                came[n] = here
                queue.append(n)
    return None


def _way_back(came: dict[str, str | None], end: str) -> list[str]:
    way, here = [], end
    while here is not None:
        way.append(here)
        here = came[here]  # type: ignore[assignment]  # None only at the start
    return way[::-1]


def links_among(store: ox.Store, works: Iterable[str]) -> tuple[ChainLink, ...]:
    """Every relation between two of ``works``; the generic one only where no other says more."""
    known = set(works)
    found = {ChainLink(source=w, relation=r, target=n) for w in known for r, n in _relations(store, w, 1) if n in known}
    said = {(x.source, x.target) for x in found if x.relation != GENERIC}
    return tuple(sorted(x for x in found if x.relation != GENERIC or (x.source, x.target) not in said))


def _neighbours(store: ox.Store, work: str, direction: int) -> list[str]:
    return sorted({n for _, n in _relations(store, work, direction) if n != work})


def _relations(store: ox.Store, work: str, direction: int) -> Iterator[tuple[str, str]]:
    node = ox.NamedNode(work)
    for relation in WALKED:
        predicate = ox.NamedNode(relation)
        quads = (
            store.quads_for_pattern(node, predicate, None, None) if direction > 0 else store.quads_for_pattern(None, predicate, node, None)
        )
        for q in quads:
            other = q.object if direction > 0 else q.subject
            if isinstance(other, ox.NamedNode):
                yield relation, other.value


_LABEL, _TITLE, _DATE = PREFIXES["rdfs"] + "label", str(DCT["title"]), str(ELI["date_document"])
_ISSUER, _TEXT = str(VNP["issuedBy"]), str(ELI["is_realized_by"])


def _describe(store: ox.Store, work: str, step: int) -> ChainWork:
    issuer = _first(store, work, _ISSUER)
    return ChainWork(
        work=work,
        label=_first(store, work, _LABEL) or work,
        title=_first(store, work, _TITLE),
        date=_first(store, work, _DATE),
        issuer=_first(store, issuer, _LABEL) if issuer else None,
        held=_first(store, work, _TEXT) is not None,
        step=step,
    )


def _first(store: ox.Store, subject: str, predicate: str) -> str | None:
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return min((str(q.object.value) for q in quads if not isinstance(q.object, ox.Triple)), default=None)
