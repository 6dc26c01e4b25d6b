"""What ended what: the named query behind questions of force."""

from __future__ import annotations

from dataclasses import dataclass

from graph.reader import Reader
from graph.rows import Concept, ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A work whose end is stated: by which work, by which relation, from which day, in which sentence (none where a table says it)."""

    work: str
    label: str
    by: str
    by_label: str | None = None
    relation: Concept | None = None
    day: str | None = None
    mention: str | None = None
    sentence: str | None = None


def ended(reader: Reader) -> list[Ended]:
    """Works whose end is stated, the earliest first."""
    return ask(reader, Ended, "ended", per="work")
