"""Who must do what, how much, by when: the extractors of commitments, run over one layout of the document."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.extract.deadlines import deadlines
from corpus.extract.reading import read
from corpus.extract.targets import targets
from corpus.model import Citation, Document, Facts


def read_commitments(document: Document, citations: Sequence[Citation] = ()) -> Facts:
    """Targets and deadlines of ``document``; ``citations`` are what was cited in it, whose dates are no deadlines."""
    reading = read(document)
    return Facts(targets=targets(reading), deadlines=deadlines(reading, citations))
