"""The document's own số hiệu and its date and place, as they stand in the head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text import LOWER, UPPER, fold

# After "Số": digits (or nothing, or what scanning left of handwriting), then the symbol, possibly broken over lines.
_LABEL = re.compile(
    r"(?:^|(?<=[\n(.])|(?<= )(?=(?:S|Luật s|Nghị quyết s|Pháp lệnh s)(?:ố|ố)[ ]?:))[ ]?[-–„\"' ]{0,3}(?P<type>(?:Bộ luật|Luật"
    r"|Nghị quyết|Pháp lệnh|Lệnh|Sắc lệnh|Quyết định|Nghị định|Thông tư)[ ]+)?"
    r"(?:Số|số|SỐ|Sô|SÔ|Sỗ|Só|So|S ố)(?P<sep>[ ]*[:;.][ .:]*|[ ]+|(?=\d))",
    re.I,
)
_SEGMENT = r"[^\W_][\w&.]*(?:\([\w&]+\))?"
_SYMBOL = rf"{_SEGMENT}(?:[ ]?[-–/][ ]?\n?{_SEGMENT}){{0,8}}"
_NUMBER = re.compile(
    rf"\s{{0,3}}(?P<no>\d{{1,6}}(?:\.\d{{1,4}})?[a-zđ]?)(?P<rest>[ ]{{0,4}}[/-][ ]?\n?(?:\d{{4}}[ ]?[/-][ ]?\n?)?(?=[^\W\d]){_SYMBOL})"
)
_BLANK = re.compile(
    rf"[ .…_/-]{{0,40}}\n?[ ]?/?[ ]?(?:(?P<year>\d{{4}})[ ]?/)?[ ]?(?P<symbol>[A-ZĐ][\w&.]*(?:[-–/ ]{{1,2}}{_SEGMENT}){{0,6}})"
)
_DAMAGED = re.compile(
    rf"[ ]{{0,3}}(?P<no>[^\s/]{{1,6}}(?:[ ][^\s/]{{1,4}}){{0,2}})[ ]{{0,3}}/[ ]?(?P<symbol>[A-ZĐ][\w&.]*(?:[-–/]{_SEGMENT}){{0,6}})"
)
_SPACED = re.compile(rf"[ ]?(?P<no>\d(?:[ ]?\d){{0,5}})[ ]?(?P<rest>/[ ]?(?:(?:19|2[ ]?0)[ ]?\d[ ]?\d[ ]?/[ ]?)?(?=[^\W\d]){_SYMBOL})")
_TAIL = re.compile(r"[ ](?P<tail>[A-ZĐ0-9]{1,2})[ ]*(?=\n|$)")
_BARE = re.compile(rf"^[ ]?(?P<no>\d{{1,6}})(?P<rest>[ ]?[/-](?:\d{{4}}[/-])?(?=[A-ZĐ]){_SYMBOL})[ ]?$", re.M)
_DIGIT_LIKE = str.maketrans("IlOoØ|", "110001")


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A reading of the number: ``value`` None where it is blank or cannot be read; the symbol may be known all the same."""

    value: str | None
    symbol: str | None
    type_word: str | None
    start: int
    end: int
    rule: str
    reason: str | None = None


def find_number(text: str) -> OwnNumber | None:
    """The first number with its label in ``text`` (a view of the head)."""
    blank: OwnNumber | None = None
    for m in _LABEL.finditer(text):
        found = _after_label(text, m)
        if found and found.value:
            return found
        blank = blank or found
    bare = _BARE.search(text)
    if blank or not bare:
        return blank
    value = _compact(bare["no"] + bare["rest"])
    return OwnNumber(value, _symbol_of(value), None, bare.start("no"), bare.end(), "header/number-bare")


# "số 254/2025/QH15 của Quốc hội" on a line of its own is part of a sentence.
_MENTION = re.compile(r"\s{0,3}(?:ngày \d|của |được |về |quy định|ban hành|do |và |,)")


def _after_label(text: str, m: re.Match[str]) -> OwnNumber | None:
    word = m["type"].strip() if m["type"] else None
    at = m.end()
    n = _NUMBER.match(text, at)
    if n and _TAIL.match(text, n.end()):  # "120/2025/QH1 5": the symbol goes on after a torn space
        n = None
    if n and not (":" not in m["sep"] and _MENTION.match(text, n.end())):
        value = _compact(n["no"] + n["rest"])
        rule = "header/number" if ":" in m["sep"] else "header/number-no-colon"
        return OwnNumber(value, _symbol_of(value), word, n.start("no"), n.start() + len(n[0].rstrip(" .")), rule)
    if ":" in m["sep"] and (s := _SPACED.match(text, at)):
        value = _compact(s["no"] + s["rest"])
        tail = _TAIL.match(text, s.end())
        end = tail.end("tail") if tail else s.end()
        value += tail["tail"] if tail else ""
        return OwnNumber(
            value, _symbol_of(value), word, s.start("no"), end, "header/number-repaired", "chữ số bị tách rời đã được ghép lại"
        )
    if d := _DAMAGED.match(text, at):
        digits = d["no"].translate(_DIGIT_LIKE)
        symbol = _compact(d["symbol"])
        extent = (d.start("no"), d.end())
        if digits.isdigit() and any(c.isdigit() for c in d["no"]):
            reason = f"«{d['no']}» được đọc là «{digits}»"
            return OwnNumber(f"{digits}/{symbol}", symbol, word, *extent, "header/number-repaired", reason)
        if not re.fullmatch(r"[ .…_-]+", d["no"]):
            return OwnNumber(None, symbol, word, *extent, "header/number-unreadable", "chữ số viết tay hoặc quét hỏng")
    if (b := _BLANK.match(text, at)) and (b["symbol"].isupper() or re.search(r"[-/]", b["symbol"]) or "/" in b[0]):
        if fold(b["symbol"])[:3] in ("ngh", "tru", "cua"):
            return None
        return OwnNumber(
            None, _compact(b["symbol"]), word, m.start() + len(m[0]) - len(m[0].lstrip()), b.end("symbol"), "header/number-blank"
        )
    return None


