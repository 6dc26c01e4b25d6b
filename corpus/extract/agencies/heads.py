"""Bodies of no table: an opening word and the words up to a verb, a mark or a place."""

from __future__ import annotations

import functools
import re

from corpus.extract.agencies.bodies import Words, match_body
from corpus.extract.agencies.forms import (
    companies,
    compounds,
    ends_with_province,
    fields,
    heads,
    inside,
    kinds,
    listed,
    objects,
    officers,
    stops,
    verb,
)
from corpus.extract.agencies.phrase import Phrase
from corpus.extract.agencies.placing import NAME, SUFFIX, with_place
from corpus.extract.tables import UPPER
from corpus.gazetteer import gazetteer

_MARK = re.compile(r"[;:.()“”\"‘’'*|□☐\[\]…]|/\s?\d")
_SIGNS = re.compile(r"CỘNG\s(?:HÒA|HOÀ)\s|(?:PHÓ\s)?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG)(?!\w)")
"""Who signs for the body in capitals: ``HỘI ĐỒNG SÁT HẠCH CHỦ TỊCH``."""
_HANGING = re.compile(
    r"(?:Cục|Vụ|Tổng cục|Cơ quan|Phòng|Quỹ|Ban|Ban Chỉ đạo|Ban Chỉ huy|Chi cục|Trung tâm|Viện)\s"
    r"(?:Quản lý|Dự báo|Thanh tra|Kiểm tra|Giám sát|Tổ chức|Phòng)"
)
"""After these a name is not whole: ``Cục Quản lý, giám sát tổ chức tín dụng``."""
_NEVER_SHORT = ("Vụ", "Cục", "Khu", "Đoàn", "Hội", "Tổ", "Đội", "Bộ", "Sở", "Trạm", "Viện")
"""A name of one syllable after these is a piece of another word."""
_MAX_WORDS = 16
_MOST_OBJECT = 6
_LONGEST_STOP = 24


def unknown(piece: str, tokens: Words) -> Phrase | None:
    """The body that opens ``piece``, by the first word of its name."""
    head = heads().match(piece)
    kind = kinds(head[0]) if head else None
    if head is None or (kind is not None and not kind.match(piece, head.end())):
        return None
    field = _field_end(piece, head)
    if field is not None:
        return with_place(piece, field, None)
    first = tokens.first_from(head.end())
    if first is None:
        return _single(piece, head)
    small = _small_letters(piece, head.end())
    if small is not None:
        return _of_district(piece, small) or with_place(piece, small, None)
    at = tokens[first][0]
    capital = (piece[at].isupper() and tokens[first][2] != "va") or tokens[first][2] in ("cac", "khu") or piece.startswith("dự án", at)
    company = head[0].lower().endswith("công ty") and companies().match(piece, at) is not None
    if not (capital or company) or piece[head.end() : at] != " " or SUFFIX.match(piece, head.end()):
        return _single(piece, head)
    end = _name_end(piece, tokens, first, head.end())
    if company and (about := piece.find(" về ", head.end(), end)) > 0:
        end = about
    placed = with_place(piece, end, None)
    return placed if placed.place or _names(piece, head, end) else None


def _of_district(piece: str, end: int) -> Phrase | None:
    """``Trung tâm y tế Đồng Phú``: the bare name of a place that is no province."""
    name = _BARE_PLACE.match(piece, end)
    held = gazetteer().places_named(name[0].strip()) if name else ()
    if name is None or not held or any(p.level == "province" for p in held):
        return None
    return Phrase(start=0, end=name.end(), name_end=name.end(), place="")


