"""What a path holds: one file, a folder of files, an archive, a collection; each as a stream of items to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from corpus.errors import InputError
from corpus.ingest import IngestReport
from corpus.pool import Item
from corpus.read import SUFFIXES, read_file


def items(paths: Iterable[Path], report: IngestReport) -> Iterator[Item]:
    """The files to read, in order; what is absent or of no known kind goes into ``report``."""
    for path in _files(paths, report):
        yield Item(origin=str(path), name=path.name, load=partial(read_file, path))


def count(paths: Iterable[Path]) -> int:
    """How many items :func:`items` will give."""
    return sum(1 for _ in _files(paths, IngestReport()))


def _files(paths: Iterable[Path], report: IngestReport) -> Iterator[Path]:
    """Files and, for folders, the files of known kinds under them in order; hidden files are not looked at."""
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.relative_to(path)))
            yield from (p for p in found if p.suffix.lower() in SUFFIXES)
            report.passed_over += [str(p) for p in found if p.suffix.lower() not in SUFFIXES]
        elif path.exists():
            yield path
        else:
            vi = f"{path}: không có tệp hay thư mục này; hãy cho đường dẫn đến tệp hay thư mục."
            en = f"{path}: there is no such file or folder; give the path of a file or folder."
            report.refused.append((str(path), InputError(vi, en)))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
