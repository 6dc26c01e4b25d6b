"""The place after the name of a body: ``tỉnh``, ``các xã, phường``, ``TPHP``, ``chi nhánh Khu vực 5``."""

from __future__ import annotations

import functools
import re

from corpus.extract.agencies.bodies import Body
from corpus.extract.agencies.codes import place_code
from corpus.extract.agencies.forms import heads, opens_with_verb, province, verb
from corpus.extract.agencies.phrase import Phrase
from corpus.extract.tables import UPPER, alternatives
from corpus.gazetteer import DISTRICT_KINDS, gazetteer

LEVEL = (
    r"(?:[Tt]ỉnh|[Tt]hành [Pp]hố|T[Pp]\.?|[Hh]uyện|[Tt]hị xã|[Qq]uận|(?<!tác )(?<!tấn )[Xx]ã(?!\s(?:[Hh]ội|[Vv]iên)(?!\w))"
    r"|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)"
)
_HAMLET = r"(?:thôn|bản|ấp|khóm|khu phố|khu dân cư|tổ dân phố)(?!\w)"
_CAPITAL = rf"[{UPPER}][^\W\d_]{{0,7}}"
_NOT_NAMED = (
    r"(?!(?:Về|Căn|Theo|Thực|Điều|Xét|Quy|Phê|Sửa|Và|Hướng|Triển|Số|Ủy|Uỷ|Hội(?!\sAn)|Sở|Bộ|Cho|Công|Giao|Ban|Quyết|Kế|Ngày"
    r"|Chủ|Phó|Bí|Chánh|Trưởng|Giám)\b)"
)
NAME = rf"{_NOT_NAMED}{_CAPITAL}(?:[ -]{{1,3}}{_NOT_NAMED}{_CAPITAL}){{0,3}}"
_FURTHER_LEVELS = rf"(?:(?:,\s|\svà\s|,\svà\s|/|\shoặc\s)(?:cấp\s)?(?:tỉnh|huyện|xã(?!\s(?:hội|viên))|phường)(?!\w)(?!\s[{UPPER}])){{0,3}}"
"""``cấp tỉnh, cấp huyện, xã``."""
_OF_A_PROVINCE = rf"(?:\sthuộc (?:các )?tỉnh(?:(?:,\s|\svà\s)(?:các )?thành phố(?:\sthuộc thành phố)?(?!\s[{UPPER}]))?)?"
SUFFIX = re.compile(
    rf"(?:\s|(?<=[{UPPER}])(?=(?:TP|tỉnh|thành phố|huyện|xã|phường)(?!\w)))(?:của\s|thuộc\s|ở\s)?"
    rf"(?:các\s{_HAMLET}(?:(?:,\s|\svà\s){_HAMLET}){{0,3}}|cấp\s(?:tỉnh|tinh|huyện|xã|thành phố"
    rf"|phường, xã|xã, phường|phường|cơ sở|có thẩm quyền|mình|trên(?:\strực tiếp)?(?!\w)|dưới)"
    rf"{_FURTHER_LEVELS}|các\scấp|cùng cấp|(?:các\s)?địa phương(?!\w)"
    rf"|(?:các\s)?{LEVEL}(?!\w)(?:\s(?P<name>{NAME}|\d{{1,2}}(?!\d)))?"
    rf"(?:(?:,\s|\svà\s|/|\shoặc\s)(?:các\s)?{LEVEL}(?!\w)(?:\s{NAME})?){{0,4}}"
    rf"{_OF_A_PROVINCE}(?:\strực thuộc (?:[Tt]rung ương|TW|TƯ))?)"
)
_PLURAL = re.compile(rf"\scác\s|,\s|\svà\s|/|\scấp\s|\sđịa phương\s|{LEVEL}/{LEVEL}", re.IGNORECASE)
_BRANCH = re.compile(
    r"\s(?:Việt Nam\s)?(?:-\s)?((?:[Cc]hi nhánh|CN)\s(?:(?:tỉnh|thành phố)\s[^\W\d_]+|[Kk]hu vực(?:\s(?:[IVX]+|\d{1,2}))?)"
    r"|[Kk]hu vực(?:\s(?:[IVX]+|\d{1,2}))?)(?!\w)"
)
_COUNTED = re.compile(
    r"\s(?:\d{1,3})\s(?:xã|phường|huyện|tỉnh|thành phố|đơn vị|địa phương)(?:(?:,\s|\svà\s)(?:xã|phường|đặc khu|thành phố))*(?!\w)"
)
"""``Ủy ban nhân dân 04 xã``: a group, however many."""
_ZONES = re.compile(r"(?:(?:,\s|\svà\s)(?:các\s)?khu\s(?:công nghiệp|chế xuất|công nghệ cao|kinh tế|nông nghiệp)(?!\w)){2,}")
"""``Ban quản lý khu công nghiệp, khu chế xuất, khu kinh tế`` of a law means all of them."""
_UNITS = re.compile(r"\s(?:các\s)?(?:đơn vị(?:,\s(?:và\s)?|\svà\s)(?:Công an\s)?(?:các\s)?)?(?:đơn vị|địa phương)(?!\w)")
"""``Công an đơn vị, địa phương``: all police of the ministry's units and of the provinces."""
_OF_EVERY_LEVEL = ("uy-ban-nhan-dan", "hoi-dong-nhan-dan", "mat-tran")
_COURTS = ("toa-an", "vien-kiem-sat")
_REGION = re.compile(rf"\s(?P<name>[Kk]hu vực\s\d{{1,2}}(?:\s[-–]\s{NAME})?)(?!\w)")
"""``Tòa án nhân dân khu vực 1 - Hà Nội``: the courts below the province's since 2025."""
_OWN_NAME = re.compile(rf"\s{NAME}")


