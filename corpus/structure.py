"""Text to header and section tree."""

from __future__ import annotations

from corpus.model import Document, Header, Source
from corpus.sections import read_sections


def parse(source: Source) -> Document:
    """Read the header and the tree of sections of ``source``; pure."""
    sections, notes = read_sections(source.text)
    return Document(source=source, header=Header(), sections=sections, notes=(*source.notes, *notes))
