"""Facts laid over text: overlapping spans cut at their boundaries, so that HTML can nest them. Pure; escapes nothing itself
(Jinja does), and never loses or repeats a character: the pieces joined are the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.model import Facts, Mention

KINDS = ("citation", "agency", "assignment", "target", "deadline")
"""The kinds of facts that a reader can switch on and off."""
_PREFIX = {"citation": "c", "agency": "g", "assignment": "a", "target": "t", "deadline": "d"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One fact to show: ``anchor`` is its name on the page (``c3``), ``href`` where a citation leads."""

    start: int
    end: int
    kind: str
    anchor: str
    href: str | None = None
    state: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under one and the same set of facts. ``ids`` are the anchors of the facts that begin here."""

    text: str
    kinds: str = ""
    anchors: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces under one link, or under none."""

    pieces: tuple[Piece, ...]
    href: str | None = None
    state: str = ""
    card: str = ""


def anchor(kind: str, index: int) -> str:
    """Name of the ``index``-th fact of a kind on its document's page."""
    return f"{_PREFIX[kind]}{index}"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a citation leads: ``state`` is ``not-held``, ``ambiguous`` or empty, ``card`` the address of its card."""

    href: str
    state: str = ""
    card: str = ""


def marks_of(facts: Facts, links: Sequence[Link | None] = ()) -> list[Mark]:
    """Marks for all facts; ``links[i]`` belongs to citation ``i``, where it is known."""
    marks = []
    for i, c in enumerate(facts.citations):
        to = links[i] if i < len(links) else None
        where = (to.href, to.state, to.card) if to else (None, "", "")
        marks.append(Mark(c.start, c.end, "citation", anchor("citation", i), *where))
    rest: tuple[tuple[str, Sequence[Mention]], ...] = (
        ("agency", facts.agencies),
        ("assignment", facts.assignments),
        ("target", facts.targets),
        ("deadline", facts.deadlines),
    )
    for kind, mentions in rest:
        marks += [Mark(m.start, m.end, kind, anchor(kind, i)) for i, m in enumerate(mentions)]
    return sorted(marks, key=lambda m: (m.start, -m.end))


def runs(text: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Run, ...]:
    """``text[start:end]`` cut into runs of pieces; marks outside are ignored, marks that reach over the ends are cut."""
    inside = [m for m in marks if m.start < end and m.end > start and m.end > m.start]
    cuts = sorted({start, end, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)})
    cells = [(_piece(text, a, b, start, inside), _link(a, b, inside)) for a, b in pairwise(cuts)]
    out = []
    for link, group in groupby(cells, key=lambda cell: cell[1]):
        pieces = tuple(piece for piece, _ in group)
        out.append(Run(pieces, link.href, link.state, link.card) if link else Run(pieces))
    return tuple(out)


def _link(a: int, b: int, inside: Sequence[Mark]) -> Mark | None:
    return next((m for m in inside if m.href and m.start <= a and m.end >= b), None)


def _piece(text: str, a: int, b: int, start: int, inside: Sequence[Mark]) -> Piece:
    over = [m for m in inside if m.start <= a and m.end >= b]
    kinds = " ".join(dict.fromkeys(m.kind for m in over))
    # An anchor stands once on the page: where its fact begins, not where a later block continues it.
    ids = tuple(m.anchor for m in over if m.start == a and m.anchor)
    return Piece(text[a:b], kinds, " ".join(m.anchor for m in over if m.anchor), ids)


_BREAK = re.compile(r"[.;!?…][^\S\n]+(?=([^\s]))|\n")


def sentence(text: str, start: int, end: int, reach: int = 600) -> tuple[int, int]:
    """The sentence (or the line) that holds ``start:end``, at most ``reach`` characters to each side; trimmed of white space.

    >>> t = "Một. Hai ba bốn. Đến năm"
    >>> t[slice(*sentence(t, 9, 11))]
    'Hai ba bốn.'
    """
    low, high = max(0, start - reach), min(len(text), end + reach)
    breaks = [m.end() for m in _BREAK.finditer(text, low, high) if m[1] is None or not (m[1].islower() or m[1].isdigit())]
    a = max((b for b in breaks if b <= start), default=low)
    b = min((b for b in breaks if b >= end), default=high)
    while a < start and text[a].isspace():
        a += 1
    while b > end and text[b - 1].isspace():
        b -= 1
    return a, b
