"""Every mention of a body in a document."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.extract.agencies.naming import Named, Naming, department_of
from corpus.extract.agencies.phrases import Phrase, opens_phrase, read_list, read_phrase
from corpus.extract.agencies.senses import in_number, is_body
from corpus.extract.agencies.shorts import defined_after, opened, short_name
from corpus.extract.agencies.written import expand
from corpus.extract.blocks import Block
from corpus.extract.reading import Reading
from corpus.extract.tables import UPPER
from corpus.gazetteer import gazetteer
from corpus.model import AgencyMention

_START = re.compile(
    rf"(?<![\w])(?:(?=[{UPPER}])|(?=(?:các|những|toàn thể|tất cả các)\s)|(?=cơ quan thông tấn|đài (?:truyền|phát) thanh cấp))"
)


def agency_mentions(reading: Reading, naming: Naming) -> tuple[AgencyMention, ...]:
    """All bodies and groups of bodies named in the document, in order."""
    out: list[AgencyMention] = []
    defined: dict[str, AgencyMention] = {}
    for block in reading.blocks:
        position = 0
        while (match := _START.search(block.text, position)) is not None:
            start = match.start()
            if not defined and not opens_phrase(block.text, start):
                position = start + 1
                continue
            if in_number(block.text, start):
                position = start + 1
                continue
            phrase = _worth(read_phrase(block.text, start, free=block.text[start].islower()))
            name = short_name(block.text, start, phrase, defined)
            if name is not None:
                out.append(_again(reading, block, start, start + len(name), defined[name]))
                position = start + len(name)
                continue
            position = start + 1
            if phrase is not None and is_body(block.text, phrase):
                out += [_mention(reading, naming, block, p) for p in (phrase, *_led(block.text, phrase))]
                whole = _mention(reading, naming, block, phrase)
                if not phrase.group and (name := defined_after(block.text, phrase, whole.agency)):
                    defined[name] = whole
            if phrase is not None:
                position = max(phrase.end, position)
    return opened(out)


def _again(reading: Reading, block: Block, start: int, end: int, mention: AgencyMention) -> AgencyMention:
    first, last = block.span(start, end)
    return replace(mention, start=first, end=last, surface=reading.document.text[first:last], rule="agency/defined")


def _mention(reading: Reading, naming: Naming, block: Block, phrase: Phrase) -> AgencyMention:
    named = _named(naming, block.text, phrase)
    start, end = block.span(phrase.start, phrase.end)
    return AgencyMention(
        start=start,
        end=end,
        surface=reading.document.text[start:end],
        rule="agency/group" if named.group else "agency/known" if phrase.body else "agency/head",
        agency=named.name,
        place=named.place,
        kind=named.kind,
        level=named.level,
        group=named.group,
        parent=named.parent or _ministry(block.text, phrase, named.name),
    )


_ELECTED = re.compile(r"đại biểu Quốc hội(?:,|\svà|\s?/|\shoặc)\s?(?:ứng cử\s)?(?:đại biểu\s)?$")
"""``đại biểu Quốc hội và đại biểu Hội đồng nhân dân``: of every level."""
_LEVEL_BEFORE = re.compile(r"(?:UBND|[UỦ][ỷy] ban nhân dân)\s(?P<level>cấp\s(?:xã|huyện))\s(?=[^.]*$)")


def _named(naming: Naming, text: str, phrase: Phrase) -> Named:
    """The body with its place; a bare name that speaks of no one place, or of the level just named, gets none."""
    own = phrase.group
    phrase = _with_shared_place(text, phrase, naming.province)
    if phrase.group and not own and phrase.body is not None and phrase.place is not None:
        return Named(f"{phrase.body.name} {expand(phrase.place)}", kind=phrase.body.kind, group=True)
    if phrase.body is None or phrase.place is not None or phrase.group:
        return naming.name(text, phrase)
    before = text[max(0, phrase.start - 200) : phrase.start]
    if phrase.body.kind == "hoi-dong-nhan-dan" and _ELECTED.search(before):
        return Named(phrase.body.name, kind=phrase.body.kind)
    level = _LEVEL_BEFORE.search(before) if phrase.body.name == "Ủy ban nhân dân" and naming.own_level == "province" else None
    if level is None:
        return naming.name(text, phrase)
    post = f"{phrase.officer} " if phrase.officer else ""
    return Named(f"{post}{phrase.body.name} {level['level']}", kind=phrase.body.kind, group=True)


_OF = re.compile(r"\s?(?P<bracket>\()|,\s|\s?[-–]\s?|\sthuộc\s|\scủa\s")
_DEPARTMENT = re.compile(r"(?:Cục|Vụ|Tổng cục|Ủy ban|Viện|Thanh tra|Ban)\s")


def _ministry(text: str, phrase: Phrase, name: str) -> str | None:
    """The ministry beside a department: ``Cục Thống kê, Bộ Tài chính``, ``Vụ PC (BTC)``; else the one that the tables give it."""
    if phrase.group or phrase.officer or not _DEPARTMENT.match(name):
        return None
    link = _OF.match(text, phrase.end)
    if link is None:
        return department_of(name)
    coded = re.compile(r"([^\W\d_]{3,9})\)").match(text, link.end()) if link["bracket"] else None
    issuers = gazetteer().issuers_coded(coded[1]) if coded and coded[1].isupper() else ()
    if issuers and issuers[0].level == "central":
        return issuers[0].name
    found = read_phrase(text, link.end())
    above = found is not None and found.body is not None and not found.officer and found.body.kind in ("bo", "van-phong", "ngan-hang")
    return found.body.name if above and found and found.body and found.body.level == "central" else department_of(name)


_POST_OF_BODY = re.compile(r"(?:Chánh|Trưởng)\s(?=(?:[Vv]ăn phòng|[Tt]hanh tra|[Pp]hòng|[Bb]an)(?!\w))")


def _led(text: str, phrase: Phrase) -> list[Phrase]:
    """The bodies inside an office: ``Sở Nội vụ`` in "Giám đốc Sở Nội vụ", ``Văn phòng UBND tỉnh`` in "Chánh Văn phòng UBND tỉnh"."""
    if phrase.officer is None:
        return []
    post = _POST_OF_BODY.match(text, phrase.start)
    after = phrase.start + len(phrase.officer) + 1
    for start in (post.end() if post else after, after):
        inner = read_phrase(text, start, free=True)
        if inner is not None and inner.officer is None:
            # "Trưởng thôn", "TRƯỞNG BAN" have no body inside.
            no_body = (inner.body is not None and inner.body.kind == "thon") or (phrase.officer == "Trưởng" and text[start].islower())
            return [] if no_body or (phrase.group and inner.end > phrase.end) else [inner]
    return []


def _with_shared_place(text: str, phrase: Phrase, province: str | None) -> Phrase:
    """``HĐND, UBND tỉnh``: the place after the last of a list holds for the bare names before it.

    In a central document that is so of bodies that every province has too: ``Tỉnh ủy, HĐND, UBND tỉnh Nghệ An``.
    """
    if phrase.place is not None or phrase.body is None or text[phrase.end : phrase.end + 2] != ", ":
        return phrase
    if phrase.body.level != "local" and not (phrase.body.level == "province" and province is None):
        return phrase
    following = next((p for p in read_list(text, phrase.end + 2, free=False) if p.place is not None or p.body is None), None)
    if (
        following is None
        or following.place is None
        or (following.group and not _PEOPLES.match(following.body.name if following.body else ""))
    ):
        return phrase
    return replace(phrase, place=following.place, name_end=phrase.end, group=following.group)


_PEOPLES = re.compile(r"(?:Ủy ban|Hội đồng) nhân dân")
"""``HĐND, UBND các tỉnh``: the councils of all of them."""


def _worth(phrase: Phrase | None) -> Phrase | None:
    return phrase if phrase is not None and phrase.end - phrase.start >= 4 else None