def with_place(piece: str, end: int, body: Body | None) -> Phrase:
    """The phrase whose name ends at ``end``, with the place that follows it."""
    return _several(piece, end, body) or _suffixed(piece, end, body) or _own_named(piece, end, body) or _in_province(piece, end, body)


def _several(piece: str, end: int, body: Body | None) -> Phrase | None:
    if body is None:
        return None
    if body.kind in _OF_EVERY_LEVEL and piece.startswith(" cấp ", end) and opens_with_verb(piece, end + 5):
        return Phrase(
            start=0, end=end + 4, body=body, name_end=end, place="cấp", group=True
        )  # "UBND cấp xây dựng kế hoạch": a word is missing
    counted = _COUNTED.match(piece, end) if body.level == "local" else None
    if counted:
        return Phrase(start=0, end=counted.end(), body=body, name_end=end, place=counted[0].strip(), group=True)
    zones = _ZONES.match(piece, end) if body.name.startswith("Ban Quản lý") else None
    units = _UNITS.match(piece, end) if body.kind == "cong-an" else None
    match = zones or units
    return Phrase(start=0, end=match.end(), body=body, name_end=match.end(), group=True) if match else None


def _suffixed(piece: str, end: int, body: Body | None) -> Phrase | None:
    code = place_code().match(piece, end) if body is not None and body.level in ("province", "local") else None
    if code:
        return Phrase(start=0, end=code.end(), body=body, name_end=end, place=code["name"] or code["bare"])
    capitals = _capitals().match(piece, end) if piece[end - 1].isupper() else None
    if capitals:
        return Phrase(start=0, end=capitals.end(), body=body, name_end=end, place=_in_small(capitals), group=capitals["group"] is not None)
    suffix = SUFFIX.match(piece, end)
    if suffix is None:
        return None
    stop = _name_stop(piece, suffix)
    printed = piece[end:stop].strip()
    if printed.endswith("địa phương") and (body is None or body.level == "central"):
        return None  # "Vụ Kinh tế địa phương", "đại biểu Quốc hội ở địa phương"
    several = body is not None or printed.startswith(("các ", "cấp xã", "cấp huyện", "cấp phường", "cấp cơ sở"))
    plural = several and _PLURAL.search(" " + printed + " ") is not None and not _one_place(printed)
    return Phrase(start=0, end=stop, body=body, name_end=end, place=printed, group=plural)


