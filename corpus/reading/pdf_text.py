"""Lines of pages into running text: running heads and page numbers left out, hard wraps and hyphens healed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from corpus.model import Note
from corpus.reading.pdf_layout import Fragment, Line, Page, Table, lay_out, rows_of
from corpus.reading.reading import row_lines, squeeze
from corpus.reading.syllables import is_syllable
from corpus.text import fold, nfc

_PAGE_NUMBER = re.compile(r"(?:trang|page|tr\.)?\s*[-–—]?\s*\d{1,4}\s*(?:[/-]\s*\d{1,4})?\s*[-–—]?", re.I)
_DIGITS = re.compile(r"\d+")
_LABEL = re.compile(
    r"(?:Điều\s+\d|Chương\s+[IVXLC\d]|Phần\s+(?:thứ\s|[IVXLC\d])|Mục\s+[IVXLC\d]|Phụ lục|PHỤ LỤC|Nơi nhận|Kính gửi|Căn cứ\s"
    r"|[IVXLC]{1,6}[.)/]\s|\d{1,3}(?:\.\d{1,3}){0,4}[.)/]\s|\d{1,2}(?:\.\d{1,2}){1,4}\s|\(\d{1,2}\)\s|[a-zđA-ZĐ][.)]\s|[-–—+•*·]\s)"
)
_DASHED_RANGE = re.compile(r"[-–—]\s*\d{4}\b")
_ENDED = re.compile(r"[.;:!?…/][\"”')\]]*\Z|\|\Z")
_FULL = 6
"""Lines that a column needs to show how wide it is."""
_EDGE = 3
"""Rows at the top and bottom of a page among which running heads are looked for."""


def running_text(pages: Sequence[Page]) -> tuple[list[str], dict[int, list[str]]]:
    """One piece of text for each page, joined they are the whole; and the running heads left out of each page."""
    heads = _running_heads(pages)
    for page, dropped in zip(pages, heads, strict=True):
        page.fragments = [f for f in page.fragments if f not in dropped]
    flow = [(i, item) for i, page in enumerate(pages) for item in lay_out(page)]
    _widen([item for _, item in flow if isinstance(item, Line)])
    shown = {i: [squeeze(f.text) for f in dropped] for i, dropped in enumerate(heads) if dropped}
    return _join(flow, len(pages)), shown


def left_out(heads: dict[int, list[str]]) -> Iterator[tuple[int, Note]]:
    """One note for each different running head, at the first page that has it."""
    seen: set[str] = set()
    for page, lines in heads.items():
        for line in lines:
            if any(c.isalpha() for c in line) and line not in seen:
                seen.add(line)
                reason = "Tiêu đề chạy của trang, không thuộc văn bản"
                yield page, Note(code="running-head-left-out", start=0, end=0, printed=line[:200], reason=reason)


def _widen(lines: Sequence[Line]) -> None:
    """A column with few lines (a last page) does not show its width: it takes that of the narrowest full column around it."""
    extents = Counter((line.left, line.right) for line in lines)
    full = sorted((e for e, n in extents.items() if n >= _FULL), key=lambda e: e[1] - e[0])
    for line in lines:
        if extents[line.left, line.right] < _FULL:
            around = (e for e in full if e[0] <= line.left + 2 and line.right <= e[1] + 2)
            line.left, line.right = next(around, (line.left, line.right))


def _running_heads(pages: Sequence[Page]) -> list[list[Fragment]]:
    """Fragments at the edge of a page that stand at the same height of another page too, or are its number."""
    edges: list[list[tuple[str, Fragment, bool]]] = []
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        rows = rows_of(page.fragments)
        outer = [(f, i == 0) for i, row in enumerate(rows[:_EDGE]) for f in row]
        outer += [(f, i == 0) for i, row in enumerate(reversed(rows[_EDGE:][-_EDGE:])) for f in row]
        keyed = [(_DIGITS.sub("#", fold(squeeze(f.text))), f, last) for f, last in outer]
        edges.append(keyed)
        seen.update({(key, round(f.y0 / 8)) for key, f, _ in keyed})
    return [
        [f for key, f, last in keyed if _is_head(key, f, last, page, seen, len(pages))] for page, keyed in zip(pages, edges, strict=True)
    ]


def _is_head(key: str, f: Fragment, outermost: bool, page: Page, seen: Counter[tuple[str, int]], pages: int) -> bool:
    at_edge = f.middle < 0.12 * page.height or f.middle > 0.88 * page.height
    if outermost and at_edge and _PAGE_NUMBER.fullmatch(squeeze(f.text)):
        return True
    times = sum(seen[key, round(f.y0 / 8) + d] for d in (-1, 0, 1))
    return at_edge and pages > 1 and times >= max(2, min(pages // 4, 5))


def _join(flow: Iterable[tuple[int, Line | Table]], pages: int) -> list[str]:
    """The paragraphs, cut where a page begins."""
    items = list(flow)
    leading = _leading([line for _, line in items if isinstance(line, Line)])
    pieces: list[list[str]] = [[] for _ in range(pages)]
    last: tuple[int, Line] | None = None
    started = False
    for number, item in items:
        if isinstance(item, Table):
            lines = [line for row in item.rows for line in row_lines([_paragraphs(cell, leading) for cell in row])]
            pieces[number] += [("\n" if started else "") + "\n".join(lines)] if lines else []
            last, started = None, started or bool(lines)
            continue
        text = squeeze(nfc(item.text))
        if not text:
            continue
        glue = _glue(last[1], item, last[0] == number, leading) if last else None
        if glue is None:
            pieces[number].append("\n" + text if started else text)
        else:
            _append(pieces, last[0] if last else number, number, glue, text)
        last, started = (number, item), True
    return ["".join(p) for p in pieces]


def _append(pieces: list[list[str]], before: int, number: int, glue: str, text: str) -> None:
    if glue == "\b":  # a hyphen that the typesetter put in
        pieces[before][-1] = pieces[before][-1].removesuffix("-")
        glue = ""
    pieces[number].append(glue + text)


def _paragraphs(lines: Sequence[Line], leading: float) -> list[str]:
    """The lines of one cell, healed."""
    return "".join(_join([(0, line) for line in lines], 1)).split("\n") if lines else []


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between the tops of consecutive lines, in line heights."""
    pairs = [(a, b.y0 - a.y0) for a, b in pairwise(lines) if a.size > 0]
    steps = [step / a.size for a, step in pairs if 0.5 * a.size < step < 3 * a.size]
    return median(steps) if steps else 1.2


