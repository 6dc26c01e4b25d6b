"""Publishing an index: each sync writes a new generation beside the published one and then swaps a pointer.

A generation is a folder; files that did not change are hard links, so publishing costs what changed. Readers open what the
pointer names and keep it; a writer that is killed leaves a folder that nobody points to. One writer holds the file lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
POINTER = "current"
_COPIED = {"meta.json", ".managed.json"}
"""Replaced, not linked: tantivy's own lists of its files."""


@dataclass(slots=True, kw_only=True)
class Manifest:
    """What a generation holds."""

    identity: str
    """Encoder, passage rules and index form: generations of another identity are made anew, never mixed."""
    revision: int = 0
    """Of the library, applied."""
    next_id: int = 0
    parts: list[str] = field(default_factory=list)
    """Entries and postings, in the order of their ids."""
    chunks: list[str] = field(default_factory=list)
    """Vectors."""
    covered: int = 0
    """How many of the chunks the FAISS file holds."""
    index_kind: str = "none"
    documents: dict[str, list[int]] = field(default_factory=dict)
    """Document -> first id and id after the last of its passages."""
    deleted: list[list[int]] = field(default_factory=list)
    pending: list[list[int]] = field(default_factory=list)
    """Ranges of passages that have their words but no vectors yet, ascending."""

    def forget(self, document: str) -> list[int] | None:
        """Take a document out; returns the range of its passages."""
        extent = self.documents.pop(document, None)
        if extent is not None:
            self.deleted.append(extent)
            waiting = self.waiting
            self.waiting = waiting[(waiting < extent[0]) | (waiting >= extent[1])]
        return extent

    @property
    def waiting(self) -> Ids:
        """The passages that have no vectors yet, ascending."""
        return np.concatenate([np.empty(0, np.int64), *(np.arange(a, b) for a, b in self.pending)])

    @waiting.setter
    def waiting(self, ids: Ids) -> None:
        runs = np.split(ids, np.flatnonzero(np.diff(ids) > 1) + 1) if len(ids) else []
        self.pending = [[int(r[0]), int(r[-1]) + 1] for r in runs]

    def living(self) -> npt.NDArray[np.bool_]:
        """Which of all ids ever given are those of passages that are there."""
        extents = np.array(list(self.documents.values()), np.int64).reshape(-1, 2)
        steps = np.zeros(self.next_id + 1, np.int64)
        np.add.at(steps, extents[:, 0], 1)
        np.add.at(steps, extents[:, 1], -1)
        return np.cumsum(steps[:-1]) > 0

    def deleted_ranges(self) -> list[tuple[int, int]]:
        return [(a, b) for a, b in self.deleted]


class Generations:
    """The folder of generations and the pointer to the published one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: tuple[tuple[int, int], Path] | None = None

    def current(self) -> Path | None:
        """The published generation. The pointer is read only where another file has taken its place: every question asks."""
        try:
            found = (self.folder / POINTER).stat()
            if self._read is None or self._read[0] != (found.st_ino, found.st_mtime_ns):
                with (self.folder / POINTER).open(encoding="ascii") as file:
                    found = os.fstat(file.fileno())
                    self._read = (found.st_ino, found.st_mtime_ns), self.folder / file.read().strip()
        except FileNotFoundError:
            return None
        return self._read[1]

    def manifest(self, generation: Path) -> Manifest:
        return Manifest(**json.loads((generation / "manifest.json").read_text("utf-8")))

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one writer's lock; waits for another writer."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def draft(self, base: Path | None) -> Path:
        """A new folder, holding links to everything in ``base``."""
        for stale in self.folder.glob("new-*"):  # of a writer that was killed: the lock is ours
            shutil.rmtree(stale)
        number = 1 + max((int(p.name[4:]) for p in self.folder.glob("gen-*") if p.name[4:].isdigit()), default=0)
        draft = self.folder / f"new-{number:06d}"
        if base is None:
            draft.mkdir()
        else:
            shutil.copytree(base, draft, copy_function=_link, ignore=shutil.ignore_patterns("*.lock"))
        return draft

    def publish(self, draft: Path, manifest: Manifest) -> Path:
        """Make the draft the published generation, in one step."""
        (draft / "manifest.json").unlink(missing_ok=True)  # may be a link into the published generation
        _write(draft / "manifest.json", json.dumps(asdict(manifest)))
        generation = draft.with_name(draft.name.replace("new-", "gen-"))
        draft.rename(generation)
        previous = self.current()
        _write(self.folder / "pointer.new", generation.name)
        (self.folder / "pointer.new").replace(self.folder / POINTER)
        for old in self.folder.glob("gen-*"):
            if old not in (generation, previous):
                shutil.rmtree(old, ignore_errors=True)
        return generation


def _link(source: str, target: str) -> str:
    if Path(source).name in _COPIED:
        return shutil.copy2(source, target)
    os.link(source, target)
    return target


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