def _own_named(piece: str, end: int, body: Body | None) -> Phrase | None:
    """A name after the kind: ``Đảng ủy Mai Pha``, ``Ban Quản lý Khu kinh tế Đông Nam``, ``Ngân hàng Nhà nước chi nhánh Khu vực 5``."""
    named = body is not None and (body.kind == "dang" or body.name.startswith("Ban Quản lý"))
    own = _OWN_NAME.match(piece, end) if named else None
    if own and not heads().match(piece, end + 1) and not verb().match(own[0].strip().lower() + " "):
        held = gazetteer().places_named(own[0].strip())
        if body is not None and body.kind == "dang" and held:
            return Phrase(start=0, end=own.end(), body=body, name_end=end, place=held[0].full)
        if body is not None and body.kind == "ban" and not held:
            return Phrase(start=0, end=own.end(), body=body, name_end=own.end(), own_name=own[0].strip())
    region = _REGION.match(piece, end) if body is not None and body.kind in _COURTS and body.level == "local" else None
    if region:
        return Phrase(start=0, end=region.end(), body=body, name_end=region.end(), place="", own_name=region["name"].replace("–", "-"))
    branch = _BRANCH.match(piece, end) if body is not None and body.kind == "ngan-hang" else None
    if branch is None:
        return None
    own_words = branch[1] if branch[1][0] in "cC" else f"Chi nhánh {branch[1]}"
    return Phrase(start=0, end=branch.end(), body=body, name_end=branch.end(), own_name=f"- {own_words}")


def _in_province(piece: str, end: int, body: Body | None) -> Phrase:
    found = province().match(piece, end) if body is None or body.level in ("province", "local", "district") else None
    if found:
        return Phrase(start=0, end=found.end(), body=body, name_end=end, place=found["name"])
    return Phrase(start=0, end=end, body=body, name_end=end)


def _name_stop(piece: str, suffix: re.Match[str]) -> int:
    """The end of the place, without a verb in capitals taken for its name ("UBND tỉnh Chủ trì", "tỉnh Bình Phước Thành lập")."""
    stop = suffix.end()
    name = suffix["name"]
    if name and verb().match(name.lower() + " ") and not gazetteer().places_named(name):
        return suffix.start("name") - 1
    if not name or suffix.end("name") != stop:
        return stop
    kind = piece[suffix.start() : suffix.start("name")].split("các ")[-1].split("của ")[-1].strip().lower()
    if kind not in ("tỉnh", "tp", "tp.", *DISTRICT_KINDS) or gazetteer().places_named(name):
        return stop
    shorter = (m.start() for m in re.finditer(r"[ -]", name))
    known = [i for i in shorter if gazetteer().places_named(name[:i])]
    return suffix.start("name") + max(known) if known else stop


def _one_place(printed: str) -> bool:
    """``xã Mai Pha, huyện Cao Lộc`` is one place."""
    return printed.count(",") > 0 and not printed.startswith("các") and re.fullmatch(rf"(?:{LEVEL}\s{NAME}(?:,\s)?)+", printed) is not None


@functools.cache
def _capitals() -> re.Pattern[str]:
    """``UBND TỈNH QUẢNG BÌNH``: of communes, only where the name ends there."""
    known = alternatives(p.name.upper() for p in gazetteer().places if p.level == "province")
    levels = r"(?:TỈNH|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU|THÀNH PHỐ)"
    word, last = rf"[{UPPER}]{{1,7}}", rf"(?!\s?[{UPPER}]{{2}}|\w|/|,\s(?:TỈNH|THÀNH|HUYỆN|QUẬN|XÃ|PHƯỜNG|ĐẶC))"
    return re.compile(
        rf"\s(?P<group>(?:CÁC\s|CẤP\s){levels}(?:,\s{levels}){{0,3}}|{levels}(?:(?:,\s|/){levels}){{1,3}})(?!\w)"
        rf"|\s(?P<level>TỈNH|THÀNH PHỐ)(?:\s(?P<name>{known}))?{last}"
        rf"|\s(?P<small>HUYỆN|XÃ|PHƯỜNG|ĐẶC KHU|THỊ TRẤN)(?:\s(?P<of>{word}(?:\s{word}){{0,2}}))?{last}"
    )


def _in_small(capitals: re.Match[str]) -> str:
    """``TỈNH QUẢNG BÌNH`` as ``tỉnh Quảng Bình``."""
    if capitals["group"]:
        return capitals["group"].lower()
    name = capitals["name"] or capitals["of"] or ""
    held = gazetteer().province(name) if capitals["name"] else None
    return f"{(capitals['level'] or capitals['small']).lower()} {held.name if held else name.title()}".strip()
