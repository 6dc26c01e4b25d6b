"""The search engine of one installation: ``sync(library)`` and ``search(Query) -> Results``."""

from __future__ import annotations

import threading
from dataclasses import replace

from corpus.errors import QueryError
from corpus.library import Library
from corpus.settings import Settings
from search import meaning
from search import sync as syncing
from search.answer import Answer
from search.encode import Encoder, load_encoder
from search.generations import Generations
from search.likeness import alike
from search.results import SORTS, Query, Results
from search.snapshot import Snapshot
from search.understand import understand
from search.vocabulary import Vocabulary


def _silent(done: int, total: int, what: str) -> None:
    pass


class SearchEngine:
    """Safe to share between threads; opens nothing before the first question."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        self._settings = settings
        self._generations = Generations(settings.search_path)
        self.encoder = encoder or load_encoder(settings)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def sync(self, library: Library, progress: syncing.Progress = _silent, *, vectors: bool = True) -> int:
        """Bring the index up to the library, words first; returns how many documents changed.

        Without ``vectors`` the new passages are found by their words only, until a later sync encodes them.
        """
        changed = syncing.sync(self._generations, library, self.encoder, progress)
        if vectors:
            meaning.fill(self._generations, syncing.identity(self.encoder), self.encoder, progress)
        return changed

    def warm(self) -> None:
        """Load in the background what the first question would wait for."""
        threading.Thread(target=self._warm, name="warm-search", daemon=True).start()

    def _warm(self) -> None:
        snapshot = self.snapshot()
        if snapshot is not None:  # tables of the vocabulary are made when they are first asked for
            understand("ke hoach ktxh nam nao", snapshot.vocabulary, snapshot)
        self.encoder.warm()

    @property
    def revision(self) -> int:
        """Revision of the library that the published index holds; 0 where there is none."""
        published = self._generations.current()
        return 0 if published is None else self._generations.manifest(published).revision

    def snapshot(self) -> Snapshot | None:
        """The published generation; opens a newer one when there is one."""
        with self._lock:
            for _ in range(5):  # a generation may be removed between reading its name and opening it
                published = self._generations.current()
                if published is None:
                    return None
                if self._snapshot is not None and self._snapshot.folder == published:
                    return self._snapshot
                try:
                    opened = Snapshot(published, self._generations.manifest(published)).open()
                except (FileNotFoundError, ValueError):
                    continue
                if opened.manifest.identity != syncing.identity(self.encoder):
                    raise QueryError(
                        "Chỉ mục tìm kiếm do một mô hình hay phiên bản khác tạo ra; hãy chạy «luocdo sync».",
                        "The search index was made by another model or version; run “luocdo sync”.",
                    )
                self._snapshot = opened
                return opened
        raise QueryError("Không mở được chỉ mục tìm kiếm; hãy chạy «luocdo sync».", "The search index cannot be opened; run “luocdo sync”.")

    def search(self, query: Query) -> Results:
        """Answer a question over the published index."""
        if query.sort not in SORTS:
            raise QueryError(
                f"Không có cách xếp «{query.sort[:40]}»; có: {', '.join(SORTS)}.",
                f"No order “{query.sort[:40]}”; there are: {', '.join(SORTS)}.",
            )
        snapshot = self.snapshot()
        if snapshot is None or not len(snapshot):
            return Results(query=understand(query.text, Vocabulary.empty(), verbatim=True), total=0)
        if query.like:
            return alike(snapshot, self._settings.base, query)
        understood = understand(query.text, snapshot.vocabulary, snapshot, verbatim=query.verbatim)
        filters = {**understood.filters, **{k: tuple(v) for k, v in query.filters.items() if v}}
        return Answer(snapshot, self.encoder, self._settings.base, replace(understood, filters=filters), query).results()
