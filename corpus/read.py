"""Files to sources: bytes in, NFC text out; every repair is noted, nothing is guessed silently.

Each format has a module in ``corpus.reading``; what is common to all is here: the kind, legacy encodings and look-alikes
put right, one normal form, pages, limits. Untrusted files are read in a worker process (``corpus.reading.pool``).
"""

from __future__ import annotations

import hashlib
import importlib
import itertools
import re
from dataclasses import replace
from pathlib import Path

from corpus.errors import InputError
from corpus.model import Note, Source
from corpus.reading.decode import convert, repair_legacy
from corpus.reading.kinds import SUFFIXES, kind_of
from corpus.reading.lookalikes import repair_lookalikes
from corpus.reading.reading import MAX_CHARACTERS, Reading, too_long
from corpus.settings import MAX_FILE_BYTES
from corpus.text import nfc

__all__ = ["SUFFIXES", "read_bytes", "read_file", "read_source"]

_MARK = re.compile("[\u0300-\u036f]")
_MARKS = re.compile("([\u0300-\u036f]{8})[\u0300-\u036f]+")
"""More marks on one letter than any script has: composing them would take time by the square of their number."""

_READERS = {
    "text": ("plain", "read_text"),
    "html": ("html", "read_html"),
    "docx": ("docx", "read_docx"),
    "pdf": ("pdf", "read_pdf"),
    "office": ("office", "read_office"),
    "image": ("scan", "read_image"),
}
"""Kind -> module of ``corpus.reading`` and its reader; imported when first needed."""


def read_source(path: Path) -> tuple[Source, bytes]:
    """Read one file; returns the source and its original bytes. Raises :class:`InputError` in one sentence."""
    content = read_file(path)
    return read_bytes(content, path.name), content


def read_file(path: Path) -> bytes:
    """The bytes of a file that is not too large. Raises :class:`InputError`."""
    try:
        if not path.is_file():  # a pipe or a device would never end
            raise IsADirectoryError(0, "không phải tệp thường / no regular file")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise InputError(
                f"{path}: tệp dài {size / 2**20:.0f} MB, chỉ nhận đến {MAX_FILE_BYTES // 2**20} MB.",
                f"{path}: the file has {size / 2**20:.0f} MB, at most {MAX_FILE_BYTES // 2**20} MB are accepted.",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: không đọc được tệp ({error.strerror}); cần một tệp văn bản đọc được.",
            f"{path}: the file cannot be read ({error.strerror}); a readable file is needed.",
        ) from error


def read_bytes(content: bytes, name: str) -> Source:
    """Read the content of a file called ``name``. Raises :class:`InputError`."""
    module, reader = _READERS[kind_of(content, name)]
    reading: Reading = getattr(importlib.import_module(f"corpus.reading.{module}"), reader)(content, name)
    return _finish(reading, name, hashlib.sha256(content).hexdigest())


def _finish(reading: Reading, name: str, sha256: str) -> Source:
    """Repairs common to all formats, and the text in one piece."""
    if sum(map(len, reading.pieces)) > MAX_CHARACTERS:
        raise too_long(name)
    notes = list(reading.notes)
    pieces, more = _in_one_encoding(reading.pieces)
    notes += more
    normal = [nfc(_MARKS.sub(r"\1", p) if _MARK.search(p) else p) for p in pieces]
    if changed := sum(a != b for a, b in zip(pieces, normal, strict=True)):
        notes.append((0, _normalised(pieces, normal, changed)))
    starts = [0, *itertools.accumulate(map(len, normal))]
    text, repaired = repair_lookalikes("".join(normal))
    if not text.strip():
        raise InputError(f"{name}: tệp không có chữ nào.", f"{name}: the file has no text.")
    placed = [replace(n, start=starts[i] + n.start, end=starts[i] + n.end) for i, n in notes]
    return Source(
        name=name,
        text=text,
        sha256=sha256,
        media_type=reading.media_type,
        pages=tuple(starts[:-1]) if reading.paged else (),
        scanned=reading.scanned,
        notes=(*placed, *repaired),
    )


def _in_one_encoding(pieces: tuple[str, ...]) -> tuple[list[str], list[tuple[int, Note]]]:
    encoding, notes = repair_legacy("\n".join(pieces))
    return [convert(p, encoding) for p in pieces] if encoding else list(pieces), [(0, n) for n in notes]


def _normalised(before: list[str], after: list[str], changed: int) -> Note:
    shorter = sum(map(len, before)) - sum(map(len, after))
    reason = f"Đưa về Unicode dựng sẵn (NFC): bớt {shorter} dấu rời"
    return Note(code="unicode-normalised", start=0, end=0, printed=str(shorter), reason=reason)
