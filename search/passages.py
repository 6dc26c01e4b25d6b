"""``Document -> passages``: the stretches of text that are found, embedded and shown, along the section tree.

A passage is a paragraph: a bullet, a Khoản or Điểm with the short sentences that follow it, a sentence that opens an Điều. Lines
that page layout cut are joined, long paragraphs are split at sentences, letterheads and bare headings are no passages. Title and
breadcrumb belong to each.
"""

from __future__ import annotations

import bisect
import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.model import Document, Section
from search.paragraphs import PIECE, goes_on, has_label, paragraphs, pieces
from search.said import said

VERSION = 5
"""Counts up when passages are cut or described differently: the index is then made again."""
LONGEST_HEADING = 14
LONGEST_WRAPPED = 34
"""Words of a heading, and of one that goes over several lines."""
LONGEST_CRUMB = 160
LONGEST_RECIPIENT = 130
LONGEST_ADDED = 220
"""Characters of a sentence after an item that belongs to it: "Thời gian hoàn thành: trước ngày 31/12/2025."."""
SHORTEST = 6
"""Words: a line with fewer is a heading or furniture and lives on in the breadcrumb only."""

_LETTER = re.compile(r"[^\W_]")
_FURNITURE = re.compile(
    r"^\W*(?:cộng h[òo][àa]? xã hội chủ nghĩa|độc lập\W+tự do|đảng cộng sản việt nam|nơi nhận|kính gửi|kt\.|tm\.|"
    r"như trên|như điều|lưu\s*:|(?:công báo|trang)\b.{0,30}\d+$|[^,\n]{2,40},\s*ngày\b.{0,40}$)",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"\W*(?:Trên đây là|Trong quá trình thực hiện|Yêu cầu các|Đề nghị các|(?:Nghị quyết|Luật) (?:này )?đã được)")
"""How the sentences begin that end a paper: they speak of all of it, not of the item above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a document with what stands above it. ``text`` is the document's text from ``start`` to ``end``."""

    document: str
    section: str | None
    start: int
    end: int
    text: str
    title: str
    breadcrumb: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The text on one line without layout marks: what is indexed and embedded."""
        return plain(self.text)

    @property
    def context(self) -> str:
        """Title and breadcrumb on one line."""
        return _context(self.title, self.breadcrumb)

    @property
    def digest(self) -> str:
        """What the vectors depend on: a passage with the same digest keeps its vectors."""
        return hashlib.sha256(f"{self.context}\n{self.plain}".encode()).hexdigest()[:16]


@lru_cache(maxsize=1 << 12)
def plain(text: str) -> str:
    """``text`` on one line without layout marks; asked for again and again of the same passage."""
    return " ".join(text.replace("*", " ").replace("|", " ").split())


@lru_cache(maxsize=64)
def _context(title: str, breadcrumb: tuple[str, ...]) -> str:
    return plain(". ".join((title, *breadcrumb)))


def passages(document: Document) -> list[Passage]:
    """All passages of ``document``, in order."""
    text, sections = document.text, document.sections
    document_id = document.id  # a hash of the whole text: worked out once
    title = document.header.title or _first_title(text)
    starts = [s.start for s in sections]
    recipients, outline = _recipients(text), _Outline(text, sections)
    found: list[Passage] = []
    for start, end in paragraphs(text, {s.start for s in sections}):
        section = _deepest(sections, starts, _first_letter(text, start, end))
        if not _has_content(text[start:end]) or (section and _is_heading(*outline.heading(section), section, start, end)):
            continue
        if text[start] in "-–+" and end - start < LONGEST_RECIPIENT and any(start in r for r in recipients):
            continue
        if section and found and _belongs(found[-1], section, text, start, end):
            before = found.pop()
            found.append(replace(before, end=end, text=text[before.start : end]))
            continue
        trail = outline.breadcrumb(section, start)
        section_id = section.id if section else None
        for a, b in pieces(text, start, end):
            place = Passage(document=document_id, section=section_id, start=a, end=b, text=text[a:b], title=title, breadcrumb=trail)
            found.append(place)
    return found


def _belongs(before: Passage, section: Section, text: str, start: int, end: int) -> bool:
    """True for a short sentence without a label that goes on with the item before it."""
    if before.section != section.id or end - start > LONGEST_ADDED or end - before.start > PIECE or text[before.end : start].strip(" \n*"):
        return False
    said = text[start:end]
    whole = has_label(before.text) and before.text.rstrip("* ").endswith(".") and "|" not in said + before.text
    return whole and not has_label(said) and not _CLOSING.match(said)


def _has_content(text: str) -> bool:
    words = plain(text)
    if text.isupper() or _FURNITURE.match(words):
        return False
    return len(said(words).forms) >= (LONGEST_HEADING if text.endswith("**") and text.count("**") % 2 else SHORTEST)


def _deepest(sections: tuple[Section, ...], starts: list[int], offset: int) -> Section | None:
    """The innermost section that holds ``offset``: the latest to start, or an ancestor of it."""
    index = bisect.bisect_right(starts, offset) - 1
    section = sections[index] if index >= 0 else None
    while section is not None and section.end <= offset:
        section = None if section.parent is None else sections[section.parent]
    return section


def _is_heading(heading: str, closes: int, section: Section, start: int, end: int) -> bool:
    """True for the short heading of a section that goes on: it belongs to the breadcrumb of what follows."""
    if not heading or start > section.text_start or end > closes + 4 or section.end <= end + 20:
        return False
    most = LONGEST_HEADING if closes <= section.text_start + len(section.heading or "") + 4 else LONGEST_WRAPPED
    return len(heading.split()) <= most and not heading.rstrip("*").endswith((".", ";"))


def _heading(text: str, section: Section) -> tuple[str, int]:
    """A section's heading with the lines that its layout cut off, and where it ends."""
    if not section.heading:
        return "", section.text_start
    end = _line_end(text, section.text_start + len(section.heading) - 1)
    while end < len(text) and end - section.text_start < LONGEST_CRUMB:
        after = _line_end(text, end + 1)
        line = text[end + 1 : after].strip()
        if not line or not goes_on(text[section.text_start : end].rstrip(), line):
            break
        end = after
    grown = end > section.text_start + len(section.heading) + 4
    return (text[section.text_start : end].strip() if grown else section.heading), end