_BARE_PLACE = re.compile(rf"\s{NAME}")
_OF_FIELD = r"\s(?:của Chính phủ|Trung ương|[Qq]uốc gia|của Bộ|của tỉnh|cấp tỉnh|tỉnh|Thành phố|liên ngành)\svề\s"
_NO_FIELD = r"(?!kết quả|tình hình|việc|các|những|tiến độ|nội dung)"
_AFTER_COMMA = r",\s(?:các|do|có|theo|trong|tại|được|đã|để|Bộ|Ban|Ủy|Văn|Chủ|Phó|Thủ|là|nhằm|căn)"
_AFTER_FIELD = r"\s(?:do|có|theo|tại|được|đã|để|là|nhằm|ban hành|giai đoạn|chủ trì|phối hợp|ngày|và các|và Ban|và Bộ)\s"
_FIELD = re.compile(rf'{_OF_FIELD}{_NO_FIELD}[^;:.()“”"|*\[\]]{{8,140}}?(?=[;:.()“”"|*\[\]]|$|{_AFTER_COMMA}|{_AFTER_FIELD})')
"""``Ban Chỉ đạo Trung ương về phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số``: all of the field is its name."""


def _field_end(piece: str, head: re.Match[str]) -> int | None:
    field = _FIELD.match(piece, head.end()) if head[0].lower() in ("ban chỉ đạo", "ban chỉ huy", "tổ công tác", "hội đồng") else None
    return field.end() if field else None


def _names(piece: str, head: re.Match[str], end: int) -> bool:
    """False for what is no name of one body: ``Công ty đại chúng``, ``Vụ Cầu``, ``Hội Thương``."""
    rest = piece[head.end() : end].split()
    if head[0].lower().endswith("công ty"):
        named = companies().sub("", piece[head.end() + 1 : end]) if piece[: head.end()].isupper() else " ".join(rest)
        return re.search(rf"[{UPPER}\d]", named) is not None and not re.fullmatch(r"[IVX]+", named)
    return len(rest) > 1 or " " in head[0] or head[0] not in _NEVER_SHORT or rest[0].isupper()


def _name_end(piece: str, tokens: Words, first: int, end: int) -> int:
    held, began = 0, end
    for i, (a, b, _) in enumerate(tokens.upto(first + _MAX_WORDS, first), first):
        if a >= held:
            whole = inside().match(piece, a) or compounds().match(piece, a)
            if _ends(piece, tokens, i, first, whole is not None):
                break
            held = whole.end() if whole else 0
        end = b
    hanging = _TAIL.search(piece, began, end) or (_NEXT_ITEM.search(piece, began, end) if _AFTER_NUMBER.match(piece, end) else None)
    return hanging.start() if hanging else end


_TAIL = re.compile(r"(?:\s(?:các|của|về|cho|do|bên|(?<!vực )V|(?<!trực )thuộc|CỦA))+$")
"""What no name ends with."""
_NEXT_ITEM = re.compile(r"(?<!vực)(?<!số)(?<!vùng)(?<!tổ)(?<!khu)(?<!quận)\s\d{1,2}$", re.IGNORECASE)
"""The number of the next item of a list: ``Tổng cục Giáo dục nghề nghiệp 1. Chỉ đạo``; the day of the next column."""
_AFTER_NUMBER = re.compile(r"\.\s|[/-]\d{1,2}[/-]\d")


