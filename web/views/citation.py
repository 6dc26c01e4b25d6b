"""The card of one citation: what it is, how it was understood, what else it may be, who else cites it."""

from __future__ import annotations

from dataclasses import dataclass

from web.views.base import Page
from web.views.curation import ActRow
from web.views.frame import HeaderField
from web.views.marks import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    """A work that an ambiguous citation may mean, with the reason in words; one that nothing else mentions has no page."""

    href: str | None
    path: str
    label: str
    percent: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDocument:
    """Another document that cites the same work."""

    href: str
    label: str
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationPage(Page):
    back: str
    self_href: str
    runs: tuple[Run, ...]
    status: str
    role: str
    work_href: str | None
    work_label: str | None
    work_title: str | None
    fields: tuple[HeaderField, ...]
    """What is known of the work: issuer, dates, whether it is in force."""
    text_href: str | None
    pinpoint: str | None
    percent: int
    candidates: tuple[CandidateView, ...]
    others: tuple[OtherDocument, ...]
    others_total: int
    may_edit: bool
    action: str
    """Where the form of correction goes."""
    self_path: str
    who: str
    saved: bool
    number: str
    type: str
    date: str
    issuer: str
    acts: tuple[ActRow, ...]
    corrected: bool


_MARKED = {"qd": "QĐ", "nd": "NĐ", "hd": "HĐ", "hdnd": "HĐND", "ttg": "TTg", "ttlt": "TTLT"}


def printed(path: str) -> str:
    """A work by the last part of its address, where nothing names it: its số hiệu as it is usually printed, and its year.

    >>> printed("vb/thu-tuong-chinh-phu/2010/2351-qd-ttg")
    '2351/QĐ-TTg (2010)'
    """
    *_, year, key = ["", "", *path.split("/")]
    number, _, symbol = key.partition("-")
    words = "-".join(_MARKED.get(part, part.upper()) for part in symbol.split("-"))
    name = f"{number}/{words}" if words else number
    return f"{name} ({year})" if year.isdigit() else name
