"""Reading the graph: the newest snapshot, opened read-only; a newer one is noticed at the next question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import pyoxigraph as ox

Term: TypeAlias = ox.NamedNode | ox.Literal | ox.BlankNode
Row: TypeAlias = dict[str, Term]
T = TypeVar("T")


_PAIRS = "SELECT ?s ?o ?p WHERE { ?s ?p ?o }"


class Reader:
    """Safe to share between threads. Before the first sync the graph is empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._store = ox.Store()
        self._kept: dict[str, Any] = {}

    @property
    def store(self) -> ox.Store:
        """The newest snapshot. A store already handed out stays good until it is let go."""
        pointer = self._path / "current"
        try:
            stat = pointer.stat()
        except FileNotFoundError:
            return self._store
        stamp = (stat.st_mtime_ns, stat.st_ino)
        with self._lock:
            if stamp != self._seen:
                self._store = _open(self._path)
                self._seen = stamp
                self._kept = {}
            return self._store

    def once(self, key: str, make: Callable[[], T]) -> T:
        """What ``make`` gives over the newest snapshot, worked out once and kept until there is a newer one."""
        _ = self.store  # notices a newer snapshot
        kept = self._kept
        if key not in kept:
            kept[key] = make()
        found: T = kept[key]
        return found

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """(subject, object) of every statement with this predicate, from all graphs; the quick way to a whole column."""
        node = ox.NamedNode(predicate)
        found = self.store.query(_PAIRS, use_default_graph_as_union=True, substitutions={ox.Variable("p"): node})
        if isinstance(found, ox.QuerySolutions):
            yield from ((str(row[0].value), str(row[1].value)) for row in found)

    def query(self, sparql: str, **bindings: Term | str) -> list[Row]:
        """Rows of a SELECT over the union of all graphs; ``bindings`` are put in as terms (a ``str`` is an IRI), never as text.

        A variable that is bound must stand in the projection (SEP-0007).
        """
        solutions = self.store.query(sparql, use_default_graph_as_union=True, substitutions=_terms(bindings))
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("query() takes a SELECT; use ask() or describe()")
        names = [v.value for v in solutions.variables]
        return [{n: term for n, term in zip(names, row, strict=True) if term is not None} for row in solutions]

    def ask(self, sparql: str, **bindings: Term | str) -> bool:
        """The answer of an ASK."""
        return bool(self.store.query(sparql, use_default_graph_as_union=True, substitutions=_terms(bindings)))

    def describe(self, iri: str) -> list[ox.Quad]:
        """Every quad with ``iri`` as subject or object."""
        node = ox.NamedNode(iri)
        store = self.store
        found = {*store.quads_for_pattern(node, None, None, None), *store.quads_for_pattern(None, None, node, None)}
        return sorted(found, key=str)

    def contains(self, iri: str) -> bool:
        """True where anything is said about ``iri``."""
        return next(iter(self.store.quads_for_pattern(ox.NamedNode(iri), None, None, None)), None) is not None

    def __len__(self) -> int:
        return len(self.store)


def _terms(bindings: Mapping[str, Term | str]) -> dict[ox.Variable, Term | ox.Triple]:
    return {ox.Variable(k): ox.NamedNode(v) if isinstance(v, str) else v for k, v in bindings.items()}


def _open(path: Path) -> ox.Store:
    """Open what the pointer names; where a sync replaced and removed it in between, read the pointer again."""
    for attempt in range(5):
        name = (path / "current").read_text().strip()
        try:
            return ox.Store.read_only(str(path / "snapshots" / name))
        except OSError:
            if attempt == 4:
                raise
    raise AssertionError("unreachable")
