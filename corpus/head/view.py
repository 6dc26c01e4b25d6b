"""A stretch of the text without what layout left in it, every character knowing where it came from.

Markdown stars, table bars, rules of dashes, running heads of the gazette and doubled blanks are left out, and words that
scanning tore apart ("CHÍNH PH Ủ") are joined, so that the rules need not know about them. Offsets lead back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.text import fold

_SPECIAL = re.compile(
    r"(?! [^\s|])(?:(?P<drop>[*#>`\u200b\ufeff\xad\r\\]+)|(?P<bar>[^\S\n]*\|[^\S\n]*)|(?P<rule>(?<![^\s*|])[-–—_=~ˆ]{3,}(?![^\s*|]))"
    r"|(?P<line>[^\S\n]*\n[^\S\n]*)|(?P<blank>[^\S\n ][^\S\n]*|[ ][^\S\n]+))"
)
_INSTEAD = {"drop": "", "bar": "\n\n", "rule": "\n", "line": "\n", "blank": " "}
_RUNNING = re.compile(
    r"^[ \t]*(?:\d{1,4}[ \t]+)?(?:CÔNG BÁO[ ]?/[^\n]*|\d{1,4}|VĂN BẢN (?:QUY PHẠM PHÁP LUẬT|PHÁP LUẬT KHÁC|HỢP NHẤT[ ]*-)"
    r"|PHẦN VĂN BẢN[^\n]{0,60}|\((?:Tiếp theo|Xem tiếp) Công báo[^\n]{0,60})[ \t]*$",
    re.M,
)
# A consonant alone before an accented vowel: no Vietnamese word ends there.
_TORN = re.compile(r"(?<![^\W\d_])(?:[BCDĐGHKLMNPQRSTVX]|[BCDĐGHKLMNPQRSTVXbcdđghklmnpqrstvx][ghrGHR]{1,2})( )(?=[À-ỹ])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a view: its words and extent in the view; ``gap`` where a blank line or a cell border stands before it."""

    text: str
    start: int
    end: int
    gap: bool

    @property
    def key(self) -> str:
        return re.sub(r"[^a-z0-9]+", " ", fold(self.text)).strip()


@dataclass(frozen=True, slots=True)
class View:
    """Clean text with, for each character, its offset in the source."""

    text: str
    at: tuple[int, ...]
    torn: tuple[tuple[int, int], ...] = ()
    """Extents (in the view) of words that were joined."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The extent in the source of a non-empty extent of the view."""
        return self.at[start], self.at[end - 1] + 1

    def lines(self, text: str | None = None) -> list[Line]:
        """The lines that are not empty, of ``text`` (a masked copy of the same length) where given."""
        out: list[Line] = []
        gap, at = True, 0
        for line in (self.text if text is None else text).split("\n"):
            words = line.strip()
            if words:
                start = at + len(line) - len(line.lstrip())
                out.append(Line(words, start, start + len(words), gap))
            gap = not words
            at += len(line) + 1
        return out


def view(source: str, start: int, end: int) -> View:
    """The clean view of ``source[start:end]``."""
    pieces: list[str] = []
    at: list[int] = []
    done = start
    skipped = [m.span() for m in _RUNNING.finditer(source, start, end) if m.end() > m.start()]
    for m in _SPECIAL.finditer(source, start, end):
        while skipped and skipped[0][1] <= m.start():  # a running head: nothing of it is kept
            _keep(source, done, skipped[0][0], pieces, at)
            done = max(done, skipped.pop(0)[1])
        if skipped and skipped[0][0] < m.start():
            continue
        _keep(source, done, m.start(), pieces, at)
        instead = _INSTEAD[m.lastgroup or "drop"]
        pieces.append(instead)
        at.extend([m.start()] * len(instead))
        done = max(done, m.end())
    _keep(source, done, end, pieces, at)
    return _joined("".join(pieces), at)


def _keep(source: str, start: int, end: int, pieces: list[str], at: list[int]) -> None:
    if end > start:
        pieces.append(source[start:end])
        at.extend(range(start, end))


def _joined(text: str, at: list[int]) -> View:
    """Join words that were torn apart."""
    holes = [m.start(1) for m in _TORN.finditer(text) if text[m.start(1) - 1].isupper() or text[m.end(1)].islower()]
    if not holes:
        return View(text, tuple(at))
    gone = set(holes)
    kept = [i for i in range(len(text)) if i not in gone]
    torn = tuple((max(0, h - n - 2), h - n + 2) for n, h in enumerate(holes))
    return View("".join(text[i] for i in kept), tuple(at[i] for i in kept), torn)


def mask(text: str, start: int, end: int) -> str:
    """``text`` with an extent blanked out by line ends, same length."""
    return text[:start] + "\n" * (end - start) + text[end:]
