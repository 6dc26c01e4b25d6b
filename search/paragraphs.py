"""Where paragraphs and sentences of a text stand: lines that page layout cut are joined, long paragraphs split at sentences."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

LONGEST = 1600
"""Characters (about 350 tokens of the model's 512); longer paragraphs are split at sentences into pieces of about PIECE."""
PIECE = 1100
_COLUMN = 110
"""Characters: a text whose lines are seldom longer was cut into lines by its layout."""
_LINES = 20
"""Lines of some length that a text must have before its layout says anything."""

_BREAK = re.compile(r"[\n\f]")
_LABEL = re.compile(
    r"\s*[*_>#|]{0,3}\s*(?:[-–—+•*·]\s|[IVXLC]{1,6}[.)]\s|\d{1,2}(?:\.\d{1,2}){0,3}\s?[.)]\s|[a-zđA-ZĐ]{1,2}\)|"
    r"(?:Điều|Chương|Mục|Phần|Khoản|Phụ lục|Chỉ tiêu|Mục tiêu|Căn cứ|Nơi nhận|Kính gửi)\b)"
)
_ENDS = re.compile(r"(?:[.;:!?…|][\"”'*_)]*|\*\*)$")
_UNFINISHED = "Điều điều khoản điểm số ngày tháng của và hoặc tại các những theo về cho với từ đến do là bằng trong trên Luật"
_OPEN = re.compile(rf"(?:,|(?<!\w)(?:{_UNFINISHED.replace(' ', '|')}|Nghị định))$")
"""How no paragraph ends: the next line goes on, whatever it begins with."""
_FIGURE = re.compile(r"\d[\d.,]{0,20}\D{0,40}")
"""A line that is a number with its unit."""
_LAST = 40
"""Characters in which the end of a line is looked for."""
_SENTENCE = re.compile(r"(?<=[.;!?…])[\"”)]?\s+(?=[\"“(*\-–+]?\s?[A-ZĐÀ-Ỹ\d])")


def has_label(line: str) -> bool:
    """True for a line that opens a bullet, an article, a numbered item or a legal basis."""
    return bool(_LABEL.match(line))


def goes_on(before: str, line: str, wrapped: bool = False) -> bool:
    """True where ``line`` is the rest of ``before``: one of the two is cut inside a phrase, or all lines are (``wrapped``).

    A figure goes with the line that announces it ("1. Cấp chứng chỉ:", "300.000 đồng"): by itself it would be no passage.
    """
    if before.endswith(":") and _FIGURE.fullmatch(line) and not has_label(line):
        return True
    if _ENDS.search(before[-_LAST:]) or before.isupper() != line.isupper() or has_label(line):
        return False
    return wrapped or line[0].islower() or bool(_OPEN.search(before[-_LAST:]))


def paragraphs(text: str, breaks: set[int]) -> Iterator[tuple[int, int]]:
    """Trimmed extents of paragraphs: lines joined unless a blank line, a label, a section or the line before ends one."""
    laid_out, block, at = _is_laid_out(text), list[tuple[int, int]](), 0
    for whole in _BREAK.split(text):
        line = whole.strip(" \t\r|")
        if line:
            start = at + whole.index(line[0])
            block.append((start, start + len(line)))
        elif block:
            yield from _block(text, block, breaks, laid_out)
            block = []
        at += len(whole) + 1
    yield from _block(text, block, breaks, laid_out)


def _is_laid_out(text: str) -> bool:
    """True where nearly all lines end at a column, though a link or a table may have left one whole."""
    lengths = [n for n in map(len, text.splitlines()) if n > _COLUMN // 2]
    return len(lengths) >= _LINES and sum(n > _COLUMN for n in lengths) <= 0.15 * len(lengths)


def _block(text: str, lines: Sequence[tuple[int, int]], breaks: set[int], laid_out: bool) -> Iterator[tuple[int, int]]:
    if not lines:
        return
    wrapped = len(lines) > 1 and (laid_out or max(b - a for a, b in lines) <= _COLUMN)
    start, end = lines[0]
    for a, b in lines[1:]:
        if goes_on(text[start:end], text[a:b], wrapped) and not any(x in breaks for x in range(max(end, a - 4), a + 1)):
            end = b
        else:
            yield start, end
            start, end = a, b
    yield start, end


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
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
