"""What all pages have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``title`` goes into the window's title; ``nav`` names the lit entry of the navigation."""

    title: str
    nav: str = ""
    query_text: str = ""
    """What stands in the search box of the page's head."""
    structured: Mapping[str, object] | None = None
    """What the page says to programs: JSON-LD in the terms of schema.org."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    status: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Neighbouring pages of a long list; None where there is none."""

    number: int
    last: int
    previous: str | None = None
    next: str | None = None
