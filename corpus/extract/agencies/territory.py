"""What the bare words for places (tỉnh, huyện, xã) mean in one document, and of which level a place is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extract.agencies.bodies import Body
from corpus.extract.agencies.codes import initials
from corpus.extract.citations.places import PlaceContext
from corpus.gazetteer import Place, gazetteer
from corpus.model import Document

LEVELS = {
    "tỉnh": "province", "thành phố": "province", "huyện": "district", "quận": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
"""The words for places and their levels; a city may be of either."""
_LOCAL_NUMBER = re.compile(r"(?:UBND|HĐND)(?!\w)")
"""A number of an office of the people: the place line says of which province."""


@dataclass(frozen=True, slots=True)
class Territory:
    """The place whose document it is, the province around it, and the places that the text names."""

    places: PlaceContext
    own: str | None
    """The issuer's place: ``tỉnh Lạng Sơn``."""
    own_level: str | None
    province: str | None

    @classmethod
    def of(cls, document: Document) -> Territory:
        places = PlaceContext(document.text, document.header)
        own, level = _own_place(document.header.issuer or "")
        if own is None and document.header.issuer is None and _LOCAL_NUMBER.search(document.header.number or ""):
            held = gazetteer().province(document.header.place or "")
            own, level = (held.full, "province") if held else (None, None)
        province = own if level == "province" else _province_of(places, document)
        return cls(places, own, level, province)

    def unsaid(self, body: Body | None) -> tuple[str | None, str | None]:
        """No place is printed: a department is the province's, any other local body the issuer's own."""
        if body is None:
            return (self.province if self.own_level == "province" else self.own), None
        if body.level == "province":
            return self.province, "province"
        if body.level == "local":
            return self.own, self.own_level
        return None, body.level

    def printed(self, printed: str, known: bool) -> tuple[str | None, str | None]:
        """The place that these words name after a body, ``known`` where a table holds it, and its level."""
        if printed.isupper() and (code := re.sub(r"^TP\.?\s?", "", printed)) in initials():
            return self.coded(code) or self.own, "province"
        printed = re.sub(r"^(?:của|thuộc)\s", "", re.sub(r"^[Tt][Pp]\.?(?=\s|$)", "thành phố", printed))
        word = next((w for w in LEVELS if printed.lower().startswith(w)), None)
        if printed in ("cấp tỉnh", "cấp thành phố") and not known and self.own_level == "province":
            return self.province, "province"  # the issuer's own: "Ban Chỉ đạo Dân số và Phát triển cấp thành phố"
        if word is None:
            province = gazetteer().province(printed) or _repaired(printed)
            if not known and province is not None:
                return province.name, None
            return (province.full if province else printed), "province"
        name = printed[len(word) :].strip()
        if name.isupper() and name in initials():
            return self.coded(name, word) or self.own, "province"  # "thành phố HN"
        if name:
            return f"{word} {name}", self._level_of(word, name)
        meant = self._meant(word) or word
        return meant, self._level_of(word, meant[len(word) :].strip())

    def coded(self, code: str, word: str = "") -> str | None:
        """The province of these initials: the document's own, else the only one."""
        places = [p.full for p in initials().get(code, ()) if p.full.startswith(word)]
        own = next((p for p in places if p == self.province), None)
        return own or (places[0] if len(places) == 1 else None)

    def full(self, place: str | None) -> str | None:
        """A place below the province with its province."""
        if place and self.province and LEVELS.get(place.split(" ")[0], "province") != "province" and place != self.province:
            return f"{place}, {self.over(place)}"
        return place

    def over(self, place: str) -> str | None:
        """The province of a district: its own where only one had it (``thành phố Hội An`` of Quảng Nam), else the document's."""
        kind = next((w for w in LEVELS if place.startswith(f"{w} ")), "")
        held = gazetteer().places_named(place[len(kind) :].strip(), kind) if kind else ()
        own = gazetteer().province(held[0].parent or "") if len(held) == 1 and held[0].level == "district" else None
        return own.full if own else self.province

    def _meant(self, word: str) -> str | None:
        if self.own and self.own.lower().startswith(word):
            return self.own
        if word in ("tỉnh", "thành phố") and self.province and self.province.lower().startswith(word):
            return self.province
        known = self.places.of_level(word)
        # "đặc khu Chủ tịch" names no place, nor do "huyện A" of a form and "tỉnh Hộ" of a table.
        if known is None or known.endswith((" Chủ", " Phó")) or len(known) < len(word) + 3:
            return None
        return None if word == "tỉnh" and gazetteer().province(known[len(word) :].strip()) is None else known

    def _level_of(self, word: str, name: str) -> str:
        if word != "thành phố":
            return LEVELS[word]
        found = gazetteer().places_named(name, "thành phố")
        if (found and found[0].level == "province") or (not name and self.own_level == "province"):
            return "province"
        return "district"


def _own_place(issuer: str) -> tuple[str | None, str | None]:
    match = re.search(r"(?:^|\s)(tỉnh|[Tt]hành phố|huyện|quận|thị xã|xã(?! hội| viên)|phường|thị trấn|đặc khu)\s(\S.*)$", issuer)
    if match is None:
        return None, None
    word, name = match[1], match[2].split(",")[0]
    level = LEVELS[word.lower()]
    if word.lower() == "thành phố":
        found = gazetteer().places_named(name, "thành phố")
        level = found[0].level if found else "district"
    return f"{word} {name}", level


def _province_of(places: PlaceContext, document: Document) -> str | None:
    """The province of a district's or commune's document."""
    if not (document.header.issuer or "") or _own_place(document.header.issuer or "")[0] is None:
        return None
    for word in ("tỉnh", "thành phố"):
        found = places.of_level(word)
        if found and gazetteer().province(found[len(word) :].strip()):
            return found
    return None


def _repaired(printed: str) -> Place | None:
    """A province whose name a scan has damaged by one letter."""
    same = (p for p in gazetteer().places if p.level == "province" and len(p.name) == len(printed))
    return next((p for p in same if sum(a != b for a, b in zip(p.name, printed, strict=True)) == 1), None)
