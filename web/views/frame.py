"""What all pages of one document share: its header card, its name as texts cite it, the tabs between its views."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.library import Stored
from corpus.model import Document
from web.views.base import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """A line of the header card: key of its label, and its value, which may be a date or the key of a message."""

    label: str
    value: str
    is_date: bool = False
    coded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderCard:
    """What a document is, at a glance."""

    kind: str
    number: str | None
    title: str
    fields: tuple[HeaderField, ...]
    recipients: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of the views of a document; ``count`` is shown beside its name where it says something."""

    key: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFrame(Page):
    """What the pages of one document share. ``id`` is None for a work that is only cited."""

    id: str | None
    card: HeaderCard
    reference: str
    """The document named as Vietnamese texts cite it."""
    tabs: tuple[Tab, ...]
    like_href: str | None = None
    """Where documents and passages like this one are found."""


def card(stored: Stored) -> HeaderCard:
    """The header card; what the text does not say is left out."""
    h = stored.document.header
    rows = (
        ("issuer", h.issuer, False),
        ("issued", h.date, True),
        ("effective", h.effective, True),
        ("status", h.status, False),
        ("place", h.place, False),
        ("signer", ", ".join(x for x in (h.signer_title, h.signer) if x), False),
    )
    return HeaderCard(
        kind=h.type or "",
        number=h.number,
        title=h.title or stored.document.source.name,
        fields=tuple(HeaderField(label=f"field.{k}", value=v, is_date=d) for k, v, d in rows if v),
        recipients=h.recipients,
        file=stored.document.source.name,
    )


def reference(document: Document) -> str:
    """The document as a Vietnamese text would cite it: type, number, date, issuer, title.

    Nghị định 30/2020/NĐ-CP, Phụ lục I: "Kế hoạch số 62/KH-UBND ngày 23 tháng 3 năm 2022 của Ủy ban nhân dân tỉnh Lạng Sơn về ...".
    """
    h = document.header
    parts = [h.type or "Văn bản"]
    if h.number:
        parts.append(f"số {h.number}")
    if h.date:
        year, _, rest = h.date.partition("-")
        month, _, day = rest.partition("-")
        parts.append(" ".join([f"ngày {day}"] * bool(day) + [f"tháng {int(month)}"] * month.isdigit() + [f"năm {year}"]))
    if h.issuer:
        parts.append(f"của {h.issuer}")
    if h.title:
        parts.append(h.title if h.title[:1].islower() else h.title[:1].lower() + h.title[1:])
    return " ".join(parts)


def tabs(stored: Stored, current: str, work_path: str | None) -> tuple[Tab, ...]:
    """The views of a document; the map of its relations lives at its work's own address."""
    f, own = stored.facts, f"/ban/{stored.id}"
    rows: list[tuple[str, str, int | None]] = [("text", own, None)]
    rows += [("map", work_path, len(f.citations))] if work_path else []
    rows += [
        ("targets", f"{own}/chi-tieu", len(f.targets)),
        ("tasks", f"{own}/nhiem-vu", len(f.assignments)),
        ("deadlines", f"{own}/thoi-han", len(f.deadlines)),
        ("check", f"{own}/kiem-tra", None),
        ("rdf", f"{own}/rdf", None),
    ]
    return tuple(Tab(key=k, href=h, count=n, current=k == current) for k, h, n in rows)


def like_address(document: str) -> str:
    """The search for what resembles a document."""
    return f"/tim?like=ban/{document}"
