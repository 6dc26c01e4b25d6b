"""The order in which the grammars are run over one document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extract.citations.numbered import Found, numbered
from corpus.extract.citations.places import PlaceContext
from corpus.extract.citations.surface import View
from corpus.model import Citation, Document, Note, Reference, Relation


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read about other documents."""

    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()


def read_citations(document: Document) -> Reading:
    """Read every citation of ``document``; pure."""
    view = View.of(document.text)
    places = PlaceContext.of(view, document.header)
    begin = body_start(view, document)
    own = number_key(document.header.number)
    found = [f for f in numbered(view, places) if f.start >= begin and not _is_own(f, own, document.header.date)]
    found = _shared(view, found)
    citations = tuple(_citation(view, f) for f in found)
    return Reading(citations, notes=tuple(n for c in citations for n in c.notes))


_HEAD_FIELDS = {"type", "number", "date", "place", "issuer", "title"}
_OPENING = re.compile(r"(?m)^[\s*]{0,8}(?:Căn cứ|Thực hiện|Theo|Xét|Triển khai|Trên cơ sở|Kính gửi|Điều 1\b|I\.|1\.)")


def body_start(view: View, document: Document) -> int:
    """Where the document's own head ends: after its title, else where a preamble opens."""
    spans = [s for s in document.header.spans if s.field in _HEAD_FIELDS and s.start < 6000]
    if any(s.field == "title" for s in spans):
        return max(s.end for s in spans)
    opening = _OPENING.search(view.text, max((s.end for s in spans), default=0), 6000)
    return opening.start() if opening else max((s.end for s in spans), default=0)


def number_key(number: str | None) -> str | None:
    """A số hiệu without case, blanks and leading zeros."""
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\s+", "", number).upper()) if number else None


def _is_own(found: Found, own: str | None, date: str | None) -> bool:
    return own is not None and number_key(found.number) == own and (found.date is None or date is None or found.date == date)


_LIST_GAP = re.compile(r"[\s*]*(?:[,;]|va|[,;][\s*]*va)[\s*]*")


def _shared(view: View, found: list[Found]) -> list[Found]:
    """Members of a list share the type of the first and, where they have neither date nor body, the body of the last."""
    out = list(found)
    for i, f in enumerate(out):
        if f.type is None:
            before = out[i - 1] if i and f.start - out[i - 1].end < 400 else None
            out[i] = _replace(f, type=before.type if before else "Công văn")
    for i in range(len(out) - 2, -1, -1):
        f, after = out[i], out[i + 1]
        if (
            f.issuer is None
            and f.date is None
            and after.issuer
            and not after.own_type
            and _LIST_GAP.fullmatch(view.folded[f.end : after.start])
        ):
            out[i] = _replace(f, issuer=after.issuer)
    return out


def _replace(f: Found, *, type: str | None = None, issuer: str | None = None) -> Found:
    return Found(f.start, f.end, type or f.type, f.own_type, f.number, f.printed, f.reason, f.date, issuer or f.issuer)


def _citation(view: View, f: Found) -> Citation:
    notes: tuple[Note, ...] = ()
    compact = re.sub(r"[\s*_]+", "", f.printed)
    if compact != f.number and f.reason:
        reason = f.reason
        notes = (Note(code="number-repaired", start=f.start, end=f.end, printed=f.printed, read_as=f.number, reason=reason),)
    return Citation(
        start=f.start, end=f.end, surface=view.text[f.start : f.end], rule="citation/numbered", kind="numbered", type=f.type,
        number=f.number, number_printed=f.printed if compact != f.number else None, date=f.date, issuer=f.issuer, notes=notes,
    )  # fmt: skip
