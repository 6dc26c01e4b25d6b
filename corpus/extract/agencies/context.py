"""What the words around a name tell of its place."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from corpus.extract.agencies.naming import Named, Naming
from corpus.extract.agencies.phrases import Phrase, read_list
from corpus.extract.agencies.placing import NAME
from corpus.extract.agencies.written import expand
from corpus.extract.tables import alternatives
from corpus.gazetteer import gazetteer

_ELECTED = re.compile(r"đại biểu Quốc hội(?:,|\svà|\s?/|\shoặc)\s?(?:ứng cử\s)?(?:đại biểu\s)?$")
"""``đại biểu Quốc hội và đại biểu Hội đồng nhân dân``: of every level."""
_LEVEL_BEFORE = re.compile(r"(?:UBND|[UỦ][ỷy] ban nhân dân)\s(?P<level>cấp\s(?:xã|huyện))\s(?=[^.]*$)")


def named_in(naming: Naming, text: str, phrase: Phrase) -> Named:
    """The body with its place; a bare name that speaks of no one place, or of the level just named, gets none."""
    own = phrase.group
    phrase = _with_shared_place(text, phrase, naming.territory.province)
    if phrase.group and not own and phrase.body is not None and phrase.place is not None:
        post = f"{expand(phrase.officer)} " if phrase.officer else ""
        return Named(f"{post}{phrase.body.name} {expand(phrase.place)}", kind=phrase.body.kind, group=True)
    if not phrase.group and (cited := _cited_place(naming, text, phrase)):
        phrase = replace(phrase, place=cited, name_end=phrase.end if phrase.place is None else phrase.name_end)
    if phrase.body is None or phrase.place is not None or phrase.group:
        return naming.name(text, phrase)
    before = text[max(0, phrase.start - 200) : phrase.start]
    if phrase.body.kind == "hoi-dong-nhan-dan" and _ELECTED.search(before):
        return Named(phrase.body.name, kind=phrase.body.kind)
    level = _LEVEL_BEFORE.search(before) if phrase.body.name == "Ủy ban nhân dân" and naming.territory.own_level == "province" else None
    if level is None:
        return naming.name(text, phrase)
    post = f"{phrase.officer} " if phrase.officer else ""
    return Named(f"{post}{phrase.body.name} {level['level']}", kind=phrase.body.kind, group=True)


def _with_shared_place(text: str, phrase: Phrase, province: str | None) -> Phrase:
    """``HĐND, UBND tỉnh``: the place after the last of a list holds for the bare names before it.

    In a central document that is so of bodies that every province has too: ``Tỉnh ủy, HĐND, UBND tỉnh Nghệ An``.
    """
    if phrase.place is not None or phrase.body is None:
        return phrase
    if members := _MEMBERS.match(text, phrase.end):
        return replace(phrase, place=members["place"], name_end=phrase.end)
    if text[phrase.end : phrase.end + 2] != ", ":
        return phrase
    if phrase.body.level != "local" and not (phrase.body.level == "province" and province is None):
        return phrase
    following = next((p for p in read_list(text, phrase.end + 2, free=False) if p.place is not None or p.body is None), None)
    if (
        following is None
        or following.place is None
        or (following.group and following.place != _SAME_LEVEL and not _PEOPLES.match(following.body.name if following.body else ""))
    ):
        return phrase
    return replace(phrase, place=following.place, name_end=phrase.end, group=following.group)


_MEMBERS = re.compile(rf"\svà (?:các )?đại biểu Quốc hội\s(?P<place>(?:tỉnh|thành phố)\s{NAME})")
"""``Đoàn đại biểu Quốc hội và đại biểu Quốc hội tỉnh Gia Lai``: of one place."""
_SAME_LEVEL = "cùng cấp"
"""``UBND, Tòa án nhân dân, Viện kiểm sát nhân dân cùng cấp``: holds for every body of the list."""
_PEOPLES = re.compile(r"(?:Ủy ban|Hội đồng) nhân dân|Ủy ban Mặt trận")
"""``HĐND, UBND các tỉnh``: the councils of all of them."""


def _cited_place(naming: Naming, text: str, phrase: Phrase) -> str | None:
    """``Quyết định của UBND tỉnh Bắc Giang về … thuộc thẩm quyền của Sở Nội vụ``: a department of that province."""
    if phrase.body is None or phrase.body.kind != "so" or phrase.place not in (None, "tỉnh", "thành phố"):
        return None
    found = _cited().search(text, max(0, phrase.start - 300), phrase.start)
    held = gazetteer().province(found["name"]) if found else None
    return held.full if held and held.full != naming.territory.province else None


@functools.cache
def _cited() -> re.Pattern[str]:
    names = alternatives(p.name for p in gazetteer().places if p.level == "province")
    return re.compile(
        rf"(?:UBND|HĐND|nhân dân)\s(?:tỉnh|thành phố|TP)\s(?P<name>{names})\s(?:\(cũ\)\s)?"
        r"(?:về|ban hành|quy định|phê duyệt|công bố)\s[^;|*]{0,240}$"
    )
