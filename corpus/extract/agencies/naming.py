"""The full normal name of a body, with the place that the document fixes."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from corpus.extract.agencies.bodies import Body
from corpus.extract.agencies.codes import initials
from corpus.extract.agencies.forms import articles, listed
from corpus.extract.agencies.phrase import Phrase
from corpus.extract.agencies.units import MINISTRY, inner_unit
from corpus.extract.agencies.written import PARTY, abbreviated, abbreviations, bare_province, expand, short
from corpus.extract.citations.places import PlaceContext
from corpus.extract.tables import UPPER, table
from corpus.gazetteer import Place, gazetteer
from corpus.model import Document

_LEVELS = {
    "tỉnh": "province", "thành phố": "province", "huyện": "district", "quận": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
_LOCAL_NUMBER = re.compile(r"(?:UBND|HĐND)(?!\w)")
"""A number of an office of the people: the place line says of which province."""
_NATIONAL = re.compile(r"\s(?:Việt Nam|[Nn]hà nước|của Quốc hội|[Qq]uốc gia|[Tt]rung ương)$|\s(?:Trung ương|của Chính phủ)\s")
_BARE = ("Ban Chỉ đạo", "Ban chỉ đạo", "BAN CHỈ ĐẠO", "Tổ công tác", "Tổ giúp việc", "Ban Tổ chức", "Ban tổ chức", "Hội đồng")
"""Names that say nothing alone: no place makes them a body."""
_AFTER_DASH = re.compile(r"[-–]\s")
_CODE_LAST = re.compile(rf"(?<=[-–]\s)[{UPPER}]{{2,3}}$")
_LEVEL_LAST = re.compile(r"\s(?:tỉnh|thành phố|Thành phố)$")
_REGIONAL = re.compile(r"\s[Kk]hu vực\s(?:[IVX]+|\d{1,2})$")
"""``Chi cục Hải quan khu vực V`` serves several provinces: no place is added."""


@dataclass(frozen=True, slots=True)
class Named:
    """A body by its full name."""

    name: str
    place: str | None = None
    kind: str | None = None
    level: str | None = None
    group: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """What the bare words "tỉnh", "huyện", "xã" mean in one document, and whose document it is."""

    places: PlaceContext
    own: str | None
    """The issuer's place: ``tỉnh Lạng Sơn``."""
    own_level: str | None
    province: str | None
    issuer: str | None = None
    date: str | None = None

    @classmethod
    def of(cls, document: Document) -> Naming:
        places = PlaceContext(document.text, document.header)
        own, level = _own_place(document.header.issuer or "")
        if own is None and document.header.issuer is None and _LOCAL_NUMBER.search(document.header.number or ""):
            held = gazetteer().province(document.header.place or "")
            own, level = (held.full, "province") if held else (None, None)
        province = own if level == "province" else _province_of(places, document)
        return cls(places, own, level, province, document.header.issuer, document.header.date)

    def name(self, text: str, phrase: Phrase) -> Named:
        """The body or group that ``phrase`` names."""
        if phrase.group:
            kind = _kind(phrase)
            words = text[phrase.start : phrase.end].strip(" ,;:")
            if phrase.body and not phrase.officer and _shortened(text[phrase.start : phrase.name_end], phrase.body):
                words = phrase.body.name + text[phrase.name_end : phrase.end].rstrip(" ,;:")
            return Named(expand(words), group=phrase.group, kind=kind)
        base = self._of_ministry(self._base(text, phrase))
        if phrase.owner:
            owner = self.name(text, phrase.owner)
            return Named(f"{base} {owner.name}", place=owner.place, kind=_kind(phrase), level=owner.level, parent=owner.name)
        if phrase.own_name:
            base = f"{base} {phrase.own_name.replace('CN ', 'Chi nhánh ')}"
        if phrase.body is None and phrase.place is None and (whole := self._with_own_province(base)):
            return Named(whole, place=self.province, kind=None, level="province")
        place, level = self._place(phrase, self._of_no_place(base, phrase) or _generic(text, phrase))
        if (
            phrase.body
            and phrase.body.kind == "dang"
            and phrase.body.level == "local"
            and place is None
            and MINISTRY.match(self.issuer or "")
        ):
            base = f"{base} {self.issuer}"  # "Đảng ủy" in a ministry's own document
        if phrase.body and phrase.body.kind == "cong-thong-tin" and place is None and phrase.place is None:
            base = f"{base} {self._whose_portal()}".strip()
        name = f"{base} {bare_province(phrase, place) if base.startswith('Báo và ') else short(place, base)}" if place else base
        if level == "district" and place and place.lower() not in _LEVELS and self.province and phrase.body is not None:
            name = f"{name}, {self.province}"
        if phrase.officer:
            name = f"{expand(phrase.officer)} {name}"
        if place is None and phrase.body is not None and phrase.body.unplaced and text.startswith(phrase.body.unplaced, phrase.start):
            name = phrase.body.unplaced
        several = phrase.officer is not None and articles().match(f"{phrase.officer} ") is not None
        parent = self._parent(phrase.body, level, place)
        return Named(name, place=self._full_place(place), kind=_kind(phrase), level=level, group=several, parent=parent)

    def _of_no_place(self, base: str, phrase: Phrase) -> bool:
        """True for a name that no table holds and that is not the province's own."""
        return phrase.body is None and (
            (base.startswith("Phòng ") and " Sở " not in base)
            or base.endswith(" Bộ")
            or base in _BARE
            or f"{base} ".lower().startswith(_everywhere())
            or _REGIONAL.search(base) is not None
            or _NATIONAL.search(base) is not None
            or inner_unit(self.issuer, base, phrase) is not None
        )

    def _of_ministry(self, base: str) -> str:
        """``Văn phòng Bộ``, ``Thanh tra Bộ`` in a ministry's own document."""
        own = self.issuer if (self.issuer or "").startswith("Bộ ") else None
        return f"{base.removesuffix(' Bộ')} {own}" if own and base.endswith(" Bộ") else base

    def _whose_portal(self) -> str:
        """The portal of the government in its own documents and the Prime Minister's, a ministry's in its own."""
        if self.issuer in ("Thủ tướng Chính phủ", "Chính phủ", "Văn phòng Chính phủ"):
            return "Chính phủ"
        return self.issuer if self.issuer and MINISTRY.match(self.issuer) else ""

    def _with_own_province(self, base: str) -> str | None:
        """A name that has the province in itself: ``Ban quản lý Khu kinh tế cửa khẩu Đồng Đăng - LS``."""
        if not self.province or not _AFTER_DASH.search(base):
            return None
        province = re.sub(r"^(?:tỉnh|thành phố)\s", "", self.province)
        code = _CODE_LAST.search(base)
        if province and code and self._coded(code[0]) == self.province:
            base = base[: code.start()] + province
        return base if province and re.search(rf"\s[-–]\s{re.escape(province)}$", base) else None

    def printed(self, text: str, phrase: Phrase) -> str:
        """The name as printed, abbreviations written out, with its place."""
        named = self.name(text, phrase)
        words = expand(text[phrase.start : phrase.name_end or phrase.end])
        abbreviated = abbreviations().search(text, phrase.start, phrase.name_end or phrase.end)
        if named.group or abbreviated or re.search(r"[A-ZĐ]{2,}", words) or words.isupper() or phrase.body is None or phrase.officer:
            return named.name
        if PARTY.search(words) and named.place and phrase.place is None and phrase.body.kind == "doan-the":
            return f"{words} {short(named.place, words)}"  # "Tỉnh đoàn Bắc Ninh"
        base = f"{self._base(text, phrase)} {phrase.own_name or ''}".strip()
        return words + named.name[len(base) :] if named.name.startswith(base) else named.name

    def _base(self, text: str, phrase: Phrase) -> str:
        words = text[phrase.start : phrase.name_end or phrase.end]
        if phrase.body is not None:
            # Stations bear a name of their own each: "Phát thanh - Truyền hình" here, "Phát thanh và Truyền hình" there.
            if phrase.body.kind == "dai" and phrase.officer is None and not re.search(r"[A-ZĐ]{2,}", words):
                return re.sub(r"\s?[-–]\s?", " - ", expand(words))
            if phrase.body.kind == "dang" and "ủy" not in words.lower() and (self.province or "").startswith("thành phố"):
                return phrase.body.name.replace("Tỉnh ủy", "Thành ủy")  # "TU" is both
            return _LEVEL_LAST.sub("", phrase.body.name) if phrase.body.kind in ("thanh-tra", "quan-su") else phrase.body.name
        if phrase.officer:
            words = words[len(phrase.officer) :].strip()
        name = expand(words)
        return f"{name} Hội đồng nhân dân" if name in _council_boards() and (self.issuer or "").startswith("Hội đồng nhân dân") else name

    def _place(self, phrase: Phrase, everywhere: bool) -> tuple[str | None, str | None]:
        """The place of a single body and its level."""
        level = phrase.body.level if phrase.body else None
        if level == "central":
            return None, "central"
        printed = phrase.place
        if printed == "":
            return None, None  # the name has its place in itself: "Trung tâm y tế Đồng Phú"
        if printed is None:
            since = phrase.body.central_since if phrase.body else None
            if since and self.date and self.date >= since:
                return None, "central"
            return (None, None) if everywhere else self._unsaid(phrase.body, level)
        if printed.isupper() and (code := re.sub(r"^TP\.?\s?", "", printed)) in initials():
            return self._coded(code) or self.own, "province"
        printed = re.sub(r"^(?:của|thuộc)\s", "", re.sub(r"^[Tt][Pp]\.?(?=\s|$)", "thành phố", printed))
        word = next((w for w in _LEVELS if printed.lower().startswith(w)), None)
        if printed in ("cấp tỉnh", "cấp thành phố") and phrase.body is None and self.own_level == "province":
            return self.province, "province"  # the issuer's own: "Ban Chỉ đạo Dân số và Phát triển cấp thành phố"
        if word is None:
            province = gazetteer().province(printed) or _repaired(printed)
            if phrase.body is None and province is not None:
                return province.name, None
            return (province.full if province else printed), "province"
        name = printed[len(word) :].strip()
        if name.isupper() and name in initials():
            return self._coded(name, word) or self.own, "province"  # "thành phố HN"
        if name:
            return f"{word} {name}", self._level_of(word, name)
        known = self._meant(word)
        return known or word, self._level_of(word, (known or "")[len(word) :].strip())

    def _coded(self, code: str, word: str = "") -> str | None:
        """The province of these initials: the document's own, else the only one."""
        places = [p.full for p in initials().get(code, ()) if p.full.startswith(word)]
        own = next((p for p in places if p == self.province), None)
        return own or (places[0] if len(places) == 1 else None)

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
            return _LEVELS[word]
        found = gazetteer().places_named(name, "thành phố")
        if (found and found[0].level == "province") or (not name and self.own_level == "province"):
            return "province"
        return "district"

    def _unsaid(self, body: Body | None, level: str | None) -> tuple[str | None, str | None]:
        """No place is printed: a department is the province's, any other local body the issuer's own."""
        if body is None:
            return (self.province if self.own_level == "province" else self.own), None
        if level == "province":
            return self.province, "province"
        if level == "local":
            return self.own, self.own_level
        return None, level

    def _full_place(self, place: str | None) -> str | None:
        if place and self.province and _LEVELS.get(place.split(" ")[0], "province") != "province" and place != self.province:
            return f"{place}, {self.province}"
        return place

    def _parent(self, body: Body | None, level: str | None, place: str | None) -> str | None:
        if body is None or place is None:
            return None
        if body.kind in ("so", "thanh-tra", "ban"):
            return f"Ủy ban nhân dân {place}"
        if body.kind == "uy-ban-nhan-dan" and level in ("district", "commune") and self.province and place != self.province:
            return f"Ủy ban nhân dân {self.province}"
        return None


