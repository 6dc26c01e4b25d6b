"""Numbered citations: the number with its type word before it, its date and body after it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.extract.citations.cues import heads
from corpus.extract.citations.dates import read_date
from corpus.extract.citations.heads import Head, read_head
from corpus.extract.citations.issuers import read_issuer
from corpus.extract.citations.numbers import NumberHit, number_hits
from corpus.extract.citations.places import PlaceContext
from corpus.extract.citations.surface import View, one_line
from corpus.extract.tables import table
from corpus.symbol import Repair, parse_symbol, repair_symbol
from corpus.text import fold

_PLAIN = re.compile(
    r"(?P<type>[nstcq](?<![^\W_].)"  # one class of characters first, so that the search is fast
    r"(?:(?<=n)ghị (?:định|quyết liên tịch|quyết)|(?<=t)hông tư(?: liên tịch)?|(?<=s)ắc lệnh|(?<=c)hỉ thị|(?<=q)uyết định))"
    r"[\s*]{1,4}(?P<so>số[\s*]{1,4})?(?P<number>\d{1,4}[a-c]?)"
    r"(?![\w/-]|[\s*]{0,3}[/-]|[.,]\d|[\s*]\d{3}[/-]|[\s*]{1,3}(?:năm|tháng|ngày(?![\s*]\d)|người|điều|khoản|bản|văn|nghị|thông|quyết|[a-zđ]{2,5}/))"
)
_SPLIT = re.compile(r"(?<!\w)so[\s*]{1,3}(?P<thousands>\d{1,2}) \Z")
_LETTERHEAD = re.compile(r"(?:^|\n|\|)[ \t*]{0,6}S[ốỐôÔ0oO][\s*]{0,3}:[\s*]{0,6}\Z")
_TO_DATE = re.compile(r"[\s*]{0,12}(?:[,(]|,?[\s*]{1,4}(?:ban hanh|ky|lap|de))?[\s*]{0,4}")


@dataclass(frozen=True, slots=True)
class Found:
    """A numbered citation before its neighbours are looked at."""

    start: int
    end: int
    type: str | None
    own_type: bool
    """The type stands in its own words."""
    number: str
    printed: str
    reason: str | None
    date: str | None
    issuer: str | None


def numbered(view: View, places: PlaceContext) -> list[Found]:
    """Every numbered citation in text order; spans never overlap."""
    found = list(_with_symbol(view, places))
    starts = [f.start for f in found]
    for f in _plain(view, places):
        i = bisect.bisect_left(starts, f.end)
        if i == 0 or found[i - 1].end <= f.start:
            found.insert(i, f)
            starts.insert(i, f.start)
    return found


def _plain(view: View, places: PlaceContext) -> Iterator[Found]:
    """A type word and a number without a symbol: "Nghị quyết liên tịch số 102 của ...", "Nghị định 54"."""
    for m in _PLAIN.finditer(view.lower):
        bare = not m["so"] and (len(m["number"]) < 2 or m["type"] in ("quyết định", "chỉ thị", "sắc lệnh"))
        if view.text[m.start()].isupper() and not bare:
            end, date, issuer = _tail(view, m.end(), places)
            number = m["number"]
            yield Found(m.start(), end, heads()[fold(one_line(m["type"]))], True, number, number, None, date, issuer)


def _with_symbol(view: View, places: PlaceContext) -> Iterator[Found]:
    last = 0
    for hit in number_hits(view):
        if hit.start < last:
            continue
        hit = _whole(view, hit)
        head = read_head(view, hit.start)
        if head is None or _LETTERHEAD.search(view.text, max(0, hit.start - 24), hit.start) or not _is_number(hit, head):
            continue
        found = _found(view, hit, head, places)
        last = found.end
        yield found


def _whole(view: View, hit: NumberHit) -> NumberHit:
    """A serial that the scanner split after "số": "số 1 002/QĐ-TTg" is 1002/QĐ-TTg."""
    split = _SPLIT.search(view.folded, max(0, hit.start - 12), hit.start)
    if split is None or not hit.number[:3].isdigit() or hit.number[3:4] not in ("/", "-"):
        return hit
    return replace(hit, start=split.start("thousands"), number=split["thousands"] + hit.number)


def _is_number(hit: NumberHit, head: Head) -> bool:
    """A string of the right shape is a số hiệu where its words or its symbol say so."""
    first = hit.parts[0]
    if not any(p.isupper() for p in first):
        return head.type is not None and parse_symbol(hit.number.upper()).type is not None
    if first[0].islower():
        return False
    if hit.hyphen and hit.year is None and len(hit.parts) == 1:
        return head.type is not None and head.so
    if hit.year is not None or head.type is not None:
        return True
    symbol = parse_symbol(hit.number)
    if len(hit.parts) == 1:
        return head.so and bool(symbol.issuers)
    return (symbol.type is not None and (head.so or bool(symbol.issuers))) or head.so


def _found(view: View, hit: NumberHit, head: Head, places: PlaceContext) -> Found:
    end, date, issuer = _tail(view, hit.end, places)
    repair = _repair(hit.number)
    kind = head.type
    if kind is None and (symbol_type := parse_symbol(repair.number, date).type):
        kind = symbol_type.name
    return Found(head.start, end, kind, head.type is not None, repair.number, view.text[hit.start : hit.end], repair.reason, date, issuer)


def _repair(number: str) -> Repair:
    """The number with scanning errors in well-known codes put right ("HĐNĐ"), then those that the table of issuers settles."""
    for wrong, right in table("abbreviations")["scanned"].items():
        if wrong in number and re.search(rf"(?<!\w){wrong}(?!\w)", number):
            fixed = re.sub(rf"(?<!\w){wrong}(?!\w)", right, number)
            return Repair(number=fixed, reason=f"«{wrong}» không phải ký hiệu nào, chỉ có «{right}»")
    return repair_symbol(number)


def _tail(view: View, end: int, places: PlaceContext) -> tuple[int, str | None, str | None]:
    """Date and body after the number, in either order, each once."""
    date = issuer = None
    for _ in range(2):
        gap = _TO_DATE.match(view.folded, end)
        at = gap.end() if gap else end
        if date is None and at > end and (read := read_date(view, at)):
            end, date = read[0], read[1]
            if view.folded.startswith(")", end) and "(" in view.folded[at - 2 : at]:
                end += 1
        if issuer is None and (body := read_issuer(view, end, places)):
            end, issuer = body
        elif date is not None:
            break
    return end, date, issuer
