"""PDF with a text layer: characters and ruled lines of each page; ``pdf_layout`` and ``pdf_text`` make text of them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.errors import InputError
from corpus.reading.pdf_layout import Box, Fragment, Page, Rule
from corpus.reading.pdf_text import left_out, running_text
from corpus.reading.reading import Reading

MEDIA_TYPE = "application/pdf"
_MAX_PAGES = 3000
_MAX_OBJECTS = 20_000
_FEW = 30
"""A page with fewer characters than this, and an image, is a picture of a page."""


def read_pdf(content: bytes, name: str) -> Reading:
    """The text of a PDF, page by page; pictures of pages go through OCR where there is one. Raises :class:`InputError`."""
    document = _open(content, name)
    try:
        pages = [_page(document[i]) for i in range(len(document))]
        bare = [i for i, p in enumerate(pages) if p.pictured and sum(len(f.text) for f in p.fragments) < _FEW]
        if bare:
            from corpus.reading.scan import read_pages

            return read_pages(document, pages, bare, name)
    finally:
        document.close()
    pieces, heads = running_text(pages)
    return Reading(media_type=MEDIA_TYPE, pieces=tuple(pieces), paged=True, notes=tuple(left_out(heads)))


def _open(content: bytes, name: str) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise InputError(
                f"{name}: tệp PDF đặt mật khẩu; hãy bỏ mật khẩu rồi đưa lại.",
                f"{name}: the PDF is protected by a password; remove it and try again.",
            ) from error
        raise InputError(
            f"{name}: tệp PDF hỏng, không mở được; hãy xuất lại tệp PDF.",
            f"{name}: the PDF is damaged and cannot be opened; export it again.",
        ) from error
    if not 0 < count <= _MAX_PAGES:
        raise InputError(
            f"{name}: tệp PDF có {count} trang, chỉ nhận từ 1 đến {_MAX_PAGES} trang.",
            f"{name}: the PDF has {count} pages, 1 to {_MAX_PAGES} are accepted.",
        )
    return document


def _page(page: Any) -> Page:
    width, height = page.get_size()
    turn = _Turn(page.get_rotation(), *_unrotated(page.get_rotation(), width, height))
    rules, pictured = _rules(page, turn)
    textpage = page.get_textpage()
    try:
        fragments = list(_fragments(textpage, turn, [r for r in rules if r.upright]))
    finally:
        textpage.close()
    page.close()
    return Page(width=width, height=height, fragments=fragments, rules=rules, pictured=pictured)


def _unrotated(rotation: int, width: float, height: float) -> tuple[float, float]:
    return (height, width) if rotation in (90, 270) else (width, height)


class _Turn:
    """From the coordinates in the file to those that the reader sees, y downwards."""

    def __init__(self, rotation: int, width: float, height: float) -> None:
        self._rotation, self._width, self._height = rotation, width, height

    def __call__(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """(x0, y0, x1, y1) with y0 the upper edge."""
        if self._rotation == 90:
            return bottom, left, top, right
        if self._rotation == 180:
            return self._width - right, bottom, self._width - left, top
        if self._rotation == 270:
            return self._height - top, self._width - right, self._height - bottom, self._width - left
        return left, self._height - top, right, self._height - bottom


def _fragments(textpage: Any, turn: _Turn, walls: Sequence[Rule]) -> Iterator[Fragment]:
    """Runs of characters on one line with neither a wide gap nor a wall between them, in the order of the file."""
    current: Fragment | None = None
    space = False
    for char, box in _characters(textpage, turn):
        if box is None:  # a space or line end, printed or made up by the library
            space = True
            if char == "\n" and current is not None:
                current.closed = True
            continue
        if current is not None and current.takes(box) and not (space and current.walled(box, walls)):
            current.add(char, box, space)
        else:
            if current is not None:
                yield current
            current = Fragment(char, *box)
        space = False
    if current is not None:
        yield current


def _characters(textpage: Any, turn: _Turn) -> Iterator[tuple[str, Box | None]]:
    """Each character with its box; None for the box of a space or a line end."""
    from pypdfium2 import raw

    metrics = _Metrics(textpage, turn)
    for i in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, i)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char in "\r\n":
            yield "\n", None
        elif char.isspace() or code in (0, 0x200B):
            yield " ", None
        elif code in (2, 0xFFFE):  # the library's mark for a hyphen at the end of a line
            yield "-", metrics.box(i)
        elif code >= 0x20:
            yield char, metrics.box(i)


class _Metrics:
    """Boxes that hang on the base line and the size of the font: those of the glyphs' ink differ from letter to letter."""

    def __init__(self, textpage: Any, turn: _Turn) -> None:
        from pypdfium2 import raw

        self._raw, self._page, self._turn = raw, textpage, turn
        self._rect, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def box(self, i: int) -> Box:
        raw, rect, matrix = self._raw, self._rect, self._matrix
        raw.FPDFText_GetLooseCharBox(self._page, i, ctypes.byref(rect))
        raw.FPDFText_GetCharOrigin(self._page, i, ctypes.byref(self._x), ctypes.byref(self._y))
        raw.FPDFText_GetMatrix(self._page, i, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(self._page, i) * (math.hypot(matrix.c, matrix.d) or 1.0)
        if abs(matrix.b) > abs(matrix.a):  # text that runs up or down the page
            x = self._x.value
            return self._turn(x - size, rect.bottom, x + 0.22 * size, rect.top)
        return self._turn(rect.left, self._y.value - 0.22 * size, rect.right, self._y.value + size)


def _rules(page: Any, turn: _Turn) -> tuple[list[Rule], bool]:
    """The thin lines and box edges drawn on the page, and whether it shows a picture of at least half its size."""
    from pypdfium2 import raw

    rules: list[Rule] = []
    pictured = False
    width, height = page.get_size()
    for n, item in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=4)):
        if n > _MAX_OBJECTS:
            break
        try:
            x0, y0, x1, y1 = turn(*item.get_bounds())
        except Exception:  # an object without extent
            continue
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictured |= (x1 - x0) * (y1 - y0) > 0.5 * width * height
        elif n < _MAX_OBJECTS and x1 - x0 < 0.98 * width:
            rules += Rule.of_box(x0, y0, x1, y1)
    return rules, pictured
