"""Laws, codes, ordinances and constitutions by name: "Luật Bình đẳng giới", "Bộ luật Lao động (sửa đổi) năm 2019".

Names in ``laws.toml`` are matched whatever their case and accents, the longest first. A name that is not in the table must be
printed with a capital and ends where a clause or another document begins.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.extract.citations.cues import cues, exact_pattern, head_words
from corpus.extract.citations.dates import read_date
from corpus.extract.citations.surface import View, one_line
from corpus.laws import laws

_ANCHOR = re.compile(  # one class of characters first, so that the search is fast
    r"[bhlp](?<!\w.)(?:(?<=l)uat|(?<=b)o[\s*]{1,3}luat|(?<=p)hap[\s*]{1,3}lenh|(?<=h)ien[\s*]{1,3}phap)(?!\w)"
)
_WORD = re.compile(r"[a-z0-9]+")
_REACH = 260
_AMENDED = re.compile(r"[\s*]{0,3}\([\s*]{0,2}sua doi(?:, bo sung)?(?:[\s*]nam[\s*]\d{4})?\)")
_TYPES = {"bo": "Bộ luật", "luat": "Luật", "phap": "Pháp lệnh", "hien": "Hiến pháp"}
_ISSUED = re.compile(r"ban[\s*]{1,3}hành[\s*]{1,3}\Z")
_PREAMBLE = 3000
_DATED = re.compile(
    r"(?P<name>[\s*]{1,3}(?!số|này|ngày)\w[^;:.()“”\"\d]{3,130}?)[\s*]{1,3}ngày[\s*]{1,3}\d{1,2}[\s*]{1,3}tháng[\s*]{1,3}\d"
)
_WORD_GAP = re.compile(r"[\s,;*/(-]{0,5}")
_DATE_GAP = re.compile(r"[\s*]{1,4}\(?|[\s*]{0,2},[\s*]{1,3}(?=ngay)")
_YEAR = re.compile(r"[\s*]{1,3}((?:19|20)\d\d)(?![\d/-]|[.,]\d)")
_AMENDING = re.compile(
    r"(?:bo luat|luat|phap lenh)[\s*]{1,4}sua[\s*]{1,3}doi(?:,?[\s*]{1,3}bo[\s*]{1,3}sung)?"
    r"(?:[\s*]{1,3}mot[\s*]{1,3}so[\s*]{1,3}(?:dieu|khoan))?"
    r"(?:[\s*]{1,3}(?:cua|tai))?(?:[\s*]{1,3}cac)?[\s*]{1,4}"
)
_COUNTED = re.compile(
    r"(?:\d{1,2}[\s*]{1,3})?luat[\s*]{1,3}(?:co[\s*]{1,3}lien[\s*]{1,3}quan[\s*]{1,3}den|lien[\s*]{1,3}quan[\s*]{1,3}den|trong[\s*]{1,3}linh[\s*]{1,3}vuc)[\s*]{1,3}[^;.()]{3,80}"
)
_AND = re.compile(
    r"[\s*]{0,3}(?:,|va(?!\w)|,[\s*]{0,2}va(?!\w))[\s*]{1,4}(?:cua[\s*]{1,3})?(?:cac[\s*]{1,3})?(?=(?:bo[\s*]{1,3}luat|luat|phap[\s*]{1,3}lenh)(?!\w))"
)
_NUMBER_AFTER = re.compile(r"[\s*]{0,3}so[\s*]{0,3}\d{1,4}/(?:\d{4}/)?[a-z]{1,3}(?:-[a-z]{1,8}|[a-z]{0,5})\d{0,2}")


@dataclass(frozen=True, slots=True)
class Named:
    """A law by name."""

    start: int
    end: int
    type: str
    date: str | None
    known: bool
    numbers_inside: int = 0
    """How many numbers its own words hold: of the laws that it amends, or, with one law, its own."""


def names(view: View) -> Iterator[Named]:
    """Every law named, in text order; spans never overlap."""
    last = 0
    for anchor in _ANCHOR.finditer(view.folded):
        if anchor.start() < last or view.folded[max(0, anchor.start() - 5) : anchor.start()].split(" ")[-2:-1] in (["phap"], ["du"]):
            continue
        if anchor.start() < _PREAMBLE and _ISSUED.search(view.lower, max(0, anchor.start() - 12), anchor.start()):
            continue  # "Quốc hội ban hành Luật ..." in its preamble is this law
        found = _amending(view, anchor.start()) or _name(view, anchor.start(), anchor.end())
        if found:
            last = found.end
            yield found


def _name(view: View, start: int, after_type: int) -> Named | None:
    printed_type = view.text[start:after_type]
    capital = printed_type[:1].isupper()
    end = _known_end(view, start)
    following = view.text[after_type : after_type + 6].strip()[:1]
    known = end is not None
    if not capital and not (known and following.isupper()):
        return None
    if end is None and capital:
        end = _unknown_end(view, after_type) if following.isupper() else _dated_end(view, after_type)
    if end is None:
        return None
    return _with_date(view, start, end, known)


def _with_date(view: View, start: int, end: int, known: bool, numbers: int = 0) -> Named:
    amended = _AMENDED.match(view.folded, end)
    end = amended.end() if amended else end
    date = None
    gap = _DATE_GAP.match(view.folded, end)
    year = _YEAR.match(view.folded, end)
    if year:
        end, date = year.end(), year[1]
    elif gap and (read := read_date(view, gap.end())):
        close = view.folded.startswith(")", read[0]) and "(" in gap.group()
        if close or "(" not in gap.group():
            end, date = read[0] + close, read[1]
    name = next(full for word, full in _TYPES.items() if view.folded.startswith(word, start))
    return Named(start, end, name, date, known, numbers)


def _known_end(view: View, start: int) -> int | None:
    """End of the longest name of the table that starts at ``start``."""
    table, openings = laws().by_name, _openings()
    name = ""
    end = None
    last = start
    for m in _WORD.finditer(view.folded, start, start + _REACH):
        name = f"{name} {m.group()}" if name else m.group()
        if name not in openings or not _WORD_GAP.fullmatch(view.folded, last, m.start()):
            break
        if name in table:
            end = m.end()
        last = m.end()
    if end is not None and view.text[end : end + 1] == ")":
        end += 1
    return end


@functools.cache
def _openings() -> frozenset[str]:
    """Every run of words that opens a name of the table, so that the look-up stops at the first word that opens none."""
    return frozenset(" ".join(words[: i + 1]) for name in laws().by_name for words in (name.split(),) for i in range(len(words)))


@functools.cache
def _stops() -> re.Pattern[str]:
    words = exact_pattern(cues("name_stops"))
    types = exact_pattern(head_words())
    return re.compile(
        rf"(?<!\w)(?:{words}|(?:và[\s*]{{1,3}}|hoặc[\s*]{{1,3}})?(?P<head>{types}))(?!\w)|[;:.()\[\]“”\"|?!\d,]|\n[\s*]*\n|\n[-+*•]|$"
    )


def _unknown_end(view: View, after_type: int) -> int | None:
    limit = min(len(view.folded), after_type + 120)
    for m in _stops().finditer(view.lower, after_type, limit):
        if m["head"] and m.start("head") - after_type < 5:
            return None
        if m["head"] and view.text[m.start("head")].islower():
            continue
        name = view.text[after_type : m.start()].rstrip(" \n\t*,-")
        words = name.split()
        return after_type + len(name) if 1 <= len(words) <= 16 and len(name.strip()) >= 3 else None
    return None


def _dated_end(view: View, after_type: int) -> int | None:
    """A name in small letters that is in no table is one where its day follows: "Luật thuế doanh thu ngày 8 tháng 8 năm 1990"."""
    m = _DATED.match(view.lower, after_type)
    return m.end("name") if m and len(m["name"].split()) >= 2 else None


def _amending(view: View, start: int) -> Named | None:
    """A law that amends others, with the laws that its name names: one citation."""
    opening = _AMENDING.match(view.folded, start)
    if opening is None or not view.text[start].isupper():
        return None
    counted = _COUNTED.match(view.folded, opening.end())
    if counted:
        number = re.compile(r"[\s*]{1,3}so[\s*]").search(view.folded, counted.start(), counted.end())
        return _with_date(view, start, number.start() if number else counted.end(), True)
    end, at, numbers, members = opening.end(), opening.end(), 0, 0
    while members < 20 and (m := _ANCHOR.match(view.folded, at)):
        member_end = _known_end(view, at) or _unknown_end(view, m.end())
        if member_end is None:
            break
        members += 1
        number = _NUMBER_AFTER.match(view.folded, member_end)
        if number:
            numbers += 1
        end = number.end() if number else member_end
        more = _AND.match(view.folded, end)
        if more is None:
            break
        at = more.end()
    if not members:
        return None
    if numbers == 1 and number is not None and not _amended_number(view, number, at):
        end = number.start()  # its own number follows; it is read as a numbered citation
        return Named(start, end, "Luật", None, True)
    return _with_date(view, start, end, True, numbers)


def _amended_number(view: View, number: re.Match[str], member: int) -> bool:
    """True where the number belongs to the amended law, not to the law that amends it."""
    printed = re.search(r"\d.*", view.clean[number.start() : number.end()])
    law = laws().numbered(printed.group()) if printed else None
    return (
        law is not None and law.name.startswith(("Luật sửa", "Luật Sửa")) is False and one_line(view.folded[member : number.start()]) != ""
    )
