"""The foot of a document: who signed, for whom and as what, and who receives it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from corpus.head.view import View, view
from corpus.text import LOWER, UPPER, fold

_POSTS = (
    "CHỦ TỊCH|PHÓ CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|CHỦ NHIỆM|PHÓ CHỦ NHIỆM|TỔNG GIÁM ĐỐC|GIÁM ĐỐC|PHÓ GIÁM"
    " ĐỐC|TỔNG CỤC TRƯỞNG"
    "|CỤC TRƯỞNG|PHÓ CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VỤ TRƯỞNG|CHÁNH VĂN PHÒNG|PHÓ CHÁNH VĂN PHÒNG|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|TỔNG"
    " THANH TRA|PHÓ TỔNG THANH TRA"
    "|CHÁNH THANH TRA|THỐNG ĐỐC|PHÓ THỐNG ĐỐC|CHÁNH ÁN|PHÓ CHÁNH ÁN|VIỆN TRƯỞNG|PHÓ VIỆN TRƯỞNG|TỔNG KIỂM TOÁN|TỔNG BÍ THƯ|BÍ"
    " THƯ|PHÓ BÍ THƯ|HIỆU TRƯỞNG"
    "|TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG|TRƯỞNG ĐOÀN|CHỦ TỌA|CHỦ TOẠ|THƯỜNG TRỰC|ỦY VIÊN|UỶ VIÊN|TỔNG THƯ KÝ|TRƯỞNG TIỂU BAN|CHỈ HUY"
    " TRƯỞNG|ĐỘI TRƯỞNG|CHÁNH"
)
_FOR = r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|TƯQ|Q|QUYỀN|PHỤ TRÁCH)[ ]?[.,:]?"
# A line begins after a line's end: a search for that is much faster than one for "^".
_START = re.compile(
    rf"(?:\n[ \t|*„®“\"'_.-]{{0,60}}|\|[ ]?)(?:Nơi nhận:?[ *_]{{0,8}})?(?:{_FOR}[ *]{{0,6}}(?=[{UPPER}])|(?:{_POSTS})(?=[ \t]*[*|,(\n]"
    rf"|[ \t]+[{UPPER}(])"
    r"|[CB]H? ?[ỦỘ] (?:TỊCH|TRƯỞNG)|\([ ]?[Đđ]ã ký[ ]?\))"
)
_ANY_CASE = rf"[ \t|*]{{0,40}}(?:TM|T/M|KT|K/T|TL|TUQ)[.] ?[{UPPER}][{LOWER}]"
_FOR_ANY_CASE, _LINE_FOR_ANY_CASE = re.compile(_ANY_CASE), re.compile(rf"\n{_ANY_CASE}")
_NAME_WORD = rf"[{UPPER}][{LOWER}]*(?:[’'][{UPPER}{LOWER}]+)?"
_RANK = (
    r"(?:(?:Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|GS|PGS|TS|ThS|BS|CKI|CKII|KS|NGND"
    r"|NGƯT|Ông|Bà|Đồng chí)"
    r"[.,]?[ ]?)*"
)
_NAME = re.compile(
    rf"(?<![^\W_]){_RANK}"
    rf"(?P<name>{_NAME_WORD}(?: (?:{_NAME_WORD}|-)){{2,5}}|{_NAME_WORD}(?: {_NAME_WORD})?\n{_NAME_WORD}(?: {_NAME_WORD}){{0,2}}"
    rf"|{_NAME_WORD} {_NAME_WORD})"
    r"[ .,]*(?=\n|$|[|;(])"
)
_SIGNED = re.compile(r"\(?[ ]?(?:đã ký|da ky|đã kí|ký tên[^)\n]{0,40}|ký, [^)\n]{0,60}|chữ ký[^)\n]{0,30})[ ]?\)?", re.I)
_RECIPIENTS = re.compile(r"^[ \t|*_>„“\"]{0,30}(?:N|ơ|Ñ)?[ơo]i nhận[ *_]{0,6}:?", re.M | re.I)
_SURNAMES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dao",
        "doan",
        "dinh",
        "trinh",
        "truong",
        "mai",
        "luong",
        "lam",
        "cao",
        "ha",
        "to",
        "ta",
        "chu",
        "quach",
        "thai",
        "ton",
        "phung",
        "kieu",
        "tong",
        "la",
        "luu",
        "tang",
        "dam",
        "vuong",
        "au",
        "lu",
        "tieu",
        "quan",
        "ma",
        "nong",
        "be",
        "lo",
        "giang",
        "khuat",
        "khong",
        "lai",
        "than",
        "thach",
        "son",
        "danh",
        "ksor",
        "rcom",
        "dieu",
        "h",
        "y",
        "ro",
        "siu",
        "ky",
        "cam",
        "lo",
        "sung",
        "giang",
        "hau",
        "ngan",
        "vi",
        "luc",
        "hua",
        "an",
        "bach",
        "can",
        "chau",
        "co",
        "cu",
        "cung",
        "diep",
        "dong",
        "du",
        "ha",
        "han",
        "hung",
        "kha",
        "khuc",
        "kim",
        "lien",
        "loc",
        "mac",
        "manh",
        "nghiem",
        "ong",
        "pho",
        "phuong",
        "si",
        "tat",
        "thieu",
        "tu",
        "uong",
        "van",
        "vuu",
        "xa",
        "bo",
        "nan",
        "dong",
        "nghe",
        "lang",
        "hang",
        "ung",
        "ninh",
        "trieu",
        "thi",
    ]
)


@dataclass(frozen=True, slots=True)
class Closing:
    """Signature and recipients: extents in the source; ``start`` is where the body of the document ends."""

    start: int
    end: int
    signer: str | None = None
    signer_at: tuple[int, int] | None = None
    title: str | None = None
    title_at: tuple[int, int] | None = None
    authority: str | None = None
    """What stands after TM.: the body that the signer signs for."""
    rule: str = "header/signature"
    recipients: tuple[str, ...] = ()


_ATTEMPTS = 60


def read_closing(text: str, body: int) -> Closing | None:
    """The first signature after ``body`` (an offset), with the recipients beside it."""
    receivers = _RECIPIENTS.search(text, body)
    signed = next((c for start in _starts(text, body) if (c := _signature(text, start))), None) or _bare_name(text, receivers)
    if receivers is None:
        return signed
    names, end = _recipients(text, receivers.end())
    at = (receivers.start(), end)
    if signed is None:
        return Closing(*at, recipients=names)
    if abs(signed.start - receivers.start()) > 6000:
        return signed
    return Closing(
        start=min(signed.start, receivers.start()),
        end=max(signed.end, end),
        signer=signed.signer,
        signer_at=signed.signer_at,
        title=signed.title,
        title_at=signed.title_at,
        authority=signed.authority,
        rule=signed.rule,
        recipients=names,
    )


def _starts(text: str, body: int) -> list[int]:
    """Where a signature may begin: after a line's end or the border of a cell."""
    lines, shift = (text, 1) if body else (f"\n{text}", 0)
    found: list[int] = []
    for pattern in (_START, _LINE_FOR_ANY_CASE):
        found += [m.start() + shift for m in itertools.islice(pattern.finditer(lines, max(0, body - 1)), _ATTEMPTS)]
    return sorted(found)


