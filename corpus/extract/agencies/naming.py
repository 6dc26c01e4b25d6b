"""The full normal name of a body, with the place that the document fixes."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from corpus.extract.agencies.bodies import Body
from corpus.extract.agencies.forms import articles, listed
from corpus.extract.agencies.phrase import Phrase
from corpus.extract.agencies.territory import LEVELS, Territory
from corpus.extract.agencies.units import MINISTRY, inner_unit
from corpus.extract.agencies.written import PARTY, abbreviated, abbreviations, bare, bare_province, expand, short
from corpus.extract.tables import UPPER, table
from corpus.model import Document

_NATIONAL = re.compile(r"\s(?:Việt Nam|[Nn]hà nước|của Quốc hội|[Qq]uốc gia|[Tt]rung ương)$|\s(?:Trung ương|của Chính phủ)\s")
_BARE = ("Ban Chỉ đạo", "Ban chỉ đạo", "BAN CHỈ ĐẠO", "Tổ công tác", "Tổ giúp việc", "Ban Tổ chức", "Ban tổ chức", "Hội đồng")
"""Names that say nothing alone: no place makes them a body."""
_AFTER_DASH = re.compile(r"[-–]\s")
_CODE_LAST = re.compile(rf"(?<=[-–]\s)[{UPPER}]{{2,3}}$")
_CAPITALS = re.compile(r"[A-ZĐ]{2,}")
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
    """How one document names bodies: where it is from, who issued it and when."""

    territory: Territory
    issuer: str | None = None
    date: str | None = None

    @classmethod
    def of(cls, document: Document) -> Naming:
        return cls(Territory.of(document), document.header.issuer, document.header.date)

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
            return Named(whole, place=self.territory.province, kind=None, level="province")
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
        if level == "district" and place and place.lower() not in LEVELS and self.territory.province and phrase.body is not None:
            name = f"{name}, {self.territory.over(place)}"
        if phrase.officer:
            name = f"{expand(phrase.officer)} {name}"
        if place is None and phrase.body is not None and phrase.body.unplaced and text.startswith(phrase.body.unplaced, phrase.start):
            name = phrase.body.unplaced
        several = phrase.officer is not None and articles().match(f"{phrase.officer} ") is not None
        parent = self._parent(phrase.body, level, place)
        return Named(name, place=self.territory.full(place), kind=_kind(phrase), level=level, group=several, parent=parent)

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
        if not self.territory.province or not _AFTER_DASH.search(base):
            return None
        province = bare(self.territory.province)
        code = _CODE_LAST.search(base)
        if province and code and self.territory.coded(code[0]) == self.territory.province:
            base = base[: code.start()] + province
        return base if province and re.search(rf"\s[-–]\s{re.escape(province)}$", base) else None

    def printed(self, text: str, phrase: Phrase) -> str:
        """The name as printed, abbreviations written out, with its place."""
        named = self.name(text, phrase)
        words = expand(text[phrase.start : phrase.name_end or phrase.end])
        abbreviated = abbreviations().search(text, phrase.start, phrase.name_end or phrase.end)
        if named.group or abbreviated or _CAPITALS.search(words) or words.isupper() or phrase.body is None or phrase.officer:
            return named.name
        if PARTY.search(words) and named.place and phrase.place is None and phrase.body.kind == "doan-the":
            return f"{words} {short(named.place, words)}"  # "Tỉnh đoàn Bắc Ninh"
        base = f"{self._base(text, phrase)} {phrase.own_name or ''}".strip()
        return words + named.name[len(base) :] if named.name.startswith(base) else named.name

    def _base(self, text: str, phrase: Phrase) -> str:
        words = text[phrase.start : phrase.name_end or phrase.end]
        if phrase.body is not None:
            # Stations bear a name of their own each: "Phát thanh - Truyền hình" here, "Phát thanh và Truyền hình" there.
            if phrase.body.kind == "dai" and phrase.officer is None and not _CAPITALS.search(words):
                return re.sub(r"\s?[-–]\s?", " - ", expand(words))
            if phrase.body.kind == "dang" and "ủy" not in words.lower() and (self.territory.province or "").startswith("thành phố"):
                return phrase.body.name.replace("Tỉnh ủy", "Thành ủy")  # "TU" is both
            return _LEVEL_LAST.sub("", phrase.body.name) if phrase.body.kind in ("thanh-tra", "quan-su") else phrase.body.name
        if phrase.officer:
            words = words[len(phrase.officer) :].strip()
        name = expand(words)
        return f"{name} Hội đồng nhân dân" if name in _council_boards() and (self.issuer or "").startswith("Hội đồng nhân dân") else name

    def _place(self, phrase: Phrase, everywhere: bool) -> tuple[str | None, str | None]:
        """The place of a single body and its level."""
        body, printed = phrase.body, phrase.place
        if body is not None and (body.level == "central" or (printed is None and self._central_by_now(body))):
            return None, "central"
        if printed == "":
            return None, None  # the name has its place in itself: "Trung tâm y tế Đồng Phú"
        if printed is None:
            return (None, None) if everywhere else self.territory.unsaid(body)
        return self.territory.printed(printed, body is not None)

    def _central_by_now(self, body: Body) -> bool:
        """True where the bare name is a central body's since a day that has come: ``Cục Thuế`` since March 2025."""
        return bool(body.central_since and self.date and self.date >= body.central_since)

    def _parent(self, body: Body | None, level: str | None, place: str | None) -> str | None:
        if body is None or place is None:
            return None
        province = self.territory.province
        if body.kind in ("so", "thanh-tra", "ban"):
            return f"Ủy ban nhân dân {place}"
        if body.kind == "uy-ban-nhan-dan" and level in ("district", "commune") and province and place != province:
            return f"Ủy ban nhân dân {self.territory.over(place)}"
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
