"""What people put right in one document: its header, its citations, and the history of every act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.curation import Correction, in_force, place
from corpus.library import Stored
from corpus.model import Citation, Header
from web.i18n import Lang, date
from web.views.base import Page

HEADER_FIELDS = ("type", "number", "date", "place", "issuer", "title", "signer", "signer_title", "effective", "status")
"""In the order of a document's head."""
_DATES = ("date", "effective")
_SHOWN = 90
Place = Callable[[int, int], str]
"""(start, end) to the address of that place, lit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field of the header as it stands. ``state``: ``read``, ``absent``, or what a person did: ``confirm`` ..."""

    name: str
    value: str
    """As people write it: what the form starts from."""
    read: str
    """What the machine read, where it is something else."""
    href: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRow:
    href: str
    words: str
    read: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """One act of a person. ``subject`` goes back into the form that takes the act back; only a standing one can be."""

    when: str
    who: str
    action: str
    kind: str
    field: str
    href: str | None
    quote: str
    changes: tuple[tuple[str, str], ...]
    why: str
    subject: str
    standing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    name: str
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurationPage(Page):
    label: str
    document_href: str
    action: str
    allowed: bool
    saved: bool
    who: str
    fields: tuple[FieldRow, ...]
    citations: tuple[CitationRow, ...]
    acts: tuple[ActRow, ...]
    sources: tuple[SourceRow, ...]
    reread_href: str
    remove_href: str
    report_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage(Page):
    """Asks before a document is forgotten."""

    label: str
    document_href: str
    action: str
    citing: int
    corrections: int


def field_rows(as_read: Header, now: Header, standing: Mapping[str, Correction], place: Place, lang: Lang) -> tuple[FieldRow, ...]:
    spans = {s.field: s for s in as_read.spans}
    return tuple(_field_row(n, as_read, now, standing.get(f"header/{n}"), _at(spans.get(n), place), lang) for n in HEADER_FIELDS)


def _at(span: object, place: Place) -> str | None:
    start, end = getattr(span, "start", 0), getattr(span, "end", 0)
    return place(start, end) if end > start else None


def _field_row(name: str, as_read: Header, now: Header, act: Correction | None, href: str | None, lang: Lang) -> FieldRow:
    shown = {"now": getattr(now, name), "read": getattr(as_read, name)}
    if name in _DATES:
        shown = {k: written_day(v) for k, v in shown.items()}
    value, read = shown["now"] or "", shown["read"] or ""
    state = act.action if act else "read" if value else "absent"
    return FieldRow(name=name, value=value, read=read if read != value else "", href=href, state=state)


def written_day(iso: str | None) -> str | None:
    """A day or month as Vietnamese forms have it, 15/11/2022, in both languages: what the form takes back."""
    return "/".join(reversed(iso.split("-"))) if iso else iso


def citation_rows(citations: Sequence[Citation], standing: Mapping[str, Correction], own: str) -> tuple[CitationRow, ...]:
    rows = []
    for c in citations:
        act = standing.get(f"citation/{c.start}-{c.end}")
        read = " · ".join(x for x in (c.number or c.title, written_day(c.date), c.issuer) if x)
        rows.append(
            CitationRow(href=f"{own}/dan/{c.start}-{c.end}", words=_short(c.surface), read=read, state=act.action if act else "read")
        )
    return tuple(rows)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rsplit(" ", 1)[0] + " …"


def act_rows(acts: Sequence[Correction], own: str, lit: Place, lang: Lang) -> tuple[ActRow, ...]:
    """Every act, the newest first."""
    standing = in_force(acts)
    return tuple(_act_row(c, c is standing.get(c.subject), own, lit, lang) for c in reversed(acts))


def _act_row(c: Correction, stands: bool, own: str, lit: Place, lang: Lang) -> ActRow:
    at = place(c.subject)
    if at.kind == "citation":
        href: str | None = f"{own}/dan/{at.span[0]}-{at.span[1]}" if stands and c.action != "reject" else lit(*at.span)
    else:
        href = lit(*at.span) if at.kind == "match" else None
    return ActRow(
        when=" ".join(x for x in (date(c.at[:10], lang), c.at[11:16]) if x),
        who=c.who,
        action=c.action,
        kind=at.kind,
        field=at.field,
        href=href,
        quote=_short(c.quote or ""),
        changes=tuple((k, written_day(v) or "" if k in _DATES else v or "") for k, v in (c.value or {}).items()),
        why=c.why,
        subject=c.subject,
        standing=stands,
    )


def source_rows(stored: Stored, lang: Lang) -> tuple[SourceRow, ...]:
    return tuple(SourceRow(name=s.name, added=date(s.added[:10], lang)) for s in stored.sources)
