"""Bringing the words of the index up to the library: batches of changed documents, each published as a generation.

Words come first, so that a large library can be searched within minutes; :mod:`search.meaning` then adds the vectors.
A kill at any moment costs at most the batch at work; the next sync goes on from the revision that was published.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path

import numpy as np

from corpus.library import Change, Library, Stored
from search import passages as cutting
from search import vectors
from search.encode import Encoder, Vectors
from search.entry import Entry, from_json
from search.facets import document_facets, has_target
from search.generations import Generations, Manifest
from search.lexical import stored_entries
from search.parts import Parts
from search.passages import passages
from search.snapshot import Snapshot
from search.vocabulary import Vocabulary
from search.writer import MOST, PassageWriter

Progress = Callable[[int, int, str], None]

INDEX_VERSION = 7
"""Counts up when the form of the index changes."""
SMALL_CHUNK = 20_000
MANY_CHUNKS = 16


def identity(encoder: Encoder) -> str:
    """What an index is made of: of two identities nothing may be mixed."""
    return f"{encoder.identity} passages={cutting.VERSION} index={INDEX_VERSION}"


def sync(generations: Generations, library: Library, encoder: Encoder, progress: Progress) -> int:
    """Take all changes of the library in, with the vectors that are known; returns how many documents changed."""
    with generations.writing():
        published, manifest = _start(generations, identity(encoder))
        earlier = {} if published else _earlier(generations, encoder)
        changes = library.changes_since(manifest.revision)
        done = 0
        while done < len(changes) or published is None:
            progress(done, len(changes), "")
            batch = _Batch(generations, published, manifest, encoder, earlier)
            with _uncollected():
                for change in changes[done:]:
                    if batch.is_full:
                        break
                    batch.apply(change, library)
                    done += 1
            published = batch.publish()
        progress(len(changes), len(changes), "")
        return len(changes)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: a batch makes millions of objects and no cycle, and looking through them takes a tenth of it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _start(generations: Generations, wanted: str) -> tuple[Path | None, Manifest]:
    """The published generation, or an empty start where there is none, or one of another identity, or a broken one."""
    published = generations.current()
    if published is not None:
        try:
            manifest = generations.manifest(published)
            if manifest.identity == wanted:
                return published, manifest
        except (OSError, ValueError, TypeError):
            pass
    return None, Manifest(identity=wanted)


def _earlier(generations: Generations, encoder: Encoder) -> dict[str, Vectors]:
    """Vectors by digest of an index in an older form that the same encoder made: they are what an index costs."""
    published = generations.current()
    try:
        manifest = generations.manifest(published) if published else None
        if manifest is None or published is None or not manifest.identity.startswith(f"{encoder.identity} "):
            return {}
        kept, digests = Snapshot(published, manifest).vectors, _digests(published, manifest)
        found: dict[str, Vectors] = {}
        for at in range(0, len(kept.ids), 1000):
            known = [i for i in kept.ids[at : at + 1000].tolist() if i in digests]
            both = kept.both(np.array(known, np.int64)).astype(np.float16)
            found.update(zip((digests[i] for i in known), both, strict=True))
        return found
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _digests(published: Path, manifest: Manifest) -> dict[int, str]:
    """What the vectors of each passage depend on, by id; before version 6 entries were kept in the engine of words."""
    if manifest.parts:
        parts, living = Parts(published, manifest.parts), np.flatnonzero(manifest.living())
        return {i: parts.entry(i).passage.digest for i in living.tolist()}
    entries = (from_json(stored) for stored in stored_entries(published / "lexical"))
    return {e.id: e.passage.digest for e in entries}


class _Batch:
    """Changes that are published together."""

    def __init__(
        self, generations: Generations, published: Path | None, manifest: Manifest, encoder: Encoder, earlier: dict[str, Vectors]
    ) -> None:
        self._generations, self._manifest, self._encoder, self._earlier = generations, manifest, encoder, earlier
        self._draft = generations.draft(published)
        self._old = Snapshot(published, copy(manifest)) if published else None
        self._writer = PassageWriter(self._draft, self._old.vocabulary if self._old else Vocabulary.empty())
        self._new: list[int] = []
        self._reused: dict[int, Vectors] = {}

    @property
    def is_full(self) -> bool:
        return len(self._new) >= MOST

    def apply(self, change: Change, library: Library) -> None:
        known = self._forget(change.document)
        if change.kind == "put":
            stored = next(iter(_existing(library, change.document)), None)
            if stored is not None:
                self._add(stored, known)
        self._manifest.revision = change.revision

    def _forget(self, document: str) -> dict[str, Vectors]:
        """Take a document out of the draft; returns its vectors by the digest of the passage."""
        extent = self._manifest.forget(document)
        if extent is None or self._old is None:
            return {}
        ids = np.arange(*extent)
        entries = [self._old.parts.entry(i) for i in ids.tolist()]
        self._writer.delete(document, entries)
        known = self._old.vectors.has(ids)
        both = self._old.vectors.both(ids[known])
        return {e.passage.digest: v for e, v in zip(itertools.compress(entries, known), both, strict=True)}

    def _add(self, stored: Stored, known: dict[str, Vectors]) -> None:
        found = passages(stored.document)
        first = self._manifest.next_id
        shared = document_facets(stored.document, stored.facts)
        facets = {has: {**shared, "targets": ("true" if has else "false",)} for has in (False, True)}
        number, name = stored.document.header.number, stored.sources[0].name if stored.sources else stored.id
        entries = []
        for i, p in enumerate(found, first):
            own = facets[has_target(stored.facts, p.start, p.end)]
            entries.append(Entry(id=i, passage=p, file=name, number=number, date=stored.document.header.date, facets=own))
            vector = known.get(p.digest, self._earlier.get(p.digest)) if known or self._earlier else None
            if vector is not None:
                self._reused[i] = vector
        self._writer.add(entries)
        self._new += range(first, first + len(found))
        self._manifest.next_id = first + len(found)
        self._manifest.documents[stored.id] = [first, first + len(found)]

    def publish(self) -> Path:
        self._writer.commit(self._manifest)
        self._write_vectors()
        return self._generations.publish(self._draft, self._manifest)

    def _write_vectors(self) -> None:
        """Those that were known; the other passages wait for theirs."""
        reused = np.array(sorted(self._reused), np.int64)
        if len(reused):
            name = f"c-{reused[0]:09d}"
            vectors.write_chunk(self._draft, name, reused, np.stack([self._reused[i] for i in reused.tolist()]))
            self._manifest.chunks.append(name)
        new = np.setdiff1d(np.array(self._new, np.int64), reused)
        self._manifest.waiting = np.concatenate([self._manifest.waiting, new])
        tidy(self._draft, self._manifest)


def _existing(library: Library, document: str) -> Iterator[Stored]:
    """The document, unless a later change removed it meanwhile."""
    from corpus.errors import NotFoundError

    try:
        yield library.get(document)
    except NotFoundError:
        return


def tidy(folder: Path, manifest: Manifest) -> None:
    """Join small chunks, drop the vectors of deleted passages, and make the FAISS index where it pays."""
    sizes = [len(np.load(folder / f"{c}.ids.npy", mmap_mode="r")) for c in manifest.chunks]
    gone = sum(b - a for a, b in manifest.deleted)
    if gone > 1000 and gone > 0.25 * sum(sizes):
        _rewrite(folder, manifest, 0)
    elif len(sizes) > MANY_CHUNKS:
        tail = next((i for i in range(len(sizes), 0, -1) if sizes[i - 1] >= SMALL_CHUNK), 0)
        if len(sizes) - max(tail, manifest.covered) > MANY_CHUNKS // 2:
            _rewrite(folder, manifest, max(tail, manifest.covered))
    sizes = [len(np.load(folder / f"{c}.ids.npy", mmap_mode="r")) for c in manifest.chunks]
    loose, total = sum(sizes[manifest.covered :]), sum(sizes)
    if loose > max(vectors.LOOSE_UP_TO, 0.1 * total):
        manifest.index_kind = vectors.build(folder, manifest.chunks, manifest.deleted_ranges())
        manifest.covered = len(manifest.chunks)


def _rewrite(folder: Path, manifest: Manifest, first: int) -> None:
    """Write the chunks from ``first`` on as one, without what was deleted."""
    dead = vectors.Ranges(manifest.deleted_ranges())
    old = manifest.chunks[first:]
    lists, parts = [], []
    for name in old:
        ids = np.load(folder / f"{name}.ids.npy")
        living = dead.outside(ids)
        lists.append(ids[living])
        parts.append(np.load(folder / f"{name}.npy", mmap_mode="r")[living])
    joined = f"{old[0]}-{manifest.next_id:09d}"
    vectors.write_chunk(folder, joined, np.concatenate(lists), np.concatenate(parts))
    for name in old:
        (folder / f"{name}.npy").unlink()
        (folder / f"{name}.ids.npy").unlink()
    manifest.chunks[first:] = [joined]
    if first == 0:
        manifest.deleted.clear()
        manifest.covered, manifest.index_kind = 0, "none"
        (folder / vectors.INDEX_FILE).unlink(missing_ok=True)
