"""Files that the tests make: PDFs in one and two columns, Word files, so that no outside file lies in the repository."""

from __future__ import annotations

import functools
import io
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import pytest

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
RUNNING_HEAD = "CÔNG BÁO/Số 302/Ngày 02-06-2026"


@functools.cache
def _reportlab_font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if not FONT.is_file():
        pytest.skip(f"{FONT} is absent: a font with Vietnamese letters is needed to make a PDF")
    pdfmetrics.registerFont(TTFont("Serif", str(FONT)))
    return "Serif"


def pdf(lines: list[str], columns: int = 1, head: str = RUNNING_HEAD, encrypt: str | None = None) -> bytes:
    """A justified PDF with first-line indents, a running head and page numbers."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    font, out, gap = _reportlab_font(), io.BytesIO(), 18.0 * (columns - 1)
    document = BaseDocTemplate(out, leftMargin=70, rightMargin=56, topMargin=62, bottomMargin=56, encrypt=encrypt, invariant=1)
    width = (document.width - gap) / columns
    frames = [
        Frame(document.leftMargin + i * (width + gap), document.bottomMargin, width, document.height, leftPadding=0, rightPadding=0)
        for i in range(columns)
    ]

    def decorate(canvas: Any, page: Any) -> None:
        canvas.setFont(font, 9)
        canvas.drawString(70, 800, head)
        canvas.drawRightString(539, 800, str(page.page))

    document.addPageTemplates([PageTemplate(frames=frames, onPage=decorate)])
    size = 11 if columns == 1 else 9
    style = ParagraphStyle("body", fontName=font, fontSize=size, leading=1.35 * size, firstLineIndent=20, alignment=4, spaceAfter=4)
    document.build([Paragraph(escape(line), style) for line in lines if line.strip()])
    return out.getvalue()


def pdf_table(before: str, rows: list[list[str]], after: str) -> bytes:
    """A PDF with a ruled table between two paragraphs."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    style, out = ParagraphStyle("body", fontName=_reportlab_font(), fontSize=11, leading=15), io.BytesIO()
    cells = [[Paragraph(escape(c), style) for c in row] for row in rows]
    table = Table(cells, colWidths=[40, 250, 120], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(out, invariant=1).build([Paragraph(escape(before), style), table, Paragraph(escape(after), style)])
    return out.getvalue()


def word(lines: list[str]) -> bytes:
    """A Word file with one paragraph a line."""
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()
