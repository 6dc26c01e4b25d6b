"""The head and foot of a document to its :class:`~corpus.model.Header`, every field with the place where it stands.

Nothing is guessed: what is blank, damaged or not printed is None, and a note says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.gazetteer import gazetteer, key
from corpus.head.casing import recase
from corpus.head.number import OwnDate, OwnNumber, find_date, find_number
from corpus.head.portal import Cell, iso_date, read_portal
from corpus.head.reading import Reading, open_head
from corpus.head.signature import Closing, read_closing
from corpus.head.title import TypeLine, about, find_type, read_title
from corpus.head.view import Line, View, mask, view
from corpus.head.whole import whole_issuer
from corpus.model import Header, Note
from corpus.symbol import Symbol, parse_symbol, repair_symbol

_BODY = re.compile(
    r"(?:^|(?<=\n))[ ]?(?:Căn cứ|Xét|Kính gửi|Thực hiện (?:Quyết|Nghị|Chỉ|Công|Kế|Chương|Luật)|Điều 1\b|Theo đề nghị|Chương I\b|I[.] )"
)
_CONSOLIDATED = re.compile(r"được\s+sửa\s+đổi,\s+bổ\s+sung\s+(?:một\s+số\s+điều\s+)?(?:bởi|theo)(?:\s+các\s+văn\s+bản)?\s*:")
_STAMPED = re.compile(r"^[ \t|*]{0,40}Số:?[ \t]{0,8}\d{0,6}[ \t]?/[ \t]?(?:\d{4}/)?VBHN-", re.M)
_PASSED = re.compile(r"thông qua\s+(?:tại[^\n.]{0,60}\s)?(?P<date>ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4}))")
# What old laws print around their title: "CỦA QUỐC HỘI VỀ DẦU KHÍ", "... CỦA QUỐC HỘI SỐ 48-LCT/HĐNN8 NGÀY 21/12/1990".
_OF_BODY = re.compile(
    r"^CỦA QUỐC HỘI[^,\d]{0,60}?\s(?=VỀ\s)|(?:\s+CỦA QUỐC HỘI)?\s+SỐ\s+\d\S*\s+NGÀY\s+[\d/.-]+(?:\s+CỦA QUỐC HỘI)?$", re.I
)
_IN_TITLE = re.compile(
    r"^(?:CỦA (?:QUỐC HỘI|ỦY BAN|UỶ BAN|CHÍNH PHỦ)[^\d]{0,90}?)?\s*SỐ\s+(?P<no>\d[\w./ĐÐ-]+)"
    r"(?:\s+NGÀY\s+(?P<date>[\d\s/.-]+(?:THÁNG\s+\d{1,2}\s+NĂM\s+\d{4})?))?\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """A header with its notes; where the body of the document starts, and the extent of signature and recipients."""

    header: Header
    notes: tuple[Note, ...]
    body_start: int
    closing: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands in the head, before it is weighed; offsets into the source."""

    lines: list[Line]
    issuer_lines: list[Line]
    """The lines without number, date and what a công văn is about."""
    type_line: TypeLine | None
    number: OwnNumber | None
    date: OwnDate | None
    closing: Closing | None
    portal: dict[str, Cell]
    body: int
    consolidated: bool


def read_header(text: str) -> HeaderReading:
    """Read head, foot and portal table of ``text``; pure, and its cost does not grow with the body."""
    portal, portal_end = read_portal(text)
    reading = open_head(text, portal_end)
    head = _look(reading, portal, portal_end)
    _number(reading, head)
    _type(reading, head)
    _date(reading, head)
    _title(reading, head)
    _from_annex(reading, head)
    _from_portal(reading, portal)
    _closing(reading, head.closing)
    _passed(reading, head)
    _issuer(reading, head)
    _say_what_is_missing(reading)
    closing = (head.closing.start, head.closing.end) if head.closing else None
    header = Header(**reading.values, recipients=head.closing.recipients if head.closing else (), spans=tuple(reading.spans))  # type: ignore[arg-type]
    return HeaderReading(header, tuple(reading.notes), head.body, closing)


def _look(reading: Reading, portal: dict[str, Cell], portal_end: int) -> _Head:
    seen, masked = reading.head, reading.masked
    lines = seen.lines(masked)
    kind = find_type(lines, _type_limit(lines, masked))
    until = lines[kind.index].end if kind else len(masked)
    number, date = find_number(masked), find_date(masked)
    # What stands far below the type line belongs to another document that the text speaks of.
    rest = _without(masked, number, date, about(masked[:5000]))
    if number and number.start > (until if number.rule == "header/number-no-colon" else until + 300):
        number = None
    number = _placed(number, seen) if number else None
    date = _placed_date(date, seen) if date and date.start <= until + 120 else None
    body = seen.span(lines[kind.index].start, lines[kind.index].end)[1] if kind else portal_end
    own = number is not None and "VBHN" in (number.symbol or "")
    stated = bool(_CONSOLIDATED.search(masked))
    certified = _certified(reading.text, body) if number is None or (stated and not own) else None
    consolidated = bool(certified) or (stated and (number is None or own))
    if certified:
        number, date, closing = certified
    else:
        closing = read_closing(reading.text, body)
    return _Head(lines, seen.lines(rest), kind, number, date, closing, portal, body, consolidated)


