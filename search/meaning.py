"""Vectors for the passages that have their words already: encoded a batch at a time, each published as a generation.

The model is what an index costs (minutes for a hundred documents), so the writer's lock is held only to publish: others add
documents meanwhile. What was encoded when a run is interrupted is kept.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from search import vectors
from search.encode import Encoder, Vectors
from search.generations import Generations, Manifest
from search.parts import Parts
from search.passages import Passage
from search.sync import tidy
from search.vectors import Ids

BATCH = 600
"""Passages to encode before a generation is published."""
SLICE = 64
"""Passages to encode in one go: what an interrupted run loses."""
Progress = Callable[[int, int, str], None]


def fill(generations: Generations, identity: str, encoder: Encoder, progress: Progress) -> None:
    """Encode every passage that waits; leaves at once where another process is doing so."""
    with _alone(generations.folder) as alone:
        if not alone:
            return
        done = 0
        while found := _waiting(generations, identity):
            passages, left = found
            progress(done, done + left, "")
            _encode(generations, identity, encoder, passages)
            done += len(passages)
            progress(done, max(done, done + left - len(passages)), "")


def _waiting(generations: Generations, identity: str) -> tuple[list[tuple[int, Passage]], int] | None:
    """The next passages to encode, with their ids, and how many wait in all; None where none do."""
    with generations.writing():
        opened = _published(generations, identity)
        if opened is None:
            return None
        published, manifest = opened
        waiting = manifest.waiting
        entries = Parts(published, manifest.parts).entries(waiting[:BATCH].tolist()) if len(waiting) else {}
    return ([(i, e.passage) for i, e in entries.items()], len(waiting)) if entries else None


def _published(generations: Generations, identity: str) -> tuple[Path, Manifest] | None:
    published = generations.current()
    manifest = generations.manifest(published) if published else None
    return (published, manifest) if published and manifest and manifest.identity == identity else None


def _encode(generations: Generations, identity: str, encoder: Encoder, passages: list[tuple[int, Passage]]) -> None:
    """Encode and publish; when interrupted, what was encoded so far."""
    by_length = sorted(passages, key=lambda p: len(p[1].text))  # padding costs as much as words
    ids, parts = list[int](), list[Vectors]()
    try:
        for at in range(0, len(by_length), SLICE):
            some = by_length[at : at + SLICE]
            parts.append(both_ways(encoder, [(p.context, p.plain) for _, p in some]))
            ids += [i for i, _ in some]
    finally:
        if ids:
            order = np.argsort(ids)
            _publish(generations, identity, np.array(ids, np.int64)[order], np.concatenate(parts)[order])


def both_ways(encoder: Encoder, passages: Sequence[tuple[str, str]]) -> Vectors:
    """Passages (what stands above, text), each encoded by its text alone and in its context."""
    alone = encoder.passages([text for _, text in passages])
    in_context = encoder.passages([f"{context}\n{text}" for context, text in passages])
    return np.stack([alone, in_context], axis=1)


def _publish(generations: Generations, identity: str, ids: Ids, both: Vectors) -> None:
    with generations.writing():
        opened = _published(generations, identity)
        wanted = np.isin(ids, opened[1].waiting) if opened else np.zeros(len(ids), bool)
        if opened is None or not wanted.any():  # removed meanwhile, or the index is made anew
            return
        published, manifest = opened
        draft, ids = generations.draft(published), ids[wanted]
        name = f"c-{ids[0]:09d}"
        vectors.write_chunk(draft, name, ids, both[wanted])
        manifest.chunks.append(name)
        manifest.waiting = np.setdiff1d(manifest.waiting, ids)
        tidy(draft, manifest)
        generations.publish(draft, manifest)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether no other process is encoding for this index."""
    with (folder / "encoding").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
