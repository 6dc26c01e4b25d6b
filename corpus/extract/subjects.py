"""The bodies that a clause gives a task: its subject, or whom it asks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from corpus.extract.agencies import Phrase, read_list
from corpus.extract.agencies.phrases import opens_with_verb
from corpus.extract.tables import UPPER, alternatives, table

_NEXT = re.compile(rf"(?<=\s)(?=(?:các|những|từng)\s|[{UPPER}])")
_BETWEEN = re.compile(r"[,\s]{0,2}(?:\([^()]{0,160}\)[,\s]{0,2})?")
_PERSON = re.compile(r"(?:giao|giao cho)\sđồng chí\s[^,;.]{3,60}?\s[-–]\s(?=\S)", re.IGNORECASE)


def subject(text: str, start: int, end: int, *, first_only: bool = False) -> list[Phrase] | None:
    """The bodies to whom ``text[start:end]`` gives a task, or None; ``first_only``: only where they open the clause."""
    return _asked(text, start, end, first_only) or _doing(text, start, end, first_only)


def _asked(text: str, start: int, end: int, first_only: bool) -> list[Phrase] | None:
    """ "Giao X …", "đề nghị X …", also after the one who asks: "UBND tỉnh yêu cầu các sở …"."""
    for cue in _giving().finditer(text, start, min(end, start + 400)):
        if not _may_ask(text, start, cue.start()) or (first_only and cue.start() > start + 80):
            continue
        person = _PERSON.match(text, cue.start())
        phrases = read_list(text, person.end() if person else cue.end())
        if phrases and phrases[-1].end <= end and (_does(text, phrases[-1].end, end) or cue.start() == start):
            return phrases
    return None


def _may_ask(text: str, start: int, position: int) -> bool:
    if position == start or text[position - 2 : position] in (", ", "; ", ": ", ". "):
        return True
    if text[start:position].endswith(("vướng mắc ", "phát sinh ", "khó khăn ")):
        return True
    givers = read_list(text, start)
    return bool(givers) and givers[-1].end == position - 1


def _doing(text: str, start: int, end: int, first_only: bool) -> list[Phrase] | None:
    for position in _openings(text, start, end):
        phrases = read_list(text, position, free=False)
        if phrases and phrases[-1].end < end and _does(text, phrases[-1].end, end):
            return phrases
        if first_only:
            return None
    return None


def _openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where the subject may stand: first, or after a preface: "Căn cứ …, các sở", "Hằng năm các sở"."""
    yield start
    if not _preface().match(text, start):
        return
    cites = text.startswith(("Căn cứ", "Trên cơ sở", "Theo"), start)
    for match in _NEXT.finditer(text, start + 1, min(end, start + 500)):
        before = text[start : match.start()].rstrip()
        # A semicolon parts what is cited ("Căn cứ A; B, các sở …"), elsewhere it parts items of the clause.
        parted = before.endswith((",", ")", " này")) or len(before) <= 12 or (cites and before.endswith(";"))
        if (parted or text[match.start()].isupper()) and before.rsplit(" ", 1)[-1].lower() not in _after():
            yield match.start()


def _does(text: str, position: int, end: int) -> bool:
    """True where a verb of doing follows the bodies."""
    between = _BETWEEN.match(text, position)
    begin = between.end() if between else position
    return begin < end and opens_with_verb(text, begin)


@functools.cache
def _giving() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(table('task_cues')['assign']['before'])})\s(?=\S)", re.IGNORECASE)


@functools.cache
def _preface() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('task_cues')['preface']['words'])})(?!\w)")


@functools.cache
def _after() -> frozenset[str]:
    return frozenset(str(table("task_cues")["not_subject"]["after"]).split())
