"""The text of a document as it was, line by line with its marks laid over it, and the table of contents that leads into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Document, Section
from web.views.marks import Mark, Run, runs

_NAMED_KINDS = frozenset({"part", "chapter", "section", "subsection", "article", "roman", "appendix"})
_NUMBERED_KINDS = frozenset({"numbered", "lettered"})
_CONTENTS_DEPTH = 3
_CONTENTS_LIMIT = 400
_CENTRED = 110
"""Longest line of a letterhead that is set in the middle; longer ones are running text."""
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A line of the table of contents."""

    anchor: str
    label: str
    heading: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line of the text: ``tag`` is ``p`` or ``h2`` ... ``h6``; ``style`` says how it is set."""

    tag: str
    runs: tuple[Run, ...]
    id: str = ""
    style: str = ""


def section_anchor(section_id: str) -> str:
    """The name of a section on its document's page."""
    return f"muc/{section_id}"


def contents(document: Document) -> tuple[ContentsEntry, ...]:
    """The table of contents: headed sections of the upper levels."""
    listed = _listed(document.sections)
    depth = _depths(document.sections, listed)
    entries = [
        ContentsEntry(anchor=section_anchor(s.id), label=s.label, heading=s.heading or _opening(document.text, s), depth=depth[i])
        for i, s in enumerate(document.sections)
        if listed[i] and depth[i] <= _CONTENTS_DEPTH
    ]
    while len(entries) > _CONTENTS_LIMIT and (deepest := max(e.depth for e in entries)) > 1:
        entries = [e for e in entries if e.depth < deepest]
    return tuple(entries)


def _listed(sections: Sequence[Section]) -> list[bool]:
    """Which sections stand in the contents: headed ones, divisions by name, and numbered ones that hold others."""
    parents = {s.parent for s in sections}
    return [s.heading is not None or s.kind in _NAMED_KINDS or (i in parents and s.kind in _NUMBERED_KINDS) for i, s in enumerate(sections)]


def _opening(text: str, s: Section, limit: int = 90) -> str:
    line = text[s.text_start : s.end].split("\n", 1)[0].strip()
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


def _depths(sections: Sequence[Section], listed: Sequence[bool]) -> list[int]:
    """For each section, how many listed sections hold it, itself included."""
    depths: list[int] = []
    for i, s in enumerate(sections):
        depths.append((depths[s.parent] if s.parent is not None else 0) + listed[i])
    return depths


def blocks(document: Document, marks: Sequence[Mark]) -> tuple[Block, ...]:
    """The whole text line by line, with the marks laid over it; blank lines only part the blocks."""
    opening = {_line_start(document.text, s.start): i for i, s in enumerate(document.sections)}
    depth = _depths(document.sections, [s.heading is not None for s in document.sections])
    title = {_line_start(document.text, f.start) for f in document.header.spans if f.field in ("title", "type")}
    foot = _foot(document)
    body = document.sections[0].start if document.sections else len(document.text)
    out = []
    for start, end, over in _lines(document.text, marks):
        section = opening.get(start)
        if section is not None:
            s = document.sections[section]
            tag = f"h{min(depth[section] + 1, 6)}" if s.heading is not None else "p"
            out.append(Block(tag=tag, runs=runs(document.text, start, end, over), id=section_anchor(s.id), style=f"in{min(s.level, 6)}"))
        else:
            style = _style(start, end, body, foot, start in title)
            out.append(Block(tag="p", runs=runs(document.text, start, end, over), style=style))
    return tuple(out)


def _style(start: int, end: int, body: int, foot: int, title: bool) -> str:
    if start < body and end - start <= _CENTRED:
        return "title" if title else "head"
    return "foot" if start >= foot else ""


def _foot(document: Document) -> int:
    """Where the block of recipients and signature starts."""
    feet = [f.start for f in document.header.spans if f.field in ("signer", "signer_title", "recipients")]
    last = max((s.start for s in document.sections), default=0)
    return min((f for f in feet if f > last), default=len(document.text) + 1)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _lines(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Non-blank lines with the marks over each, in one sweep over both (marks are sorted by start)."""
    waiting = iter(marks)
    upcoming = next(waiting, None)
    active: list[Mark] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        while upcoming is not None and upcoming.start < end:
            active.append(upcoming)
            upcoming = next(waiting, None)
        active = [m for m in active if m.end > start]
        if not line.group().isspace():
            yield start, end, active
