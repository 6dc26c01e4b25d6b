"""Bytes to text: Unicode where the bytes say so, else the old Vietnamese encoding that makes the most syllables."""

from __future__ import annotations

import codecs
import re

from corpus.errors import InputError
from corpus.model import Note
from corpus.reading.syllables import vietnamese_share
from corpus.text import nfc

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENOUGH = 0.35
"""Vietnamese prose has more than half of its words marked; tables and lists of names still more than a third."""
_LATIN = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ«»°§·×÷±²³½¼ \u00ad")
_KNOWN = bytes(range(0x80)) + "".join(_LATIN).encode("latin-1")
_ODD = re.compile("[\u0080-\u00ff]")
_PROPER = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "cp1258": "Windows-1258", "utf-16": "UTF-16"}


def decode(content: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """The text of ``content`` and what was done to get it. Raises :class:`InputError` where no encoding fits."""
    for bom, codec in _BOMS:
        if content.startswith(bom):
            return _strict(content, codec, name), (() if codec == "utf-8-sig" else (_note("utf-16"),))
    if wide := _wide(content):
        return _strict(content, wide, name), (_note("utf-16"),)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _damaged(content) or _legacy(content, name, error.start, declared)


def _strict(content: bytes, codec: str, name: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: byte thứ {error.start} không phải {codec.upper()} như đầu tệp ghi; hãy lưu tệp dưới dạng UTF-8.",
            f"{name}: byte {error.start} is not {codec.upper()} as the file's start says; save the file as UTF-8.",
        ) from error


def is_wide(content: bytes) -> bool:
    """Whether the NULs in ``content`` are those of UTF-16 or UTF-32 text."""
    return content.startswith(tuple(bom for bom, _ in _BOMS[1:])) or _wide(content) is not None


def _wide(content: bytes) -> str | None:
    """UTF-16 without its mark: NULs on one side only of most pairs."""
    head = content[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head) or min(even, odd) * 20 > max(even, odd) or len(content) % 2:
        return None
    letters = head[0::2] if odd > even else head[1::2]
    if sum(c < 32 and c not in b"\t\n\r" for c in letters) * 2 > len(letters):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _damaged(content: bytes) -> tuple[str, tuple[Note, ...]] | None:
    """UTF-8 with a few broken bytes: those become U+FFFD, each on record."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 200 > len(text) or len(text) - len(text.encode("ascii", "ignore")) < 3 * broken:
        return None
    return text, (Note(code="encoding-damaged", start=0, end=0, printed=str(broken), reason=f"{broken} chỗ hỏng mã UTF-8"),)


def _legacy(content: bytes, name: str, position: int, declared: str | None) -> tuple[str, tuple[Note, ...]]:
    if sum(c < 32 and c not in b"\t\n\r\f" for c in content[:20_000]) * 50 > len(content[:20_000]):
        raise _unknown(name, position)
    candidates = [("cp1258", nfc(content.decode("cp1258", "replace")))]
    raw = content.decode("latin-1")
    candidates += [(e, convert(raw, e)) for e in _suspected(raw)]
    score, encoding, text = max((vietnamese_share(t), e, t) for e, t in candidates)
    if score >= _ENOUGH:
        return text, (_note(encoding),)
    if declared in ("windows-1252", "iso-8859-1") or vietnamese_share(raw) >= _ENOUGH:
        return content.decode("cp1252", "replace"), ()
    raise _unknown(name, position)


def _unknown(name: str, position: int) -> InputError:
    return InputError(
        f"{name}: byte thứ {position} không phải UTF-8, cũng không phải TCVN3, VNI hay Windows-1258; hãy lưu tệp dưới dạng UTF-8.",
        f"{name}: byte {position} is not UTF-8, nor is it TCVN3, VNI or Windows-1258; save the file as UTF-8.",
    )


def repair_legacy(text: str) -> tuple[str | None, tuple[Note, ...]]:
    """The old encoding in which ``text`` (already Unicode to the eye of a program) is written, None for none.

    Looked for only on suspicion: many Latin-1 letters that Vietnamese does not have, few that only Vietnamese has.
    """
    odd = len(text.encode("latin-1", "ignore").translate(None, _KNOWN))
    if odd < 8 or odd * 40 < len(text) or len(_PROPER.findall(text)) > odd:
        return None, ()
    before = vietnamese_share(text)
    score, encoding = max(((vietnamese_share(convert(text, e)), e) for e in _suspected(text)), default=(0.0, ""))
    return (encoding, (_note(encoding),)) if score >= _ENOUGH and score > before else (None, ())


def _suspected(raw: str) -> tuple[str, ...]:
    return ("tcvn3", "vni", "viscii") if _ODD.search(raw) else ()


def convert(text: str, encoding: str) -> str:
    """``text``, whose characters are the bytes of ``encoding``, as Unicode; line by line, so that line ends stay."""
    from viparse.normalize.encodings import get_charmap
    from viparse.normalize.tables import convert as by_table

    if encoding == "vni":  # missing from the table: ẳ
        text = text.replace("aú", "ẳ").replace("AÚ", "Ẳ").replace("aÚ", "ẳ")
    converted: str = by_table(text, get_charmap(encoding), "NFC")
    return converted


def _note(encoding: str) -> Note:
    label = _NAMES[encoding]
    return Note(code="encoding-legacy", start=0, end=0, printed=label, read_as="Unicode", reason=f"Chuyển từ mã {label} sang Unicode")
