"""One sync: take in what documents say, then write the graphs of all that are dirty, in bounded batches."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox

from corpus.errors import NotFoundError
from corpus.library import Library, Stored
from graph import curation, identity, shared, tables
from graph import terms as t
from graph.evidence import facts_for_others
from graph.index import Index
from graph.laws import law_names
from graph.merging import MOST_PARTS, catch_up, put_off
from graph.nquads import Writer, text, typed
from graph.part import Made, Part, load, run_quads
from graph.reading import Read, read
from graph.resolve import keys_awaited, resolve
from graph.triples import build
from ontology import FILES, HERE, VNP

BATCH = 200
SHARED_BATCH = 50_000
"""Things that documents share, written at a time: about a third of a million quads."""
KEPT_CHARACTERS = 2**24
"""Documents just listened to are kept up to this length, so that most need not be read twice."""
Progress = Callable[[int, int, str], None]


class Sync:
    """The writer's hands: the live store and the index, open together."""

    def __init__(self, path: Path, base: str, today: str) -> None:
        self.base = base
        self.today = today
        self.index = Index(path / "index.sqlite3")
        self.store = ox.Store(path / "live")
        self._fresh = next(iter(self.store), None) is None
        self._waiting = 0
        """Parts that are not merged yet."""
        self._kept: dict[str, tuple[Stored, Read]] = {}
        self._kept_characters = 0

    def close(self) -> None:
        self.store.flush()
        self.index.close()
        del self.store

    @property
    def revision(self) -> int:
        return int(self.index.meta("revision") or 0)

    def run(self, library: Library, report: Progress) -> tuple[int, bool]:
        """Returns how many documents were written, and whether anything changed."""
        before = self.revision
        self._vocabulary()
        for change_count, total in self._listen(library):
            report(change_count, total, "")
        dirty = self._ordered(self.index.dirty())
        self._write(library, dirty, report)
        if self._waiting > 1:
            catch_up(self.store)
        load(self.store, self.index.runs())
        self.store.flush()
        self.index.runs_done()
        aged = self._age()
        self._write_shared()
        report(len(dirty), len(dirty), "")
        changed = bool(dirty) or aged or before != self.revision or self._state() != self.revision
        if changed:
            self._replace(identity.CORRECTIONS_GRAPH, self._corrections(library))
            self._replace(identity.STATE_GRAPH, _state_quads(self.base, self.revision))
        return len(dirty), changed

    # First half: what each document says by itself

    def _listen(self, library: Library) -> Iterator[tuple[int, int]]:
        changes = library.changes_since(self.revision)
        for start in range(0, len(changes), BATCH):
            batch = changes[start : start + BATCH]
            told = [(c.document, self._said(library, c.document)) for c in batch]
            self.index.begin()
            for document, rows in told:
                self.index.say(document, rows)
            self.index.set_meta("revision", str(batch[-1].revision))
            self.index.commit()
            yield start + len(batch), len(changes)

    def _said(self, library: Library, document: str) -> set[tuple[str, str, str]]:
        found = _read(library, document)
        if found is None:
            return set()
        stored, r = found
        if self._kept_characters < KEPT_CHARACTERS:
            self._kept[document] = found
            self._kept_characters += len(stored.document.text)
        return facts_for_others(r, law_names(stored.document.header))

    # Second half: the graphs

    def _ordered(self, documents: list[str]) -> list[str]:
        """A new store takes many documents in the order of its own keys: files that do not overlap need not be merged."""
        if not self._fresh or len(documents) < BATCH:
            return documents
        names = {self.base + identity.graph(d): d for d in documents}
        with tempfile.TemporaryDirectory() as folder:
            empty = ox.Store(folder)
            for name in names:
                empty.add_graph(ox.NamedNode(name))
            ordered = [names[g.value] for g in empty.named_graphs()]
            del empty
        return ordered

    def _write(self, library: Library, documents: Sequence[str], report: Progress) -> None:
        """Write the graphs of documents, in parts that the store loads in bounded memory, one while the next is made."""
        with ThreadPoolExecutor(1, "loader") as loader:
            part, loading = Part(), None
            for n, document in enumerate(documents):
                report(n, len(documents), "")
                made = self._make(library, document)
                if not part.has_room_for(made):
                    self._finish(loading)
                    loading = (part, loader.submit(part.load, self.store))
                    part = Part()
                part.add(made)
            self._finish(loading)
            self._finish((part, loader.submit(part.load, self.store)))

    def _make(self, library: Library, document: str) -> Made:
        self._clear(identity.graph(document))
        found = self._kept.pop(document, None) or _read(library, document)
        if found is None:
            return Made(document=document)
        stored, r = found
        resolutions = resolve(r, self.index)
        built = build(stored.document, stored.facts, r, resolutions, base=self.base, sources=stored.sources, extractor=stored.extractor)
        awaited = keys_awaited(r, resolutions)
        run = run_quads(self.base, document, stored)
        return Made(document=document, quads=built.quads.encode(), count=built.count, awaited=awaited, shared=built.shared, run=run)

    def _finish(self, loading: tuple[Part, Future[None]] | None) -> None:
        """Wait until a part is loaded; only then are its documents done."""
        if loading is None:
            return
        part, loaded = loading
        loaded.result()
        self.store.flush()
        if self._fresh:
            self._put_off()
        self.index.begin()
        for made in part.done:
            self.index.done(made.document, made.awaited, made.shared, made.run)
        self.index.commit()

    def _put_off(self) -> None:
        """A part of a new store is in: its merging waits until all are, or too many."""
        self._waiting += 1
        if self._waiting % MOST_PARTS:
            put_off()
        else:
            catch_up(self.store)

    def _age(self) -> bool:
        """On another day than the last time, works that come into force or end by the day are looked at again."""
        before = self.index.meta("day")
        if before == self.today:
            return False
        aged = [s for s, p in self.index.all_payloads() if shared.depends_on_day(p)] if before else []
        self.index.begin()
        self.index.mark(aged)
        self.index.set_meta("day", self.today)
        self.index.commit()
        return bool(aged)

    def _write_shared(self) -> None:
        """Make the shared things again whose payloads changed."""
        graph = ox.NamedNode(self.base + identity.SHARED_GRAPH)
        subjects = self.index.dirty_subjects()
        for start in range(0, len(subjects), SHARED_BATCH):
            batch = subjects[start : start + SHARED_BATCH]
            writer = Writer(self.base, identity.SHARED_GRAPH)
            for path, payloads in self.index.payloads(batch[0], batch[-1]):
                if not self._fresh:
                    for quad in list(self.store.quads_for_pattern(ox.NamedNode(self.base + path), None, None, graph)):
                        self.store.remove(quad)
                shared.write(writer, path, payloads, self.today)
            load(self.store, str(writer))
            self.store.flush()
            self.index.begin()
            self.index.subjects_done(batch)
            self.index.commit()

    def _clear(self, path: str) -> None:
        """Take a document's graph out, also what it says of its run."""
        if self._fresh:
            return
        graph = ox.NamedNode(self.base + path)
        if self.store.contains_named_graph(graph):
            self.store.remove_graph(graph)
        run = ox.NamedNode(self.base + identity.run(path.removeprefix("g/")))
        for quad in list(self.store.quads_for_pattern(run, None, None, ox.NamedNode(self.base + identity.RUNS_GRAPH))):
            self.store.remove(quad)

    def _replace(self, path: str, quads: Writer) -> None:
        graph = ox.NamedNode(self.base + path)
        if self.store.contains_named_graph(graph):
            self.store.remove_graph(graph)
        load(self.store, str(quads))

    def _corrections(self, library: Library) -> Writer:
        writer = Writer(self.base, identity.CORRECTIONS_GRAPH)
        curation.write(writer, library.corrections())
        return writer

    def _vocabulary(self) -> None:
        """The vocabulary is part of the graph, so that labels can be asked for; new code starts a new store, so once is enough."""
        graph = ox.NamedNode(self.base + identity.ONTOLOGY_GRAPH)
        if self.index.meta("vocabulary"):
            return
        w = Writer(self.base, identity.ONTOLOGY_GRAPH)
        for path, (vi, en) in tables.LABELS.items():
            w.many(w.ref(path), [(t.A, t.prov("Entity")), (t.LABEL, text(vi)), (t.LABEL, text(en, "en"))])
        load(self.store, str(w))
        for name in FILES:
            if (HERE / name).exists():
                self.store.load(path=HERE / name, format=ox.RdfFormat.TURTLE, to_graph=graph)
        self.store.flush()
        self.index.set_meta("vocabulary", "loaded")

    def _state(self) -> int:
        state = ox.NamedNode(self.base + identity.STATE_GRAPH)
        quads = self.store.quads_for_pattern(state, ox.NamedNode(str(VNP.libraryRevision)), None, state)
        return next((int(q.object.value) for q in quads if isinstance(q.object, ox.Literal)), -1)


def _state_quads(base: str, revision: int) -> Writer:
    w = Writer(base, identity.STATE_GRAPH)
    w.add(w.ref(identity.STATE_GRAPH), t.vnp["libraryRevision"], typed(revision, "integer"))
    return w


def _read(library: Library, document: str) -> tuple[Stored, Read] | None:
    try:
        stored = library.get(document)
    except NotFoundError:
        return None
    return stored, read(stored.document, stored.facts)