def _signature(text: str, start: int) -> Closing | None:
    """The signature whose first post line begins at ``start``."""
    seen = view(text, start, min(len(text), start + 700))
    name = next((m for m in _NAME.finditer(seen.text) if not _is_post(m["name"])), None)
    if name is None:
        return None
    posts = _SIGNED.sub(lambda m: " " * len(m[0]), seen.text[: name.start()])
    if not _only_posts(posts) and not (_SIGNED.match(seen.text) and not posts.strip()):
        return None
    title, title_at = _last_post(posts, seen)
    authority = re.search(rf"(?:TM|T/M)[ ]?\.?[ ]?([^\n]+(?:\n(?!KT|K/T|TL|TUQ|CHỦ|PHÓ)[{UPPER} ]+)?)", posts)
    at = seen.span(*name.span("name"))
    return Closing(
        start=start,
        end=at[1],
        signer=re.sub(r"\s+", " ", name["name"]).strip(" -"),
        signer_at=at,
        title=title,
        title_at=title_at,
        authority=re.sub(r"\s+", " ", authority[1]).strip(" ,.") if authority else None,
    )


def _is_post(words: str) -> bool:
    return bool(
        re.match(
            r"(?:pho |chu (?:tich|nhiem|toa)|bo truong|thu truong|giam doc|noi nhan|truong (?:ban|phong|doan)|uy (?:ban|vien)"
            r"|ky (?:boi|ten)|da ky|kt |tm |tl |so |nhu |cac |van phong|luat |thu tuong)",
            fold(words) + " ",
        )
    )


