"""What a file is, by its first bytes; its name decides nothing but the wording of a refusal."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from corpus.errors import InputError
from corpus.reading.html import looks_like_html

TEXT_SUFFIXES = frozenset((".txt", ".text", ".md"))
SUFFIXES = TEXT_SUFFIXES | frozenset(
    (".html", ".htm", ".xhtml", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
)
"""What is taken from a folder or an archive; a file named outright is tried whatever its name."""

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)
_FOREIGN = (
    (b"MZ", "chương trình Windows (.exe)", "a Windows program (.exe)"),
    (b"\x7fELF", "chương trình Linux", "a Linux program"),
    (b"7z\xbc\xaf'\x1c", "tệp nén 7z", "a 7z archive"),
    (b"Rar!", "tệp nén RAR", "a RAR archive"),
    (b"\x1f\x8b", "tệp nén gzip", "a gzip file"),
    (b"GIF8", "ảnh GIF", "a GIF image"),
    (b"SQLite format 3\0", "cơ sở dữ liệu SQLite", "an SQLite database"),
)


def kind_of(content: bytes, name: str) -> str:
    """``text``, ``html``, ``docx``, ``pdf``, ``office`` (for LibreOffice), ``image``. Raises :class:`InputError`."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(content, name)
    head = content[:1024].lstrip()
    for magic, kind in _MAGIC:
        if content.startswith(magic) or (kind == "pdf" and head.startswith(magic)):
            return kind
    for magic, vi, en in _FOREIGN:
        if content.startswith(magic) and b"\0" in content[:4096]:
            raise _not_text(name, vi, en)
    if looks_like_html(content):
        return "html"
    if b"\0" in content[:4096] and not _is_wide_text(content):
        raise _not_text(name, "tệp nhị phân", "a binary file")
    return "text"


def _is_wide_text(content: bytes) -> bool:
    from corpus.reading.decode import is_wide

    return is_wide(content)


def _packed(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:10_000])
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names and archive.getinfo("mimetype").file_size < 100 else b""
    except Exception as error:  # zipfile raises its own, struct.error, NotImplementedError, EOFError for damage
        raise InputError(
            f"{name}: tệp nén (.docx, .odt, .zip) hỏng, không mở được; hãy lưu lại tệp.",
            f"{name}: the packed file (.docx, .odt, .zip) is damaged and cannot be opened; save it again.",
        ) from error
    if "word/document.xml" in names:
        return "docx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "office"
    if any(n.startswith(("xl/", "ppt/")) for n in names):
        raise _not_text(name, "bảng tính hay bài trình chiếu", "a spreadsheet or a presentation")
    raise InputError(
        f"{name}: tệp .zip này không phải một văn bản Word hay OpenDocument; hãy đưa nó bằng lệnh «luocdo ingest».",
        f"{name}: this .zip is no Word or OpenDocument text; give it to “luocdo ingest”.",
    )


def _not_text(name: str, vi: str, en: str) -> InputError:
    suffix = PurePath(name).suffix.lower()
    but = f" dù tên có đuôi {suffix}" if suffix in SUFFIXES else ""
    yet = f" though it is named {suffix}" if suffix in SUFFIXES else ""
    return InputError(
        f"{name}: đây là {vi}{but}, không phải văn bản; hãy đưa tệp .txt, .html, .docx, .doc, .odt, .rtf hoặc .pdf.",
        f"{name}: this is {en}{yet}, not a text; give a .txt, .html, .docx, .doc, .odt, .rtf or .pdf file.",
    )
