"""Paths that graph, search and pages share: a text as read, and a stretch of it. The rest is in ``graph/identity.py``."""

from __future__ import annotations


def text(document: str) -> str:
    """A text as read, by the id of its document; under the configured base."""
    return f"ban/{document}"


def span(document: str, start: int, end: int) -> str:
    """A stretch of a text by its character offsets."""
    return f"ban/{document}/doan/{start}-{end}"
