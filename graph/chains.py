"""Walks along the relations between works: chains up and down, and paths.

A SPARQL property path cannot stop at a depth, and says nothing of the way; these walk the relations of a snapshot instead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from graph.reader import Reader
from graph.relations import GENERIC, Relations, first, relations
from ontology import DCT, PREFIXES, VNP

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
    known, steps, cut = relations(reader), {work: 0}, False
    for direction, depth in ((1, up), (-1, down)):
        border = [work]
        for step in range(1, depth + 1):
            found = dict.fromkeys(n for w in border for n in _neighbours(known, w, direction) if n not in steps)
            border = list(found)[: limit - len(steps)]
            cut = cut or len(border) < len(found)
            steps |= dict.fromkeys(border, direction * step)
    return Chain(works=_described(reader, steps.items()), links=links_among(known, steps), cut=cut)


def path(reader: Reader, start: str, end: str) -> Chain | None:
    """A shortest way from one work to another along relations in either direction; None where there is none."""
    known = relations(reader)
    came: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue and len(came) < MOST_STEPS:
        here = queue.popleft()
        if here == end:
            way = _way_back(came, end)
            return Chain(works=_described(reader, ((w, i) for i, w in enumerate(way))), links=links_among(known, way))
        for n in (*_neighbours(known, here, 1), *_neighbours(known, here, -1)):
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


def links_among(known: Relations, works: Iterable[str]) -> tuple[ChainLink, ...]:
    """Every relation between two of ``works``; the generic one only where no other says more."""
    inside = set(works)
    found = {ChainLink(source=w, relation=r, target=n) for w in inside for r, n in known.of(w, 1) if n in inside}
    said = {(x.source, x.target) for x in found if x.relation != GENERIC}
    return tuple(sorted(x for x in found if x.relation != GENERIC or (x.source, x.target) not in said))


def _neighbours(known: Relations, work: str, direction: int) -> list[str]:
    return sorted({n for _, n in known.of(work, direction) if n != work})


_LABEL, _TITLE, _ISSUER = PREFIXES["rdfs"] + "label", str(DCT["title"]), str(VNP["issuedBy"])


def _described(reader: Reader, steps: Iterable[tuple[str, int]]) -> tuple[ChainWork, ...]:
    """Each work in words; bodies are many works' issuers, and are named once."""
    store, known, bodies = reader.store, relations(reader), dict[str, str | None]()
    found = []
    for work, step in steps:
        issuer = first(store, work, _ISSUER)
        if issuer and issuer not in bodies:
            bodies[issuer] = first(store, issuer, _LABEL)
        found.append(
            ChainWork(
                work=work,
                label=first(store, work, _LABEL) or work,
                title=first(store, work, _TITLE),
                date=known.dates.get(work),
                issuer=bodies[issuer] if issuer else None,
                held=work in known.held,
                step=step,
            )
        )
    return tuple(found)
