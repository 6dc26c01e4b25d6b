"""What was in force when, and what ended what: the named queries behind questions of force and time."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from graph.reader import Reader
from graph.rows import Concept, ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Valid:
    """A work in force on a day, from ``start`` until ``end``; ``status`` is ``in-force``, ``partly-ended`` or ``unknown``."""

    work: str
    label: str
    title: str | None = None
    issued: str | None = None
    start: str
    end: str | None = None
    status: Concept


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


def in_force_on(reader: Reader, day: str) -> list[Valid]:
    """What was in force on ``day`` (ISO), as far as anybody says."""
    return ask(reader, Valid, "in_force_on", per="work", day=ox.Literal(day))


def ended(reader: Reader) -> list[Ended]:
    """Works whose end is stated, the earliest first."""
    return ask(reader, Ended, "ended", per="work")
