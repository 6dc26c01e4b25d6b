"""Works known only from citations, by how many documents cite them."""

from __future__ import annotations

from dataclasses import dataclass

from web.views.base import Page, Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingWork:
    """A cited work that the library does not hold."""

    href: str
    label: str
    title: str | None
    date: str | None
    documents: int
    mentions: int
    add_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPage(Page):
    total: int
    rows: tuple[MissingWork, ...]
    csv_href: str
    paging: Paging
