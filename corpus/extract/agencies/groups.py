"""Groups of bodies: ``các sở, ban, ngành``, ``các doanh nghiệp viễn thông``, ``Thủ trưởng các đơn vị thuộc Bộ``."""

from __future__ import annotations

import re

from corpus.extract.agencies.bodies import Words, match_body
from corpus.extract.agencies.forms import (
    articles,
    branches,
    compounds,
    ends_with_branch,
    group_stops,
    listed,
    no_body,
    nouns,
    opens_with_verb,
    people,
    qualifiers,
    stops,
    verb,
)
from corpus.extract.agencies.phrase import Phrase
from corpus.extract.agencies.placing import NAME
from corpus.extract.tables import UPPER
from corpus.gazetteer import gazetteer

_LINK = re.compile(r"\s(?:và|để|theo|trong|tại|được|về|với|cho|khi)\s")
_CONCERNING = re.compile(r"\s(?:tới|đến)\s")
_JOINED = re.compile(r",\s(?:và\s)?|\svà\s|/|\s?[-–]\s|;\s")
_FURTHER = re.compile(rf"(?:,\s(?:và\s)?|\svà\s(?!tổ chức\s))(?=[^\W\d{UPPER}])")
_NAMED = re.compile(r"(?:Ban|Viện|Trung tâm|Chi cục|Công ty|Hội)\s(?:Quản|Chỉ|Tổ|Xây|Nghiên|Cổ|TNHH|Dịch|Liên|Nông|Cựu)")
"""``Thời báo Ngân hàng, và Ban Quản lý dự án``: a body of its own."""
_TABLE = re.compile(rf"\d|[{UPPER}]+\d|Các\s|(?:Bộ|Sở),\s")
"""What follows a group in a table without rules: a number, a code with a number, the next group."""
_OWN_UNITS = re.compile(
    rf"\s(?:thuộc, trực thuộc|thuộc và trực thuộc|trực thuộc|thuộc)\s(?:(?:Văn phòng|Thanh tra)\s)?(?:Bộ|Sở|Cục|Tổng cục)(?!\w|\s[{UPPER}])"
)
"""``các đơn vị thuộc, trực thuộc Bộ``, ``các đơn vị thuộc Văn phòng Bộ``."""
_HANGING = re.compile(r"(?:\s(?:các|của|(?<!trực )thuộc|từ|bên|ở|về|cho|và|do|với|trong)|(?<!các)\scấp)+$")
_PLACE_NAME = re.compile(rf"\s{NAME}")
_PARTIES = ("nhà đầu tư", "chủ đầu tư")
"""At the head of a sentence and without an article these are parties of a contract, whatever follows."""
_ENDS = re.compile(r"[,;:.()\"“”|*]")
_MOST_WORDS = 11
_LONGEST_STOP = 24
_MOST_TO_STOP = 8
"""So many words may stand before a small word or a mark that ends the group; before a verb any."""


def group(piece: str, free: bool) -> Phrase | None:
    """The group that opens ``piece``; ``free`` allows one without "các" in small letters."""
    article = articles().match(piece)
    begin = article.end() if article else 0
    if not article and not free and not piece[:1].isupper():
        return None
    noun = nouns().match(piece, begin)
    if noun is None:
        return None
    nouns_end = _more_nouns(piece, noun.end())
    alone = noun[0].lower() in listed("group", "alone")
    end = _qualified(piece, nouns_end, article is not None or (alone and not (piece[0].isupper() and noun[0].lower() in _PARTIES)))
    for _ in range(4):
        further = _FURTHER.match(piece, end)
        more = nouns().match(piece, further.end()) if further and end > nouns_end else None
        if more is None or not more[0][0].islower() or no_body().match(piece, more.start()):
            break
        nouns_end = _more_nouns(piece, more.end())
        end = _qualified(piece, nouns_end, True)
    further = branches().match(piece, end) if end > nouns_end and ends_with_branch().search(piece, nouns_end, end) else None
    end = further.end() if further else end
    hanging = _HANGING.search(piece, nouns_end, end)
    end = hanging.start() if hanging else end
    if article is None and (noun[0].lower() == "cấp" or (end == noun.end() and not alone)):
        return None
    return Phrase(start=0, end=end, name_end=end, group=True)


def _more_nouns(piece: str, end: int) -> int:
    while sep := _JOINED.match(piece, end):
        noun = nouns().match(piece, sep.end())
        if (
            noun is None
            or no_body().match(piece, sep.end())
            or (
                piece[sep.end()].isupper()
                and (
                    (noun[0] in ("Sở", "Doanh nghiệp") and not piece.startswith((", ngành", ", Ngành"), noun.end()))
                    or _NAMED.match(piece, sep.end())
                    or _is_body(piece[sep.end() :])
                )
            )
        ):
            break
        if ";" in sep[0] and (not noun[0].islower() or noun[0] in people()):
            break
        end = noun.end()
    return end


def _is_body(piece: str) -> bool:
    return match_body(piece, Words(piece[:120]), 0) is not None


def _qualified(piece: str, end: int, article: bool) -> int:
    """Go on over "cấp tỉnh", "có liên quan", or a few free words before a verb."""
    owned = False
    for _ in range(3):
        match = qualifiers().match(piece, end) or _OWN_UNITS.match(piece, end)
        if match is None:
            break
        end, owned = match.end(), owned or match.re is _OWN_UNITS
        name = _PLACE_NAME.match(piece, end)
        if name and gazetteer().places_named(name[0].strip()):
            end = name.end()
    if owned:
        return end
    if piece.endswith("liên quan", 0, end) and _CONCERNING.match(piece, end):
        return end
    compound = compounds().match(piece, end + 1) if piece[end : end + 1] == " " else None
    if piece[end : end + 1] != " " or (compound is None and (opens_with_verb(piece, end + 1) or _LINK.match(piece, end))):
        return end
    return _free(piece, end) if article else end


def _stops(piece: str, at: int) -> bool:
    """True for a word that no group holds; in a heading in capitals too."""
    if piece[at : at + 2].isupper():
        piece, at = piece[at : at + _LONGEST_STOP].lower(), 0
    return stops().match(piece, at) is not None or group_stops().match(piece, at) is not None


def _free(piece: str, end: int) -> int:
    """A few words up to a verb: ``các doanh nghiệp viễn thông phối hợp``."""
    tokens = Words(piece[end:])
    last, inside, held = end, 0, end
    for n, (a, b, _) in enumerate(tokens.upto(_MOST_WORDS)):
        if end + a < inside:
            last = end + b
            continue
        near = n <= _MOST_TO_STOP
        if _TABLE.match(piece, end + a) or (piece[:last].isupper() and not piece[end + a : end + b].isupper()):
            return last
        if _ENDS.search(piece, last, end + a):
            return last if near else end
        if piece.endswith("liên quan", 0, last) and _CONCERNING.match(piece, last):
            return last
        if piece[end + a : end + b] in ("thuộc", "của") and _is_body(piece[end + b + 1 :]):
            return last
        compound = compounds().match(piece, end + a)
        inside = compound.end() if compound else 0
        held = max(held, inside)
        if not compound and n and verb().match(piece[end + a :].lower()):
            return last
        if not compound and _stops(piece, end + a):
            return last if near else max(held, end)
        last = end + b
    return held if tokens.has(_MOST_WORDS - 1) else last
