"""``Document -> passages``: the stretches of text that are found, embedded and shown, along the section tree.

A passage is a paragraph: a bullet, a Khoản or Điểm, a sentence that opens an Điều. Lines that page layout cut are joined,
long paragraphs are split at sentences, letterheads and bare headings are no passages. Title and breadcrumb belong to each.
"""

from __future__ import annotations

import bisect
import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Document, Section
from search.tokens import has_terms

VERSION = 2
"""Counts up when passages are cut or described differently: the index is then made again."""
LONGEST = 1600
"""Characters (about 350 tokens of the model's 512); longer paragraphs are split at sentences into pieces of about PIECE."""
PIECE = 1100
LONGEST_HEADING = 14
LONGEST_CRUMB = 160
LONGEST_RECIPIENT = 130
SHORTEST = 6
"""Words: a line with fewer is a heading or furniture and lives on in the breadcrumb only."""

_LABEL = re.compile(
    r"\s*[*_>#|]{0,3}\s*(?:[-–—+•*·]\s|[IVXLC]{1,6}[.)]\s|\d{1,2}(?:\.\d{1,2}){0,3}\s?[.)]\s|[a-zđA-ZĐ]{1,2}\)|"
    r"(?:Điều|Chương|Mục|Phần|Khoản|Phụ lục|Chỉ tiêu|Mục tiêu|Căn cứ|Nơi nhận|Kính gửi)\b)"
)
_ENDS = re.compile(r"(?:[.;:!?…|][\"”'*_)]*|\*\*)$")
_LAST = 40
"""Characters in which the end of a line is looked for."""
_SENTENCE = re.compile(r"(?<=[.;!?…])[\"”)]?\s+(?=[\"“(*\-–+]?\s?[A-ZĐÀ-Ỹ\d])")
_FURNITURE = re.compile(
    r"^\W*(?:cộng h[òo][àa]? xã hội chủ nghĩa|độc lập\W+tự do|đảng cộng sản việt nam|nơi nhận|kính gửi|kt\.|tm\.|"
    r"như trên|như điều|lưu\s*:|(?:công báo|trang)\b.{0,30}\d+$|[^,\n]{2,40},\s*ngày\b.{0,40}$)",
    re.IGNORECASE,
)


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
    recipients = _recipients(text)
    found = []
    for start, end in _paragraphs(text, {s.start for s in sections}):
        section = _deepest(sections, starts, _first_letter(text, start, end))
        if not _has_content(text[start:end]) or (section and _is_heading(section, start, end)):
            continue
        if end - start < LONGEST_RECIPIENT and any(start in r for r in recipients) and text[start] in "-–+":
            continue
        trail = _breadcrumb(text, sections, section, start)
        for a, b in _pieces(text, start, end):
            found.append(
                Passage(
                    document=document_id,
                    section=section.id if section else None,
                    start=a,
                    end=b,
                    text=text[a:b],
                    title=title,
                    breadcrumb=trail,
                )
            )
    return found


def _paragraphs(text: str, breaks: set[int]) -> Iterator[tuple[int, int]]:
    """Trimmed extents of paragraphs: lines joined unless a blank line, a label, a section or the line before ends one."""
    block: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n\f]*(?:[\n\f]|$)", text):
        start = match.start()
        line = match.group().strip(" \t\r\n\f|")
        if line:
            start = text.index(line[0], start)
            block.append((start, start + len(line)))
        elif block:
            yield from _block(text, block, breaks)
            block = []
    yield from _block(text, block, breaks)


def _block(text: str, lines: list[tuple[int, int]], breaks: set[int]) -> Iterator[tuple[int, int]]:
    if not lines:
        return
    wrapped = len(lines) > 1 and max(b - a for a, b in lines) <= 110
    start, end = lines[0]
    for a, b in lines[1:]:
        line, before = text[a:b], text[start:end]
        ended = bool(_ENDS.search(before[-_LAST:])) or before.isupper() != line.isupper()
        joins = not ended and (wrapped or line[0].islower())
        if joins and not _LABEL.match(line) and not any(x in breaks for x in range(max(end, a - 4), a + 1)):
            end = b
        else:
            yield start, end
            start, end = a, b
    yield start, end


