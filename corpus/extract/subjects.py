"""The bodies that a clause gives a task: its subject, or whom it asks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.extract.agencies import Phrase, read_list
from corpus.extract.agencies.phrases import opens_with_verb
from corpus.extract.members import listed_end
from corpus.extract.tables import UPPER, alternatives, searched, table, whole_words

_NEXT = re.compile(rf"(?<=\s)(?=(?:các|những|từng)\s|(?:cơ quan|đơn vị)[\s,]|[{UPPER}])")
_COMMA = re.compile(r"[,;]\s(?=\S)")
_LISTED = "[Cc]ơ quan|[Tt]ổ chức|[Đđ]ơn vị|[Cc]á nhân"
_NOT_INSIDE = "là|thì|mà|nếu|có nhiệm vụ|có quyền"
_IN_A_LIST = re.compile(r"(?:cơ quan|tổ chức|đơn vị|bộ phận|cá nhân),\s$", re.IGNORECASE)
_BETWEEN = re.compile(r"[,\s]{0,2}(?:\([^()]{0,160}\)[,\s]{0,2})?")
_PERSON = re.compile(r"(?:giao|giao cho)\sđồng chí\s[^,;.]{3,60}?\s[-–]\s(?=\S)", re.IGNORECASE)


def subject(text: str, start: int, end: int, *, first_only: bool = False) -> list[Phrase] | None:
    """The bodies to whom ``text[start:end]`` gives a task, or None; ``first_only``: only where they open the clause."""
    return _asked(text, start, end, first_only) or _doing(text, start, end, first_only)


def _asked(text: str, start: int, end: int, first_only: bool) -> list[Phrase] | None:
    """ "Giao X …", "đề nghị X …", also after the one who asks: "…, UBND tỉnh yêu cầu các sở …"."""
    for cue in _giving().finditer(text, start, min(end, start + 400)):
        if not _may_ask(text, start, cue.start()) or (first_only and cue.start() > start + 80):
            continue
        person = _PERSON.match(text, cue.start())
        phrases = read_list(text, person.end() if person else cue.end())
        if phrases and phrases[-1].end <= end and (does(text, listed_end(text, phrases[-1]), end) or cue.start() == start):
            return phrases
        if phrases and (described := _described(text, phrases, end)):
            return described
    return None


def _may_ask(text: str, start: int, position: int) -> bool:
    if position == start or text[position - 2 : position] in (", ", "; ", ": ", ". "):
        return True
    if text[start:position].endswith(("vướng mắc ", "phát sinh ", "khó khăn ")):
        return True
    for comma in (start, *(m.end() for m in _COMMA.finditer(text, max(start, position - 90), position))):
        givers = read_list(text, comma)
        if givers and givers[-1].end == position - 1:
            return True
    return False


def _doing(text: str, start: int, end: int, first_only: bool) -> list[Phrase] | None:
    for position in _openings(text, start, end):
        phrases = read_list(text, position, free=False)
        if phrases and phrases[-1].end < end and does(text, listed_end(text, phrases[-1]), end):
            return phrases
        if (described := _described(text, phrases, end)) or (described := _obliged(text, position, end)):
            return described
        if first_only:
            return None
    return None


def _described(text: str, phrases: list[Phrase], end: int) -> list[Phrase] | None:
    """A group with words that tell which: "các đơn vị được giao nhiệm vụ tại Phụ lục có trách nhiệm …"."""
    last = phrases[-1] if phrases else None
    if last is None or not last.group or last.body is not None:
        return None
    gap = _which().match(text, last.end, min(end, last.end + 160))
    return [*phrases[:-1], replace(last, end=gap.end("words"), name_end=gap.end("words"))] if gap else None


def _obliged(text: str, position: int, end: int) -> list[Phrase] | None:
    """Whoever bears a duty by what it does: "cơ quan đăng ký đầu tư có trách nhiệm …"."""
    found = _bearer().match(text, position, min(end, position + 120))
    if found is None or _IN_A_LIST.search(text, max(0, position - 12), position):
        return None
    return [Phrase(start=position, end=found.end("who"), name_end=found.end("who"), group=True)]


def invited(text: str, start: int, end: int) -> list[Phrase] | None:
    """ "Khuyến khích X xây dựng …" at the start of an item."""
    cue = _invite().match(text, start)
    phrases = read_list(text, cue.end()) if cue else []
    return phrases if phrases and phrases[-1].end < end and does(text, phrases[-1].end, end) else None


def obliged(text: str, start: int, end: int) -> bool:
    """True where a clause after its preface says whose duty it is: "Trường hợp …, cơ quan chủ trì có trách nhiệm …"."""
    found = _doing(text, start, end, False) if _preface().match(text, start) else None
    return found is not None and _duty().match(text, found[-1].end) is not None


def _openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where the subject may stand: first, or after a preface: "Căn cứ …, các sở", "Hằng năm các sở"."""
    yield start
    matter = _matter().match(text, start, min(end, start + 500))
    if matter:
        yield from _openings(text, matter.end(), end)
        return
    if not _preface().match(text, start):
        return
    cites = text.startswith(("Căn cứ", "Trên cơ sở", "Theo"), start)
    for match in _NEXT.finditer(text, start + 1, min(end, start + 500)):
        before = text[start : match.start()].rstrip()
        # A semicolon parts what is cited ("Căn cứ A; B, các sở …"), elsewhere it parts items of the clause.
        at_once = len(before) <= 12 and before not in _conditions()
        parted = before.endswith((",", ")", " này", " thì")) or at_once or (cites and before.endswith(";"))
        parted = parted or before.endswith(_before_subject())
        if (parted or text[match.start()].isupper()) and before.rsplit(" ", 1)[-1].lower() not in _after():
            yield match.start()