def _ends(piece: str, tokens: Words, i: int, first: int, whole: bool) -> bool:
    """True where the name has ended before word ``i``; ``whole``: words that belong together begin there."""
    a, _, key = tokens[i]
    before = tokens[i - 1][1]
    gap = piece[before:a]
    if not gap or ("/" in gap and not piece[a : tokens[i][1]].isupper()):
        return True  # a footnote; the same in English
    if gap.strip() in ("-", "–", "/") and (
        match_body(piece, tokens, i)
        or _issuer_code(piece[a : tokens[i][1]])
        or piece.startswith(("Đơn vị", "Cơ quan", "Công chức", "Chuyên viên"), a)
    ):
        return True
    if piece[a].isdigit() and piece.endswith("Việt Nam", 0, before):
        return True  # a number of the next column
    if piece[:before].isupper() and (piece[a].islower() or _SIGNS.match(piece, a)):
        return True
    if not whole and piece[:before].isupper() and stops().match(piece[a : a + _LONGEST_STOP].lower()):
        return True
    if gap == ", " and piece[a].islower() and _HANGING.fullmatch(piece, 0, before):
        return False
    if _MARK.search(gap) or ("," in gap and not _goes_on(piece, tokens, i)) or SUFFIX.match(piece, before):
        return True
    if piece[a].islower() and not whole and (_does(piece, tokens, i, first) or (key != "va" and stops().match(piece, a))):
        return True
    if (
        piece[a].islower()
        and key != "va"
        and (piece.endswith("Việt Nam", 0, before) or (whole and ends_with_province().search(piece, 0, before)))
    ):
        return True
    following = tokens[i + 1] if tokens.has(i + 1) else None
    if key == "thuoc" and i > first and following and match_body(piece, tokens, i + 1):
        return True
    return key == "va" and not whole and not (following and piece[following[0]].isupper() and not _opens(piece, tokens, i + 1))


@functools.lru_cache(maxsize=1024)
def _issuer_code(word: str) -> bool:
    """``BTP`` in "Cục KTVB - BTP"."""
    return len(word) > 2 and word.isupper() and any(i.level == "central" for i in gazetteer().issuers_coded(word))


def _does(piece: str, tokens: Words, i: int, first: int) -> bool:
    """True for a verb; one of one syllable may be the second half of a name's first word: ``Cục Gìn giữ``, ``Văn phòng Đăng ký``."""
    found = verb().match(piece, tokens[i][0])
    return found is not None and (i != first + 1 or " " in found[0])


def _opens(piece: str, tokens: Words, i: int) -> bool:
    """True where another body begins at word ``i``."""
    if (
        heads().match(piece, tokens[i][0])
        or officers().match(piece, tokens[i][0])
        or piece.startswith(("Doanh nghiệp", "Cơ quan", "Các ", "BAN ", "TỔ "), tokens[i][0])
    ):
        return True
    found = match_body(piece, tokens, i)
    return found is not None and not (found[1].needs_place or found[1].needs_level)


def _small_letters(piece: str, end: int) -> int | None:
    """The end of a name in small letters, made of known fields: ``Hội đồng thẩm định nhà nước``, ``Trung tâm y tế``."""
    if piece[:end].lower() not in listed("head", "small"):
        return None
    found = fields().match(piece, end)
    return _object_end(piece, found.end()) if found else None


def _object_end(piece: str, end: int) -> int:
    """Go on over what a council works on: ``chương trình, giáo trình dạy nghề``."""
    found = objects().match(piece, end)
    if found is None:
        return end
    end = last = found.end()
    for a, b, _ in Words(piece[end:]).upto(_MOST_OBJECT):
        if verb().match(piece, end + a):
            return end
        other = (
            piece[last : end + a] != " "
            or not piece[end + a].islower()
            or piece.startswith(")", end + b)
            or piece[end + a : end + b] == "và"
        )
        if other or stops().match(piece, end + a):
            break
        last = end + b
    return last


def _single(piece: str, head: re.Match[str]) -> Phrase | None:
    placed = head[0].count(" ") >= 2 and SUFFIX.match(piece, head.end()) is not None
    return with_place(piece, head.end(), None) if placed or head[0] in ("Viettel", "VNPT", "MobiFone") else None


def _goes_on(piece: str, tokens: Words, i: int) -> bool:
    """A comma inside a name: ``Cục Quản lý xây dựng, An toàn và Môi trường``: a capital follows, and "và" with a capital soon after."""
    if not piece[tokens[i][0]].isupper() or heads().match(piece, tokens[i][0]) or match_body(piece, tokens, i):
        return False
    ahead = tokens.upto(i + 6, i)
    return any(t[2] == "va" and n + 1 < len(ahead) and piece[ahead[n + 1][0]].isupper() for n, t in enumerate(ahead))
