"""What the documents of a library tell each other: the rows of the index, and the questions that the resolver asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from graph import names
from graph.reading import Read


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Known:
    """A work that some document holds, or names in full."""

    work: str
    issuer: str | None = None
    year: str | None = None
    date: str | None = None


class Evidence(Protocol):
    """What the documents of the library say, each by itself. Every answer is in a fixed order."""

    def held(self, work: str) -> bool: ...
    def numbered(self, number: str) -> Sequence[Known]: ...
    def laws(self, name: str) -> Sequence[Known]: ...
    def programmes(self, name: str) -> Sequence[tuple[str, str]]:
        """(key with period, work that approved it or "") of the programmes that bear this name."""


class NoEvidence:
    """A library without documents."""

    def held(self, work: str) -> bool:
        return False

    def numbered(self, number: str) -> Sequence[Known]:
        return ()

    def laws(self, name: str) -> Sequence[Known]:
        return ()

    def programmes(self, name: str) -> Sequence[tuple[str, str]]:
        return ()


def facts_for_others(read: Read, law_names: Iterable[str]) -> set[tuple[str, str, str]]:
    """What this document tells about others, as (kind, key, value): the rows of the evidence index."""
    own = read.identity
    rows: set[tuple[str, str, str]] = {("held", own.work, "")}
    if own.number and own.issuer and own.year:
        rows.add(("number", own.number, _value(own.work, own.issuer, own.year, own.date)))
    rows.update(("law", name, _value(own.work, own.issuer, own.year, own.date)) for name in law_names)
    for r in read.readings:
        if r.work and r.number:
            rows.add(("number", r.number, _value(r.work, r.issuer, r.year, r.date)))
            if law := names.law_name_of(r.citation):
                rows.add(("law", law, _value(r.work, r.issuer, r.year, r.date)))
        elif r.citation.kind == "programme" and r.name and r.period:
            rows.add(("programme", r.name, f"{names.programme_key(r.name, r.period)}|"))
    rows.update(("programme", name, f"{key}|{work}") for name, key, work in read.approvals)
    return rows


def _value(*parts: str | None) -> str:
    return "|".join(p or "" for p in parts)


def known(value: str) -> Known:
    """The inverse of the rows' values."""
    work, issuer, year, date = value.split("|")
    return Known(work=work, issuer=issuer or None, year=year or None, date=date or None)
