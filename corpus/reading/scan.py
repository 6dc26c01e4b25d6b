"""Pictures of pages: read by tesseract with its Vietnamese model where the machine has them, marked as scanned.

What tesseract is not sure of is on record word by word, so that nobody takes a guessed digit for a printed one.
"""

from __future__ import annotations

import csv
import functools
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from corpus.errors import InputError
from corpus.limits import more_time, unlimited_memory
from corpus.model import Note
from corpus.reading.pdf_layout import Fragment, Page
from corpus.reading.pdf_text import left_out, running_text
from corpus.reading.reading import Reading

_DPI = 250
_SECONDS = 120
_MAX_PAGES = 300
_SURE = 60.0
_MARK = "\ue000"
"""Stands behind a doubtful word while the page is laid out."""


def read_image(content: bytes, name: str) -> Reading:
    """The text of one picture (or of a TIFF's several). Raises :class:`InputError` where there is no OCR."""
    pages = _recognise(content, name)
    if not pages:
        raise InputError(
            f"{name}: không nhận ra chữ nào trong ảnh; ảnh hỏng hoặc quá mờ, hãy quét lại.",
            f"{name}: no text was recognised in the image; it is damaged or too faint, scan it again.",
        )
    return _reading(pages, "image/*")


def read_pages(document: Any, pages: Sequence[Page], bare: Sequence[int], name: str) -> Reading:
    """The text of a PDF of which the pages ``bare`` are pictures."""
    if len(bare) > _MAX_PAGES:
        raise InputError(
            f"{name}: tệp quét có {len(bare)} trang, chỉ nhận đến {_MAX_PAGES} trang; hãy chia nhỏ.",
            f"{name}: the scan has {len(bare)} pages, at most {_MAX_PAGES} are accepted; split it.",
        )
    whole = list(pages)
    for i in bare:
        more_time()
        recognised = _recognise(_picture(document[i]), name)
        whole[i] = recognised[0] if recognised else whole[i]
    return _reading(whole, "application/pdf")


def _reading(pages: Sequence[Page], media_type: str) -> Reading:
    pieces, heads = running_text(pages)
    cleaned, notes = [], [(i, replace(n, printed=(n.printed or "").replace(_MARK, ""))) for i, n in left_out(heads)]
    for i, piece in enumerate(pieces):
        text, doubts = _doubts(piece)
        cleaned.append(text)
        notes += [(i, note) for note in doubts]
    return Reading(media_type=media_type, pieces=tuple(cleaned), paged=True, scanned=True, notes=tuple(notes))


def _doubts(piece: str) -> tuple[str, list[Note]]:
    """The text without marks, and a note for each marked word."""
    text, notes = "", []
    parts = piece.split(_MARK)
    for part in parts[:-1]:
        text += part
        start = max(text.rfind(" "), text.rfind("\n")) + 1
        if start < len(text):
            reason = "Chữ quét không rõ, máy đọc không chắc"
            notes.append(Note(code="scan-doubtful", start=start, end=len(text), printed=text[start:], reason=reason))
    return text + parts[-1], notes


def _picture(page: Any) -> bytes:
    """A page as a grey picture (PGM)."""
    width, height = page.get_size()
    scale = min(_DPI / 72, 6000 / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    body = b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + body


def _recognise(picture: bytes, name: str) -> list[Page]:
    """What tesseract reads in a picture: a page of fragments for each page of it."""
    program = _tesseract()
    if program is None:
        raise InputError(
            f"{name}: tệp là ảnh quét, không có chữ; hãy cài tesseract với tiếng Việt (tesseract-ocr-vie) rồi đưa lại.",
            f"{name}: the file is a scan without text; install tesseract with Vietnamese (tesseract-ocr-vie) and try again.",
        )
    command = [program, "stdin", "stdout", "-l", "vie", "--dpi", str(_DPI), "tsv"]
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=_SECONDS, check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"}, preexec_fn=unlimited_memory,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return []
    return _pages(done.stdout.decode("utf-8", "replace"))


@functools.cache
def _tesseract() -> str | None:
    """The program, where it has Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    languages = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, preexec_fn=unlimited_memory)
    return program if "vie" in languages.stdout.split() else None


def _pages(table: str) -> list[Page]:
    """Pages from tesseract's table: a fragment for each line it found."""
    pages: list[Page] = []
    lines: dict[tuple[str, ...], Fragment] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "1":
            pages.append(Page(width=float(row["width"]), height=float(row["height"]), fragments=[]))
        elif row["level"] == "5" and (word := (row["text"] or "").strip()) and pages:
            word += _MARK if float(row["conf"]) < _SURE else ""
            x0, y0 = float(row["left"]), float(row["top"])
            box = (x0, y0, x0 + float(row["width"]), y0 + float(row["height"]))
            key = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
            if key in lines and box[0] - lines[key].x1 < 2.5 * lines[key].size:
                lines[key].add(word, box, space=True)
            else:
                lines[key] = Fragment(word, *box)
                pages[-1].fragments.append(lines[key])
    return [p for p in pages if p.fragments]
