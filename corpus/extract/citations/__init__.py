"""Citations: every mention of another document, what it is and what this document does with it."""

from __future__ import annotations

from corpus.extract.citations.reader import Reading, read_citations

__all__ = ["Reading", "read_citations"]
