"""What a careful reader would send back: each finding with its sentence. Pure; lookups are handed in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.model import Citation, Document, Facts, Note
from corpus.text import fold

_PERIOD = re.compile(r"(?:giai\s+đoạn\s+)?(?P<from>(?:19|20)\d\d)\s*[-–]\s*(?P<to>(?:19|20)\d\d)|đến\s+năm\s+(?P<until>(?:19|20)\d\d)")
_BLANK_NUMBER = re.compile(r"Số\s*:\s*(?:\.{2,}|…+|\s)*/\S+")
_BLANK_DAY = re.compile(r"ngày[\s.…]{1,12}tháng[\s.…]{0,12}(?:\d{1,2}[\s.…]{0,6})?năm")

InForce = Callable[[Citation], str | None]
"""The day from which a cited basis was no longer in force (ISO), or None where it was or nothing is known."""
Period = Callable[[Citation], str | None]
"""The name under which a programme was approved ("… giai đoạn 2021-2030"), or None where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to put right. ``vi`` and ``en`` say what; ``sentence`` is where."""

    code: str
    """``number-missing``, ``date-missing``, ``period-differs``, ``date-contradicts``, ``numbering-skipped``, ``repaired``,
    ``basis-not-in-force``."""
    start: int
    end: int
    sentence: str
    vi: str
    en: str


def hygiene(document: Document, facts: Facts, in_force: InForce | None = None, period: Period | None = None) -> tuple[Finding, ...]:
    """Everything found, in text order."""
    found = [*_head(document), *_periods(document, facts, period), *_dates(document, facts), *_notes(document, facts)]
    if in_force is not None:
        found += _bases(document, facts, in_force)
    return tuple(sorted(found, key=lambda f: (f.start, f.code)))


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around ``text[start:end]``, at most 400 characters, on one line."""
    before = text[:start]
    begin = max(before.rfind(". ") + 2, before.rfind("\n\n") + 2, start - 200, 0)
    stops = [s for s in (text.find(". ", end), text.find("\n\n", end)) if s >= 0]
    stop = min(stops) + 1 if stops else len(text)
    return " ".join(text[begin : min(stop, begin + 400)].split())


def _finding(document: Document, code: str, start: int, end: int, vi: str, en: str) -> Finding:
    return Finding(code=code, start=start, end=end, sentence=sentence_at(document.text, start, end), vi=vi, en=en)


def _head(document: Document) -> Iterator[Finding]:
    header, text = document.header, document.text[:6_000]
    if header.number is None:
        blank = _BLANK_NUMBER.search(text)
        start, end = blank.span() if blank else (0, 0)
        yield _finding(document, "number-missing", start, end, "Văn bản không có số hiệu.", "The document bears no number.")
    if header.date is None or len(header.date) < 10:
        blank = _BLANK_DAY.search(text)
        start, end = blank.span() if blank else (0, 0)
        yield _finding(document, "date-missing", start, end, "Ngày ban hành thiếu hoặc để trống.", "The date of issue is missing or blank.")


def _periods(document: Document, facts: Facts, period: Period | None) -> Iterator[Finding]:
    """A programme named with another period than the one it was approved with, or than elsewhere in the same text."""
    names: dict[str, dict[str, Citation]] = defaultdict(dict)
    for citation in facts.citations:
        if citation.kind != "programme":
            continue
        words, years = _name_and_years(citation.title or citation.surface)
        approved = period(citation) if period else None
        if approved and years and _name_and_years(approved)[1] not in ("", years):
            yield _finding(
                document, "period-differs", citation.start, citation.end,
                f"Thời kỳ ghi là {years}; chương trình được phê duyệt là “{approved}”.",
                f"The period is given as {years}; the programme was approved as “{approved}”.",
            )  # fmt: skip
        elif years:
            names[words].setdefault(years, citation)
    for versions in names.values():
        if len(versions) > 1:
            for years, citation in list(versions.items())[1:]:
                first = next(iter(versions))
                yield _finding(
                    document, "period-differs", citation.start, citation.end,
                    f"Thời kỳ ghi là {years}, chỗ khác trong văn bản ghi {first}.",
                    f"The period is given as {years}, elsewhere in the text as {first}.",
                )  # fmt: skip


def _name_and_years(name: str) -> tuple[str, str]:
    match = _PERIOD.search(name)
    years = (match["until"] or f"{match['from']}-{match['to']}") if match else ""
    return re.sub(r"\W+", " ", fold(_PERIOD.sub(" ", name))).strip(), years


def _dates(document: Document, facts: Facts) -> Iterator[Finding]:
    """The same work cited with two dates."""
    dated: dict[tuple[str, str], dict[str, Citation]] = defaultdict(dict)
    for citation in facts.citations:
        if citation.kind == "numbered" and citation.number and citation.date and len(citation.date) == 10:
            dated[(citation.type or "", citation.number.upper())].setdefault(citation.date, citation)
    for (kind, number), versions in dated.items():
        issuers = {c.issuer for c in versions.values() if c.issuer}
        if len(versions) < 2 or len(issuers) > 1:
            continue
        first, *others = versions.items()
        for date, citation in others:
            yield _finding(
                document, "date-contradicts", citation.start, citation.end,
                f"{kind} {number} ghi ngày {date}; chỗ khác trong văn bản ghi {first[0]}.",
                f"{kind} {number} is dated {date} here and {first[0]} elsewhere in the text.",
            )  # fmt: skip


def _notes(document: Document, facts: Facts) -> Iterator[Finding]:
    """What the readers noted: numbering that skips, and what was repaired."""
    notes = [*document.source.notes, *document.notes, *facts.notes, *(n for c in facts.citations for n in c.notes)]
    seen: set[tuple[str, int, int]] = set()
    for note in notes:
        if (note.code, note.start, note.end) in seen:
            continue
        seen.add((note.code, note.start, note.end))
        if note.code.startswith("numbering"):
            yield _finding(document, "numbering-skipped", note.start, note.end, *_said(note, "Đánh số không liên tục", "Numbering skips"))
        elif note.read_as is not None:
            yield _finding(document, "repaired", note.start, note.end, *_said(note, "Lỗi đánh máy hoặc quét", "Scanning or typing error"))


def _said(note: Note, vi: str, en: str) -> tuple[str, str]:
    change = f": “{note.printed}” → “{note.read_as}”" if note.printed and note.read_as else ""
    reason = f" ({note.reason})" if note.reason else ""
    return f"{vi}{change}{reason}.", f"{en}{change}."


def _bases(document: Document, facts: Facts, in_force: InForce) -> Iterator[Finding]:
    signed = document.header.date
    for citation in facts.citations:
        if citation.role != "basis" or signed is None:
            continue
        ended = in_force(citation)
        if ended is not None and ended <= signed:
            yield _finding(
                document, "basis-not-in-force", citation.start, citation.end,
                f"Căn cứ đã hết hiệu lực từ {ended}, trước ngày ký {signed}.",
                f"The basis was no longer in force from {ended}, before the day of signing {signed}.",
            )  # fmt: skip
