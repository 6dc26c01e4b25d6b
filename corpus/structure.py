"""Text to header and section tree."""

from __future__ import annotations

from corpus.header import read_header
from corpus.model import Document, Source
from corpus.sections import read_sections


def parse(source: Source) -> Document:
    """Read the header and the tree of sections of ``source``; pure."""
    head = read_header(source.text)
    sections, notes = read_sections(source.text, head.body_start, head.closing)
    return Document(source=source, header=head.header, sections=sections, notes=(*source.notes, *head.notes, *notes))
