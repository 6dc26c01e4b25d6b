"""What paths hold: files, folders of files, archives, collections; one stream of items to read, counted beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus import collection
from corpus.archive import Archive
from corpus.collection import Collection
from corpus.errors import InputError, LuocdoError
from corpus.ingest import IngestReport
from corpus.pool import Item
from corpus.read import SUFFIXES, read_file


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a collection's records hold the text, the name, and what makes several records one document."""

    text: str = ""
    id: str = ""
    group: str = ""


class Intake:
    """The items under ``paths``; what is absent, damaged or of no known kind goes into ``report``."""

    def __init__(self, paths: Iterable[Path], report: IngestReport, fields: Fields = Fields()) -> None:  # frozen
        self._report = report
        self._fields = fields
        self._parts: list[Path | Archive | Collection] = [part for path in self._files(paths) for part in self._part(path)]

    def __len__(self) -> int:
        return sum(1 if isinstance(part, Path) else len(part) for part in self._parts)

    def __iter__(self) -> Iterator[Item]:
        for part in self._parts:
            if isinstance(part, Path):
                yield Item(origin=_shown(str(part)), name=_shown(part.name), load=partial(read_file, part))
            else:
                yield from part.items(self._report)

    def _part(self, path: Path) -> Sequence[Path | Archive | Collection]:
        try:
            if path.name.lower().endswith(collection.SUFFIXES):
                return [Collection(path, self._fields.text, self._fields.id, self._fields.group)]
            if path.suffix.lower() == ".zip":
                archive = Archive(path)
                return [path if archive.is_document else archive]
        except LuocdoError as error:
            self._report.refused.append((str(path), error))
            return []
        return [path]

    def _files(self, paths: Iterable[Path]) -> Iterator[Path]:
        """Files and, for folders, the files of known kinds under them in order; hidden files are not looked at."""
        for path in paths:
            if path.is_dir():
                found = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.relative_to(path)))
                yield from (p for p in found if _known(p))
                self._report.passed_over += [str(p) for p in found if not _known(p)]
            elif path.exists():
                yield path
            else:
                vi = f"{path}: không có tệp hay thư mục này; hãy cho đường dẫn đến tệp hay thư mục."
                en = f"{path}: there is no such file or folder; give the path of a file or folder."
                self._report.refused.append((str(path), InputError(vi, en)))


def _shown(name: str) -> str:
    """A file name that is not Unicode on disk, as Unicode; control characters as U+FFFD."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def _known(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES | {".zip"} or path.name.lower().endswith(collection.SUFFIXES)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
