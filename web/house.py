"""The rooms of one installation, opened when first needed: what the pages, the API and the command line share."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import intake
from corpus.extract import extract
from corpus.fingerprint import extractor_fingerprint
from corpus.ingest import IngestReport, Progress, ingest
from corpus.library import Library
from corpus.read import read_bytes
from corpus.settings import Settings
from corpus.structure import parse

if TYPE_CHECKING:  # a command that never asks them pays for neither
    from graph.engine.evaluate import Evaluator
    from graph.reader import Reader
    from graph.store import GraphStore
    from search.engine import SearchEngine


def _silent(done: int, total: int, what: str) -> None:
    pass


class House:
    """Settings and the rooms that hang on them. Safe to share between threads: the library is opened per thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._local = threading.local()

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
        from graph.engine.evaluate import Evaluator, published

        return Evaluator(lambda: published(self.settings.graph_path))

    def warm(self) -> None:
        """Prepare in the background what the first request would else wait for."""
        self.search.warm()

    def ingest(self, paths: Iterable[Path], progress: Progress = _silent) -> IngestReport:
        """Read files and folders into the library; a bad file is reported and the others go on."""
        given, report = list(paths), IngestReport()
        total = intake.count(given)
        progress(0, total, "")
        ingest(self.library, intake.items(given, report), extractor_fingerprint(), report, progress, total)
        progress(total, total, "")
        return report

    def sync(self, progress: Progress = _silent) -> None:
        """Bring what is derived from the library up to it."""
        self.graph.sync(self.library, progress)
        self.search.sync(self.library, progress)

    def refresh(self, progress: Progress = _silent) -> int:
        """Read again, from the kept originals, what older code read; returns how many documents were read."""
        extractor = extractor_fingerprint()
        stale = self.library.stale(extractor)
        for i, document_id in enumerate(stale):
            progress(i, len(stale), document_id)
            first = self.library.sources(document_id)[0]
            content = self.library.content(first.sha256)
            source = read_bytes(content, first.name) if content is not None else self.library.get(document_id).document.source
            document = parse(source)
            self.library.add(document, extract(document), extractor=extractor, origin=first.origin, content=content)
        progress(len(stale), len(stale), "")
        return len(stale)
