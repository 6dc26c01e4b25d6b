"""Lists of goals: which blocks stand in one, and the objective they stand under."""

from __future__ import annotations

import re

from corpus.extract.block import Block
from corpus.extract.reading import Reading
from corpus.text import fold

GOAL = re.compile(r"\b(?:muc tieu|chi tieu)\b")
_NO_GOAL = re.compile(
    r"\b(?:giai phap|nhiem vu|to chuc thuc hien|yeu cau|kinh phi|thuc trang|hien trang|ket qua|tinh hinh"
    r"|can cu|trach nhiem|noi dung thuc hien|noi dung hoat dong|quan diem)\b"
)
_IS_GOALS = re.compile(r"(?:cac )?muc tieu(?: cu the)?$")
_GOALS_FIRST = re.compile(r"(?:cac )?(?:muc tieu|chi tieu)(?! chung| tong)")
LABEL = re.compile(r"(?P<label>[Cc]hỉ\s[Tt]iêu(?:\s(?:số\s)?\d{1,2})?)\s?[:.]\s?")
OBJECTIVE = re.compile(r"[Mm]ục\s[Tt]iêu\s(?:số\s)?(?P<number>\d{1,2})\b")


def in_goals(reading: Reading, index: int) -> bool:
    """True where a block stands in a list of goals, as its headings tell."""
    block = reading.blocks[index]
    if _labelled(block) or _IS_GOALS.match(block.folded[:60].partition(":")[0]):
        return True
    return reading.under(index, "goals", _calls_for_goals) or False


def _labelled(block: Block) -> bool:
    return block.folded.startswith("chi ") and LABEL.match(block.text) is not None


def _calls_for_goals(heading: Block) -> bool | None:
    """Whether a heading says that goals stand under it; None where it leaves that to the headings above."""
    if heading.text.endswith(":") and GOAL.search(heading.folded[-60:]):
        return True
    folded = heading.folded[:160]
    if _NO_GOAL.search(folded) and not _GOALS_FIRST.match(folded):
        return False
    return True if GOAL.search(folded) else None


def objective_of(reading: Reading, index: int) -> tuple[str | None, str | None]:
    """The heading of the mục tiêu, and its number."""
    for heading in reading.headings(index):
        if len(heading) < 300 and (OBJECTIVE.match(heading) or not GOAL.search(fold(heading))):
            number = OBJECTIVE.match(heading)
            return heading.rstrip(":. "), number["number"] if number else None
        if GOAL.search(fold(heading)):
            break
    return None, None
