"""Phrases that name bodies: one, an officer of one, or a group; and lists of such phrases."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from corpus.extract.agencies.bodies import Body, Words, first_words, match_body, opens_with_code
from corpus.extract.agencies.codes import place_code
from corpus.extract.tables import UPPER, alternatives, table
from corpus.gazetteer import gazetteer
from corpus.text import fold

_LEVEL = (
    r"(?:[Tt]ỉnh|[Tt]hành [Pp]hố|T[Pp]\.?|[Hh]uyện|[Tt]hị xã|[Qq]uận|[Xx]ã(?!\s(?:[Hh]ội|[Vv]iên)(?!\w))|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)"
)
_HAMLET = r"(?:thôn|bản|ấp|khóm|khu phố|khu dân cư|tổ dân phố)(?!\w)"
_CAPITAL = rf"[{UPPER}][^\W\d_]{{0,7}}"
_NAME = rf"(?!(?:Về|Căn|Theo|Thực|Điều|Xét|Quy|Phê|Sửa|Và|Hướng|Triển|Số|Ủy|Uỷ|Hội|Sở|Bộ)\b){_CAPITAL}(?:[ -]{{1,3}}{_CAPITAL}){{0,3}}"
_SUFFIX = re.compile(
    rf"(?:\s|(?<=[{UPPER}])(?=TP(?!\w)))(?:của\s|thuộc\s)?"
    rf"(?:các\s{_HAMLET}(?:(?:,\s|\svà\s){_HAMLET}){{0,3}}|cấp\s(?:tỉnh|huyện|xã|thành phố|phường, xã|xã, phường|phường|cơ sở|có thẩm quyền"
    rf"|trên(?:\strực tiếp)?(?!\w)|dưới)|các\scấp|cùng cấp|cấp(?=\s)"
    rf"|(?:các\s)?{_LEVEL}(?!\w)(?:\s(?P<name>{_NAME}|\d{{1,2}}(?!\d)))?"
    rf"(?:(?:,\s|\svà\s|/|\shoặc\s)(?:các\s)?{_LEVEL}(?!\w)(?:\s{_NAME})?){{0,4}}(?:\strực thuộc [Tt]rung ương)?)"
)
_PLURAL = re.compile(rf"\scác\s|,\s|\svà\s|/|\scấp\s|{_LEVEL}/{_LEVEL}", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s?(?:;\s?|,\s(?:và\s)?|\s?và\s|/\s?|\s-\s)", re.IGNORECASE)
_REMARK = re.compile(r"\s?\([^()]{1,120}\)(?=[,;\s])(?:\s?[,;]\s?)?")
_BRANCH = re.compile(
    r"\s(?:Việt Nam\s)?(?:-\s)?((?:[Cc]hi nhánh|CN)\s(?:tỉnh|thành phố|[Kk]hu vực)\s\w+|[Kk]hu vực\s(?:[IVX]+|\d{1,2}))(?!\w)"
)
_COUNTED = re.compile(
    r"\s(?:\d{1,3})\s(?:xã|phường|huyện|tỉnh|thành phố|đơn vị|địa phương)(?:(?:,\s|\svà\s)(?:xã|phường|đặc khu|thành phố))*(?!\w)"
)
"""``Ủy ban nhân dân 04 xã``: a group, however many."""
_ZONES = re.compile(r"(?:(?:,\s|\svà\s)(?:các\s)?khu\s(?:công nghiệp|chế xuất|công nghệ cao|kinh tế|nông nghiệp)(?!\w)){2,}")
"""``Ban quản lý khu công nghiệp, khu chế xuất, khu kinh tế`` of a law means all of them."""
_HANGING = re.compile(r"(?:Cục|Vụ|Tổng cục|Phòng)\s(?:Quản lý|Thanh tra|Kiểm tra|Giám sát|Tổ chức|Phòng)")
"""After these a name is not whole: ``Cục Quản lý, giám sát tổ chức tín dụng``."""
_OWN_NAME = re.compile(rf"\s{_NAME}")
_LINK = re.compile(r"\s(?:và|để|theo|trong|tại|được|về|với|cho|khi)\s")
_FIRST = re.compile(r"[^\W_]+")
_MAX_WORDS = 16
_MAX_TOKENS = 32
"""No name of the tables and no other name is longer."""
_WIDENED = ("Ban Chỉ đạo",)
"""Bodies of the tables whose names go on with their field: ``Ban Chỉ đạo Quốc gia Dân số và Phát triển``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """``text[start:end]`` names a body or a group of bodies."""

    start: int
    end: int
    body: Body | None = None
    """The body of the tables, for a known one."""
    name_end: int = 0
    """Where the name ends and the words of its place begin."""
    place: str | None = None
    """Words of its place as printed: ``tỉnh``, ``huyện Bắc Sơn``."""
    group: bool = False
    own_name: str | None = None
    """A name of its own after a known kind of body: ``Đông Nam`` in "Ban Quản lý Khu kinh tế Đông Nam"."""
    officer: str | None = None
    """The post before it: ``Chủ tịch``."""
    owner: Phrase | None = None
    """The body whose it is: ``Bộ Nội vụ`` in "Cổng Thông tin điện tử Bộ Nội vụ"."""


