"""The start page and the list of held documents."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.library import Entry
from web.views.base import Page, Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A held document in a list."""

    href: str
    kind: str | None
    number: str | None
    date: str | None
    issuer: str | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    held: int
    recent: tuple[DocumentRow, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage(Page):
    total: int
    rows: tuple[DocumentRow, ...]
    paging: Paging


def row(entry: Entry) -> DocumentRow:
    h = entry.header
    return DocumentRow(
        href=f"/ban/{entry.id}",
        kind=h.type,
        number=h.number,
        date=h.date,
        issuer=h.issuer,
        title=h.title or entry.name,
    )


def paging(number: int, size: int, total: int, address: str, place: str = "") -> Paging:
    """Neighbours of page ``number``; ``address`` ends where the page number goes, ``place`` is where on the page they open."""
    last = max(1, -(-total // size))
    return Paging(
        number=number,
        last=last,
        previous=f"{address}{number - 1}{place}" if number > 1 else None,
        next=f"{address}{number + 1}{place}" if number < last else None,
    )
