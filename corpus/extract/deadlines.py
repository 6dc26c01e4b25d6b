"""Deadlines: dates by which, periods in which, and days of every year or month on which something is due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.extract.block import Block
from corpus.extract.dates import Moment, moments
from corpus.extract.deadline_words import cue_pattern, delivered, field_pattern, from_now, lasting, onwards_pattern
from corpus.extract.reading import Reading
from corpus.extract.sentences import sentences
from corpus.extract.table_heads import Row
from corpus.extract.tables import UPPER
from corpus.model import Deadline, Mention

_RECURS = re.compile(r",?\s?(?:\()?(?P<word>(?:h[ằà]ng|mỗi)\s(?:năm|tháng|quý|tuần))", re.IGNORECASE)
_YEARS = re.compile(r"(20\d\d)(?:\s?[-–]\s?(20\d\d))?")
_LAST_YEARS = re.compile(r"\((?:xuyên suốt |giai đoạn |năm )?(?P<years>(20\d\d)(?:\s?[-–]\s?(20\d\d)|(?=\strở đi)))(?:\strở đi)?\)[.;]$")
_SINCE = re.compile(r"(?<!\w)từ\s?$", re.IGNORECASE)
_YEARLY = re.compile(r"h[ằà]ng năm", re.IGNORECASE)
_ACT = re.compile(r"(?:(?<!pháp )[Ll]uật|Nghị quyết|Quyết định|Nghị định|Chỉ thị|Thông tư|Công văn|Kết luận)[^;.]{0,60}$")
_DATELINE = re.compile(r"[^\W\d][^,;:.]{1,40},\s?$")
_PLACE = re.compile(rf"(?:^|[\s_])[{UPPER}][^,;:.\d]{{1,40}},\s?$")
_OPENING = re.compile(r"(?:Căn cứ|Theo đề nghị|Xét)\s.{0,120}?(?:số\s\d|Luật|Hiến pháp)")
_PAST = re.compile(r"(?:danh gia )?(?:tinh hinh|thuc trang|hien trang|ket qua (?:dat duoc|thuc hien))\b")
_NO_DEADLINE = re.compile(
    r"(?:thời điểm|0h00|0 giờ|hiệu lực|(?<!học )sinh|ban hành|(?<!đăng )ký|(?<!các )cấp|thành lập|tính (?:đến|từ)|thông qua|họp)"
    r"\s(?:\w+\s){0,3}$"
)
_WHOLE_YEAR = re.compile(
    r"(?<!\w)(?:vào|cả|bàn giao trong|(?:hoàn thành|xong|chậm nhất)(?:\slà)?(?:\s(?:trong|trước|hết))?)\s$", re.IGNORECASE
)
_TERM = re.compile(r"\s(?:năm\s)?(?:của|trước)\skỳ báo cáo")
"""``từ ngày 15 tháng 12 năm trước kỳ báo cáo``: what a report is about, not when it is due."""
_LISTED = re.compile(r"(?:tháng\s\d{1,2}\s?(?:,|và)\s){1,5}$", re.IGNORECASE)
"""Months before one that stands at the end of a list: the cue stands before the first."""
_DIGIT = re.compile(r"\d")
_PERIODIC = re.compile(r"báo cáo|định kỳ|h[ằà]ng năm|thường niên", re.IGNORECASE)
_RECURRENCE = (
    ("6 tháng", re.compile(r"(?:0?6|sáu)\stháng(?:\sđầu\snăm|\smột\slần)?[^;.]{0,12}$", re.IGNORECASE)),
    ("hằng năm", re.compile(r"cả\snăm[^;.]{0,12}$", re.IGNORECASE)),
)
_WORDS = {"năm": "hằng năm", "tháng": "hằng tháng", "quý": "hằng quý", "tuần": "hằng tuần"}


def deadlines(reading: Reading, taken: Sequence[Mention] = ()) -> tuple[Deadline, ...]:
    """Every deadline of the document, in order; dates inside ``taken`` (citations) belong to what is cited."""
    spans = sorted((m.start, m.end) for m in taken)
    columns = _time_cells(reading.table_rows)
    out: list[Deadline] = []
    for index, block in enumerate(reading.blocks):
        if _DIGIT.search(block.text) is None or reading.under(index, "what was", _tells_the_past):
            continue
        column = columns.get(block.start) if block.cell else None
        timed = _is_field(block) or column is not None
        if block.label is None and (_OPENING.match(block.text) or (block.strong and block.cell is None)):
            continue
        found = _bare_years(block) if timed and block.cell else _years_at_the_end(block)
        timed = timed or bool(found)
        for moment in found or moments(block.text):
            deadline = _deadline(reading, block, moment, timed)
            if deadline and not timed and _is_over(deadline, reading.document.header.date):
                continue
            if column and deadline and deadline.kind == "during" and moment.until is None and deadline.from_ is None:
                deadline = replace(deadline, kind="by")
            alone = column is not None and deadline is not None and len(deadline.surface) + 2 >= len(block.text)
            if deadline and (alone or not any(a < deadline.end and deadline.start < b for a, b in spans)):
                out.append(deadline)
    return tuple(_share_recurrence(out, reading.document.text))


def _tells_the_past(heading: Block) -> bool | None:
    return True if _PAST.match(heading.folded[:160]) else None


def _is_field(block: Block) -> bool:
    return ":" in block.text and field_pattern().match(block.folded[:60]) is not None


def _time_cells(rows: Sequence[Row]) -> dict[int, bool]:
    """The cells under a head that speaks of time, by their start; True where it is the time due."""
    return {c.start: name == "due" for row in rows for name, c in row.columns if name in ("time", "due")}


def _bare_years(block: Block) -> tuple[Moment, ...]:
    """A cell that holds nothing but years: ``2026``, ``2025 - 2035``."""
    match = _YEARS.match(block.text)
    if match is None or not (match.end() == len(block.text) or onwards_pattern(False).match(block.text, match.end())):
        return ()
    until = Moment(0, match.end(), "year", int(match[2])) if match[2] else None
    return (Moment(0, match.end(), "year", int(match[1]), until=until),)


def _years_at_the_end(block: Block) -> tuple[Moment, ...]:
    """The period of an item in brackets at its end: ``1. Số hóa cơ sở dữ liệu (2025 - 2030).``"""
    match = _LAST_YEARS.search(block.text, max(0, len(block.text) - 40)) if block.label and block.text.endswith((").", ");")) else None
    if match is None:
        return ()
    first, last = (Moment(match.start("years"), match.end("years"), "year", int(y)) for y in (match[2], match[3] or match[2]))
    return (replace(first, until=last if match[3] else None),)


def _deadline(reading: Reading, block: Block, moment: Moment, timed: bool) -> Deadline | None:
    text = block.text
    left = text[max(0, moment.start - 90) : moment.start]
    if _belongs_elsewhere(left, moment) or _TERM.match(text, moment.end) or _is_dateline(reading, left, moment):
        return None
    recurs = _RECURS.match(text, moment.end)
    # Dates in other cells are those of letterheads, of portals' tables, of what is cited.
    cue_needed = block.cell is not None and not timed
    listed = _LISTED.search(left)
    before = left[: listed.start()] if listed else left
    by, during = cue_pattern("by").search(before), cue_pattern("during").search(before)
    if cue_needed and not by and not recurs:
        return None
    since_now = from_now().search(left) if not moment.until and not recurs else None
    if since_now:
        start = moment.start - len(left) + since_now.start()
        made = _make(reading, block, moment, (start, moment.end), "during", None, False, left)
        return replace(made, date=None, from_=None, to=moment.iso)
    if not recurs and not timed and not _stands(text, moment, by is not None, during is not None):
        return None
    if not recurs and (by or during) and (other := _other_kind(before, by, during)):
        by, during = (by or during, None) if other == "by" else (None, by or during)
    kind, recurrence = _kind(text, moment, by is not None, during is not None, recurs)
    cue = None if listed else by or during
    start = moment.start - (len(left) - cue.start("cue")) if cue else moment.start
    end = recurs.end() if recurs else moment.end
    onwards = onwards_pattern(_SINCE.search(left) is not None).match(text, end)
    if onwards and _YEARLY.search(onwards[0]):
        recurrence = "hằng năm"
    return _make(reading, block, moment, (start, onwards.end() if onwards else end), kind, recurrence, bool(onwards), left)


def _other_kind(before: str, by: re.Match[str] | None, during: re.Match[str] | None) -> str | None:
    """ "báo cáo Thủ tướng trong tháng 12" is due then; "thời gian quan trắc vào tháng 4" lasts as long as the month."""
    if by is not None:
        return "during" if by["cue"].lower() == "vào" and lasting().search(before, 0, by.start()) else None
    if during is None or "trong" not in before[during.start() :].lower():
        return None
    return "by" if delivered().search(before, 0, during.start()) else None


def _is_over(deadline: Deadline, signed: str | None) -> bool:
    """True for days before the document was signed: what has happened is not due. What began then may still go on."""
    last = deadline.to or deadline.date or ""
    return len(last) == len(signed or "") == 10 and last < (signed or "")


def _belongs_elsewhere(left: str, moment: Moment) -> bool:
    if moment.precision == "day" and (_cited(left) or (_DATELINE.fullmatch(left) and moment.year)):
        return True
    return _NO_DEADLINE.search(left) is not None


def _is_dateline(reading: Reading, left: str, moment: Moment) -> bool:
    """True for the day of signing after its place, also where the letterhead stands in one paragraph with it."""
    return moment.iso == reading.document.header.date and _PLACE.search(left) is not None


def _cited(left: str) -> bool:
    """True where a số hiệu or the name of an act stands right before the date."""
    token = re.sub(r"\s(?:được ký|ký)$", "", left.rstrip(" ,")).split(" ")[-1]
    numbered = ("/" in token or "-" in token) and any(c.isdigit() for c in token) and any(c.isalpha() for c in token)
    return numbered or _ACT.search(left) is not None


def _stands(text: str, moment: Moment, by: bool, during: bool) -> bool:
    """True where a time without a recurrence, in running text, is a deadline and no mere date."""
    bracket = text[moment.start - 1 : moment.start] == "(" if moment.start else False
    if moment.precision == "day":
        return moment.year is not None or by or during or bracket or moment.until is not None or _in_list_of_days(text, moment)
    if moment.precision == "year":
        left = text[max(0, moment.start - 40) : moment.start]
        report = bracket and re.search(r"(?:báo cáo|tổng kết|sơ kết)[^.;]*$", text[max(0, moment.start - 90) : moment.start]) is not None
        return report or _WHOLE_YEAR.search(left) is not None
    return by or during or bracket or moment.precision == "bare"


def _in_list_of_days(text: str, moment: Moment) -> bool:
    """Days to remember: ``ngày Quốc tế Phụ nữ 8/3``."""
    return re.search(r"[Nn]gày\s[^;.]{3,60}\(?$", text[max(0, moment.start - 70) : moment.start]) is not None


def _kind(text: str, moment: Moment, by: bool, during: bool, recurs: re.Match[str] | None) -> tuple[str, str | None]:
    if recurs:
        return "recurring", _WORDS[recurs["word"].split()[-1].lower()]
    if moment.precision == "bare":
        return "recurring", "hằng tháng"
    if moment.precision == "day" and moment.year is None:
        recurrence = _recurrence(text, moment)
        if recurrence or _PERIODIC.search(_sentence(text, moment)):
            return "recurring", recurrence
    if moment.precision == "day" and moment.year is None and not by and not during and _in_list_of_days(text, moment):
        return "recurring", "hằng năm"  # a day to remember
    if by:
        return "by", None
    if moment.until or during or moment.precision != "day":
        return "during", None
    return "by", None


def _recurrence(text: str, moment: Moment) -> str | None:
    before = text[max(0, moment.start - 30) : moment.start]
    for name, pattern in _RECURRENCE:
        if pattern.search(before):
            return name
    sentence = _sentence(text, moment)
    return "hằng năm" if re.search(r"(?<!\w)(?:h[ằà]ng|mỗi)\snăm(?!\w)", sentence, re.IGNORECASE) else None


def _sentence(text: str, moment: Moment) -> str:
    """The sentence of a date, cut to 400 characters on either side: one endless line must not cost its square."""
    begin = max(0, moment.start - 400)
    window = text[begin : moment.end + 400]
    return next((window[a:b] for a, b in sentences(window) if a <= moment.start - begin < b), window)


def _make(
    reading: Reading, block: Block, moment: Moment, span: tuple[int, int], kind: str, recurrence: str | None, onwards: bool, left: str
) -> Deadline:
    start, end = block.span(*span)
    since = _SINCE.search(left) is not None
    period = moment.until is not None
    return Deadline(
        start=start,
        end=end,
        surface=reading.document.text[start:end],
        rule=f"deadline/{moment.precision}",
        kind="during" if (since or onwards) and not period and kind == "by" else kind,
        date=None if period or onwards or since else moment.iso,
        from_=moment.iso if period or onwards or since else None,
        to=moment.until.iso if moment.until else None,
        recurrence=recurrence,
        what=_sentence(block.text, moment)[:400],
        section=reading.section_at(start),
    )


def _share_recurrence(found: list[Deadline], text: str) -> Iterator[Deadline]:
    """In a list of days, "hằng năm" after the last holds for all of them."""
    following: Deadline | None = None
    shared: list[Deadline] = []
    for deadline in reversed(found):
        if (
            following is not None
            and following.recurrence == "hằng năm"
            and deadline.kind == "by"
            and (deadline.date or "").startswith("--")
            and following.start - deadline.end < 60
        ):
            deadline = _recurring(deadline)
        shared.append(deadline)
        following = deadline
    yield from reversed(shared)


def _recurring(deadline: Deadline) -> Deadline:
    return replace(deadline, kind="recurring", recurrence="hằng năm")
