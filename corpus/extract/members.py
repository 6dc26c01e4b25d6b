"""The bodies that a group lists by name: "các Bộ: Xây dựng, Công Thương", "các Tập đoàn: Bưu chính Viễn thông Việt Nam, …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.extract.agencies import Phrase
from corpus.extract.agencies.phrases import read_phrase

_OPENS = re.compile(r"\s?(?:(?:bao )?gồm\s?)?:\s(?=\S)")
_NOUN = re.compile(r"(?:^|\s)(?P<noun>Bộ|[Ss]ở|[Tt]ập đoàn|[Cc]ục|[Vv]ụ|[Hh]ội|[Tt]ổng công ty)$")
_NEXT = re.compile(r"\s?(?:,|;|\svà\s)\s?(?=\S)")
_FIRMS = ("Tập đoàn ", "Tổng công ty ")
"""Nouns after which a name need not be one of the tables."""
_MAX = 20


@dataclass(frozen=True, slots=True)
class Member:
    """One body of a list, in words that name it whole."""

    words: str
    phrase: Phrase
    """Into ``words``."""
    start: int
    """Where it stands in the text, there maybe without its noun."""
    end: int


def members(text: str, group: Phrase) -> tuple[Member, ...]:
    """What ``group`` lists after its colon; nothing where no list of at least two bodies follows."""
    opens = _OPENS.match(text, group.end) if group.group else None
    if opens is None or text.count("(", 0, group.end) > text.count(")", 0, group.end):
        return ()  # "(các Sở: Xây dựng, …)" only tells whom a group before it means
    noun = _NOUN.search(text[group.start : group.end])
    post = f"{group.officer} " if group.officer else ""
    found = tuple(_listed(text, opens.end(), f"{post}{noun['noun'].capitalize()} " if noun else ""))
    return found if len(found) > 1 else ()


def listed_end(text: str, phrase: Phrase) -> int:
    """Where the words that name ``phrase`` end, its list of members included."""
    found = members(text, phrase)
    return found[-1].end if found else phrase.end


def _listed(text: str, position: int, noun: str) -> Iterator[Member]:
    for _ in range(_MAX):
        member = _member(text, position, noun)
        if member is None:
            return
        yield member
        separator = _NEXT.match(text, member.end)
        if separator is None:
            return
        position = separator.end()


def _member(text: str, position: int, noun: str) -> Member | None:
    """The body at ``position``, named whole or without the noun that the group has."""
    for prefix in ("", noun) if noun else ("",):
        words = prefix + text[position : position + 200]
        phrase = read_phrase(words, 0)
        if phrase is not None and phrase.end > len(prefix) and (phrase.body is not None or not prefix or prefix in _FIRMS):
            return Member(words, phrase, position, position + phrase.end - len(prefix))
    return None
