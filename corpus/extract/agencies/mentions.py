"""Every mention of a body in a document."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.extract.agencies.naming import Naming
from corpus.extract.agencies.phrases import Phrase, read_list, read_phrase
from corpus.extract.blocks import Block
from corpus.extract.reading import Reading
from corpus.extract.tables import UPPER
from corpus.model import AgencyMention

_START = re.compile(
    rf"(?<![\w])(?:(?=[{UPPER}])|(?=(?:các|những|toàn thể|tất cả các)\s)|(?=cơ quan thông tấn|đài (?:truyền|phát) thanh cấp))"
)


def agency_mentions(reading: Reading, naming: Naming) -> tuple[AgencyMention, ...]:
    """All bodies and groups of bodies named in the document, in order."""
    out: list[AgencyMention] = []
    for block in reading.blocks:
        position = 0
        while (match := _START.search(block.text, position)) is not None:
            phrase = _worth(read_phrase(block.text, match.start(), free=block.text[match.start()].islower()))
            if phrase is None or _in_number(block.text, match.start()):
                position = match.start() + 1
                continue
            out += [_mention(reading, naming, block, p) for p in (phrase, *_led(block.text, phrase))]
            position = max(phrase.end, match.start() + 1)
    return tuple(out)


def _mention(reading: Reading, naming: Naming, block: Block, phrase: Phrase) -> AgencyMention:
    named = naming.name(block.text, _with_shared_place(block.text, phrase, naming.province))
    start, end = block.span(phrase.start, phrase.end)
    return AgencyMention(
        start=start,
        end=end,
        surface=reading.document.text[start:end],
        rule="agency/group" if phrase.group else "agency/known" if phrase.body else "agency/head",
        agency=named.name,
        place=named.place,
        kind=named.kind,
        level=named.level,
        group=named.group,
        parent=named.parent,
    )


_POST_OF_BODY = re.compile(r"(?:Chánh|Trưởng)\s(?=(?:[Vv]ăn phòng|[Tt]hanh tra|[Pp]hòng|[Bb]an)(?!\w))")


def _led(text: str, phrase: Phrase) -> list[Phrase]:
    """The bodies inside an office: ``Sở Nội vụ`` in "Giám đốc Sở Nội vụ", ``Văn phòng UBND tỉnh`` in "Chánh Văn phòng UBND tỉnh"."""
    if phrase.officer is None:
        return []
    post = _POST_OF_BODY.match(text, phrase.start)
    after = phrase.start + len(phrase.officer) + 1
    for start in (post.end() if post else after, after):
        if (inner := read_phrase(text, start, free=True)) is not None and inner.officer is None:
            return [inner] if inner.end <= phrase.end or not phrase.group else []
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
    if following is None or following.place is None or following.group:
        return phrase
    return replace(phrase, place=following.place, name_end=phrase.end)


_NUMBER_SO_FAR = re.compile(r"(?:(?<!\S)|\d[\w.]{0,12})/(?:[\w&.]{1,20}[-–/])*$")


def _in_number(text: str, start: int) -> bool:
    """``UBND`` in ``199/KH-UBND`` or ``/KH-UBND`` is a piece of a số hiệu, not a body that does anything."""
    return text[start - 1 : start] in ("-", "–", "/") and _NUMBER_SO_FAR.search(text, max(0, start - 60), start) is not None


def _worth(phrase: Phrase | None) -> Phrase | None:
    return phrase if phrase is not None and phrase.end - phrase.start >= 4 else None
