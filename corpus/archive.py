"""Archives (.zip) of files: each member is an item; nothing is ever unpacked to disk."""

from __future__ import annotations

import contextlib
import functools
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from corpus.errors import InputError
from corpus.ingest import IngestReport
from corpus.pool import Item
from corpus.read import SUFFIXES
from corpus.settings import MAX_FILE_BYTES
from corpus.text import nfc

_MAX_MEMBERS = 200_000
_MAX_UNPACKED = 8 * 2**30
_MAX_DIRECTORY = 64 * 2**20


class Archive:
    """A .zip file. Raises :class:`InputError` when it is damaged, or unpacks to more than a library would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._check_directory()
        try:
            self._zip = zipfile.ZipFile(path)
        except Exception as error:  # zipfile raises its own, struct.error, NotImplementedError, ValueError for damage
            raise self._damaged() from error
        self._members = [i for i in self._zip.infolist() if not i.is_dir() and not _hidden(i.filename)]
        unpacked = sum(i.file_size for i in self._members)
        if len(self._members) > _MAX_MEMBERS or unpacked > _MAX_UNPACKED:
            raise InputError(
                f"{path}: tệp nén có {len(self._members)} tệp, giải nén ra {unpacked / 2**30:.0f} GB; hãy chia nhỏ.",
                f"{path}: the archive has {len(self._members)} files that unpack to {unpacked / 2**30:.0f} GB; split it.",
            )

    def __len__(self) -> int:
        return sum(1 for i in self._members if _known(i.filename))

    @property
    def is_document(self) -> bool:
        """A Word or OpenDocument file that is called .zip."""
        return any(i.filename in ("word/document.xml", "content.xml") for i in self._members)

    def items(self, report: IngestReport) -> Iterator[Item]:
        """The members of known kinds; the others are passed over."""
        with self._zip:
            for member in self._members:
                shown = _name(member)
                origin = f"{self.path}!{shown}"
                if _known(member.filename):
                    name = PurePosixPath(shown.replace("\\", "/")).name
                    yield Item(origin=origin, name=name, load=functools.partial(self._read, member, origin))
                else:
                    report.passed_over.append(origin)

    def _read(self, member: zipfile.ZipInfo, origin: str) -> bytes:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise InputError(
                f"{origin}: tên trong tệp nén trỏ ra ngoài thư mục (../); hãy nén lại với tên thường.",
                f"{origin}: the name in the archive points outside its folder (../); pack it again with a plain name.",
            )
        if member.file_size > MAX_FILE_BYTES:
            raise InputError(
                f"{origin}: tệp giải nén ra {member.file_size / 2**20:.0f} MB, chỉ nhận đến {MAX_FILE_BYTES // 2**20} MB.",
                f"{origin}: the file unpacks to {member.file_size / 2**20:.0f} MB, at most {MAX_FILE_BYTES // 2**20} MB are accepted.",
            )
        if member.flag_bits & 1:
            raise InputError(
                f"{origin}: tệp nén đặt mật khẩu; hãy bỏ mật khẩu rồi đưa lại.",
                f"{origin}: the archive is protected by a password; remove it and try again.",
            )
        try:
            with self._zip.open(member) as opened:
                return opened.read(MAX_FILE_BYTES + 1)[:MAX_FILE_BYTES]
        except Exception as error:
            raise self._damaged(origin) from error

    def _check_directory(self) -> None:
        """Refuse a list of members that is too long to be read into memory: zipfile would take it whole."""
        try:
            with self.path.open("rb") as f:
                f.seek(max(0, self.path.stat().st_size - 66_000))
                tail = f.read()
        except OSError as error:
            raise self._damaged() from error
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            raise self._damaged()
        (size,) = struct.unpack_from("<I", tail, at + 12)
        at64 = tail.rfind(b"PK\x06\x06")
        if size == 0xFFFFFFFF and at64 >= 0 and len(tail) >= at64 + 56:
            (size,) = struct.unpack_from("<Q", tail, at64 + 40)
        if size > _MAX_DIRECTORY:
            raise InputError(
                f"{self.path}: tệp nén có quá nhiều tệp; hãy chia nhỏ.", f"{self.path}: the archive has too many files; split it."
            )

    def _damaged(self, origin: str = "") -> InputError:
        return InputError(
            f"{origin or self.path}: tệp nén hỏng, không mở được; hãy nén lại.",
            f"{origin or self.path}: the archive is damaged and cannot be opened; pack it again.",
        )


def _name(member: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: without the flag for UTF-8 it may still be UTF-8 (macOS), or the Windows code page."""
    name = member.filename
    if not member.flag_bits & 0x800 and not name.isascii():
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp1258"):
            with contextlib.suppress(UnicodeDecodeError):
                name = raw.decode(encoding)
                break
    return "".join(c if c.isprintable() else "\ufffd" for c in nfc(name))


def _known(name: str) -> bool:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower() in SUFFIXES


def _hidden(name: str) -> bool:
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in PurePosixPath(name).parts)
