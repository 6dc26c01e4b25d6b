"""Short names that no text defines: ``Sở``, ``Ban Chỉ đạo``, ``Bộ trưởng`` alone are the document's own."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from corpus.extract.agencies.forms import listed, no_body, stops, verb
from corpus.extract.agencies.naming import Naming
from corpus.extract.agencies.phrases import Phrase, read_phrase
from corpus.extract.reading import Reading
from corpus.extract.tables import alternatives
from corpus.model import AgencyMention

_PROPOSED = re.compile(r"[Tt]heo đề nghị của\s")
_ISSUERS = ("Bộ", "Cục", "Chi cục")
"""These alone mean the issuer, never another one that the title names."""
_WITHIN = 6000
_ENDED = re.compile(r"\s?(?:\.(?!\.)|[;)|”\"]|$)|,\s(?!Thủ trưởng|cơ quan|ngành|Thứ trưởng)|\s(?:và|hoặc|theo|về|để)\s")
_NOT_ALONE = re.compile(r"(?:cấp|ngang|liên|các|những|mỗi|từng|một|cơ|và|với)\s$")
_HEADED = re.compile(r"(?:Bộ|Ngân hàng Nhà nước|Thanh tra Chính phủ)\s")


def own_names(reading: Reading, naming: Naming) -> dict[str, AgencyMention]:
    """What each short name means in this document: the body of the title, the issuer, or the department that proposed it."""
    out: dict[str, AgencyMention] = {}
    for text, phrase in _named(reading):
        named = naming.name(text, phrase)
        head = _heads().match(named.name)
        if head and not phrase.group and named.kind != "hoi-dong-nhan-dan" and head[0] not in out:
            out[head[0]] = _mention(named.name, kind=named.kind, level=named.level, place=named.place)
    fund = out.get("Quỹ")
    inner = {n: _mention(f"{n} {fund.agency}", place=fund.place) for n in listed("head", "organs")} if fund else {}
    return inner | out | _posts(naming)


def _named(reading: Reading) -> Iterator[tuple[str, Phrase]]:
    """The bodies that title, issuer and proposal name, each with the text that it stands in."""
    header = reading.document.header
    for text in (header.title or "", header.issuer or ""):
        for match in _heads().finditer(text):
            phrase = read_phrase(text, match.start())
            if phrase is not None and (text == header.issuer or match[0] not in _ISSUERS):
                yield text, phrase
    text = reading.document.text
    proposed = _PROPOSED.search(text, 0, _WITHIN)
    phrase = read_phrase(text, proposed.end()) if proposed else None
    inner = read_phrase(text, phrase.start + len(phrase.officer) + 1) if phrase and phrase.officer else None
    if inner is not None:
        yield text, inner


def _posts(naming: Naming) -> dict[str, AgencyMention]:
    issuer = naming.issuer or ""
    if _HEADED.match(issuer):
        return {post: _mention(f"{post} {issuer}") for post in listed("head", "posts")}
    if issuer.startswith("Ủy ban nhân dân"):
        return {"Chánh Văn phòng": _mention(f"Chánh Văn phòng {issuer}", kind="van-phong")}
    return {}


def _mention(agency: str, kind: str | None = None, level: str | None = None, place: str | None = None) -> AgencyMention:
    return AgencyMention(start=0, end=0, surface="", rule="agency/own", agency=agency, kind=kind, level=level, place=place)


def own_name(text: str, start: int, phrase: Phrase | None, own: Mapping[str, AgencyMention]) -> str | None:
    """The short name that stands here alone: nothing goes on after it and nothing longer is read."""
    for name in own:
        end = start + len(name)
        if text.startswith(name, start) and (phrase is None or phrase.end <= end) and _alone(text, start, end):
            return name
    return None


def _alone(text: str, start: int, end: int) -> bool:
    if no_body().match(text, start) or _NOT_ALONE.search(text, max(0, start - 8), start):
        return False
    return _ENDED.match(text, end) is not None or (
        text[end] == " " and (verb().match(text, end + 1) or stops().match(text, end + 1)) is not None
    )


@functools.cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(listed('head', 'short'))})(?!\w)")
