"""Measurable aims: chỉ tiêu with their figure, year, frequency, baseline and the objective they stand under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.extract.blocks import BULLET, LEAF, Block
from corpus.extract.indicators import indicator
from corpus.extract.quantities import Quantity, quantities
from corpus.extract.reading import Reading
from corpus.extract.sentences import sentences
from corpus.extract.target_tables import row_targets
from corpus.extract.years import PERIODS, annual_year, frequency, heading_year, nearest_year, years
from corpus.model import Target
from corpus.text import fold

_GOAL = re.compile(r"\b(?:muc tieu|chi tieu)\b")
_GENERAL = re.compile(r"\bmuc tieu (?:chung|tong quat)\b")
"""General aims: a figure in them is a target, what has no figure is none."""
_NO_GOAL = re.compile(
    r"\b(?:giai phap|nhiem vu|to chuc thuc hien|yeu cau|kinh phi|thuc trang|hien trang|ket qua|tinh hinh"
    r"|can cu|trach nhiem|noi dung thuc hien|noi dung hoat dong|quan diem)\b"
)
_IS_GOALS = re.compile(r"(?:cac )?muc tieu(?: cu the)?$")
_GOALS_FIRST = re.compile(r"(?:cac )?(?:muc tieu|chi tieu)(?! chung| tong)")
_PAST = re.compile(
    r"\b(?:thuc trang|hien trang|ket qua dat duoc|ket qua thuc hien giai doan|tinh hinh|kinh phi|von dau tu|can cu|noi nhan)\b"
)
_PAST_CLAUSE = re.compile(
    r"\b(?:chiem|hien nay|hien co|da dat|tinh den ngay|so voi (?:cung ky|muc tieu|ke hoach)|% (?:so voi )?(?:muc tieu|ke hoach)"
    r"|thue suat|lai suat|hoc phi|quy doi|nhu cau su dung|ngan sach|(?:cong|tru) (?:\d+ )?diem)\b"
)
_AIM = re.compile(
    r"\b(?:phan dau|muc tieu|chi tieu|bao dam|dam bao|den (?:het |cuoi )?nam 20\d\d|dat (?:duoc )?(?:tren |it nhat |toi thieu )?\d)"
)
_SPECIFIC = re.compile(r"(?:cac |mot so )?(?:muc tieu|chi tieu) cu the\b")
_TRAILS_OFF = re.compile(r"(?:…|\.\.\.?)[\s)]*$")
"""A list of examples that ends in dots is no aim."""
_LABEL = re.compile(r"(?P<label>[Cc]hỉ\s[Tt]iêu(?:\s(?:số\s)?\d{1,2})?)\s?[:.]\s?")
_OBJECTIVE = re.compile(r"[Mm]ục\s[Tt]iêu\s(?:số\s)?(?P<number>\d{1,2})\b")
_STRONG = re.compile(
    r"[,;]\s(?=(?:tỷ lệ|tỉ lệ|tỷ trọng|tỷ suất|tỷ số"
    r"|(?:với )?tốc độ|tăng trưởng|doanh thu|lợi nhuận|quy mô|diện tích|sản lượng|năng suất|kim ngạch|(?:tổng )?giá trị|thu nhập|bình quân"
    r"|mỗi |số |đạt |phấn đấu|trong đó|đồng thời|đến (?:hết )?năm|có |trên |ít nhất"
    r"|tối thiểu|khoảng|giảm|tăng|nâng|bảo đảm|đảm bảo|\d))"
    r"|\s(?:đồng thời|và)\s(?=(?:đến (?:hết )?năm|phấn đấu|đạt |ít nhất|tối thiểu|trên |khoảng |tỷ lệ |tăng |giảm |bảo đảm |đảm bảo |\d))"
)
_NESTED = re.compile(r"(?:mỗi\s(?:quý|năm|tháng|tuần)\s)?có\s?$")
_KEM_THEO = re.compile(r"\(\s?(?:Ban hành )?[Kk]èm theo")
_LEAD_IN = re.compile(r"\b(?:cụ thể|như sau|chỉ tiêu|mục tiêu)(?:\slà)?:\s", re.IGNORECASE)
_STRIVES = re.compile(r"\bphan dau\b")
_DUE = re.compile(r"\bden (?:het |cuoi )?nam 20\d\d\b.{0,60}\b(?:dat|len|con|co it nhat)\b|\b(?:dat|len|con)\b.{0,40}\bvao nam 20\d\d\b")
_NAMED_COUNT = re.compile(r"^[^:]{5,90}:\s\d{1,6}\s[^\W\d]")
_NO_COUNTS = ("%", "lần", "tuổi", "điểm", "top")
_REACHES = re.compile(r"\b(?:dat|con|gap|dao tao|ho tro|thu hut|giai quyet|boi duong|tap huan)\b")
_DIGIT = re.compile(r"\d")
_BARE = re.compile(r"[\d.,%\s/≥≤<>=-]*")
_BREAKDOWN = re.compile(r"\((?:[Tt]rong đó:?\s?)?|[Tt]rong đó:\s|[,;]\s")
_AGES = ("tuổi", "tháng tuổi", "tháng")
_NO_TARGETS = frozenset(("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp"))


@dataclass(frozen=True, slots=True)
class _Clause:
    """One figure with the stretch of text that states it."""

    start: int
    end: int
    quantity: Quantity
    sentence: tuple[int, int]
    baseline: float | None = None


def targets(reading: Reading) -> tuple[Target, ...]:
    """Every target of the document, in order."""
    title_year = annual_year(_title(reading))
    law = reading.document.header.type in _NO_TARGETS
    out: list[Target] = [] if law else list(row_targets(reading, title_year))
    named = {t.start for t in out}
    for index, block in enumerate(reading.blocks):
        goal = in_goals(reading, index)
        if (not goal and law) or _KEM_THEO.match(block.text) or (block.cell and block.start in named):
            continue
        found = list(_figures(reading, index, block, goal, title_year))
        if found and goal and block.cell is None and block.rank >= BULLET and _in_dated_aims(reading, index):
            found.extend(_sentences_without(reading, index, found, title_year))
        if not found and goal and not any(_GENERAL.search(h) for h in reading.folded_headings(index)):
            found = list(_plain(reading, index, block, title_year))
        out.extend(found)
    return _named_by_the_next(sorted(out, key=lambda t: (t.start, t.end)))


def _sentences_without(reading: Reading, index: int, found: list[Target], title_year: int | None) -> Iterator[Target]:
    """The sentences of an item of dated aims that state no figure, beside those that do: each is an aim too."""
    block = reading.blocks[index]
    for begin, stop in sentences(block.text, semicolons=False):
        start, end = block.span(begin, stop)
        if stop - begin > 40 and not any(t.start < end and start < t.end for t in found):
            yield from _aim(reading, index, begin, stop, title_year)


def _named_by_the_next(found: list[Target]) -> tuple[Target, ...]:
    """ "Đến năm 2025 đạt 95% và đến năm 2030 đạt 100% các hương ước": what the second measures, the first does too."""
    for i in range(len(found) - 2, -1, -1):
        if not found[i].indicator and found[i].unit == found[i + 1].unit and found[i + 1].start - found[i].end < 20:
            found[i] = replace(found[i], indicator=found[i + 1].indicator)
    return tuple(found)


def in_goals(reading: Reading, index: int) -> bool:
    """True where a block stands in a list of goals, as its headings tell."""
    text = reading.blocks[index].text
    if _LABEL.match(text) or _IS_GOALS.match(fold(text[:60].split(":")[0])):
        return True
    return reading.under(index, "goals", _calls_for_goals) or False


def _calls_for_goals(heading: str, folded: str) -> bool | None:
    """Whether a heading says that goals stand under it; None where it leaves that to the headings above."""
    if heading.endswith(":") and _GOAL.search(fold(heading[-60:])):
        return True
    if _NO_GOAL.search(folded) and not _GOALS_FIRST.match(folded):
        return False
    return True if _GOAL.search(folded) else None


def _title(reading: Reading) -> str:
    header = reading.document.header
    if header.title:
        return header.title
    texts: list[str] = []
    for block in reading.blocks[:25]:
        if (block.rank <= 5 and block.label) or (texts and re.match(r"Căn cứ|.{0,40}\bsố\s\d", block.text)):
            break
        if texts or fold(block.text).startswith("ke hoach"):
            texts.append(block.text)
    return " ".join(texts)


def _figures(reading: Reading, index: int, block: Block, goal: bool, title_year: int | None) -> Iterator[Target]:
    skip = _LABEL.match(block.text)
    begin = skip.end() if skip else 0
    if _BARE.fullmatch(block.text) or (" một " not in block.text and not _DIGIT.search(block.text, begin)):
        return
    if not goal and reading.under(index, "past", _past):
        return
    striving = False
    counts = not goal and _counts_in_list(reading, index)
    told = _PAST_CLAUSE.match(fold(block.text[:80])) is not None
    for start, end in sentences(block.text):
        start = max(start, begin)
        if start >= end:
            continue
        # "…, cụ thể: Phấn đấu A đạt …; B đạt …; C …": what follows by semicolons is striven for too.
        strives = striving or _STRIVES.search(fold(block.text[start:end])) is not None
        striving = strives and block.text[end - 1] == ";"
        if told or _PAST_CLAUSE.match(fold(block.text[start : min(end, start + 80)])):
            continue
        clauses = list(_clauses(block.text, start, end))
        for clause in clauses:
            if _is_aim(block.text, clause, goal, strives) or (counts and _named_count(block.text, clause.quantity)):
                yield _target(reading, index, clause, skip["label"] if skip else None, title_year)
        if not clauses and goal and end - start > 40 and _in_list_of_targets(reading, index) and not _OBJECTIVE.match(block.text):
            yield from _aim(reading, index, start, end, title_year)


def _past(heading: str, folded: str) -> bool | None:
    return True if _PAST.search(folded) else None


def _is_aim(text: str, clause: _Clause, goal: bool, strives: bool) -> bool:
    quantity = clause.quantity
    folded = fold(text[clause.start : clause.end])
    if text.count("(", clause.start, quantity.number) > text.count(")", clause.start, quantity.number) and not goal:
        return False
    if goal:
        return not _PAST_CLAUSE.match(folded) and not (
            quantity.unit in ("lần", "tuổi", "điểm", "người") and not quantity.explicit and not _REACHES.search(folded)
        )
    if _PAST_CLAUSE.search(folded) or not (strives or _AIM.search(folded) or _opens(text, quantity)):
        return False
    return (
        quantity.unit == "%"
        or "/" in quantity.unit
        or (quantity.sure and quantity.start < quantity.number and (_STRIVES.search(folded) or _DUE.search(folded)) is not None)
    )


def _counts_in_list(reading: Reading, index: int) -> bool:
    """True for an item of a dated list of counts: ``+ Đầu tư mới trạm 5G: 35 trạm (MobiFone: 09 trạm, …)``."""
    block = reading.blocks[index]
    if block.label is None or block.parent is None or not _NAMED_COUNT.search(block.text[:120]):
        return False
    beside = [
        b for b in reading.blocks[block.parent + 1 : block.parent + 30] if b.parent == block.parent and _NAMED_COUNT.search(b.text[:120])
    ]
    return len(beside) > 1 and heading_year(reading.headings(index)) is not None


def _named_count(text: str, quantity: Quantity) -> bool:
    return (
        quantity.sure
        and "/" not in quantity.unit
        and quantity.unit not in _NO_COUNTS
        and text[max(0, quantity.start - 3) : quantity.start].rstrip().endswith(":")
    )


def _opens(text: str, quantity: Quantity) -> bool:
    """``…: 100% khu công nghiệp triển khai …``: a share that opens its item states an aim."""
    return (
        quantity.unit == "%"
        and text[max(0, quantity.start - 20) : quantity.start].rstrip()[-1:] in ("", ":")
        and quantity.end < len(text) - 20
    )


def _clauses(text: str, start: int, end: int) -> Iterator[_Clause]:
    """Cut a sentence between its figures."""
    found = [replace(q, start=q.start + start, number=q.number + start, end=q.end + start) for q in quantities(text[start:end])]
    lead_in = [m.end() for m in _LEAD_IN.finditer(text, start, found[0].start)] if found else []
    begin, baseline = lead_in[-1] if lead_in else start, None
    kept: list[_Clause] = []
    for i, quantity in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        if following and _is_baseline(text, quantity, following):
            baseline = quantity.value
            continue
        if kept and not _own_clause(text, kept[-1], quantity, begin):
            if kept[-1].quantity.unit in _AGES and quantity.unit not in _AGES:  # "tỷ lệ trẻ em dưới 15 tuổi đạt khoảng 22%"
                kept[-1] = replace(kept[-1], quantity=quantity, baseline=baseline)
            continue
        nested = bool(kept) and kept[-1].quantity.unit == "%" and _NESTED.search(text[kept[-1].quantity.end : quantity.start]) is not None
        if kept:
            begin = _cut(text, kept[-1].quantity.end, quantity.start, nested)
            if not nested:
                last = kept[-1]
                kept[-1] = _Clause(last.start, begin, last.quantity, last.sentence, last.baseline)
        kept.append(_Clause(begin, end, quantity, (start, end), baseline))
        baseline = None
    yield from kept


def _is_baseline(text: str, quantity: Quantity, following: Quantity) -> bool:
    """``từ 23 ca sinh/1.000 phụ nữ xuống 18/1.000``: the first is where it starts from."""
    if not re.search(r"(?<!\w)từ\s?(?:mức\s)?$", text[max(0, quantity.start - 8) : quantity.start]):
        return False
    between = text[quantity.end : following.number]
    return len(between) < 60 and re.search(r"(?<!trở\s)(?:xuống|lên|còn|đến)(?:\s\w+){0,3}\s?$", between) is not None


def _own_clause(text: str, last: _Clause, quantity: Quantity, begin: int) -> bool:
    """False where a second figure only qualifies the first one's words."""
    between = text[last.quantity.end : quantity.start]
    if last.quantity.unit == "%" and _NESTED.search(between):
        return quantity.explicit
    if quantity.unit in ("tuổi", "tháng", "lần") and not quantity.explicit:
        return False
    near = between[-3:].strip()[-1:] if between.rstrip().endswith(":") else between[-3:].strip()
    return bool(_STRONG.search(between + text[quantity.start : quantity.start + 12])) or near in (",", "và", ":", ";")


