"""Files to sources: bytes in, NFC text out; every repair is noted, nothing is guessed silently."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.errors import InputError
from corpus.model import Note, Source
from corpus.settings import MAX_FILE_BYTES
from corpus.text import nfc

SUFFIXES = frozenset({".txt", ".text", ".md"})
"""What is taken from a folder; a file named outright is tried whatever its name."""


def read_source(path: Path) -> tuple[Source, bytes]:
    """Read one file; returns the source and its original bytes. Raises :class:`InputError` in one sentence."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise InputError(
                f"{path}: tệp dài {size / 2**20:.0f} MB, chỉ nhận đến {MAX_FILE_BYTES // 2**20} MB.",
                f"{path}: the file has {size / 2**20:.0f} MB, at most {MAX_FILE_BYTES // 2**20} MB are accepted.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: không đọc được tệp ({error.strerror}); cần một tệp văn bản đọc được.",
            f"{path}: the file cannot be read ({error.strerror}); a readable file is needed.",
        ) from error
    return read_bytes(content, path.name), content


def read_bytes(content: bytes, name: str) -> Source:
    """Read the content of a file called ``name``. Raises :class:`InputError`."""
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(
            f"{name}: đây là tệp nhị phân, không phải văn bản; hãy đưa tệp .txt mã UTF-8.",
            f"{name}: this is a binary file, not text; give a .txt file in UTF-8.",
        )
    try:
        raw = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: byte thứ {error.start} không phải UTF-8; hãy lưu tệp dưới dạng UTF-8.",
            f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8.",
        ) from error
    text = nfc(raw)
    if not text.strip():
        raise InputError(f"{name}: tệp không có chữ nào.", f"{name}: the file has no text.")
    notes = () if text == raw else (Note(code="unicode-normalised", start=0, end=0, reason="Đưa về Unicode dựng sẵn (NFC)"),)
    return Source(name=name, text=text, sha256=hashlib.sha256(content).hexdigest(), notes=notes)