def _without(masked: str, number: OwnNumber | None, date: OwnDate | None, subject: tuple[str, int, int] | None) -> str:
    extents = [(number.start, number.end)] if number else []
    extents += [(date.place_start, date.end)] if date else []
    extents += [subject[1:]] if subject else []
    for start, end in extents:
        masked = mask(masked, start, end)
    return masked


def _type_limit(lines: list[Line], masked: str) -> int:
    """Type lines are looked for before the body begins."""
    m = _BODY.search(masked)
    end = m.start() if m else 4000
    return next((i for i, line in enumerate(lines) if line.start >= end), len(lines))


def _placed(found: OwnNumber, seen: View) -> OwnNumber:
    start, end = seen.span(found.start, found.end)
    return replace(found, start=start, end=end)


def _placed_date(found: OwnDate, seen: View) -> OwnDate:
    start, end = seen.span(found.start, found.end)
    place = seen.span(found.place_start, found.place_end) if found.place else (start, start)
    return replace(found, start=start, end=end, place_start=place[0], place_end=place[1])


def _certified(text: str, body: int) -> tuple[OwnNumber | None, OwnDate | None, Closing | None] | None:
    """A consolidated text carries its own number, date and signature at its end, where it is certified."""
    stamp = _STAMPED.search(text, body)
    if stamp is None:
        return None
    seen = view(text, max(body, stamp.start() - 300), min(len(text), stamp.start() + 900))
    stamped = view(text, stamp.start(), min(len(text), stamp.start() + 200))
    number, date = find_number(stamped.text), find_date(seen.text)
    if number is None:
        return None
    closing = read_closing(text, max(body, stamp.start() - 300))
    return _placed(number, stamped), _placed_date(date, seen) if date else None, closing


def _number(reading: Reading, head: _Head) -> None:
    number = head.number
    if number is None:
        return
    at = (number.start, number.end)
    if number.value is None:
        reading.note(number.rule.removeprefix("header/"), at, f"Số của văn bản: {number.reason or 'để trống'}.")
        return
    repaired = repair_symbol(number.value)
    reason = "; ".join(r for r in (number.reason, repaired.reason) if r)
    reading.put("number", repaired.number, at, number.rule if not repaired.reason else "header/number-repaired")
    if reason:
        reading.note("number-repaired", at, f"Số của văn bản: {reason}.", repaired.number)


def _symbol(reading: Reading, head: _Head) -> Symbol | None:
    """The symbol taken apart, also where its number is blank."""
    printed = reading.values.get("number")
    if printed is None and head.number and head.number.symbol:
        printed = f"0/{repair_symbol('0/' + head.number.symbol).number[2:]}"
    if printed is None and "number" in head.portal:
        printed = head.portal["number"].value
    return parse_symbol(printed, reading.values.get("date")) if printed else None


def _type(reading: Reading, head: _Head) -> None:
    symbol = _symbol(reading, head)
    line = head.lines[head.type_line.index] if head.type_line else None
    if head.consolidated or (symbol and symbol.type and symbol.type.name == "Văn bản hợp nhất"):
        at = (head.number.start, head.number.end) if head.number else None
        reading.put("type", "Văn bản hợp nhất", at, "header/type-consolidated")
    elif head.type_line and line:
        reading.put("type", head.type_line.type.name, reading.head.span(line.start, line.end), "header/type-line")
    elif head.number and head.number.type_word and gazetteer().type_named(head.number.type_word):
        named = gazetteer().type_named(head.number.type_word)
        reading.put("type", named.name if named else None, (head.number.start, head.number.end), "header/type-number-label")
    elif symbol and symbol.type and head.number:
        reading.put("type", symbol.type.name, (head.number.start, head.number.end), "header/type-symbol")
    elif head.number and re.search(r"Kính\s+gửi|V/v", reading.masked[:5000]):
        reading.put("type", "Công văn", (head.number.start, head.number.end), "header/type-letter")


def _date(reading: Reading, head: _Head) -> None:
    date = head.date
    if date is None:
        return
    reading.put("date", date.value, (date.start, date.end), "header/date")
    if date.place:
        reading.put("place", _tidy_place(date.place), (date.place_start, date.place_end), "header/place")
    if date.reason:
        repaired = "quét hỏng được đọc" in date.reason
        code = "date-repaired" if repaired else "date-blank" if date.reason == "để trống" else "date-unreadable"
        reading.note(code, (date.start, date.end), f"Ngày của văn bản: {date.reason}.", date.value)


def _tidy_place(place: str) -> str:
    """A place in capitals in normal case; other places as printed."""
    return " ".join(w[:1].upper() + w[1:].lower() for w in place.split(" ")) if place.isupper() and len(place) > 3 else place


