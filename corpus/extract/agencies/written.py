"""Names of bodies written out: abbreviations, codes, old accents, and how the place is put after them."""

from __future__ import annotations

import functools
import re

from corpus.extract.agencies.codes import initials, parts
from corpus.extract.agencies.phrase import Phrase
from corpus.extract.tables import UPPER, alternatives, table
from corpus.gazetteer import gazetteer

PARTY = re.compile(r"(?:Tỉnh|Thành|Huyện) (?:ủy|[đĐ]oàn)$")
_CODE = re.compile(rf"(?<!\w)[{UPPER}]{{2,12}}(?!\w)")
_PARTS = re.compile(rf"(?<![\w&])[{UPPER}]{{2,12}}(?:&[{UPPER}]{{2,12}})*(?![\w&])")


def abbreviated(name: str) -> bool:
    return _CODE.search(name) is not None and not (name.isupper() and " " in name)


def bare(province: str) -> str:
    """``Lạng Sơn`` of ``tỉnh Lạng Sơn``."""
    return re.sub(r"^(?:tỉnh|thành phố)\s", "", province)


def bare_province(phrase: Phrase, place: str) -> str:
    """The paper of a province bears its bare name where that is printed, or only its initials."""
    if phrase.place and phrase.place.isupper() and phrase.place in initials():
        return bare(place)
    return phrase.place if phrase.place and gazetteer().province(phrase.place) is not None else place


def short(place: str, base: str) -> str:
    """The party's provincial committee and the papers bear the bare name: ``Tỉnh ủy Lạng Sơn``, ``Báo Lạng Sơn``."""
    if place.endswith("Hồ Chí Minh") and PARTY.search(base):
        return place[:1].upper() + place[1:]
    if PARTY.search(base) or base in ("Báo", "Đài"):
        return re.sub(r"^(?:tỉnh|thành phố|Thành phố|huyện)\s", "", place)
    return place


@functools.cache
def abbreviations() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w&])(?:{alternatives(table('abbreviations')['abbreviations'])})(?![\w&])\.?")


def _of_parts(code: str) -> str:
    known = [words for part in code.split("&") if (words := parts(part)) is not None]
    return " và ".join(known) if len(known) == code.count("&") + 1 else code


@functools.lru_cache(maxsize=1 << 12)
def expand(words: str) -> str:
    """Abbreviations written out, old accents put right."""
    full: dict[str, str] = table("abbreviations")["abbreviations"]
    name = re.sub(r"\s*\((?:UBND|VSTBCPN|HĐND)\)", "", words)
    name = abbreviations().sub(lambda m: m[0] if m[0] == "TƯ" and name.endswith("ĐẦU ", 0, m.start()) else full[m[0].rstrip(".")], name)
    name = _PARTS.sub(lambda m: _of_parts(m[0]), name)
    name = re.sub(r"\bUỷ\b", "Ủy", re.sub(r"\s&\s", " và ", name)).replace("uỷ", "ủy").replace("Toà", "Tòa")
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)/(?=thành phố)", ", ", name)).strip()