def does(text: str, position: int, end: int) -> bool:
    """True where a verb of doing follows the bodies."""
    between = _BETWEEN.match(text, position)
    begin = between.end() if between else position
    return begin < end and opens_with_verb(text, begin)


@functools.cache
def _giving() -> re.Pattern[str]:
    return re.compile(rf"{searched(table('task_cues')['assign']['before'])}\s(?=\S)")


@functools.cache
def _preface() -> re.Pattern[str]:
    return whole_words(table("task_cues")["preface"]["words"])


@functools.cache
def _conditions() -> frozenset[str]:
    return frozenset(table("task_cues")["preface"]["conditions"])


@functools.cache
def _matter() -> re.Pattern[str]:
    """``Về dự án nạo vét luồng tàu: Bộ Xây dựng …``: the matter before its colon."""
    words = alternatives(table("task_cues")["matter"]["words"])
    return re.compile(rf"(?:{words})\s(?:[^;.]|\.(?=\S)){{10,400}}?(?<!\d):\s(?=\S)")


@functools.cache
def _before_subject() -> tuple[str, ...]:
    return tuple(f" {w}" for w in table("task_cues")["before_subject"]["words"])


@functools.cache
def _duty() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives(table('task_cues')['duty']['words'])})\s")


@functools.cache
def _which() -> re.Pattern[str]:
    words = alternatives(table("task_cues")["duty"]["which"])
    return re.compile(rf"(?P<words>\s(?:{words})\s[^.;:,]{{2,120}}?){_duty().pattern}")


@functools.cache
def _bearer() -> re.Pattern[str]:
    nouns = alternatives(form for noun in table("task_cues")["duty"]["bearer"] for form in (noun, noun.capitalize()))
    return re.compile(
        rf"(?P<who>(?:(?:{_LISTED})(?:,|\svà|\shoặc)\s){{0,4}}(?:{nouns})(?:(?!\s(?:{_NOT_INSIDE})\s)[^.;:,\d]){{4,70}}?)(?<!\svà){_duty().pattern}"
    )


@functools.cache
def _invite() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('task_cues')['invite']['words'])})\s(?=\S)")


@functools.cache
def _after() -> frozenset[str]:
    return frozenset(str(table("task_cues")["not_subject"]["after"]).split())
