"""Addresses that graph and search share: a text as read, and a stretch of it. Pure; everything else is in ``graph/identity.py``."""

from __future__ import annotations


def text_iri(base: str, document_id: str) -> str:
    """The text as read, by the id of its document."""
    return f"{base}tep/{document_id}"


def passage_iri(base: str, document_id: str, start: int, end: int) -> str:
    """A stretch of a text by its character offsets, as RFC 5147 writes them: ``…/tep/0123456789abcdef#char=120,310``."""
    return f"{text_iri(base, document_id)}#char={start},{end}"