def _line_end(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    return len(text) if found < 0 else found


def _recipients(text: str) -> list[range]:
    """Where the lists after "Nơi nhận" stand."""
    if "Nơi nhận" not in text:
        return []
    return [range(m.start(), m.start() + 1500) for m in re.finditer(r"(?m)^\W{0,5}Nơi nhận\b", text)]


class _Outline:
    """What stands above the passages of one document; the passages of a section share it."""

    def __init__(self, text: str, sections: tuple[Section, ...]) -> None:
        self._text, self._sections = text, sections
        self._headings: dict[str, tuple[str, int]] = {}
        self._crumbs: dict[tuple[str, int], str] = {}

    def heading(self, section: Section) -> tuple[str, int]:
        """A section's whole heading, and where it ends."""
        found = self._headings.get(section.id)
        if found is None:
            found = self._headings[section.id] = _heading(self._text, section)
        return found

    def breadcrumb(self, section: Section | None, start: int) -> tuple[str, ...]:
        """What stands above a passage, outermost first: headings, or the opening words of a section without one."""
        trail: list[str] = []
        while section is not None:
            if not section.start <= start <= section.text_start:
                trail.append(self._crumb(section, min(start, section.start + 2 * LONGEST_CRUMB)))
            section = None if section.parent is None else self._sections[section.parent]
        return tuple(reversed([t for t in trail if t]))

    def _crumb(self, section: Section, end: int) -> str:
        """A section in a breadcrumb; without a heading, what it says up to ``end``."""
        found = self._crumbs.get((section.id, end))
        if found is None:
            heading, _ = self.heading(section)
            said = f"{section.label} {heading}" if heading else _lead_in(self._text, section, end)
            found = self._crumbs[section.id, end] = plain(said)[:LONGEST_CRUMB].strip()
        return found


def _lead_in(text: str, section: Section, end: int) -> str:
    """The first line of a section, up to ``end``: "1. Hội nghị hiệp thương lần thứ nhất.", "- Đối với hộ nghèo:"."""
    line = text[section.start : end].strip().split("\n\n")[0]
    line = re.split(r"\n(?=\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\))\s)", line)[0].rstrip()
    opens = bool(section.number) or line.endswith(":")  # what follows a whole bullet does not belong to it
    return line.rstrip(":") if opens else ""


def _first_title(text: str) -> str:
    """The first paragraph that reads like a title, where the header has none."""
    for start, end in paragraphs(text[:4000], set()):
        words = plain(text[start:end])
        if len(words.split()) >= SHORTEST and not _FURNITURE.match(words) and len(words) < 400:
            return words
    return ""


def _first_letter(text: str, start: int, end: int) -> int:
    """Where the words begin: bold marks may stand before a label."""
    found = _LETTER.search(text, start, end)
    return found.start() if found else start