def _cut(text: str, start: int, end: int, nested: bool) -> int:
    if nested:
        match = _NESTED.search(text[start:end])
        return start + match.start() if match else end
    found = [m for m in _STRONG.finditer(text, start, end + 12) if m.start() < end]
    if found:
        return found[-1].end()
    breaks = list(_BREAKDOWN.finditer(text, start, end))
    return breaks[-1].end() if breaks else end


def _target(reading: Reading, index: int, clause: _Clause, label: str | None, title_year: int | None) -> Target:
    block, quantity = reading.blocks[index], clause.quantity
    text = block.text
    start, end = _tidy(text, clause.start, clause.end)
    own = text[start:end]
    often = frequency(own) or _shared_frequency(text, clause)
    unit = quantity.unit
    often = often or ("hằng năm" if unit.endswith("/năm") else None)
    if often and unit not in ("%", "lần", "top") and "/" not in unit:
        unit = f"{unit}/{PERIODS[often]}"
    source_start, source_end = block.span(start, end)
    return Target(
        start=source_start,
        end=source_end,
        surface=reading.document.text[source_start:source_end],
        rule="target/percent" if unit == "%" else "target/figure",
        indicator=indicator(text, start, end, quantity),
        comparator=quantity.comparator,
        value=quantity.value,
        unit=unit,
        year=_year(reading, index, clause, title_year),
        frequency=often,
        baseline=clause.baseline,
        denominator=quantity.denominator or _denominator(own),
        label=label,
        section=reading.section_at(source_start),
        objective=_objective(reading, index)[0],
        objective_number=_objective(reading, index)[1],
    )


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;":
        start += 1
    for tail in (" và", " đồng thời", ","):
        if text[start:end].rstrip(" ,").endswith(tail):
            end = start + len(text[start:end].rstrip(" ,")) - len(tail)
    while end > start and text[end - 1] in " ,;":
        end -= 1
    return start, max(end, start + 1)


