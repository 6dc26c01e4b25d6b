"""Text to header and section tree."""

from __future__ import annotations

from corpus.model import Document, Header, Source


def parse(source: Source) -> Document:
    """Read the header and the tree of sections of ``source``; pure."""
    return Document(source=source, header=Header())