def read_phrase(text: str, start: int, *, free: bool = False) -> Phrase | None:
    """The phrase that begins at ``start``; ``free`` allows a group without "các" in small letters."""
    first = _FIRST.match(text, start)
    if first is None or (fold(first[0]) not in _openings() and not opens_with_code(first[0])):
        return None
    found = _read(text[start : start + 260], free)
    return found and _moved(found, start)


def _moved(phrase: Phrase, by: int) -> Phrase:
    owner = phrase.owner and _moved(phrase.owner, by)
    return replace(phrase, start=phrase.start + by, end=phrase.end + by, name_end=phrase.name_end + by, owner=owner)


@functools.lru_cache(maxsize=4096)
def _read(piece: str, free: bool) -> Phrase | None:
    """The phrase that opens ``piece``. The same words are asked for again and again: who is named, who leads, whom one reports to."""
    tokens = Words(piece, _MAX_TOKENS)
    return _officer(piece) or _named(piece, tokens) or _unknown(piece, tokens) or _group(piece, free)


def read_list(text: str, start: int, *, free: bool = True) -> list[Phrase]:
    """Phrases one after another, joined by commas, "và" or semicolons."""
    out: list[Phrase] = []
    position = start
    while len(out) < 30:
        phrase = read_phrase(text, position, free=free)
        if phrase is None:
            break
        out.append(phrase)
        separator = _SEPARATOR.match(text, phrase.end) or re.compile(r"\s?\([^()]{1,120}\)(?=[,;\s])(?:\s?[,;]\s?)?").match(
            text, phrase.end
        )
        if separator is None:
            break
        position = separator.end()
    return out


def _named(piece: str, tokens: Words) -> Phrase | None:
    if not piece[0].isupper():
        return None
    found = match_body(piece, tokens, 0)
    if found is None:
        return None
    after, body = found
    end = tokens[after - 1][1]
    if body.kind == "thon" and piece[:end].isupper():
        return None  # "TRƯỞNG BAN" under a signature is no head of a village ("trưởng bản")
    while piece[end : end + 1] == ")" and piece.count("(", 0, end) > piece.count(")", 0, end):
        end += 1
    if body.name.endswith((" tỉnh", " thành phố", " Thành phố")):
        end -= len(body.name.split(" ")[-1]) if body.name.endswith(" tỉnh") else len("thành phố")
        end -= 1
    if body.of_group and re.match(r"\s(?:các\s(?!cấp)|sở,)", piece[end:]) and (group := _group(piece[end + 1 :], True)):
        return _over_group(piece, end + 1 + group.end, body)
    if body.name in _WIDENED and (longer := _unknown(piece, tokens)) is not None and longer.end > end and not _SUFFIX.match(piece, end):
        return longer
    placed = _with_place(piece, end, body)
    if (body.needs_place or body.needs_level) and placed.place is None:
        return None
    return placed


def _over_group(piece: str, end: int, body: Body) -> Phrase:
    """Go on over "các sở, ban, ngành, MTTQ và đoàn thể, các huyện" after a body that every office has."""
    while (sep := _SEPARATOR.match(piece, end)) and sep[0].strip() != ";":
        more = _group(piece[sep.end() :], True)
        if more is None:
            mttq = re.compile(r"MTTQ|Mặt trận Tổ quốc").match(piece, sep.end())
            if mttq is None:
                break
            end = mttq.end()
            continue
        end = sep.end() + more.end
    return Phrase(start=0, end=end, body=body, name_end=0, group=True)


