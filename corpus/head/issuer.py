"""Who issued the document: from the lines above the number, the symbol, the signature and the text's own words.

The name is given in full with its place. Where the place cannot be read off the document the issuer stays unknown.
"""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass

from corpus.gazetteer import Gazetteer, gazetteer, key
from corpus.head.casing import is_upper, recase
from corpus.head.view import Line
from corpus.text import UPPER

KINDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "phường", "đặc khu", "xã")
_KIND_KEYS = {key(k): k for k in KINDS} | {"tp": "thành phố", "t p": "thành phố", "tx": "thị xã", "tt": "thị trấn", "p": "phường"}
_PLACED = re.compile(r"^(?:(?P<kind>tinh|thanh pho|t ?p|quan|huyen|thi xa|tx|thi tran|tt|phuong|dac khu|xa)\b ?)?(?P<name>.*)$")
# First words of a body's name: such a line in a head begins a new body.
_BODY = re.compile(
    r"(?:bo|uy(?: ban)?|ubnd|hdnd|hoi dong|so|cuc|tong cuc|chi cuc|ban|van(?: phong)?|phong|cong an|toa an|vien|truong|dai hoc"
    r"|hoc vien|benh vien"
    r"|trung tam|tinh uy|huyen uy|thanh uy|quan uy|thi uy|dang uy|dang bo|lien doan|hoi|doan|tong lien doan|kho bac|ngan hang|bao hiem"
    r"|thanh tra|chinh phu|quoc hoi|thu tuong|chu tich nuoc|kiem toan|chi nhanh|cong ty|tap doan|tong cong ty|thue|dai|bqlda|quy)\b"
)
_LOCAL = re.compile(
    r"^(?:uy ban nhan dan|hoi dong nhan dan|thuong truc hoi dong nhan dan|van phong uy ban nhan dan|van phong hoi dong nhan dan"
    r"|van phong doan dai bieu quoc hoi va hoi dong nhan dan|ban thuong truc uy ban mat tran to quoc viet nam"
    r"|uy ban mat tran to quoc viet nam|ban vi su tien bo cua phu nu|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo"
    r"|so [a-z ]+?|phong [a-z ]+?|ban chi dao|ban chi huy [a-z ]+?|ban quan ly [a-z ]+?|cong an|uy ban bau cu|hoi lien hiep phu nu"
    r"|lien doan lao dong|hoi dong [a-z ]+?)(?= (?:tinh|thanh pho|tp|quan|huyen|thi xa|tx|thi tran|phuong|xa|dac khu)\b|$)"
)
_EXPAND = (
    (r"\bUBND\b", "ỦY BAN NHÂN DÂN"), (r"\bHĐND\b", "HỘI ĐỒNG NHÂN DÂN"), (r"\bMTTQ\b", "MẶT TRẬN TỔ QUỐC"),
    (r"\bTP\.? ?HCM\b", "THÀNH PHỐ HỒ CHÍ MINH"),
    (r"\bTP\b\.?", "THÀNH PHỐ"), (r"\bTT\.? ?(?=HỘI ĐỒNG)", "THƯỜNG TRỰC "), (r"\bVN\b", "VIỆT NAM"), (r"\bĐBQH\b", "ĐẠI BIỂU QUỐC HỘI"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnIssuer:
    """The issuer's full name; ``lines`` are where it stands in the head, where it does."""

    name: str
    rule: str
    lines: tuple[Line, ...] = ()
    local: bool = False
    placed: bool = False


def head_bodies(lines: list[Line], tables: Gazetteer) -> list[tuple[Line, ...]]:
    """The bodies named in the capital lines of a head, outermost first; a name broken over lines is one body."""
    run: list[Line] = []
    runs: list[list[Line]] = []
    for line in lines:
        if is_upper(line.text) and len(line.key) > 1:
            run.append(line)
        elif run and len(line.key) > 3:
            runs.append(run)
            run = []
    runs.append(run)
    chosen = next((r for r in reversed(runs) if any(_BODY.match(x.key) for x in r)), [])
    bodies: list[tuple[Line, ...]] = []
    for line in chosen:
        joined = bodies and tables.issuer_named(" ".join(x.text for x in (*bodies[-1], line)))
        if bodies and (joined or not _BODY.match(line.key)):
            bodies[-1] = (*bodies[-1], line)
        elif _BODY.match(line.key):
            bodies.append((line,))
    return bodies


def from_head(lines: list[Line], source: str, date: str | None) -> OwnIssuer | None:
    """The issuer named in the head; a parent body above it lends its place."""
    tables = gazetteer()
    names: list[OwnIssuer] = []
    for body in head_bodies(lines, tables):
        named = full_name(" ".join(x.text for x in body), source, date)
        if not names or key(names[-1].name) != key(named.name):
            names.append(OwnIssuer(named.name, "header/issuer-head", body, named.local, named.placed))
    if not names:
        return None
    last = names[-1]
    above = names[-2] if len(names) > 1 else None
    if above and key(last.name) in ("ban thuong truc", "ban thuong vu", "van phong", "ban chap hanh"):
        return OwnIssuer(f"{last.name} {above.name}", last.rule, (*above.lines, *last.lines), True, above.placed)
    if above and not last.placed and above.placed and not last.name.startswith(("Bộ ", "Chính phủ")):
        place = _place_of(above.name)
        return OwnIssuer(f"{last.name} {place}", last.rule, last.lines, True, True) if place else last
    return last


def full_name(words: str, source: str, date: str | None) -> OwnIssuer:
    """A printed name in full, in normal case: "UBND TỈNH LẠNG SƠN" is "Ủy ban nhân dân tỉnh Lạng Sơn"."""
    tables = gazetteer()
    words = re.sub(r"\s+NƯỚC\s+CỘNG\s+H\w\w\s+X.*$", "", words, flags=re.I | re.S)
    for short, long in _EXPAND:
        words = re.sub(short, long, words)
    words = re.sub(r"[^\w\s,./&()-]|^[\W_]+|[\W_]+$|(?<=\s)[._](?=\s)", " ", words).strip()
    words = re.sub(r"\s+", " ", words)
    known = tables.issuer_named(words, date) or tables.issuer_named(words)
    if known:
        return OwnIssuer(known.name, "", (), known.local, False)
    plain = key(words)
    local = _LOCAL.match(plain)
    if local:
        base = tables.issuer_named(local[0])
        name = base.name if base else recase(_first_words(words, local[0]), source)
        place = place_name(plain[local.end() :].strip(), words, source, date)
        return OwnIssuer(f"{name} {place}" if place else name, "", (), True, bool(place))
    squashed = plain.replace(" ", "")
    for base_name in ("Ủy ban nhân dân", "Hội đồng nhân dân"):  # scanning ran the words together
        letters = key(base_name).replace(" ", "")
        if squashed.startswith(letters):
            rest = re.sub("^" + " ?".join(letters), "", plain).strip()
            place = place_name(rest, words, source, date)
            return OwnIssuer(f"{base_name} {place}" if place else base_name, "", (), True, bool(place))
    near = difflib.get_close_matches(plain, [key(i.name) for i in tables.issuers if not i.local], 1, 0.86)
    if near and (issuer := tables.issuer_named(near[0], date)):
        return OwnIssuer(issuer.name, "")
    return OwnIssuer(recase(words, source), "", (), False, bool(_place_of(words)))


def _first_words(words: str, plain: str) -> str:
    """As many words as ``plain`` has."""
    count = len(plain.split())
    out: list[str] = []
    for word in words.split(" "):
        if len(key(" ".join(out)).split()) >= count:
            break
        out.append(word)
    return " ".join(out)


def place_name(plain: str, words: str, source: str, date: str | None = None) -> str | None:
    """``tinh lang son`` as "tỉnh Lạng Sơn"; the spelling from the tables, else from the text, else as printed."""
    m = _PLACED.match(plain)
    if m is None or not m["name"]:
        return None
    tables = gazetteer()
    kind = _KIND_KEYS.get(m["kind"] or "")
    found = tables.places_named(m["name"], kind) or (tables.places_named(m["name"]) if kind in ("tỉnh", "thành phố") else ())
    if found and (kind or found[0].level == "province"):
        return f"{kind or found[0].kind} {found[0].name}"
    printed = " ".join(words.split(" ")[-len(m["name"].split()) :])
    if kind is None and len(m["name"].split()) > 4:
        return None
    name = " ".join(w[:1].upper() + w[1:].lower() for w in printed.split(" ")) if is_upper(printed) else printed
    return f"{kind} {name}" if kind else name


def _place_of(name: str) -> str | None:
    m = re.search(rf"(?:^| )((?:{'|'.join(KINDS)}) [^\W\d_].*)$", name, re.I)
    return m[1] if m else None


_VERBS = (
    r"(?:ban hành|xây dựng|triển khai|thực hiện|yêu cầu|đề nghị|báo cáo|kính|thông báo|chỉ đạo|giao|quyết định|trình"
    r"|tổ chức|nhận được|có ý kiến)"
)
_NAME = rf"[{UPPER}][^\W\d_’']*(?:[ \n][{UPPER}][^\W\d_’']*){{0,4}}"


@functools.lru_cache(maxsize=64)
def _subject(short: str) -> re.Pattern[str]:
    """Where the text speaks of the body itself: "UBND tỉnh Lạng Sơn ban hành"."""
    return re.compile(
        rf"(?<!của )(?<!của\n)(?:(?i:{short}))(?:[ \n]\([^)\n]{{2,30}}\))?[ \n](?P<kind>(?i:{'|'.join(KINDS)}))"
        rf"(?:[ \n](?P<name>{_NAME}))?[ \n]{_VERBS}"
    )


@functools.lru_cache(maxsize=16)
def _titled(kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[ ,])(?P<kind>(?i:{kinds})) (?P<name>{_NAME})")


def own_place(short: str, source: str, place_line: str | None, title: str | None, stated: str | None, date: str | None) -> str | None:
    """The place of a local body named without one: "tỉnh Lạng Sơn".

    ``short`` is a pattern for the body's name; ``stated`` a place from the signature or a portal's table. The kind of place is
    taken from where the text speaks of the body itself, the name from the same words, the title or the place line.
    """
    kinds = "|".join(KINDS)
    subject = _subject(short).search(source, 0, _SEARCHED)
    kind = subject["kind"].lower() if subject else None
    if subject and subject["name"] and subject["name"][0].isupper():
        return place_name(key(f"{kind} {subject['name']}"), subject["name"], source, date)
    if stated:
        return stated if kind is None or _agrees(stated, kind) else None
    titled = _titled(kind or kinds).search(title or "")
    if titled and titled["name"][0].isupper() and (kind or not place_line or key(place_line).endswith(key(titled["name"]))):
        return place_name(key(f"{titled['kind']} {titled['name']}"), titled["name"], source, date)
    return _from_place_line(place_line, kind, source, date)


_SEARCHED = 60_000


def _agrees(place: str, kind: str) -> bool:
    return key(place).startswith(key(kind)) or (kind in ("tỉnh", "thành phố") and key(place).startswith(("tinh", "thanh pho")))


def _from_place_line(place_line: str | None, kind: str | None, source: str, date: str | None) -> str | None:
    if not place_line:
        return None
    plain = key(place_line)
    m = _PLACED.match(plain)
    if m and m["kind"]:
        return place_name(plain, place_line, source, date)
    tables = gazetteer()
    if kind in ("tỉnh", "thành phố"):
        province = tables.province(plain)
        return f"{kind} {province.name}" if province else None
    near = rf"(?P<kind>(?i:{kind or '|'.join(KINDS)}))[ \n]{re.escape(place_line)}(?![^\W_])"
    said = re.search(near, source[:_SEARCHED])
    if said:
        return f"{said['kind'].lower()} {place_line}"
    return f"{kind} {place_line}" if kind else None