@functools.cache
def _everywhere() -> tuple[str, ...]:
    return tuple(f"{w} ".lower() for w in listed("head", "everywhere"))


def _generic(text: str, phrase: Phrase) -> bool:
    """``Tòa án`` alone: any court."""
    words = text[phrase.start + (len(phrase.officer) + 1 if phrase.officer else 0) : phrase.end]
    return phrase.body is not None and (words in phrase.body.generic or (phrase.body.name in _BARE and phrase.place is None))


def _shortened(words: str, body: Body) -> bool:
    """``UBND``, or a name with a word lost: ``Ủy ban nhân các xã``."""
    return abbreviated(words) or (4 < len(words) < len(body.name) - 3 and body.name.lower().startswith(words.lower().replace("uỷ", "ủy")))


@functools.cache
def _council_boards() -> frozenset[str]:
    """``Ban Pháp chế``: in a council's own paper it is that council's."""
    return frozenset(
        h for row in table("agencies")["office"] if "Hội đồng nhân dân" in row["of"] for h in row["heads"] if h.startswith("Ban ")
    )


def _kind(phrase: Phrase) -> str | None:
    return phrase.body.kind if phrase.body else None


def _own_place(issuer: str) -> tuple[str | None, str | None]:
    match = re.search(r"(?:^|\s)(tỉnh|[Tt]hành phố|huyện|quận|thị xã|xã(?! hội| viên)|phường|thị trấn|đặc khu)\s(\S.*)$", issuer)
    if match is None:
        return None, None
    word, name = match[1], match[2].split(",")[0]
    level = _LEVELS[word.lower()]
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
