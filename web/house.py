"""The rooms of one installation, opened when first needed: what the pages, the API and the command line share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import InputError, LuocdoError
from corpus.extract import extract
from corpus.fingerprint import extractor_fingerprint
from corpus.library import Library
from corpus.read import SUFFIXES, read_bytes, read_source
from corpus.settings import Settings
from corpus.structure import parse
from graph.store import GraphStore
from search.engine import SearchEngine

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what)."""


def _silent(done: int, total: int, what: str) -> None:
    pass


@dataclass(slots=True)
class IngestReport:
    """What became of each file: ``added`` ids, ``unchanged`` and ``passed_over`` paths, ``refused`` as (path, error)."""

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    refused: list[tuple[str, LuocdoError]] = field(default_factory=list)


class House:
    """Settings and the rooms that hang on them. Safe to share between threads: the library is opened per thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._local = threading.local()
        self.graph = GraphStore(settings)
        self.search = SearchEngine(settings)

    @property
    def library(self) -> Library:
        library: Library | None = getattr(self._local, "library", None)
        if library is None:
            library = self._local.library = Library.open(self.settings.library_path)
        return library

    def warm(self) -> None:
        """Prepare in the background what the first request would else wait for."""

    def ingest(self, paths: Iterable[Path], progress: Progress = _silent) -> IngestReport:
        """Read files and folders into the library; a bad file is reported and the others go on."""
        report = IngestReport()
        files = list(expand(paths, report))
        extractor = extractor_fingerprint()
        for i, path in enumerate(files):
            progress(i, len(files), path.name)
            try:
                source, content = read_source(path)
                if self.library.has_source(source.sha256, extractor):
                    report.unchanged.append(str(path))
                    continue
                document = parse(source)
                self.library.add(document, extract(document), extractor=extractor, origin=str(path), content=content)
                report.added.append(document.id)
            except LuocdoError as error:
                report.refused.append((str(path), error))
        progress(len(files), len(files), "")
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


def expand(paths: Iterable[Path], report: IngestReport) -> Sequence[Path]:
    """Files and, for folders, the files of known kinds under them in order; hidden files are not looked at."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.relative_to(path)))
            files += [p for p in found if p.suffix.lower() in SUFFIXES]
            report.passed_over += [str(p) for p in found if p.suffix.lower() not in SUFFIXES]
        elif path.exists():
            files.append(path)
        else:
            vi = f"{path}: không có tệp hay thư mục này; hãy cho đường dẫn đến tệp hay thư mục."
            en = f"{path}: there is no such file or folder; give the path of a file or folder."
            report.refused.append((str(path), InputError(vi, en)))
    return files


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