def _only_posts(posts: str) -> bool:
    """True where nothing but posts in capitals, and what stands between, comes before the name."""
    words = re.findall(r"[^\W\d_]+", posts)
    low = [w for w in words if not w.isupper()]
    any_case = bool(_FOR_ANY_CASE.match(posts))
    return bool(words) and (len(low) <= max(1, len(words) // 8) or (any_case and len(words) < 25 and ";" not in posts))


def _last_post(posts: str, seen: View) -> tuple[str | None, tuple[int, int] | None]:
    """The post nearest to the name, "PHÓ CHỦ TỊCH" as "Phó Chủ tịch"; KT., TL. and the like are not part of it."""
    lines = [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", posts) if re.search(r"[^\W\d_]{2}", m[0])]
    if not lines:
        return None, None
    at, words = lines[-1]
    cut = [m.end() for m in re.finditer(rf"(?:^|(?<=[ ])){_FOR}[ ]?(?:[^.]*?(?=(?:PHÓ|THỨ) ))?", words)]
    shift = cut[-1] if cut else 0
    inner = re.search(rf"(?:{_POSTS})", words[shift:])
    if inner and not cut:
        shift += inner.start()
    title = re.sub(r"\s+", " ", words[shift:]).strip(" .,|-")
    if not title:
        return None, None
    begin = at + shift + (len(words[shift:]) - len(words[shift:].lstrip(" .,|-")))
    return post_case(title), seen.span(begin, begin + len(title))


_POST_CASE = (
    ("Phó thủ tướng", "Phó Thủ tướng"), ("Phó chủ tịch", "Phó Chủ tịch"), ("Phó giám đốc", "Phó Giám đốc"), ("Phó trưởng", "Phó Trưởng"),
    ("Phó chủ nhiệm", "Phó Chủ nhiệm"), ("Phó cục trưởng", "Phó Cục trưởng"), ("Phó chánh", "Phó Chánh"), ("Phó bí thư", "Phó Bí thư"),
    ("quốc hội", "Quốc hội"), ("chính phủ", "Chính phủ"), ("văn phòng", "Văn phòng"), ("ủy ban", "Ủy ban"), ("trưởng ban", "Trưởng ban"),
    ("thường trực", "Thường trực"), ("ubnd", "UBND"), ("hđnd", "HĐND"), ("nhà nước", "Nhà nước"),
)  # fmt: skip


def post_case(title: str) -> str:
    """A post in normal case."""
    if not title.isupper():
        return title
    words = title[:1] + title[1:].lower()
    for low, right in _POST_CASE:
        words = words.replace(low, right)
    return words


def _bare_name(text: str, receivers: re.Match[str] | None) -> Closing | None:
    """Where the post was lost (scans): a line near the end that is nothing but a person's name."""
    start = receivers.start() if receivers else max(0, len(text) - 400)
    seen = view(text, start, min(len(text), start + 2500))
    for line in reversed(seen.lines()):
        # A stamp or a flourish may have left a few letters before the name.
        m = re.fullmatch(rf"[\"“'‘~„ ]*(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{1,4}})[ .]*", line.text)
        if m and fold(m["name"]).split()[0] not in _SURNAMES:
            m = re.fullmatch(rf"\S{{2,8}} (?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{1,3}})[ .]*", line.text)
        if m and fold(m["name"]).split()[0] in _SURNAMES and not _is_post(m["name"]):
            at = seen.span(line.start + m.start("name"), line.start + m.end("name"))
            begin = min(at[0], receivers.start()) if receivers else at[0]
            return Closing(start=begin, end=at[1], signer=m["name"], signer_at=at, rule="header/signature-name")
    return None


def _recipients(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """The bodies after "Nơi nhận:", to the line that files the copy ("Lưu: VT")."""
    seen = view(text, at, min(len(text), at + 2200))
    names: list[str] = []
    end = at
    for line in seen.lines():
        if names and line.text.isupper() and not line.text.startswith(("-", "+")):
            break
        if not names and not line.text.startswith(("-", "–", "+", "~", "•", "Như", "Các")):
            if line.start > 200:
                break
            continue
        for piece in re.split(r";[ ]?(?=[-–+~])", line.text):
            words = piece.strip(" -–+~•;,.|'(")
            if piece.lstrip()[:1] in "-–+~•" or not names:
                names.append(words)
            else:
                names[-1] = f"{names[-1]} {words}"
        end = seen.span(line.start, line.end)[1]
        if re.search(r"\bLưu\b", line.text):
            break
    return tuple(n for n in names if n and not n.startswith("Lưu"))[:80], end