def _shared_frequency(text: str, clause: _Clause) -> str | None:
    """ "Hằng năm, ..." at the start of the item holds for each of its clauses without a year of its own."""
    if years(text[clause.start : clause.end]):
        return None
    return frequency(text[:14] + " ") if clause.start > 0 else None


def _year(reading: Reading, index: int, clause: _Clause, title_year: int | None) -> int | None:
    text = reading.blocks[index].text
    number = clause.quantity.number
    year = nearest_year(text, clause.start, clause.end, number)
    if year is None:
        at = clause.sentence[0]
        leading = [y for _, y in [*years(text, 0, min(30, at, clause.start)), *years(text, at, clause.start)]]
        year = leading[-1] if leading else None
    return year or heading_year(reading.headings(index)) or _year_before(text, clause) or title_year


def _year_before(text: str, clause: _Clause) -> int | None:
    """The year of the sentence before: "Đến năm 2030 … đạt 400 triệu USD. Trong đó: nông sản đạt 395 triệu USD"."""
    before = years(text, max(0, clause.start - 400), clause.start)
    return before[-1][1] if before else None


def _denominator(own: str) -> str | None:
    match = re.search(r"(?:trên|trong)\s(tổng\ssố\s[^,;.]{3,120}?)(?:\sđạt|\sxuống|\slên|[,;.]|$)", own)
    return match[1] if match else None


