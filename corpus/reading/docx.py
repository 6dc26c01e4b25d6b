"""Word files (.docx): paragraphs and tables in the order of the body, list numbers computed, notes at the end.

Inserted text is read, deleted text is not. Headers and footers are running heads: left out and named in a note, unless
they hold the letterhead. Runs in an old Vietnamese font (``.VnTime``, ``VNI-Times``) are turned into Unicode.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.errors import InputError
from corpus.model import Note
from corpus.reading.decode import convert
from corpus.reading.docx_numbering import Numbering
from corpus.reading.reading import Reading, row_lines, squeeze
from corpus.text import fold

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAX_UNPACKED = 256 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr", _FALLBACK))
_PLAIN = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": "\u00ad"}
_LETTERHEAD = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "dang cong san viet nam")


def read_docx(content: bytes, name: str) -> Reading:
    """The text of a Word file. Raises :class:`InputError` where the file is damaged or unpacks to too much."""
    document = _open(content, name)
    numbering = Numbering(document)
    lines = list(_blocks(document.element.body, numbering))
    heads, notes = _running_heads(document)
    footnotes = list(_footnotes(document))
    return Reading(media_type=MEDIA_TYPE, pieces=("\n".join([*heads, *lines, *footnotes]),), notes=tuple((0, n) for n in notes))


def _open(content: bytes, name: str) -> Any:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(i.file_size for i in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise InputError(
                f"{name}: tệp .docx giải nén ra {unpacked / 2**20:.0f} MB, chỉ nhận đến {_MAX_UNPACKED // 2**20} MB.",
                f"{name}: the .docx unpacks to {unpacked / 2**20:.0f} MB, at most {_MAX_UNPACKED // 2**20} MB are accepted.",
            )
        return docx.Document(io.BytesIO(content))
    except (InputError, MemoryError):
        raise
    except Exception as error:  # python-docx, lxml and zipfile each raise their own for a damaged file
        raise InputError(
            f"{name}: tệp .docx hỏng, không mở được; hãy mở bằng Word rồi lưu lại.",
            f"{name}: the .docx is damaged and cannot be opened; open it in Word and save it again.",
        ) from error


def _blocks(container: Any, numbering: Numbering | None) -> Iterator[str]:
    """The lines of the paragraphs and tables directly in ``container``, content controls opened."""
    for child in container:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, numbering)
        elif child.tag == f"{_W}tbl":
            for row in _under(child, "tr"):
                yield from row_lines([list(_blocks(cell, numbering)) for cell in _under(row, "tc")])
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child, numbering)


def _under(element: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those in content controls and tracked insertions too."""
    for child in element:
        if child.tag == _W + name:
            if not (name == "tc" and _continues(child)):
                yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _under(child, name)


def _continues(cell: Any) -> bool:
    """The lower part of a vertically merged cell has nothing of its own."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue" and not "".join(_words(cell)).strip()


def _paragraph(paragraph: Any, numbering: Numbering | None) -> Iterator[str]:
    lines = [line for line in map(squeeze, "".join(_words(paragraph)).split("\n")) if line]
    label = numbering.label(paragraph) if numbering is not None else ""
    if label and lines:
        lines[0] = f"{label} {lines[0]}"
    elif label not in ("", "-"):  # Word prints the number of an empty item too: the first column of many tables
        lines = [label]
    yield from lines
    for box in _text_boxes(paragraph):
        yield from _blocks(box, numbering)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(a.tag == _FALLBACK for a in box.iterancestors()):
            yield box


def _words(element: Any, font: str | None = None) -> Iterator[str]:
    """Pieces of running text under a paragraph, in order; text boxes are blocks of their own."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or tag == f"{_W}txbxContent":
            continue
        if tag == f"{_W}t":
            yield _in_unicode(child.text or "", font)
        elif tag in _PLAIN:
            yield "\u00ad" if font and tag.endswith("softHyphen") else _PLAIN[tag]
        elif tag == f"{_W}footnoteReference":
            yield f"[{child.get(f'{_W}id')}]"
        else:
            yield from _words(child, _legacy_font(child) if tag == f"{_W}r" else font)


def _legacy_font(run: Any) -> str | None:
    fonts = run.find(f"{_W}rPr/{_W}rFonts")
    names = [] if fonts is None else [fonts.get(_W + k) or "" for k in ("ascii", "hAnsi")]
    return next((n for n in names if n.startswith((".Vn", "VNI-", "VNI "))), None)


def _in_unicode(text: str, font: str | None) -> str:
    if font is None:
        return text
    converted = convert(text, "tcvn3" if font.startswith(".Vn") else "vni")
    return converted.upper() if font.startswith(".Vn") and font.endswith("H") else converted


def _running_heads(document: Any) -> tuple[list[str], list[Note]]:
    """The lines of headers that hold the letterhead, and a note on the other headers and footers."""
    heads: list[str] = []
    left_out: dict[str, None] = {}
    for part in _parts(document, ("/header", "/footer")):
        lines = list(_blocks(part, None))
        if any(words in fold(" ".join(lines)) for words in _LETTERHEAD):
            heads += lines
        else:
            left_out.update(dict.fromkeys(line for line in lines if any(c.isalpha() for c in line)))
    if not left_out:
        return heads, []
    printed = "; ".join(left_out)[:300]
    return heads, [Note(code="running-head-left-out", start=0, end=0, printed=printed, reason="Đầu trang, chân trang không thuộc văn bản")]


def _footnotes(document: Any) -> Iterator[str]:
    for part in _parts(document, ("/footnotes",)):
        for note in part.iter(f"{_W}footnote"):
            lines = list(_blocks(note, None))
            if note.get(f"{_W}type") in (None, "normal") and lines:
                yield f"[{note.get(f'{_W}id')}] {lines[0]}"
                yield from lines[1:]


def _parts(document: Any, kinds: Iterable[str]) -> Iterator[Any]:
    """Root elements of the related parts whose relation type ends in one of ``kinds``, in the order of their names."""
    from docx.oxml.parser import parse_xml

    related = {
        r.target_part.partname: r.target_part for r in document.part.rels.values() if not r.is_external and r.reltype.endswith(tuple(kinds))
    }
    for _, part in sorted(related.items()):
        yield part.element if hasattr(part, "element") else parse_xml(part.blob)
