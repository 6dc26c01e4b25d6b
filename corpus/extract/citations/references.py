"""Mentions that name no document by themselves: this document, its own provisions, and short forms that the text defines.

"khoản 2 Điều 5 Nghị định này" (self, with its provisions), "Điều 5", "khoản 2 Điều này" (internal), "Chương trình 06" after
"(sau đây gọi tắt là Chương trình 06)" (short, with the citation that it stands for).
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.extract.citations.cues import exact_pattern, head_words, programme_words
from corpus.extract.citations.provisions import printed, run_at
from corpus.extract.citations.surface import View, one_line
from corpus.model import Citation, Reference

_UNIT = re.compile(r"(?:điều|khoản|điểm|chương|mục|phụ lục)[\s*]")
_THIS_UNIT = re.compile(r"(?:điều|khoản|điểm|chương|mục|phần|phụ lục)[\s*]{1,4}này(?!\w)")
_OF_THIS = re.compile(r"[\s*]{0,4},?[\s*]{0,4}(?:của[\s*]{1,4})?")
_HEADING_AFTER = re.compile(r"[\s*]{0,3}(?:[.:](?!\w)|\n|$)")
_DEFINED = re.compile(
    r"\([\s*]{0,3}(?:sau[\s*]{1,3}đây[\s*]{1,3})?(?:được[\s*]{1,3})?(?:gọi|viết)[\s*]{1,3}(?:tắt|chung)?[\s*]{0,3}là[\s*]{0,3}:?[\s*]{0,3}"
    r"[“\"]?(?P<short>[^()“”\"\n]{3,80}(?:\n[^()“”\"\n]{1,40})?)[”\"]?[\s*]{0,3}\)"
)
_DEFINITION_REACH = 500
_MOST_USES = 2000


@functools.cache
def _this() -> re.Pattern[str]:
    words = exact_pattern([*head_words(), *programme_words(), "Quy hoạch", "Danh mục", "Thể lệ"])
    return re.compile(rf"(?<!\w)(?:{words})[\s*]{{1,4}}này(?!\w)")


@functools.cache
def _type_start() -> re.Pattern[str]:
    return re.compile(rf"(?:{exact_pattern([*head_words(), *programme_words()])})(?!\w)")


def read_references(
    view: View, citations: Sequence[Citation], pinned: Iterable[tuple[int, int]], own: Iterable[tuple[int, int]]
) -> list[Reference]:
    """All references, in text order; ``pinned`` are provisions that belong to citations, ``own`` mentions of the own number."""
    taken = sorted([*((c.start, c.end) for c in citations), *pinned])
    found = [_reference(view, start, end, "self", "own-number") for start, end in own]
    found += _selves(view)
    found += _shorts(view, citations)
    found += _internals(view)
    return _apart(found, taken)


def _apart(found: Iterable[Reference], taken: list[tuple[int, int]]) -> list[Reference]:
    """Those that overlap neither what is taken nor one another."""
    out: list[Reference] = []
    for r in sorted(found, key=lambda r: (r.start, -r.end)):
        i = bisect.bisect_left(taken, (r.end, 0))
        if (i and taken[i - 1][1] > r.start) or (out and out[-1].end > r.start):
            continue
        out.append(r)
    return out


def _reference(
    view: View, start: int, end: int, kind: str, rule: str, pinpoint: str | None = None, antecedent: int | None = None
) -> Reference:
    surface = view.text[start:end]
    return Reference(start=start, end=end, surface=surface, rule=f"reference/{rule}", kind=kind, pinpoint=pinpoint, antecedent=antecedent)


def _selves(view: View) -> Iterator[Reference]:
    for m in _this_anywhere(view):
        yield _reference(view, m.start(), m.end(), "self", "this")


def _this_anywhere(view: View) -> Iterator[re.Match[str]]:
    """ "này" is looked for first: it is rarer than the type words before it."""
    at = view.lower.find("này")
    while at >= 0:
        m = next((m for m in _this().finditer(view.lower, max(0, at - 40), at + 3) if m.end() == at + 3), None)
        if m:
            yield m
        at = view.lower.find("này", at + 3)


def _internals(view: View) -> Iterator[Reference]:
    last = 0
    for unit in _UNIT.finditer(view.lower):
        start = unit.start()
        if start < last or (start and view.lower[start - 1].isalnum()):
            continue
        this = _THIS_UNIT.match(view.lower, start)
        run = this.span() if this else run_at(view, start)
        if run is None or _is_heading(view, run):
            continue
        end = _with_this(view, run[1])
        last = max(end or 0, run[1])
        if end:
            yield _reference(view, start, end, "self", "this-provision", printed(view, *run))
        else:
            end = _with_this_unit(view, run[1])
            yield _reference(view, start, end, "internal", "provision", printed(view, start, end))


def _with_this(view: View, end: int) -> int | None:
    """End of "Nghị định này" after provisions."""
    gap = _OF_THIS.match(view.lower, end)
    m = _this().match(view.lower, gap.end()) if gap else None
    return m.end() if m else None


def _with_this_unit(view: View, end: int) -> int:
    """ "khoản 2 Điều này": go on over "Điều này"."""
    gap = _OF_THIS.match(view.lower, end)
    m = _THIS_UNIT.match(view.lower, gap.end()) if gap else None
    return m.end() if m else end


def _is_heading(view: View, run: tuple[int, int]) -> bool:
    """The label of the provision itself: "Điều 5. Phạm vi" at the start of its line."""
    before = view.text[max(0, run[0] - 12) : run[0]].rstrip(' \t*“"')
    return (not before or before.endswith("\n")) and view.text[run[0]].isupper() and bool(_HEADING_AFTER.match(view.text, run[1]))


def _shorts(view: View, citations: Sequence[Citation]) -> Iterator[Reference]:
    ends = [c.end for c in citations]
    for m in _DEFINED.finditer(view.lower):
        i = bisect.bisect_right(ends, m.start()) - 1
        name = view.text[m.start("short") : m.end("short")].strip(' *\n”"')
        if (
            i < 0
            or m.start() - ends[i] > _DEFINITION_REACH
            or not _type_start().match(name.lower())
            or any(c.isdigit() and "/" in name for c in name)
        ):
            continue
        if "\n\n" in view.text[ends[i] : m.start()]:
            continue
        yield from _uses(view, name, m.end(), i)


def _uses(view: View, name: str, after: int, antecedent: int) -> Iterator[Reference]:
    """Every later use of the short form, printed as it was defined."""
    if len(one_line(name).split()) < 2 and name.lower() in ("luật", "quyết định", "nghị định"):
        return
    words = r"[\s*]{1,4}".join(map(re.escape, name.split()))
    pattern = re.compile(rf"(?<!\w){words}(?!\w)(?![\s*]{{1,3}}(?:này|số)(?!\w))")
    for count, m in enumerate(pattern.finditer(view.text, after)):
        if count >= _MOST_USES:
            return
        yield _reference(view, m.start(), m.end(), "short", "defined", None, antecedent)