def _has_content(text: str) -> bool:
    if text.isupper() or _FURNITURE.match(plain(text)):
        return False
    return has_terms(text, LONGEST_HEADING if text.endswith("**") and text.count("**") % 2 else SHORTEST)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraph, or its sentences gathered into pieces; a piece is never longer than LONGEST."""
    if end - start <= LONGEST:
        yield start, end
        return
    cuts = [start + m.end() for m in _SENTENCE.finditer(text[start:end])] + [end]
    a = b = start
    for cut in cuts:
        while cut - a > LONGEST and b == a:  # one endless sentence
            space = text.rfind(" ", a + PIECE // 2, a + PIECE)
            b = space + 1 if space > 0 else a + PIECE
            yield a, len(text[:b].rstrip()) if b - a < 50 else b
            a = b
        if cut - a > PIECE and b > a:
            yield a, a + len(text[a:b].rstrip())
            a = b
        b = cut
    if end > a:
        yield a, end


def sentences(text: str) -> list[tuple[int, int]]:
    """Extents of the sentences of a passage."""
    cuts = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    return [(a, a + len(text[a:b].rstrip())) for a, b in itertools.pairwise(cuts) if text[a:b].strip()]


def _deepest(sections: tuple[Section, ...], starts: list[int], offset: int) -> Section | None:
    """The innermost section that holds ``offset``: the latest to start, or an ancestor of it."""
    index = bisect.bisect_right(starts, offset) - 1
    section = sections[index] if index >= 0 else None
    while section is not None and section.end <= offset:
        section = None if section.parent is None else sections[section.parent]
    return section


def _is_heading(section: Section, start: int, end: int) -> bool:
    """True for the short heading line of a section that goes on: it belongs to the breadcrumb of what follows."""
    heading = section.heading or ""
    opens = start <= section.text_start and end <= section.text_start + len(heading) + 4
    short = len(heading.split()) <= LONGEST_HEADING and not heading.rstrip("*").endswith((".", ";"))
    return bool(heading) and opens and short and section.end > end + 20


def _recipients(text: str) -> list[range]:
    """Where the lists after "Nơi nhận" stand."""
    return [range(m.start(), m.start() + 1500) for m in re.finditer(r"(?m)^\W{0,5}Nơi nhận\b", text)]


def _breadcrumb(text: str, sections: tuple[Section, ...], section: Section | None, start: int) -> tuple[str, ...]:
    """What stands above the passage, outermost first: headings, or the opening words of a section without one."""
    trail: list[str] = []
    while section is not None:
        heading = section.heading or ""
        if not section.start <= start <= section.text_start:
            said = f"{section.label} {heading}" if heading else _lead_in(text, section, start)
            trail.append(plain(said)[:LONGEST_CRUMB].strip())
        section = None if section.parent is None else sections[section.parent]
    return tuple(reversed([t for t in trail if t]))


def _lead_in(text: str, section: Section, start: int) -> str:
    """The first line of a section, up to the passage: "1. Hội nghị hiệp thương lần thứ nhất.", "- Đối với hộ nghèo:"."""
    line = text[section.start : min(start, section.start + 2 * LONGEST_CRUMB)].strip().split("\n\n")[0]
    line = re.split(r"\n(?=\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\))\s)", line)[0].rstrip()
    opens = bool(section.number) or line.endswith(":")  # what follows a whole bullet does not belong to it
    return line.rstrip(":") if opens else ""


def _first_title(text: str) -> str:
    """The first paragraph that reads like a title, where the header has none."""
    for start, end in _paragraphs(text[:4000], set()):
        words = plain(text[start:end])
        if len(words.split()) >= SHORTEST and not _FURNITURE.match(words) and len(words) < 400:
            return words
    return ""


def _first_letter(text: str, start: int, end: int) -> int:
    """Where the words begin: bold marks may stand before a label."""
    return next((i for i in range(start, end) if text[i].isalnum()), start)