def _objective(reading: Reading, index: int) -> tuple[str | None, str | None]:
    """The heading of the mục tiêu, and its number."""
    for heading in reading.headings(index):
        if len(heading) < 300 and (_OBJECTIVE.match(heading) or not _GOAL.search(fold(heading))):
            number = _OBJECTIVE.match(heading)
            return heading.rstrip(":. "), number["number"] if number else None
        if _GOAL.search(fold(heading)):
            break
    return None, None


def _plain(reading: Reading, index: int, block: Block, title_year: int | None) -> Iterator[Target]:
    """A yes/no aim: an item of a list of chỉ tiêu without a figure."""
    skip = _LABEL.match(block.text)
    if not skip and not _listed(reading, index):
        return
    begin = skip.end() if skip else 0
    if begin < len(block.text):
        yield from _aim(reading, index, begin, len(block.text), title_year, skip["label"] if skip else None)


def _aim(reading: Reading, index: int, begin: int, stop: int, title_year: int | None, label: str | None = None) -> Iterator[Target]:
    """The target without a figure that ``text[begin:stop]`` states, where it is dated or labelled."""
    text = reading.blocks[index].text
    begin, stop = _tidy(text, begin, stop)
    if _TRAILS_OFF.search(text, max(begin, stop - 8), stop):
        return
    year = nearest_year(text, begin, stop, stop) or heading_year(reading.headings(index)) or title_year
    if year is None and not label:
        return
    start, end = reading.blocks[index].span(begin, stop)
    yield Target(
        start=start,
        end=end,
        surface=reading.document.text[start:end],
        rule="target/plain",
        indicator=indicator(text, begin, stop, None),
        year=year,
        frequency=frequency(text[begin:stop]),
        label=label,
        section=reading.section_at(start),
        objective=_objective(reading, index)[0],
        objective_number=_objective(reading, index)[1],
    )