def _with_place(piece: str, end: int, body: Body | None) -> Phrase:
    counted = _COUNTED.match(piece, end) if body is not None and body.level == "local" else None
    if counted:
        return Phrase(start=0, end=counted.end(), body=body, name_end=end, place=counted[0].strip(), group=True)
    zones = _ZONES.match(piece, end) if body is not None and body.name.startswith("Ban Quản lý") else None
    if zones:
        return Phrase(start=0, end=zones.end(), body=body, name_end=zones.end(), group=True)
    code = place_code().match(piece, end) if body is not None and body.level in ("province", "local") else None
    if code:
        return Phrase(start=0, end=code.end(), body=body, name_end=end, place=code["name"] or code["bare"])
    owner = _owner(piece, end) if body is not None and body.kind == "cong-thong-tin" else None
    if owner:
        return Phrase(start=0, end=owner.end, body=body, name_end=end, owner=owner)
    suffix = _SUFFIX.match(piece, end)
    if suffix:
        stop = _name_stop(piece, suffix)
        printed = piece[end:stop].strip()
        several = body is not None or printed.startswith("các ")
        plural = several and _PLURAL.search(" " + printed + " ") is not None and not _one_place(printed)
        return Phrase(start=0, end=stop, body=body, name_end=end, place=printed, group=plural)
    named = body is not None and (body.kind == "dang" or body.name.startswith("Ban Quản lý"))
    own = _OWN_NAME.match(piece, end) if named else None
    if own and not _heads().match(piece, end + 1) and not _verb().match(own[0].strip().lower() + " "):
        held = gazetteer().places_named(own[0].strip())
        if body is not None and body.kind == "dang" and held:
            return Phrase(start=0, end=own.end(), body=body, name_end=end, place=held[0].full)
        if body is not None and body.kind == "ban" and not held:
            return Phrase(start=0, end=own.end(), body=body, name_end=own.end(), own_name=own[0].strip())
    branch = _BRANCH.match(piece, end) if body is not None and body.kind == "ngan-hang" else None
    if branch:
        own_words = branch[1] if branch[1][0] in "cC" else f"Chi nhánh {branch[1]}"
        return Phrase(start=0, end=branch.end(), body=body, name_end=branch.end(), own_name=f"- {own_words}")
    province = _province().match(piece, end) if body is None or body.level in ("province", "local", "district") else None
    if province:
        return Phrase(start=0, end=province.end(), body=body, name_end=end, place=province["name"])
    return Phrase(start=0, end=end, body=body, name_end=end)


def _owner(piece: str, end: int) -> Phrase | None:
    """The body right after the name of what every body has: ``Cổng Thông tin điện tử Chính phủ``."""
    link = re.compile(r"\s(?:của\s)?(?=\S)").match(piece, end)
    if link is None or not piece[link.end()].isupper():
        return None
    found = _read(piece[link.end() :], False)
    return _moved(found, link.end()) if found and found.body and not found.group and not found.officer else None


def _name_stop(piece: str, suffix: re.Match[str]) -> int:
    """The end of the place, without a verb in capitals taken for its name ("UBND tỉnh Chủ trì")."""
    stop = suffix.end()
    name = suffix["name"]
    if name and _verb().match(name.lower() + " "):
        return suffix.start("name") - 1
    return stop


def _one_place(printed: str) -> bool:
    """``xã Mai Pha, huyện Cao Lộc`` is one place."""
    return (
        printed.count(",") > 0 and not printed.startswith("các") and re.fullmatch(rf"(?:{_LEVEL}\s{_NAME}(?:,\s)?)+", printed) is not None
    )


def _officer(piece: str) -> Phrase | None:
    alone = re.match(r"(?:Bộ|Thủ|Cục|Vụ)\strưởng(?=,\s)", piece)
    if alone:
        return Phrase(start=0, end=alone.end(), name_end=alone.end(), group=True)
    match = _officers().match(piece)
    if match is None:
        return None
    post = match["post"].strip()
    inner = read_phrase(piece, match.end(), free=True)
    if inner is None and post.lower() == "trưởng ban":  # "Trưởng Ban Công tác Mặt trận": the post is "Trưởng"
        post = post[:-4]
        inner = read_phrase(piece, match.start("post") + 7, free=True)
    if inner is None:
        return None
    end = inner.end
    if inner.group:
        while (sep := _SEPARATOR.match(piece, end)) and ";" not in sep[0] and (more := _group(piece[sep.end() :], True)):
            end = sep.end() + more.end
    return Phrase(start=0, end=end, body=inner.body, name_end=inner.name_end, place=inner.place, group=inner.group, officer=post)


