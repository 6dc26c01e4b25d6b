"""Programmes, strategies, schemes and sets of indicators by name, with their years.

"Chiến lược quốc gia về bình đẳng giới giai đoạn 2021-2030" ends with its years; without years a name ends where a clause, a place or
another document begins. A bare type word ("Chiến lược, Chương trình") is no name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.extract.citations.cues import cues, exact_pattern, head_words, programme_words, words_pattern
from corpus.extract.citations.surface import View
from corpus.extract.tables import table
from corpus.gazetteer import key
from corpus.text import fold

_REACH = 320
_B = r"[\s*]{1,4}"
_YEARS = re.compile(
    rf"(?<!\w)(?:giai{_B}doan{_B}(?:tu{_B})?(?:nam{_B})?(?:\d{{4}}[\s*]{{0,4}}(?:-|den)[\s*]{{0,3}}(?:nam{_B})?\d{{4}}|i{{1,3}}\b)"
    rf"|den{_B}(?:het{_B})?nam{_B}\d{{4}}|thoi{_B}ky{_B}\d{{4}}[\s*]{{0,3}}-[\s*]{{0,3}}\d{{4}}|nam{_B}\d{{4}}(?:{_B}(?:va|-){_B}(?:nam{_B})?\d{{4}})?)(?!\d)"
)
_VISION = re.compile(
    rf"(?:[\s*]{{0,2}},|{_B}va)?{_B}(?:tam{_B}nhin|dinh{_B}huong|giai{_B}doan{_B}tiep{_B}theo)(?:{_B}(?:den|toi))?(?:{_B}nam)?{_B}\d{{4}}(?!\d)"
)
_QUOTE = re.compile(r"[\s*]{1,3}(?:\d{1,3}[\s*]{1,3})?[“\"‘']")
_CLOSE = {"“": "”", '"': '"', "‘": "’", "'": "'"}
_CODE = re.compile(r"[\s*]{1,3}\d{2,4}(?![\d/.,-])(?![\s*]{0,2}[/-][\s*]{0,2}\d)")
_BLANK_WORD = re.compile(r"[\s*]{1,4}(?=\w)")
_EMPTY = re.compile(r"(?:thực hiện|triển khai|ban hành|nhằm|của|và|về|cho|hoặc)\Z|\A(?:mục tiêu quốc gia|hành động)\Z")
_TARGET = re.compile(rf"{_B}muc{_B}tieu{_B}quoc{_B}gia(?!\w)(?!{_B}(?:nam|giai{_B}doan|,|va{_B}cac)(?!\w))")


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme by name."""

    start: int
    end: int
    type: str


@functools.cache
def _anchor() -> re.Pattern[str]:
    words = words_pattern(_types(), alone=True)
    return re.compile(rf"(?:{words})(?!\w)")


@functools.cache
def _types() -> dict[str, str]:
    return {fold(w): full for full, words in table("citation_cues")["programme_heads"].items() for w in words}


@functools.cache
def _before(name: str) -> re.Pattern[str]:
    """The cues of that name, right before a place."""
    return re.compile(rf"(?<!\w)(?:{exact_pattern(cues(name))})[\s*]{{1,4}}\Z")


@functools.cache
def _after(name: str) -> re.Pattern[str]:
    """The cues of that name, right after a place."""
    return re.compile(rf"[\s*]{{1,4}}(?:{exact_pattern(cues(name))})(?!\w)")


@functools.cache
def _stops() -> re.Pattern[str]:
    words = exact_pattern(cues("programme_stops"))
    return re.compile(
        rf"(?<!\w)(?:(?P<stop>{words})|(?:và{_B}|hoặc{_B})?(?P<head>{exact_pattern([*head_words(), *programme_words()])}))(?!\w)"
        r"|(?P<comma>,)|(?P<hard>[;:.()\[\]“”\"|?!]|\n[\s*]*\n|\n[-+*•]|\Z)"
    )


@functools.cache
def _known() -> frozenset[str]:
    entries = table("programmes")["programme"]
    return frozenset(key(n) for e in entries for n in (e["name"], *e.get("aliases", ())))


def programmes(view: View) -> Iterator[Programme]:
    """Every programme named, in text order; spans never overlap."""
    last = 0
    for anchor in _anchor().finditer(view.folded):
        start, after = anchor.span()
        if start < last:
            continue
        end = _end(view, start, after)
        if end is not None:
            last = end
            yield Programme(start, end, _types()[" ".join(anchor.group().replace("*", " ").split())])


