"""Laws by name: which version a name means at a date. The table is ``corpus/patterns/laws.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Header
from corpus.text import fold
from graph.names import name_key

LAW_TYPES = ("luat", "bo luat", "phap lenh", "hien phap")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawVersion:
    """One law under a name: ``passed`` and ``since`` are ISO dates, ``until`` the day from which it has no force."""

    work: str
    year: str
    passed: str | None = None
    since: str | None = None
    until: str | None = None

    def in_force(self, date: str) -> bool:
        return not ((self.since and date < self.since[: len(date)]) or (self.until and date >= self.until[: len(date)]))

    def passed_not_in_force(self, date: str) -> bool:
        return bool(self.passed and self.since and self.passed[: len(date)] <= date < self.since[: len(date)])


def law_versions(name: str) -> Sequence[LawVersion]:
    """The laws that bore this name (a key of :func:`graph.names.name_key`), oldest first."""
    return ()


def law_names(header: Header) -> list[str]:
    """Keys of the names under which a held law may be cited."""
    if header.type is None or not header.title or fold(header.type) not in LAW_TYPES:
        return []
    title = header.title if fold(header.title).startswith(LAW_TYPES) else f"{header.type} {header.title}"
    return [name_key(title)]