def _group(piece: str, free: bool) -> Phrase | None:
    article = _articles().match(piece)
    begin = article.end() if article else 0
    if not article and not free and not piece[:1].isupper():
        return None
    if article and (same := _named(piece[begin:], Words(piece[begin:], _MAX_TOKENS))) and same.group:
        return Phrase(start=0, end=begin + same.end, name_end=begin + same.end, group=True)  # "Các Sở Y tế các tỉnh"
    noun = _nouns().match(piece, begin)
    if noun is None:
        return None
    nouns_end = _more_nouns(piece, noun.end())
    alone = noun[0].lower() in table("agencies")["group"][0]["alone"]
    end = _qualified(piece, nouns_end, article is not None or alone)
    for _ in range(4):
        further = re.compile(rf",\s(?=[^\W\d{UPPER}])").match(piece, end)
        more = _nouns().match(piece, further.end()) if further and end > nouns_end else None
        if more is None or not more[0][0].islower():
            break
        nouns_end = _more_nouns(piece, more.end())
        end = _qualified(piece, nouns_end, True)
    if article is None and noun[0].lower() == "cấp":
        return None
    if article is None and end == noun.end() and not alone:
        return None
    return Phrase(start=0, end=end, name_end=end, group=True)


def _more_nouns(piece: str, end: int) -> int:
    while sep := re.compile(r",\s(?:và\s)?|\svà\s|/|\s?[-–]\s|;\s").match(piece, end):
        noun = _nouns().match(piece, sep.end())
        if noun is None or (piece[sep.end()].isupper() and (noun[0] in ("Sở", "Doanh nghiệp") or _is_body(piece[sep.end() :]))):
            break
        if ";" in sep[0] and not noun[0].islower():
            break
        end = noun.end()
    return end


def _is_body(piece: str) -> bool:
    return match_body(piece, Words(piece[:120]), 0) is not None


def _qualified(piece: str, end: int, article: bool) -> int:
    """Go on over "cấp tỉnh", "có liên quan", or a few free words before a verb."""
    for _ in range(3):
        match = _qualifiers().match(piece, end)
        if match is None:
            break
        end = match.end()
        name = re.compile(rf"\s{_NAME}").match(piece, end)
        if name and gazetteer().places_named(name[0].strip()):
            end = name.end()
    if piece[end : end + 1] != " " or _verb().match(piece[end + 1 :].lower()) or _LINK.match(piece, end):
        return end
    return _free(piece, end) if article else end


def _free(piece: str, end: int) -> int:
    """A few words up to a verb: ``các doanh nghiệp viễn thông phối hợp``."""
    tokens = Words(piece[end:])
    for n, (a, b, _) in enumerate(tokens.upto(9)):
        gap = piece[end + (tokens[n - 1][1] if n else 0) : end + a]
        if re.search(r"[,;:.()]", gap):
            return end + tokens[n - 1][1] if 0 < n <= 5 else end
        if n and _verb().match(piece[end + a :].lower()):
            return end + tokens[n - 1][1]
        if n and piece[end + a : end + b] in ("và", "để", "về", "với"):
            return end + tokens[n - 1][1] if n <= 5 else end
    return end if tokens.has(8) else len(piece)


def _unknown(piece: str, tokens: Words) -> Phrase | None:
    """A body of no table: an opening word and the words up to a verb, a mark or a place."""
    head = _heads().match(piece)
    if head is None:
        return None
    first = tokens.first_from(head.end())
    if first is None:
        return _single_head(piece, head)
    small = _small_letters(piece, head.end())
    if small is not None:
        return _with_place(piece, small, None)
    capital = piece[tokens[first][0]].isupper() or tokens[first][2] in ("cac", "khu") or piece.startswith("dự án", tokens[first][0])
    company = head[0].lower().endswith("công ty") and not _verb().match(piece, tokens[first][0])
    if not (capital or company) or piece[head.end() : tokens[first][0]] != " " or _SUFFIX.match(piece, head.end()):
        return _single_head(piece, head)
    end = head.end()
    inside = _inside().match(piece, end + 1)
    for i, (a, b, key) in enumerate(tokens.upto(first + _MAX_WORDS, first), first):
        if inside is not None and a < inside.end():
            end = b
            continue
        inside = _inside().match(piece, a)
        gap = piece[tokens[i - 1][1] : a]
        if gap.strip() in ("-", "–") and match_body(piece, tokens, i):
            break
        if gap == ", " and piece[a].islower() and _HANGING.fullmatch(piece, 0, tokens[i - 1][1]):
            end = b
            continue
        if re.search(r"[;:.()“”\"]", gap) or ("," in gap and not _goes_on(piece, tokens, i)):
            break
        if _SUFFIX.match(piece, tokens[i - 1][1]) or (piece[a].islower() and inside is None and _verb().match(piece, a)):
            break
        if key == "thuoc" and i > first and tokens.has(i + 1) and match_body(piece, tokens, i + 1):
            break
        if key == "va" and not (tokens.has(i + 1) and piece[tokens[i + 1][0]].isupper() and not _heads().match(piece, tokens[i + 1][0])):
            break
        end = b
    return _with_place(piece, end, None)


