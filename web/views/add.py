"""Adding documents: the page, and the report of what was read, repaired and refused."""

from __future__ import annotations

from dataclasses import dataclass

from web.views.base import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Something put right on reading: a stable code and how often."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file. ``state`` is ``added``, ``unchanged`` or ``refused``."""

    name: str
    state: str
    message: str = ""
    href: str | None = None
    title: str | None = None
    citations: int = 0
    targets: int = 0
    assignments: int = 0
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPage(Page):
    allowed: bool
    wrong_token: bool
    reports: tuple[FileReport, ...]
    wanted: str
    """The work that the reader came to add, when from its page."""
    accept: str
