"""Adding documents: the page, and the report of what was read, repaired, not understood and refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.library import Stored
from corpus.model import Note
from graph.queries import Cited
from web.i18n import Lang, catalogue, date
from web.views.base import Page
from web.views.facts import Place, finding_rows

SHOWN = 6
"""Lines of a list of the report; the checks tab has all."""
_LEFT_OUT = ("running-head-left-out", "navigation-left-out", "unicode-normalised")
_DOUBTFUL = ("scan-doubtful", "encoding-damaged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A kind of thing put right on reading, with how often, and the first of them as printed and as read."""

    code: str
    count: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something not understood: what, the sentence, and where it is."""

    href: str
    what: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many facts of a kind were read; ``key`` names the kind."""

    key: str
    href: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file. ``state`` is ``added``, ``unchanged`` or ``refused``."""

    name: str
    state: str
    message: str = ""
    id: str = ""
    href: str | None = None
    title: str | None = None
    header: tuple[str, ...] = ()
    """Type, number, date, issuer: what was read of them, for people."""
    counts: tuple[Counted, ...] = ()
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    more_doubts: int = 0
    linked: int = 0
    """How many other documents cite it: their citations lead to it now."""
    work_href: str | None = None
    other_than_wanted: bool = False
    """The reader came to add another work than this file was read as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPage(Page):
    allowed: bool
    wrong_token: bool
    reports: tuple[FileReport, ...]
    wanted: str
    """The work that the reader came to add, when from its page; ``wanted_path`` is its address."""
    wanted_path: str
    accept: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage(Page):
    """The report of reading, at an address of its own or as lines of the page of adding."""

    reports: tuple[FileReport, ...]
    wanted_path: str
    saved: bool


def read_report(stored: Stored, name: str, place: Place, lang: Lang, cited: Sequence[Cited] = ()) -> FileReport:
    """What was read in a document. ``cited`` is what the graph makes of its citations, once it knows it."""
    header, own = stored.document.header, f"/ban/{stored.id}"
    doubts = _doubts(stored, place, lang, cited)
    return FileReport(
        name=name,
        state="added",
        id=stored.id,
        href=own,
        title=header.title or header.number or name,
        header=tuple(x for x in (header.type, header.number, date(header.date, lang), header.issuer) if x),
        counts=_counts(stored, own),
        repairs=_repairs(stored),
        doubts=doubts[:SHOWN],
        more_doubts=max(0, len(doubts) - SHOWN),
    )


def _counts(stored: Stored, own: str) -> tuple[Counted, ...]:
    f = stored.facts
    rows = (
        ("citation", own, f.citations),
        ("agency", own, f.agencies),
        ("target", f"{own}/chi-tieu", f.targets),
        ("assignment", f"{own}/nhiem-vu", f.assignments),
        ("deadline", f"{own}/thoi-han", f.deadlines),
    )
    return tuple(Counted(key=k, href=h, count=len(found)) for k, h, found in rows)


def _notes(stored: Stored) -> list[Note]:
    d, f = stored.document, stored.facts
    return [*d.source.notes, *d.notes, *f.notes, *(n for c in f.citations for n in c.notes)]


def _repairs(stored: Stored) -> tuple[Repair, ...]:
    found: dict[str, list[Note]] = {}
    for n in dict.fromkeys(_notes(stored)):
        if n.read_as is not None or n.code in _LEFT_OUT:
            found.setdefault(n.code if f"note.{n.code}" in catalogue() else "other", []).append(n)
    return tuple(Repair(code=code, count=len(notes), examples=_examples(notes)) for code, notes in found.items())


def _examples(notes: Sequence[Note]) -> tuple[tuple[str, str], ...]:
    pairs = (((n.printed or "")[:80], (n.read_as or "")[:80]) for n in notes if n.code != "unicode-normalised" and n.printed)
    return tuple(dict.fromkeys(pairs))[:3]


def _doubts(stored: Stored, place: Place, lang: Lang, cited: Sequence[Cited]) -> tuple[Doubt, ...]:
    """What a person should look at: gaps and contradictions, damaged places, citations that may mean several works."""
    text = stored.document.text
    found = [Doubt(href=r.href, what=r.what, sentence=r.sentence) for r in finding_rows(stored, place, lang) if r.code != "repaired"]
    found += [
        Doubt(href=place(n.start, max(n.end, n.start + 1)), what=n.reason or "", sentence=text[n.start : n.end][:200])
        for n in _notes(stored)
        if n.code in _DOUBTFUL
    ]
    unclear = catalogue()["status.ambiguous"][lang == "en"]
    found += [Doubt(href=place(c.start, c.end), what=unclear, sentence=c.raw) for c in cited if c.status == "ambiguous"]
    return tuple(found)