def _small_letters(piece: str, end: int) -> int | None:
    """The end of a name in small letters, made of known fields: ``Hội đồng thẩm định nhà nước``, ``Trung tâm y tế``."""
    if piece[:end].lower() not in table("agencies")["head"][0]["small"]:
        return None
    fields = _fields().match(piece, end)
    return fields.end() if fields else None


def _single_head(piece: str, head: re.Match[str]) -> Phrase | None:
    placed = head[0].count(" ") >= 2 and _SUFFIX.match(piece, head.end()) is not None
    return _with_place(piece, head.end(), None) if placed or head[0] in ("Viettel", "VNPT", "MobiFone") else None


def _goes_on(piece: str, tokens: Words, i: int) -> bool:
    """A comma inside a name: ``Cục Quản lý xây dựng, An toàn và Môi trường``: a capital follows, and "và" with a capital soon after."""
    if not piece[tokens[i][0]].isupper() or _heads().match(piece, tokens[i][0]) or match_body(piece, tokens, i):
        return False
    ahead = tokens.upto(i + 6, i)
    return any(t[2] == "va" and n + 1 < len(ahead) and piece[ahead[n + 1][0]].isupper() for n, t in enumerate(ahead))


@functools.cache
def _province() -> re.Pattern[str]:
    names = alternatives(n for p in gazetteer().places if p.level == "province" for n in (p.name, *p.aliases))
    return re.compile(rf"\s(?P<name>{names}|Thùa Thiên Huế)(?!\w)")


@functools.cache
def _heads() -> re.Pattern[str]:
    """A single word must be written as in the table ("Tổ", not "TỔ CHỨC"); longer ones in any case after a capital."""
    known = table("agencies")["head"][0]["words"]
    single, longer = alternatives(w for w in known if " " not in w), alternatives(w for w in known if " " in w)
    return re.compile(rf"(?=[{UPPER}])(?:(?i:{longer})|{single})(?!\w)")


@functools.cache
def _officers() -> re.Pattern[str]:
    posts = alternatives(table("agencies")["officer"][0]["words"])
    return re.compile(rf"(?:đồng chí\s)?(?P<post>(?:{posts}))\s(?=\S)", re.IGNORECASE)


@functools.cache
def _articles() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('agencies')['group'][0]['articles'])})\s", re.IGNORECASE)


@functools.cache
def _nouns() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('agencies')['group'][0]['nouns'])})(?!\w)", re.IGNORECASE)


@functools.cache
def _qualifiers() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives(table('agencies')['group'][0]['qualifiers'])})(?!\w)")


@functools.cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('task_cues')['verb']['words'])})(?!\w)")


@functools.cache
def _inside() -> re.Pattern[str]:
    """Words of doing that belong to names: ``Trung tâm Xúc tiến đầu tư, thương mại và du lịch``."""
    return re.compile(rf"(?i:{alternatives(table('agencies')['head'][0]['inside'])})(?!\w)")


@functools.cache
def _fields() -> re.Pattern[str]:
    known = table("agencies")["head"][0]
    field = rf"(?:{alternatives([*known['fields'], *known['inside']])})(?!\w)"
    return re.compile(
        rf"\s(?:của Chính phủ\s)?(?:(?:TW|Trung ương|quốc gia)\s)?(?:về\s)?(?=[^\W\d{UPPER}]){field}"
        rf"(?:(?:,\s|\svà\s|,\svà\s|\s|\s[-–]\s)(?i:{field})){{0,8}}(?:\s(?:của Quốc hội|Việt Nam|[Nn]hà nước|[Qq]uốc gia)(?!\w))?"
    )


@functools.cache
def _openings() -> frozenset[str]:
    """The first words, folded, of all that a phrase can open with: most capitals open none."""
    data = table("agencies")
    group, head = data["group"][0], data["head"][0]
    names = [*head["words"], *data["officer"][0]["words"], *group["articles"], *group["nouns"], "đồng chí", "Thủ trưởng", "Bộ trưởng"]
    return frozenset(fold(n).split(" ")[0].split("/")[0].strip(",") for n in names) | first_words()


def opens_with_verb(text: str, position: int) -> bool:
    """True where a task begins at ``position``."""
    return _verb().match(text[position : position + 40].lower()) is not None