def _glue(above: Line, line: Line, same_page: bool, leading: float) -> str | None:
    """What joins ``line`` to the line before it (nothing, a space, ``\\b`` to drop its hyphen); None: a new paragraph."""
    text, before = squeeze(line.text), squeeze(above.text)
    if above.cell or line.cell or before.endswith("|") or abs(above.size - line.size) > 0.25 * max(above.size, line.size):
        return None
    labelled = _LABEL.match(text) is not None and not _inner_dash(above, line, before, text)
    if labelled or _new_by_place(above, line, same_page, leading):
        return None
    runs_on = text[0].islower() and not _ENDED.search(before)
    if not runs_on and not _was_forced(above, text, line):
        return None
    return _hyphen(before, text)


def _inner_dash(above: Line, line: Line, before: str, text: str) -> bool:
    """A dash inside a name or a range that happens to begin a line: ``Lao động / - Thương binh``, ``2021 / - 2025``."""
    if _DASHED_RANGE.match(text) and before[-1:].isdigit():
        return True
    return text[:2] in ("- ", "– ") and not _ENDED.search(before) and line.x0 < above.x0 + 2 and _was_forced(above, text, line)


def _new_by_place(above: Line, line: Line, same_page: bool, leading: float) -> bool:
    """A wider space above it, or an indent that the line before does not have, begins a paragraph."""
    follows = same_page and line.y0 > above.y0 and line.left == above.left
    if follows and (line.y0 - above.y0) / above.size > 1.2 * leading:
        return True
    indent, before = line.x0 - line.left, above.x0 - above.left
    centred = _centred(line) and _centred(above)
    return indent > before + 0.6 * line.size and not centred


def _centred(line: Line) -> bool:
    a, b = line.x0 - line.left, line.right - line.x1
    return abs(a - b) < 0.08 * max(line.right - line.left, 1.0) and min(a, b) > line.size


def _was_forced(above: Line, text: str, line: Line) -> bool:
    """Whether the line above was full: the next line's first word would not have fitted into it."""
    per_character = (line.x1 - line.x0) / max(len(line.text), 1)
    first = len(text.split(" ", 1)[0]) + 1
    slack = above.right - above.x1
    if _centred(above):
        slack *= 2
    return slack < first * per_character * 1.1 + 0.3 * above.size


def _hyphen(before: str, text: str) -> str:
    if not before.endswith("-") or before[-2:-1].isspace() or len(before) < 2:
        return " "
    head, tail = before[:-1].rsplit(" ", 1)[-1], text.split(" ", 1)[0].rstrip(".,;:)")
    broken = head.isalpha() and head.islower() and tail.isalpha() and tail.islower()
    return "\b" if broken and (not is_syllable(head) or (is_syllable(head + tail) and not is_syllable(tail))) else ""
