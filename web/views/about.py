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
    """Names of classes of the vocabulary."""
    revision: int
