"""Who is given which task: from headings, from "Giao X chủ trì, phối hợp với Y", from the subject of a clause, from fields."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.extract.agencies import Naming, Phrase, read_list
from corpus.extract.agencies.phrases import opens_with_verb
from corpus.extract.block import BULLET, Block
from corpus.extract.goals import in_goals
from corpus.extract.reading import Reading
from corpus.extract.sentences import sentences
from corpus.extract.subjects import invited, obliged, subject
from corpus.extract.tables import alternatives, table
from corpus.extract.task_fields import field_assignments, is_field, row_assignments
from corpus.extract.task_headings import ORGANISING, Headings
from corpus.extract.tasks import Item, Role, assign, partners, roles_of
from corpus.model import Assignment
from corpus.text import fold

_DECIDES = re.compile(r"quyết (?:định|nghị)(?!\w).{0,160}như sau\s?:$")
_CALL_ON = re.compile(r"(?:Chủ trì|Chủ động|Phối hợp)(?!\w)")
"""``b) Phối hợp với các sở, ngành``: a heading of nothing but partners."""
_DIRECTS = re.compile(r"Yêu cầu\s")
"""What a body under its own heading asks of others is its own task."""
_AS_FOLLOWS = re.compile(r"(?:như|nội dung|cụ thể)\ssau(?:\sđây)?\s?[:.]?$")
_TASKS_FOLLOW = re.compile(r"(?:nhiệm vụ|công việc|giải pháp)(?:\s\w+){0,4}\ssau(?:\sđây)?\s?:$")
"""``…; tập trung một số nhiệm vụ cụ thể sau:`` before a list."""
_END_OF_BODY = re.compile(r"\W*(?:(?i:nơi nhận)\b|(?:TM|KT|TL|TUQ)\s?\.\s)")
_CLOSING = re.compile(
    r"(?:[^.;:]{3,60}trân trọng (?:thông báo|cảm ơn|đề nghị quý)|Trên đây|Trong quá trình|Quá trình|Yêu cầu|Đề nghị|Nếu có|Mọi|Địa chỉ)\b"
)
_GOES_ON = re.compile(r"(?:Trong quá trình|Quá trình|Hằng năm|Hàng năm|Định kỳ)\b")
_JOINT = re.compile(r"phối hợp(?:\svới)?\s?:?$", re.IGNORECASE)


def assignments(reading: Reading, naming: Naming) -> tuple[Assignment, ...]:
    """Every assignment of the document, in order: one per body and task item."""
    found = list(_Walk(reading, naming).read())
    fields = list(field_assignments(reading, naming))
    found = [a for a in found if not _stated_by(fields, a)]
    return tuple(sorted(_once([*found, *fields, *row_assignments(reading, naming)]), key=lambda a: (a.start, a.end)))


def _stated_by(fields: list[Assignment], found: Assignment) -> bool:
    """True where lines of fields give the same body the same task."""
    same = [f for f in fields if f.role == found.role and fold(f.agency) == fold(found.agency)]
    return any(f.start < found.end and found.start < f.end for f in same)


def _once(found: list[Assignment]) -> Iterator[Assignment]:
    """The same body has one role in an item: the lead wins."""
    leads = {(a.start, a.end, fold(a.agency)) for a in found if a.role == "lead"}
    seen: set[tuple[int, int, str]] = set()
    for a in found:
        key = (a.start, a.end, fold(a.agency))
        if key in seen or (a.role == "support" and key in leads):
            continue
        seen.add(key)
        yield a


@dataclass(slots=True)
class _Walk:
    """One pass over the blocks, with what the headings above have said."""

    reading: Reading
    naming: Naming
    heads: dict[int, tuple[Role, ...]] = field(default_factory=dict)
    """Bodies that a heading names: they lead what stands under it."""
    shared: dict[int, tuple[Role, ...]] = field(default_factory=dict)
    """Partners that a lead-in names for all its items."""
    joint: set[int] = field(default_factory=set)
    """Lead-ins "Chủ trì, phối hợp:" whose items begin with the partners."""
    last: tuple[int | None, tuple[Role, ...]] = (None, ())
    """Parent and bodies of the paragraph before, which a paragraph without a subject goes on with."""
    headings: Headings = field(init=False)

    def __post_init__(self) -> None:
        self.headings = Headings(self.reading, self.heads)

    def read(self) -> Iterator[Assignment]:
        body = False
        for index, block in enumerate(self.reading.blocks):
            # Between the preamble and the recipients; an annex begins again with a numbered heading.
            body = (body or (block.label is not None and block.rank < BULLET)) and not _END_OF_BODY.match(block.text)
            if (
                block.cell is None
                and body
                and not is_field(block)
                and not in_goals(self.reading, index)
                and not self._tells_no_tasks(index)
            ):
                yield from self._block(index, block)

    def _block(self, index: int, block: Block) -> Iterator[Assignment]:
        heading = self.headings.of(index, block)
        if heading is not None:
            phrases, end = heading
            self.heads[index] = tuple(roles_of(block, self.naming, phrases, "lead"))
            yield from self._emit(block, end, len(block.text), self.heads[index], "heading")
            return
        inherited = self._above(index, self.heads)
        if inherited and block.parent in self.joint:
            yield from self._joint(block, inherited)
        elif inherited and not _closes(block) and (_DIRECTS.match(block.text) or not self._opens_itself(block)):
            if self.headings.children(index) and (self._leads_in(index, block) or _is_title(block)):
                return
            yield from self._emit(block, 0, len(block.text), (*inherited, *self._above(index, self.shared)), "heading")
        else:
            yield from self._clauses(index, block)

    def _tells_no_tasks(self, index: int) -> bool:
        return self.reading.under(index, "no tasks", _says_no_tasks) or False

    def _opens_itself(self, block: Block) -> bool:
        text, spans = block.text, sentences(block.text, semicolons=False)
        return subject(text, 0, len(text), first_only=True) is not None or (bool(spans) and obliged(text, 0, spans[0][1]))

    def _joint(self, block: Block, leads: tuple[Role, ...]) -> Iterator[Assignment]:
        """``b) Chủ trì, phối hợp: - Sở Tài chính và … tham mưu``: the first named are partners."""
        beside = tuple(roles_of(block, self.naming, read_list(block.text, 0), "support"))
        yield from self._emit(block, 0, len(block.text), (*leads, *beside), "heading")

    def _leads_in(self, index: int, block: Block) -> bool:
        """True for the opening of a list: its partners hold for every item."""
        if _JOINT.search(block.text):
            self.joint.add(index)
            return True
        if not block.text.endswith(":") and not _CALL_ON.match(block.text):
            return False
        found = tuple(partners(block, 0, len(block.text), self.naming))
        if not block.text.endswith(":") and (not found or block.end - max(r.end for r in found) > 3):
            return False
        if not found and not opens_with_verb(block.text, 0):
            return False
        self.shared[index] = (*self._above(index, self.shared), *found)
        return True

    def _above(self, index: int, known: dict[int, tuple[Role, ...]]) -> tuple[Role, ...]:
        """What the nearest heading that names bodies says."""
        parent = self.reading.blocks[index].parent
        while parent is not None:
            if parent in known:
                return known[parent]
            parent = self.reading.blocks[parent].parent
        return ()

    def _emit(self, block: Block, start: int, end: int, roles: tuple[Role, ...], rule: str) -> Iterator[Assignment]:
        """One task for all of ``roles`` and for the partners that its own words name."""
        if end - start < 12:
            return
        item = Item(*block.span(start, end), block.text[start:end])
        for role in (*roles, *partners(block, start, end, self.naming)):
            yield assign(self.reading, item, role, rule)

    def _clauses(self, index: int, block: Block) -> Iterator[Assignment]:
        """Items whose clause itself says who does it; "UBND tỉnh ban hành Kế hoạch … như sau:" opens an annex and is none."""
        if "ban hành" in block.text and _AS_FOLLOWS.search(block.text) and block.label is None:
            return
        if self._spreads(index, block):
            return
        spans = sentences(block.text, semicolons=False)
        if not spans:  # a line of closing quotes or brackets alone
            return
        subjects = [subject(block.text, a, b) for a, b in spans]
        if block.rank < 9 and subjects[0] is None and ORGANISING.match(next(self.reading.folded_headings(index), "")):
            subjects[0] = invited(block.text, *spans[0])
        roles = self._carried(index, block, subjects)
        for n, (start, _) in enumerate(spans):
            phrases = subjects[n]
            opens = phrases is not None or (n == 0 and roles) or (roles and _GOES_ON.match(block.text, start))
            if not opens:
                continue
            if phrases is not None:
                roles = tuple(roles_of(block, self.naming, phrases, "lead"))
            yield from self._emit(block, start, _stop(block.text, spans, subjects, n), roles, "clause")
        if any(subjects):
            self.last = (block.parent, roles)
        if roles and self.headings.children(index) and _TASKS_FOLLOW.search(block.text):
            self.heads[index] = roles

    def _spreads(self, index: int, block: Block) -> bool:
        """``2. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh:`` opens a list: who is named does every item of it."""
        if not block.text.endswith(":") or not self.headings.children(index) or len(sentences(block.text, semicolons=False)) > 1:
            return False
        first = self.reading.blocks[index + 1]
        if first.label is None or len(first.text) < 12 or not (opens_with_verb(first.text, 0) or _TASKS_FOLLOW.search(block.text)):
            return False  # "triệu tập hội nghị gồm:", "như sau:" over parts
        if _DECIDES.search(block.text):
            return True  # what a body decides of itself it is not told to do
        found = subject(block.text, 0, len(block.text))
        if found is None:
            return False
        self.heads[index] = tuple(roles_of(block, self.naming, found, "lead"))
        self.shared[index] = tuple(partners(block, 0, len(block.text), self.naming))
        return True

    def _carried(self, index: int, block: Block, subjects: list[list[Phrase] | None]) -> tuple[Role, ...]:
        """Bodies of the paragraph before, for a paragraph of the same part that begins with a verb."""
        parent, roles = self.last
        if block.label is not None or any(subjects) or parent != block.parent or not opens_with_verb(block.text, 0):
            return ()
        return roles if self.headings.organises(index) else ()


def _says_no_tasks(heading: Block) -> bool | None:
    return True if _no_tasks().match(heading.folded[:160]) else None


@functools.cache
def _no_tasks() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(fold(w) for w in table('task_cues')['no_tasks']['words'])})\b")


def _is_title(block: Block) -> bool:
    """A short line over its own items, without a full stop, is a heading and no task."""
    return block.rank < BULLET and len(block.text) < 90 and block.text[-1:] not in ".;:"


def _closes(block: Block) -> bool:
    return block.label is None and _CLOSING.match(block.text) is not None


def _stop(text: str, spans: Sequence[tuple[int, int]], subjects: list[list[Phrase] | None], n: int) -> int:
    """The item goes on over sentences that name no one else."""
    stop = spans[n][1]
    for following in range(n + 1, len(spans)):
        a, b = spans[following]
        if subjects[following] is not None or _CLOSING.match(text, a) or _GOES_ON.match(text, a):
            break
        stop = b
    return stop
