"""What ties commitments together: who answers for which chỉ tiêu, and whose deadline each date is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.extract.agencies import Naming, read_phrase
from corpus.extract.reading import Reading
from corpus.extract.tables import UPPER
from corpus.model import Assignment, Deadline, Responsibility, Target

_NUMBERS = r"\d{1,2}(?:\s*\([^()]{0,120}\))?(?:\s*(?:,|và)\s*\d{1,2}(?:\s*\([^()]{0,120}\))?){0,12}"
_CLAIM = re.compile(
    rf"(?:(?P<all>\d{{1,2}})\s)?[Cc]hỉ\s+tiêu\s*(?:số\s*)?(?P<numbers>{_NUMBERS})?\s*(?:của|thuộc)\s+[Mm]ục\s+tiêu\s+(?:số\s*)?(?P<goal>\d{{1,2}})"
)
_NUMBER = re.compile(r"(\d{1,2})(?:\s*\(([^()]{0,120})\))?")
_REPORTING = re.compile(r"(?:thu thập|cung cấp|tổng hợp)(?:,| và)\s*báo cáo số liệu")
_RECIPIENT = re.compile(rf"(?:báo cáo|gửi về|gửi|về|trình|nộp|cho)\s(?=[{UPPER}])")
_FIELD = re.compile(r"[\s|*\-+.a-zđ()]{0,8}(?:(?:Thời gian|Thời hạn|Tiến độ)[^:|]{0,40}:)?[\s|*]*", re.IGNORECASE)


def responsibilities(assignments: Sequence[Assignment], targets: Sequence[Target]) -> tuple[Responsibility, ...]:
    """``Chịu trách nhiệm … chỉ tiêu 1, 2 của mục tiêu 2``: a link to each of the two."""
    return tuple(r for a in assignments if a.role == "lead" for r in _claims(a, targets))


def _claims(assignment: Assignment, targets: Sequence[Target]) -> Iterator[Responsibility]:
    text = assignment.surface
    for match in _CLAIM.finditer(text) if "hỉ" in text else ():
        whole: list[int] = []
        for number, part in _numbered(match["numbers"]):
            held = _held(targets, match["goal"], number)
            if part:
                yield _responsibility(assignment, match, held, part)
            else:
                whole.extend(held)
        if whole:
            yield _responsibility(assignment, match, whole, None)


def _numbered(numbers: str | None) -> list[tuple[str | None, str | None]]:
    return [(m[1], m[2]) for m in _NUMBER.finditer(numbers)] if numbers else [(None, None)]


def _held(targets: Sequence[Target], goal: str, number: str | None) -> list[int]:
    """Indices of the targets of a chỉ tiêu; all of the mục tiêu where no number stands."""
    return [i for i, t in enumerate(targets) if t.objective_number == goal and (number is None or (t.label or "").split(" ")[-1] == number)]


def _responsibility(assignment: Assignment, match: re.Match[str], held: list[int], part: str | None) -> Responsibility:
    start, end = assignment.start + match.start(), assignment.start + match.end()
    return Responsibility(
        start=start,
        end=end,
        surface=match[0],
        rule="responsibility/numbered",
        agency=assignment.body or assignment.agency,
        role="report" if _REPORTING.search(assignment.surface) else "lead",
        targets=tuple(held),
        part=part,
    )


def link(
    reading: Reading, naming: Naming, assignments: Sequence[Assignment], deadlines: Sequence[Deadline]
) -> tuple[tuple[Assignment, ...], tuple[Deadline, ...]]:
    """Tasks with their deadlines, deadlines with whose they are and to whom one reports."""
    owned: dict[int, int] = {}
    for number, deadline in enumerate(deadlines):
        owner = _owner(reading.document.text, assignments, deadline)
        if owner is not None:
            owned[number] = owner
    dated = list(assignments)
    for number, owner in sorted(owned.items(), reverse=True):
        span = (dated[owner].start, dated[owner].end)
        dated = [replace(a, deadline=number) if (a.start, a.end) == span else a for a in dated]
    told = []
    for number, deadline in enumerate(deadlines):
        lead = assignments[owned[number]] if number in owned else None
        whose = lead.body or lead.agency if lead else None
        told.append(replace(deadline, agency=whose, recipient=_recipient(naming, deadline)))
    return tuple(dated), tuple(told)


def _owner(text: str, assignments: Sequence[Assignment], deadline: Deadline) -> int | None:
    """The lead of the smallest task that holds the date, or that the date follows as a field or a cell."""
    holding = [
        (a.end - a.start, i) for i, a in enumerate(assignments) if a.role == "lead" and a.start <= deadline.start and deadline.end <= a.end
    ]
    if holding:
        return min(holding)[1]
    before = [(deadline.start - a.end, i) for i, a in enumerate(assignments) if a.role == "lead" and 0 <= deadline.start - a.end <= 80]
    return next((i for _, i in sorted(before) if _FIELD.fullmatch(text, assignments[i].end, deadline.start)), None)


def _recipient(naming: Naming, deadline: Deadline) -> str | None:
    """The body after "gửi về", "báo cáo" in the sentence."""
    sentence = deadline.what or ""
    if not re.search(r"báo cáo|gửi|nộp|trình", sentence):
        return None
    for match in _RECIPIENT.finditer(sentence):
        phrase = read_phrase(sentence, match.end())
        if phrase is not None and phrase.body is not None:
            return naming.name(sentence, phrase).name
    return None
