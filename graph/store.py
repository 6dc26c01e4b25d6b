"""The graph on disk: one writer under a file lock, published as snapshots that any number of processes read.

    graph/live/            Oxigraph's directory; only the writer opens it
    graph/index.sqlite3    what each document says by itself, and who waits (graph.index)
    graph/snapshots/<n>/   what readers open; <n> is the library revision and a counter
    graph/current          name of the newest snapshot, replaced atomically
    graph/lock             held by the writer

A killed sync leaves marks in the index and at most an unpublished snapshot; the next sync finishes from there.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyoxigraph as ox

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.settings import Settings
from graph.reader import Reader

Progress = Callable[[int, int, str], None]
KEEP_SNAPSHOTS = 3


def _silent(done: int, total: int, what: str) -> None:
    pass


class GraphStore:
    """The graph of one installation. Making it opens nothing; ``sync`` writes, ``reader`` reads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.path = settings.graph_path

    @property
    def snapshot_path(self) -> Path | None:
        """The newest published snapshot, for ``pyoxigraph.Store.read_only``; None before the first sync."""
        return current_snapshot(self.path)

    def reader(self) -> Reader:
        """A reader of the newest snapshot, which moves on to a newer one by itself."""
        return Reader(self.path)

    @property
    def revision(self) -> int | None:
        """The library revision of the newest snapshot."""
        snapshot = self.snapshot_path
        return None if snapshot is None else int(snapshot.name.split("-")[0])

    def sync(self, library: Library, progress: Progress = _silent, today: str | None = None) -> int:
        """Bring the graph up to the library and publish it; returns how many documents were written.

        ``today`` (ISO, the clock's day where not given) is the day whose force of works is stated.

        Raises :class:`LibraryError` where another process is syncing for too long.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with _lock(self.path / "lock"):
            from graph.sync import Sync  # the vocabulary and the resolver are not needed for reading

            fingerprint = code_fingerprint()
            stamp = self.path / "fingerprint"
            if not stamp.exists() or stamp.read_text() != f"{fingerprint} {self.settings.base}":
                self._start_again()
                stamp.write_text(f"{fingerprint} {self.settings.base}")
            sync = Sync(self.path, self.settings.base, today or date.today().isoformat())
            try:
                written, changed = sync.run(library, progress)
                if changed or self.snapshot_path is None:
                    self._publish(sync.store, sync.revision)
            finally:
                sync.close()
        return written

    def _start_again(self) -> None:
        """Other code, vocabulary or base: everything is derived, so it is made again. Readers keep their snapshot meanwhile."""
        shutil.rmtree(self.path / "live", ignore_errors=True)
        for leftover in self.path.glob("index.sqlite3*"):
            leftover.unlink()

    def _publish(self, store: ox.Store, revision: int) -> None:
        snapshots = self.path / "snapshots"
        snapshots.mkdir(exist_ok=True)
        taken = [int(p.name.split("-")[1]) for p in snapshots.iterdir() if "-" in p.name]
        name = f"{revision}-{max(taken, default=0) + 1}"
        store.flush()
        store.backup(snapshots / name)
        pointer = self.path / "current.new"
        pointer.write_text(name)
        pointer.replace(self.path / "current")
        by_age = sorted((p for p in snapshots.iterdir()), key=lambda p: int(p.name.split("-")[1]))
        for old in by_age[:-KEEP_SNAPSHOTS]:
            shutil.rmtree(old, ignore_errors=True)


def current_snapshot(path: Path) -> Path | None:
    """The newest published snapshot under a graph folder."""
    try:
        snapshot = path.joinpath("snapshots", (path / "current").read_text("ascii").strip())
    except FileNotFoundError:
        return None
    return snapshot if snapshot.is_dir() else None


def code_fingerprint() -> str:
    """16 hex digits over everything that decides the quads: this package, the vocabulary, the tables it looks things up in."""
    here = Path(__file__).parent
    corpus = here.parent / "corpus"
    files = [*here.glob("*.py"), *(here.parent / "ontology").glob("*.*"), *corpus.glob("patterns/*.toml")]
    files += [corpus / f"{name}.py" for name in ("gazetteer", "laws", "successors", "symbol", "text")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold the writer's lock; a writer that died lets it go by itself. Waits for one that works."""
    import fcntl

    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            raise LibraryError(
                f"Không khóa được {path}: {error.strerror}.",
                f"Cannot lock {path}: {error.strerror}.",
            ) from error
        yield


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