def _end(view: View, start: int, after: int) -> int | None:
    capital = view.text[start].isupper()
    if (quoted := _quoted(view, after)) and capital:
        return quoted
    if capital and (code := _CODE.match(view.folded, after)) and view.folded.startswith(("de an", "bo chi so", "du an"), start):
        return code.end()
    if (
        not _BLANK_WORD.match(view.lower, after)
        or _after("generic_after").match(view.lower, after)
        or _before("generic_before").search(view.lower, max(0, start - 14), start)
    ):
        return None
    if view.folded.startswith("du an", start):
        return None
    years, plain = _boundaries(view, after)
    if years is None and (
        _after("generic_without_years").match(view.lower, after)
        or _before("unwritten_before").search(view.lower, max(0, start - 32), start)
    ):
        return None
    if not capital and not (years and _TARGET.match(view.folded, after)):
        return None
    end = years or _without_tail(view, start, plain)
    name = view.text[after:end].strip(" \n\t*")
    content = _YEARS.sub("", view.folded[after:end]).split()
    if len(content) < 2 or _EMPTY.search(name.lower()):
        return None
    if years is None and not _said_of(view, start) and key(view.text[start:end]) not in _known():
        return None
    return end


def _without_tail(view: View, start: int, end: int) -> int:
    """Without a footnote's figure, and cut at a comma where what stands before it is a programme of the table."""
    comma = view.text.find(",", start, end)
    if comma > 0 and key(view.text[start:comma]) in _known():
        return comma
    words = view.text[start:end].rsplit(None, 1)
    return start + len(view.text[start:end][: -len(words[1])].rstrip()) if len(words) == 2 and words[1].isdigit() else end


def _said_of(view: View, start: int) -> bool:
    """A verb or preposition in small letters stands before it; at the head of a line or a cell the words are generic."""
    before = view.text[max(0, start - 24) : start]
    words = before.split()
    return (
        bool(words) and "\n\n" not in before[len(before.rstrip()) :] and words[-1].strip("*").isalpha() and words[-1].strip("*").islower()
    )


def _quoted(view: View, after: int) -> int | None:
    opening = _QUOTE.match(view.text, after)
    if opening is None:
        return None
    close = view.text.find(_CLOSE[view.text[opening.end() - 1]], opening.end(), opening.end() + 260)
    return close + 1 if close > 0 and "\n\n" not in view.text[opening.end() : close] else None


def _boundaries(view: View, after: int) -> tuple[int | None, int]:
    """Where the name ends with its years (None: no years belong to it), and where it ends without."""
    limit = min(len(view.folded), after + _REACH)
    plain = None
    at = after
    for m in _stops().finditer(view.lower, after, limit):
        at = m.start()
        if m["comma"]:
            if plain is None and _clause_follows(view, m.end()):
                plain = m.start()
            continue
        if m["head"] and view.text[m.start("head")].islower():
            continue
        if m["stop"] and view.text[m.start()].isupper():
            continue
        if plain is None:
            plain = m.start()
        if m["stop"] and m["stop"].split()[0] in ("trên", "theo", "tại", "cho", "có", "đến", "thuộc", "của", "trong", "ở", "bằng"):
            continue  # the years may still follow: "trên địa bàn tỉnh Lạng Sơn đến năm 2030"
        break
    else:
        at = limit
    year = _YEARS.search(view.folded, after, at + 1)
    plain = len(view.text[:plain].rstrip(" \n\t*,-")) if plain is not None else after
    if year is None or (plain < year.start() and not _may_reach(view, plain, year.start())):
        return None, plain
    end = year.end()
    while vision := _VISION.match(view.folded, end):
        end = vision.end()
    return end, plain


def _clause_follows(view: View, at: int) -> bool:
    following = view.text[at : at + 6].strip()[:1]
    return following.isupper() or not following or bool(_after("clause_starts").match(view.lower, at))


def _may_reach(view: View, plain: int, year: int) -> bool:
    """Between the plain end and the years only a place stands: "trên địa bàn tỉnh Ninh Bình"."""
    between = view.folded[plain:year]
    return len(between) < 60 and bool(
        re.match(r"[\s*]{1,4}(?:tren[\s*]{1,4}dia[\s*]{1,4}ban|cua[\s*]{1,4}(?:tinh|thanh))[^,;.]{0,50}\Z", between)
    )
