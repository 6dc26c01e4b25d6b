"""Measurable aims: chỉ tiêu with their figure, year, frequency, baseline and the objective they stand under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.extract.block import BULLET, Block
from corpus.extract.goals import LABEL, OBJECTIVE, in_goals, objective_of
from corpus.extract.indicators import indicator
from corpus.extract.plain_targets import aim, in_dated_aims, in_list_of_targets, plain_target, sentences_without
from corpus.extract.quantities import Quantity
from corpus.extract.reading import Reading
from corpus.extract.sentences import sentences
from corpus.extract.target_clauses import Clause, clauses, tidy
from corpus.extract.target_tables import row_targets
from corpus.extract.years import PERIODS, annual_year, frequency, heading_year, nearest_year, years
from corpus.model import Target
from corpus.text import fold

_GENERAL = re.compile(r"\bmuc tieu (?:chung|tong quat)\b")
"""General aims: a figure in them is a target, what has no figure is none."""
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
_KEM_THEO = re.compile(r"\(\s?(?:Ban hành )?[Kk]èm theo")
_STRIVES = re.compile(r"\bphan dau\b")
_DUE = re.compile(r"\bden (?:het |cuoi )?nam 20\d\d\b.{0,60}\b(?:dat|len|con|co it nhat)\b|\b(?:dat|len|con)\b.{0,40}\bvao nam 20\d\d\b")
_NAMED_COUNT = re.compile(r"^[^:]{5,90}:\s\d{1,6}\s[^\W\d]")
_NO_COUNTS = ("%", "lần", "tuổi", "điểm", "top")
_REACHES = re.compile(r"\b(?:dat|con|gap|dao tao|ho tro|thu hut|giai quyet|boi duong|tap huan)\b")
_DIGIT = re.compile(r"\d")
_BARE = re.compile(r"[\d.,%\s/≥≤<>=-]*")
_NO_TARGETS = frozenset(("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp"))


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
        if found and goal and block.cell is None and block.rank >= BULLET and in_dated_aims(reading, index):
            found.extend(sentences_without(reading, index, found, title_year))
        if not found and goal and not any(_GENERAL.search(h) for h in reading.folded_headings(index)):
            found = list(plain_target(reading, index, block, title_year))
        out.extend(found)
    return _named_by_the_next(sorted(out, key=lambda t: (t.start, t.end)))


def _named_by_the_next(found: list[Target]) -> tuple[Target, ...]:
    """ "Đến năm 2025 đạt 95% và đến năm 2030 đạt 100% các hương ước": what the second measures, the first does too."""
    for i in range(len(found) - 2, -1, -1):
        if not found[i].indicator and found[i].unit == found[i + 1].unit and found[i + 1].start - found[i].end < 20:
            found[i] = replace(found[i], indicator=found[i + 1].indicator)
    return tuple(found)


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
    skip = LABEL.match(block.text)
    begin = skip.end() if skip else 0
    if _BARE.fullmatch(block.text) or (" một " not in block.text and not _DIGIT.search(block.text, begin)):
        return
    if not goal and reading.under(index, "past", _past):
        return
    striving = False
    counts = not goal and _counts_in_list(reading, index)
    told = _PAST_CLAUSE.match(block.folded[:80]) is not None
    for start, end in sentences(block.text):
        start = max(start, begin)
        if start >= end:
            continue
        # "…, cụ thể: Phấn đấu A đạt …; B đạt …; C …": what follows by semicolons is striven for too.
        strives = striving or _STRIVES.search(block.folded, start, end) is not None
        striving = strives and block.text[end - 1] == ";"
        if told or _PAST_CLAUSE.match(block.folded[start : min(end, start + 80)]):
            continue
        stated = list(clauses(block.text, start, end))
        for clause in stated:
            if _is_aim(block.text, clause, goal, strives) or (counts and _named_count(block.text, clause.quantity)):
                yield _target(reading, index, clause, skip["label"] if skip else None, title_year)
        if not stated and goal and end - start > 40 and in_list_of_targets(reading, index) and not OBJECTIVE.match(block.text):
            yield from aim(reading, index, start, end, title_year)


def _past(heading: Block) -> bool | None:
    return True if _PAST.search(heading.folded[:160]) else None


def _is_aim(text: str, clause: Clause, goal: bool, strives: bool) -> bool:
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


def _target(reading: Reading, index: int, clause: Clause, label: str | None, title_year: int | None) -> Target:
    block, quantity = reading.blocks[index], clause.quantity
    text = block.text
    start, end = tidy(text, clause.start, clause.end)
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
        objective=objective_of(reading, index)[0],
        objective_number=objective_of(reading, index)[1],
    )


def _shared_frequency(text: str, clause: Clause) -> str | None:
    """ "Hằng năm, ..." at the start of the item holds for each of its clauses without a year of its own."""
    if years(text[clause.start : clause.end]):
        return None
    return frequency(text[:14] + " ") if clause.start > 0 else None


def _year(reading: Reading, index: int, clause: Clause, title_year: int | None) -> int | None:
    text = reading.blocks[index].text
    number = clause.quantity.number
    year = nearest_year(text, clause.start, clause.end, number)
    if year is None:
        at = clause.sentence[0]
        leading = [y for _, y in [*years(text, 0, min(30, at, clause.start)), *years(text, at, clause.start)]]
        year = leading[-1] if leading else None
    return year or heading_year(reading.headings(index)) or _year_before(text, clause) or title_year


def _year_before(text: str, clause: Clause) -> int | None:
    """The year of the sentence before: "Đến năm 2030 … đạt 400 triệu USD. Trong đó: nông sản đạt 395 triệu USD"."""
    before = years(text, max(0, clause.start - 400), clause.start)
    return before[-1][1] if before else None


def _denominator(own: str) -> str | None:
    match = re.search(r"(?:trên|trong)\s(tổng\ssố\s[^,;.]{3,120}?)(?:\sđạt|\sxuống|\slên|[,;.]|$)", own)
    return match[1] if match else None
