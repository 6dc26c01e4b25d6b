"""Phrases that name bodies: one, an officer of one, or a group; and lists of such phrases."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from corpus.extract.agencies.bodies import Body, Words, match_body, opens_with_code
from corpus.extract.agencies.forms import articles, no_body, officers, openings, opens_with_verb
from corpus.extract.agencies.groups import group
from corpus.extract.agencies.heads import unknown
from corpus.extract.agencies.party import committees
from corpus.extract.agencies.phrase import Phrase, moved
from corpus.extract.agencies.placing import SUFFIX, with_place
from corpus.text import fold

__all__ = ["Phrase", "kinds_opened", "opens_phrase", "opens_with_verb", "phrase_at", "read_list", "read_phrase"]

_SEPARATOR = re.compile(r"\s?(?:;\s?|,\s(?:và\s)?|\s?và\s|/\s?|\s-\s)", re.IGNORECASE)
_REMARK = re.compile(r"\s?\([^()]{1,120}\)(?=[,;\s])(?:\s?[,;]\s?)?")
_FIRST = re.compile(r"[^\W_]+")
_OWNED = re.compile(r"\s(?:của\s)?(?=\S)")
_BELONGING = re.compile(
    r"(?:(?<=thuộc)(?:(?:,|\svà)\strực thuộc)?|\s(?:thuộc và trực thuộc|thuộc, trực thuộc|trực thuộc|thuộc|của))\s(?=\S)", re.IGNORECASE
)
_OF_EACH = re.compile(r"\s(?:trực thuộc|thuộc)\s(?=(?:UBND|[ỦU][ỷy] ban nhân dân|HĐND|Hội đồng nhân dân)\s(?:cấp|các)\s)")
_BY_FIELD = re.compile(
    r"(?:Sở|Bộ|Phòng)\s(?:được (?:phân công|giao)\s)?quản lý\s"
    r"(?:(?:nhà nước|công trình xây dựng|công trình|xây dựng)\s)?(?:về\s)?(?:chuyên ngành|ngành|lĩnh vực)(?!\w)(?!\s[A-ZĐ])"
    r"(?:(?:,|\svà|/|\s-)\s?(?:ngành|lĩnh vực)(?!\w))?(?:\s(?:có liên quan|liên quan|tương ứng)(?!\w))?"
)
"""``Sở quản lý ngành, lĩnh vực``: whichever department does, none of them by name."""
_OTHERS = re.compile(r"(?:các|những)\s.*(?:tổ chức|cá nhân)", re.IGNORECASE)
"""``Chủ tịch UBND cấp xã và các tổ chức, cá nhân có liên quan``: these stand beside the post, not under it."""
_POST_ALONE = re.compile(r"(?:Bộ|Thủ|Cục|Vụ)\strưởng(?=,\s(?!Chủ nhiệm|người đứng đầu))")
_OF_SEVERAL = re.compile(r"\s(?:các\s(?!cấp)|sở,)")
_FRONT = re.compile(r"MTTQ|Mặt trận Tổ quốc")
_MAX_TOKENS = 32
"""No name of the tables and no other name is longer."""
_LONGEST = 260
_LONGEST_CODE = 3
"""``PCT`` is a code, not a post in capitals."""
_EVERYWHERE = (
    "so",
    "phong",
    "toa-an",
    "vien-kiem-sat",
    "cong-an",
    "kho-bac",
    "bao-hiem-xa-hoi",
    "doan-the",
    "mat-tran",
    "ban",
    "van-phong",
)
"""Kinds of which every place has its own."""
_WIDENED = ("Ban Chỉ đạo", "Ban Chỉ đạo Trung ương", "Bộ Tư lệnh Thành phố")
"""Bodies of the tables whose names go on with their field: ``Ban Chỉ đạo Quốc gia Dân số và Phát triển``."""


def read_phrase(text: str, start: int, *, free: bool = False) -> Phrase | None:
    """The phrase that begins at ``start``; ``free`` allows a group without "các" in small letters."""
    return phrase_at(text, start, free=free) if opens_phrase(text, start) else None


def phrase_at(text: str, start: int, *, free: bool = False) -> Phrase | None:
    """The same where the word at ``start`` is known to open one."""
    found = _read(text[start : start + _LONGEST], free)
    return found and moved(found, start)


def opens_phrase(text: str, start: int) -> bool:
    """False where the word at ``start`` begins no phrase."""
    first = _FIRST.match(text, start)
    return first is not None and bool(kinds_opened(first[0]))


@functools.lru_cache(maxsize=1 << 14)
def kinds_opened(word: str) -> frozenset[str]:
    """The kinds of phrases (see :func:`openings`) that may begin with this word: most words begin none."""
    folded = fold(word)
    kinds = {kind for kind, words in openings().items() if folded in words}
    kinds |= {"named"} if opens_with_code(word) else set()
    return frozenset(kinds) if kinds - {"committee", "no body"} else frozenset()


@functools.lru_cache(maxsize=4096)
def _read(piece: str, free: bool) -> Phrase | None:
    """The phrase that opens ``piece``. The same words are asked for again and again: who is named, who leads, whom one reports to."""
    first = _FIRST.match(piece)
    kinds = kinds_opened(first[0]) if first else frozenset()
    if "no body" in kinds and no_body().match(piece):
        return None
    if (by_field := _BY_FIELD.match(piece)) is not None:
        return Phrase(start=0, end=by_field.end(), name_end=by_field.end(), group=True)
    found = (committees(piece) if "committee" in kinds else None) or (_officer(piece) if "officer" in kinds else None)
    if found is None and piece[0].isupper():
        tokens = Words(piece, _MAX_TOKENS)
        found = (_named(piece, tokens) if "named" in kinds else None) or (unknown(piece, tokens) if "head" in kinds else None)
        found = found and _of_each(piece, found)
    return found or (_group(piece, free, known=True) if "group" in kinds else None)


def _of_each(piece: str, phrase: Phrase) -> Phrase:
    """``Phòng Văn hóa - Xã hội thuộc Ủy ban nhân dân cấp xã``: one in every commune, so a group."""
    link = _OF_EACH.match(piece, phrase.end) if phrase.place is None and not phrase.group else None
    above = _read(piece[link.end() :], False) if link else None
    if link is None or above is None or not above.group or above.place is None:
        return phrase
    return replace(phrase, end=link.end() + above.end, name_end=phrase.name_end or phrase.end, group=True)


def read_list(text: str, start: int, *, free: bool = True) -> list[Phrase]:
    """Phrases one after another, joined by commas, "và" or semicolons."""
    out: list[Phrase] = []
    position = start
    while len(out) < 30:
        phrase = read_phrase(text, position, free=free)
        if phrase is None:
            break
        out.append(phrase)
        separator = _SEPARATOR.match(text, phrase.end) or _REMARK.match(text, phrase.end)
        if separator is None:
            break
        position = separator.end()
    return out


def _named(piece: str, tokens: Words) -> Phrase | None:
    """A body of the tables."""
    found = match_body(piece, tokens, 0) if piece[0].isupper() else None
    if found is None:
        return None
    after, body = found
    end = _whole(piece, tokens[after - 1][1], body)
    if body.kind == "uy-ban-nhan-dan" and piece[:end].lower().endswith(" nhân") and piece.startswith(" sự", end):
        return None  # "Ủy ban nhân sự" of a bank
    if body.kind == "thon" and piece[:end].lower() != body.name.lower():
        return None  # "Trưởng ban" is no head of a village ("Trưởng bản")
    if body.of_group and _OF_SEVERAL.match(piece, end) and (more := _group(piece[end + 1 :], True)):
        return _over_group(piece, end + 1 + more.end, body)
    if body.name in _WIDENED and (longer := unknown(piece, tokens)) is not None and longer.end > end and not SUFFIX.match(piece, end):
        return longer
    owner = _owner(piece, end) if body.kind == "cong-thong-tin" or (body.kind == "dang" and body.level == "local") else None
    placed = Phrase(start=0, end=owner.end, body=body, name_end=end, owner=owner) if owner else with_place(piece, end, body)
    return None if (body.needs_place or body.needs_level) and placed.place is None else placed


def _whole(piece: str, end: int, body: Body) -> int:
    """The end of the name, with the bracket that it opened and without the level that is part of it in the tables."""
    while piece[end : end + 1] == ")" and piece.count("(", 0, end) > piece.count(")", 0, end):
        end += 1
    level = next((w for w in (" tỉnh", " thành phố", " Thành phố") if body.name.endswith(w)), "")
    return end - len(level)


def _over_group(piece: str, end: int, body: Body) -> Phrase:
    """Go on over "các sở, ban, ngành, MTTQ và đoàn thể, các huyện" after a body that every office has."""
    while (sep := _SEPARATOR.match(piece, end)) and sep[0].strip() != ";":
        more = _group(piece[sep.end() :], True)
        if more is None:
            front = _FRONT.match(piece, sep.end())
            if front is None:
                break
            end = front.end()
            continue
        end = sep.end() + more.end
    return Phrase(start=0, end=end, body=body, name_end=0, group=True)


def _owner(piece: str, end: int) -> Phrase | None:
    """The body right after the name of what every body has: ``Cổng Thông tin điện tử Chính phủ``."""
    link = _OWNED.match(piece, end)
    if link is None or not piece[link.end()].isupper():
        return None
    found = _read(piece[link.end() :], False)
    return moved(found, link.end()) if found and found.body and not found.group and not found.officer else None


def _officer(piece: str) -> Phrase | None:
    """A post and the body that it is of: ``Chủ tịch UBND tỉnh``."""
    alone = _POST_ALONE.match(piece)
    if alone:
        return Phrase(start=0, end=alone.end(), name_end=alone.end(), group=True)
    article = articles().match(piece)
    match = officers().match(piece) or (officers().match(piece, article.end()) if article else None)
    if match is None:
        return None
    post = piece[: match.end("post")] if article else match["post"].strip()
    post = post.capitalize() if post.isupper() and len(post) > _LONGEST_CODE else post
    inner = read_phrase(piece, match.end(), free=True)
    if inner is None and post.lower() == "trưởng ban":  # "Trưởng Ban Công tác Mặt trận": the post is "Trưởng"
        post = post[:-4]
        inner = read_phrase(piece, match.start("post") + 7, free=True)
    if inner is None or (article and inner.group):
        return None
    end = inner.end
    if inner.group:
        while (sep := _SEPARATOR.match(piece, end)) and ";" not in sep[0] and (more := _group(piece[sep.end() :], True)):
            if _OTHERS.match(piece[sep.end() : sep.end() + more.end]) or (inner.body is not None and articles().match(piece, sep.end())):
                break
            end = sep.end() + more.end
    return Phrase(start=0, end=end, body=inner.body, name_end=inner.name_end, place=inner.place, group=inner.group, officer=post)


def _of_every_place(phrase: Phrase) -> bool:
    """``các Sở Giáo dục và Đào tạo``, ``các Tòa án nhân dân``: bodies that every place has one of; ``các Phó Thủ tướng``."""
    body = phrase.body
    if body is None or phrase.place is not None:
        return False
    return (body.level != "central" and body.kind in _EVERYWHERE) or body.name.startswith(("Phó ", "Ủy ban của "))


def _group(piece: str, free: bool, known: bool = False) -> Phrase | None:
    """A group, with the body whose units they are: ``các đơn vị thuộc, trực thuộc Bộ Nội vụ``, ``known`` not to look only so."""
    article = articles().match(piece)
    if article:
        rest = piece[article.end() :]
        rest = rest.capitalize() if rest.startswith(("sở ", "phòng ")) else rest
        same = _named(rest, Words(rest, _MAX_TOKENS)) if rest[:1].isupper() else None
        if same and (same.group or _of_every_place(same)):  # "Các Sở Y tế các tỉnh"
            end = article.end() + same.end
            return Phrase(start=0, end=end, name_end=end, group=True)
    if (not known and no_body().match(piece)) or (found := group(piece, free)) is None:
        return None
    link = _BELONGING.match(piece, found.end)
    rest = piece[link.end() :] if link else ""
    above = _named(rest, Words(rest, _MAX_TOKENS)) if rest[:1].isupper() else None
    if link is None or above is None:
        return found
    return replace(found, end=link.end() + above.end, name_end=link.end() + above.end)
