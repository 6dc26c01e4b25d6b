"""One verb per file; ``extract(document) -> Facts`` runs them all. Pure: no disk, network or clock."""

from __future__ import annotations

from corpus.extract.citations import read_citations
from corpus.model import Document, Facts


def extract(document: Document) -> Facts:
    """Read every fact of ``document``."""
    about = read_citations(document)
    return Facts(citations=about.citations, references=about.references, relations=about.relations, notes=about.notes)
