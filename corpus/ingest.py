"""Files into the library: read by the pool, written by one writer in batches and in the order of the input.

What is written is always a beginning of the input, and every batch is durable, so a run that was killed goes on where
it stopped and ends in the same library as one that was not.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from corpus.errors import LuocdoError
from corpus.library import Library
from corpus.pool import Item, Pool
from corpus.record import Record

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what)."""

_BATCH = 32
_BATCH_SECONDS = 1.0


@dataclass(slots=True)
class IngestReport:
    """What became of each file: ``added`` ids, ``unchanged`` and ``passed_over`` origins, ``refused`` as (origin, error)."""

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    refused: list[tuple[str, LuocdoError]] = field(default_factory=list)
    repaired: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    """(origin, note code -> how many) of the files in which something was put right on reading."""

    @property
    def done(self) -> int:
        return len(self.added) + len(self.unchanged) + len(self.refused)


def ingest(
    library: Library,
    items: Iterable[Item],
    extractor: str,
    report: IngestReport,
    progress: Progress,
    total: int,
    pool: Pool | None = None,
) -> None:
    """Read ``items`` into ``library``; a bad file is reported and the others go on."""
    batch: list[tuple[Record, str]] = []
    written = time.monotonic()
    try:
        with pool or Pool() as readers:
            for item, outcome in readers.read(_fresh(library, items, extractor, report)):
                if isinstance(outcome, LuocdoError):
                    report.refused.append((item.origin, outcome))
                else:
                    batch.append((outcome, item.origin))
                    report.added.append(outcome.id)
                    if outcome.repairs:
                        report.repaired.append((item.origin, outcome.repairs))
                if len(batch) >= _BATCH or time.monotonic() - written > _BATCH_SECONDS:
                    library.write(batch, extractor)
                    batch, written = [], time.monotonic()
                progress(report.done, total, item.name)
    finally:
        library.write(batch, extractor)  # also when interrupted: what was read need not be read twice


def _fresh(library: Library, items: Iterable[Item], extractor: str, report: IngestReport) -> Iterator[tuple[Item, bytes]]:
    """The items that this code has not read yet, with their bytes."""
    for item in items:
        try:
            content = item.load()
        except LuocdoError as error:
            report.refused.append((item.origin, error))
            continue
        if library.has_source(hashlib.sha256(content).hexdigest(), item.name, extractor):
            report.unchanged.append(item.origin)
        else:
            yield item, content


def reread(library: Library, document_id: str, extractor: str) -> None:
    """Read one document again from its kept files, whoever read it last. Raises :class:`corpus.errors.NotFoundError`."""
    library.mark_unread(document_id)
    _read_again(library, [document_id], extractor, lambda done, total, what: None)


def refresh(library: Library, extractor: str, progress: Progress) -> int:
    """Read again, from the kept originals, what older code read; returns how many documents were read."""
    stale = library.stale(extractor)
    _read_again(library, stale, extractor, progress)
    return len(stale)


def _read_again(library: Library, stale: list[str], extractor: str, progress: Progress) -> None:
    """Read the kept files of these documents.

    A file that newer code reads into another text becomes another document; the old one goes when none of its files
    is read into it any more. A file that cannot be read now keeps its document as it is, marked as read by this code.
    """
    batch: list[tuple[str, list[tuple[Record, str]]]] = []
    with Pool() as pool:
        outcomes = pool.read(pair for i in stale for pair in _kept(library, i))
        for n, (document_id, group) in enumerate(groupby(outcomes, lambda pair: pair[0].document)):
            progress(n, len(stale), document_id)
            batch.append((document_id, [(_as_kept(o, item), item.origin) for item, o in group if isinstance(o, Record)]))
            if len(batch) >= _BATCH:
                library.replace(batch, extractor)
                batch = []
    library.replace(batch, extractor)
    progress(len(stale), len(stale), "")


def _kept(library: Library, document_id: str) -> Iterator[tuple[Item, bytes]]:
    """The files of a document as kept; where only its text was kept, that."""
    for source in library.sources(document_id):
        content = library.content(source.sha256)
        sha256 = "" if content is not None else source.sha256
        if content is None:
            content = library.get(document_id, curated=False).document.text.encode("utf-8")
        yield Item(origin=source.origin, name=source.name, load=bytes, document=document_id, sha256=sha256), content


def _as_kept(record: Record, item: Item) -> Record:
    """A document whose file was not kept stays under the file's name and hash."""
    return replace(record, sha256=item.sha256, content=None) if item.sha256 else record
