"""Quads of some documents that go into the store together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pyoxigraph as ox

from corpus.library import Stored
from graph import identity
from graph import terms as t
from graph.nquads import Writer, string, typed

PART_QUADS = 150_000
"""Quads written at a time: small enough that sorting them stays near the processor, large enough that few files wait to be merged."""
PART_DOCUMENTS = 1000
"""So many documents at most are made again after a kill."""
BULK_BYTES = 2**20
"""From this size on quads go in by the bulk loader, which writes files directly and is several times faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the sync made of one document: its quads, and what is marked in the index once they are loaded."""

    document: str
    quads: bytes = b""
    count: int = 0
    """How many quads these are."""
    awaited: set[tuple[str, str]] = field(default_factory=set)
    shared: Mapping[str, str] = field(default_factory=dict)
    run: str = ""
    """The quads of the run that read it. They go in after all parts: their graph would make the files of all parts overlap."""


class Part:
    """Documents that are loaded together."""

    def __init__(self) -> None:
        self._quads: list[bytes] = []
        self._count = 0
        self.done: list[Made] = []

    def has_room_for(self, made: Made) -> bool:
        return self._count + made.count <= PART_QUADS and len(self.done) < PART_DOCUMENTS

    def add(self, made: Made) -> None:
        self._quads.append(made.quads)
        self._count += made.count
        self.done.append(replace(made, quads=b""))

    def load(self, store: ox.Store) -> None:
        """Put all quads into the store; the part lets them go."""
        data = b"".join(self._quads)
        self._quads.clear()
        load(store, data)


def run_quads(base: str, document: str, stored: Stored) -> str:
    """When a document was read, and whence."""
    w = Writer(base, identity.RUNS_GRAPH)
    run = w.ref(identity.run(document))
    w.add(run, t.prov("endedAtTime"), typed(datetime.now(UTC).isoformat(timespec="seconds"), "dateTime"))
    for s in stored.sources:
        w.add(w.ref(identity.file(s.sha256)), t.dct("source"), string(s.origin) if s.origin else None)
    return str(w)


def load(store: ox.Store, quads: bytes | str) -> None:
    """Put quads of our own writing into the store; their IRIs are escaped already (:func:`graph.nquads.iri`) and not read a second time."""
    data = quads.encode() if isinstance(quads, str) else quads
    if len(data) >= BULK_BYTES:
        store.bulk_load(data, ox.RdfFormat.N_QUADS, lenient=True)
    elif data:
        store.load(data, ox.RdfFormat.N_QUADS, lenient=True)