def _compact(number: str) -> str:
    """Blanks and line breaks out; a space around a hyphen too."""
    plain = re.sub(r"\s+", "", number).replace("–", "-").strip(".-/")
    return re.sub(r"\.$", "", plain)


def _symbol_of(number: str) -> str:
    return re.sub(r"^\d[\d.]*[a-zđ]?[/-](?:\d{4}[/-])?", "", number)


_PLACE_WORD = rf"(?:[{UPPER}][{LOWER}’']{{0,12}}\.?|HCM)"
_PLACE = (
    rf"(?P<place>(?:(?:Thành phố|Thị xã|Thị trấn|Tỉnh|Huyện|Quận|Phường|Xã|Đặc khu|TP\.?|Tp\.?|T\.P)[ \n]?)?{_PLACE_WORD}"
    rf"(?:(?:[ ]?-[ ]?|[ \n]){_PLACE_WORD}){{0,5}}|[{UPPER}]{{2,9}}(?: [{UPPER}]{{2,9}}){{0,4}})"
)
_DATE = re.compile(
    rf"(?:(?:(?<![\w/.-])|(?<=Số)){_PLACE}[ ]?(?:[,.;]|(?=[ ]ngày))[ ]?)?\s?(?:ngày|Ngày|ngay|NGÀY|ngảy)(?P<d>[^\n]{{0,14}}?\n"
    rf"?[^\n]{{0,5}}?)"
    r"(?:tháng|tháng|thang|THÁNG)(?P<m>[^\n]{0,12}?\n?[^\n]{0,4}?)(?:năm|nảm|nam|NĂM)(?P<y>[ ]?\n?(?:[ ]?[\d.…IlOo]){0,8})"
)
_SLASHED = re.compile(rf"(?<![^\W_]){_PLACE}[ ]?,[ ]?ngày[ ]?(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>\d{{4}})")


@dataclass(frozen=True, slots=True)
class OwnDate:
    """The date to the precision that can be read, with the place before it."""

    value: str | None
    place: str | None
    start: int
    end: int
    place_start: int
    place_end: int
    reason: str | None = None


_DAY_WORD = re.compile(r"[nN](?:gày|gay|gảy|GÀY)")
_BEFORE_DAY, _AFTER_DAY = 150, 120
"""No place before the word "ngày" is longer, nor are the day, month and year after it."""


def _dates(text: str) -> Iterator[re.Match[str]]:
    """The dates of ``text``: around each word "ngày", since a place may begin anywhere."""
    done = 0
    for word in _DAY_WORD.finditer(text):
        if word.start() >= done:
            m = _DATE.search(text, max(done, word.start() - _BEFORE_DAY), word.end() + _AFTER_DAY)
            if m is not None:
                done = m.end()
                yield m


def find_date(text: str) -> OwnDate | None:
    """The line "Hà Nội, ngày 05 tháng 4 năm 2016" in ``text``, with its day or month blank or damaged perhaps."""
    fallback: OwnDate | None = None
    for m in _dates(text):
        line_start = text.rfind("\n", 0, m.start()) + 1
        own_line = not text[line_start : m.start()].strip(" ,.(-")
        if not (m["place"] or own_line):
            continue
        found = _date(m)
        if found.value and m["place"]:
            return found
        fallback = fallback or found
    slashed = _SLASHED.search(text)
    if slashed and not (fallback and fallback.value):
        return _date(slashed)
    return fallback


def _date(m: re.Match[str]) -> OwnDate:
    raw = [m[g].strip(" \n.…_,") for g in ("y", "m", "d")]
    year, month, day = (_digits(r) for r in raw)
    parts = [year if year and 1930 <= int(year) <= 2100 else None]
    parts.append(f"{int(month):02d}" if parts[0] and month and 1 <= int(month) <= 12 else None)
    parts.append(f"{int(day):02d}" if parts[1] and day and 1 <= int(day) <= 31 else None)
    value = "-".join(p for p in parts if p) or None
    repaired = any(r and d and r != d for r, d in zip(raw, (year, month, day), strict=True))
    place = re.sub(r"\s+", " ", m["place"]) if m["place"] else None
    reason = None
    if value is None or len(value) < 10:
        damaged = [r for r, p in zip(raw, parts, strict=True) if r and not p]
        reason = f"không đọc được {', '.join(f'«{r}»' for r in damaged)}" if damaged else "để trống"
    elif repaired:
        reason = "chữ quét hỏng được đọc là chữ số"
    where = m.span("place") if m["place"] else (m.start(), m.start())
    inside = m.end("place") if m["place"] else m.start()
    start = next((i for i in range(inside, m.end()) if m.string[i].lower() == "n"), inside)
    return OwnDate(value, place, start, m.end(), where[0], where[1], reason)


def _digits(raw: str) -> str | None:
    plain = raw.replace(" ", "").translate(_DIGIT_LIKE)
    return plain if plain.isdigit() and (raw[:1].isdigit() or any(c.isdigit() for c in raw) or raw in ("I", "l")) else None
