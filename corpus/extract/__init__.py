"""One verb per file; ``extract(document) -> Facts`` runs them all. Pure: no disk, network or clock."""

from __future__ import annotations

from corpus.extract.citations import read_citations
from corpus.extract.commitments import read_commitments
from corpus.model import Document, Facts


def extract(document: Document) -> Facts:
    """Read every fact of ``document``."""
    about = read_citations(document)
    todo = read_commitments(document, about.citations)
    return Facts(
        citations=about.citations,
        references=about.references,
        relations=about.relations,
        agencies=todo.agencies,
        assignments=todo.assignments,
        targets=todo.targets,
        responsibilities=todo.responsibilities,
        deadlines=todo.deadlines,
        notes=(*about.notes, *todo.notes),
    )
