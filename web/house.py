"""The rooms of one installation, opened when first needed: what the pages, the API and the command line share."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.fingerprint import extractor_fingerprint
from corpus.ingest import IngestReport, Progress, ingest, refresh, reread
from corpus.intake import Fields, Intake
from corpus.library import Library
from corpus.settings import Settings

if TYPE_CHECKING:  # a command that never asks them pays for neither
    from graph.engine.evaluate import Evaluator
    from graph.reader import Reader
    from graph.store import GraphStore
    from search.engine import SearchEngine
    from web.names import Names


MANY = 100
"""Changed documents from which on graph and index are made at the same time, in two processes."""


def _said(progress: Progress, stage: str) -> Progress:
    return lambda done, total, what: progress(done, total, what or stage)


def _silent(done: int, total: int, what: str) -> None:
    pass


class House:
    """Settings and the rooms that hang on them. Safe to share between threads: the library is opened per thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._local = threading.local()
        self._syncing = threading.Lock()

    @property
    def library(self) -> Library:
        library: Library | None = getattr(self._local, "library", None)
        if library is None:
            library = self._local.library = Library.open(self.settings.library_path)
        return library

    @functools.cached_property
    def search(self) -> SearchEngine:
        """The search engine; opens its index at the first question."""
        from search.engine import SearchEngine

        return SearchEngine(self.settings)

    @functools.cached_property
    def graph(self) -> GraphStore:
        """The graph on disk."""
        from graph.store import GraphStore

        return GraphStore(self.settings)

    @functools.cached_property
    def reader(self) -> Reader:
        """The graph's reader, shared by all threads; moves on to a newer snapshot by itself."""
        return self.graph.reader()

    @functools.cached_property
    def evaluator(self) -> Evaluator:
        """Where queries of others are evaluated, under limits; starts its first worker at the first query."""
        from graph.engine.evaluate import Evaluator, Published

        return Evaluator(Published(self.settings.graph_path))

    @functools.cached_property
    def names(self) -> Names:
        """The names of works and bodies, read from the graph at the first question."""
        from web.names import Names

        return Names(self)

    def warm(self) -> None:
        """Prepare in the background what the first request would else wait for."""
        self.search.warm()
        threading.Thread(target=self.names.index, name="warm-names", daemon=True).start()

    def ingest(
        self,
        paths: Iterable[Path],
        progress: Progress = _silent,
        fields: Fields = Fields(),  # noqa: B008
        report: IngestReport | None = None,
    ) -> IngestReport:
        """Read files, folders, archives and collections into the library; a bad file is reported and the others go on."""
        report = report or IngestReport()
        intake = Intake(paths, report, fields)
        total = len(intake)
        progress(0, total, "")
        ingest(self.library, intake, extractor_fingerprint(), report, progress, total)
        progress(total, total, "")
        return report

    def sync(self, progress: Progress = _silent, *, vectors: bool = True) -> None:
        """Bring what is derived from the library up to it: graph and words, then vectors; one thread at a time."""
        with self._syncing:
            if len(self.library.changes_since(self.graph.revision or 0)) < MANY:
                self.graph.sync(self.library, _said(progress, "đồ thị"))
                self.search.sync(self.library, _said(progress, "chỉ mục"), vectors=False)
            else:
                self._sync_beside(progress)
            if vectors:
                self.search.sync(self.library, _said(progress, "mã hóa theo nghĩa"))

    def _sync_beside(self, progress: Progress) -> None:
        """Graph and words at the same time, each in a process."""
        from graph.beside import Beside

        beside = Beside(self.settings)
        try:
            self.search.sync(self.library, _said(progress, "chỉ mục"), vectors=False)
            done = beside.wait(_said(progress, "đồ thị"))
        except BaseException:
            beside.end()
            raise
        if not done:
            self.graph.sync(self.library, _said(progress, "đồ thị"))

    def refresh(self, progress: Progress = _silent) -> int:
        """Read again, from the kept originals, what older code read; returns how many documents were read."""
        return refresh(self.library, extractor_fingerprint(), progress)

    def reread(self, document_id: str) -> str:
        """Read one document again from its kept files; returns its id, another one where newer code reads another text."""
        sha256 = self.library.sources(document_id)[0].sha256 if self.library.sources(document_id) else ""
        reread(self.library, document_id, extractor_fingerprint())
        return self.library.holding(sha256) or document_id
