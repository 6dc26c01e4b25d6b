"""What stands before a number: the type word, "số", or words that show that it is no citation at all."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from corpus.extract.citations.cues import cues, heads, words_pattern
from corpus.extract.citations.surface import View, one_line
from corpus.text import fold

_REACH = 64
_FREE = r"khan|hoa toc|mat|dien tu|chung|rieng|chuyen de|bo sung|tiep thu|giai trinh|tham tra|tham dinh|so(?=[\s*]{1,3}so)"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the citation starts, and the type that its own words give (None: elided)."""

    start: int
    type: str | None
    so: bool
    """The word "số" stands before the number."""


@functools.cache
def _before() -> re.Pattern[str]:
    types = words_pattern(heads())
    return re.compile(
        rf"(?:(?<!\w)(?<!phap[ \n])(?P<type>{types})(?P<free>(?:,?[\s*]{{1,4}}(?:{_FREE})){{0,3}}))?"
        rf"(?P<so>[\s*:(]{{0,4}}(?<!\w)(?:so|s6)(?:[\s*]{{1,3}}hieu)?)?(?:[\s*]{{0,3}}[:.])?[\s*]{{0,4}}\Z"
    )


@functools.cache
def _excluded() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words_pattern(cues('no_citation_after'))})[\s*:.]{{0,4}}\Z")


@functools.cache
def _last_words() -> tuple[frozenset[str], frozenset[str]]:
    """The last words of what may stand before a number, and of what forbids a citation: most numbers need neither pattern."""
    opening = {w.split()[-1] for w in heads()} | {
        "so",
        "s6",
        "hieu",
        "khan",
        "toc",
        "mat",
        "tu",
        "chung",
        "rieng",
        "de",
        "sung",
        "thu",
        "trinh",
        "tra",
        "dinh",
    }
    return frozenset(opening), frozenset(fold(w).split()[-1] for w in cues("no_citation_after"))


def _last_word(window: str) -> str:
    end = len(window.rstrip(" \t\r\n*:.("))
    begin = end
    while begin and window[begin - 1].isalnum():
        begin -= 1
    return window[begin:end]


def read_head(view: View, start: int) -> Head | None:
    """The head before a number at ``start``; None where the words before it forbid a citation."""
    left = max(0, start - _REACH)
    window = view.folded[left:start]
    last = _last_word(window)
    opening, forbidding = _last_words()
    if last in forbidding and _excluded().search(window):
        return None
    m = _before().search(window) if last in opening else None
    if m is None or not (m["type"] or m["so"]):
        return Head(start, None, False)
    begin = left + m.start("so") + len(m["so"]) - len(m["so"].lstrip(" \t\n\r*:(")) if m["so"] else start
    if m["type"]:
        # "các Kế hoạch: số 120/KH-UBND, số 48/KH-UBND": the type word heads the list, the first member starts at "số".
        heads_a_list = m["so"] and ":" in m["so"]
        return Head(begin if heads_a_list else left + m.start("type"), heads()[one_line(m["type"])], bool(m["so"]))
    return Head(begin, None, True)