def _in_list_of_targets(reading: Reading, index: int) -> bool:
    """True where the nearest heading that speaks of goals speaks of chỉ tiêu."""
    return any("chi tieu" in fold(h[:80]) for h in reading.headings(index))


def _in_dated_aims(reading: Reading, index: int) -> bool:
    """True under "Mục tiêu cụ thể đến năm 2030": each item is due then, figure or none."""
    for heading, folded in zip(reading.headings(index), reading.folded_headings(index), strict=True):
        if _SPECIFIC.match(folded):
            return heading_year([heading]) is not None
    return False


def _listed(reading: Reading, index: int) -> bool:
    """True for a leaf of a dated list whose other items carry figures."""
    block = reading.blocks[index]
    if block.cell or block.parent is None or len(block.text) < 50 or block.text.endswith(":"):
        return False
    if any(b.parent == index for b in reading.blocks[index + 1 : index + 2]):
        return False
    if _in_dated_aims(reading, index):
        return True
    parent = reading.blocks[block.parent]
    if heading_year([parent.text]) is None and not re.search(r"chi tieu", fold(parent.text[:80])):
        return False
    siblings = [b for b in reading.blocks[block.parent + 1 : block.parent + 60] if b.parent == block.parent and (b.label or b.rank == LEAF)]
    return sum("%" in b.text for b in siblings) * 4 >= len(siblings) > 1