def _title(reading: Reading, head: _Head) -> None:
    own = read_title(head.lines, head.type_line) if head.type_line and reading.values.get("type") != "Công văn" else None
    rule = "header/title"
    if own is None:
        own, rule = about(reading.masked[:5000]), "header/title-about"
    if own is None:
        return
    words, start, end = own
    inner = _IN_TITLE.match(words)
    if inner:
        _number_in_title(reading, inner, reading.head.span(start, end))
        words = words[inner.end() :].strip(" .,") or words
    words = _OF_BODY.sub("", words).strip(" .,") or words
    title = recase(words, reading.text)
    reading.put("title", title[:1].upper() + title[1:], reading.head.span(start, end), rule)


def _number_in_title(reading: Reading, m: re.Match[str], at: tuple[int, int]) -> None:
    """ "LUẬT SỐ 101-SL/L.003 NGÀY 20-5-1957 QUY ĐỊNH ...": the title block carries number and date."""
    reading.put("number", m["no"].strip(".-/"), at, "header/number-title")
    digits = re.findall(r"\d+", m["date"] or "")
    if len(digits) == 3:
        reading.put("date", f"{digits[2]}-{int(digits[1]):02d}-{int(digits[0]):02d}", at, "header/date-title")


_ATTACHED = re.compile(
    r"^[ \t*_]{0,20}\(?[*_ ]{0,4}(?:Ban[ ]hành[ ])?[Kk]èm\s+theo\s+(?P<type>[^\W\d_]+(?:\s[^\W\d_]+){0,3}?)"
    r"\s+số:?\s*(?P<no>\d[\w.]*\s?/\s?(?:\d{4}/)?[^\W\d][\w&./-]*[\w])"
    r"(?:[,\s]+ngày\s+(?P<d>\d{1,2})(?:\s+tháng\s+|[/-])(?P<m>\d{1,2})(?:\s+năm\s+|[/-])(?P<y>\d{4}))?",
    re.M,
)


def _from_annex(reading: Reading, head: _Head) -> None:
    """Where the head prints no number at all, the annexes may: "(Ban hành kèm theo Thông tư số 86/2025/TT-BNNMT ngày ...)"."""
    kind = reading.values.get("type")
    if head.number is not None or "number" in reading.values or head.consolidated or kind is None:
        return
    own = [m for m in _ATTACHED.finditer(reading.text, head.body) if key(m["type"]) == key(kind)]
    numbers = {re.sub(r"\s", "", m["no"]) for m in own}
    if len(numbers) != 1:
        return
    reading.put("number", numbers.pop(), own[0].span("no"), "header/number-annex")
    dated = next((m for m in own if m["d"]), None)
    if dated and 1 <= int(dated["m"]) <= 12 and 1 <= int(dated["d"]) <= 31:
        at = (dated.start("d"), dated.end("y"))
        reading.put("date", f"{dated['y']}-{int(dated['m']):02d}-{int(dated['d']):02d}", at, "header/date-annex")


def _from_portal(reading: Reading, portal: dict[str, Cell]) -> None:
    """Fill from the portal's table what the document itself does not print; note where the two disagree."""
    for name, cell in portal.items():
        if name in ("issuer", "field"):
            continue
        value = iso_date(cell.value) if name in ("date", "effective") else cell.value
        if name == "type" and value:
            known = gazetteer().type_named(value)
            value = known.name if known else value
        at = (cell.start, cell.end)
        if value and name in ("number", "date") and reading.values.get(name, value) != value:
            reading.note(
                "portal-differs", at, f"Bảng thuộc tính của cổng ghi khác với văn bản ({reading.values[name]}).", reading.values[name]
            )
        reading.put(name, value, at, f"portal/{name}")


def _closing(reading: Reading, closing: Closing | None) -> None:
    if closing is None:
        return
    reading.put("signer", closing.signer, closing.signer_at, closing.rule)
    if reading.values.get("signer") == closing.signer:
        reading.put("signer_title", closing.title, closing.title_at, "header/signer-title")


def _passed(reading: Reading, head: _Head) -> None:
    """Laws and resolutions are dated by the day on which they were passed, where the head prints no date."""
    if "date" in reading.values or reading.values.get("type") not in ("Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh", "Hiến pháp", None):
        return
    end = head.closing.start if head.closing else len(reading.text)
    start = max(0, end - 1500)
    for m in _PASSED.finditer(reading.text, start, min(len(reading.text), end + 1500)):
        reading.put("date", f"{m[4]}-{int(m[3]):02d}-{int(m[2]):02d}", m.span("date"), "header/date-passed")
        break


def _issuer(reading: Reading, head: _Head) -> None:
    type_start = head.lines[head.type_line.begin].start if head.type_line else None
    found = whole_issuer(reading, head.issuer_lines, type_start, head.number, _symbol(reading, head), head.closing, head.portal)
    if found:
        reading.put("issuer", found.name, found.at, found.rule)


def _say_what_is_missing(reading: Reading) -> None:
    words = {"number": "số, ký hiệu", "date": "ngày ban hành", "issuer": "cơ quan ban hành", "type": "tên loại văn bản"}
    noted = {n.code.split("-")[0] for n in reading.notes}
    for name, said in words.items():
        if name not in reading.values and name not in noted:
            reading.note(f"{name}-missing", (0, 0), f"Văn bản không in (hoặc không đọc được) {said}.")
