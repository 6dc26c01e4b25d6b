"""Help, and what the data hold."""

from __future__ import annotations

from dataclasses import dataclass

from web.views.base import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage(Page):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A counted kind of thing."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage(Page):
    documents: int
    triples: int
    statuses: tuple[Figure, ...]
    """Citations by how they were resolved; labels are message keys."""
    classes: tuple[Figure, ...]
    """Classes of the vocabulary, by what they are called."""
    coverage: int | None
    """Share of the citations, in hundredths, whose document is held; None where nothing is cited."""
    version: str
    """Fingerprint of the code and patterns that read the documents."""
    revision: int
