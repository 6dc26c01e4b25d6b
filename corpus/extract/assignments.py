"""Who is given which task: from headings, from "Giao X chủ trì, phối hợp với Y", from the subject of a clause, from tables."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from corpus.extract.agencies import Naming, Phrase, read_list
from corpus.extract.agencies.phrases import opens_with_verb
from corpus.extract.blocks import BULLET, Block
from corpus.extract.reading import Reading
from corpus.extract.sentences import sentences
from corpus.extract.tables import alternatives, table
from corpus.extract.targets import in_goals
from corpus.extract.task_fields import field_assignments, is_field, row_assignments
from corpus.extract.tasks import Item, Role, assign, role_of
from corpus.model import Assignment
from corpus.text import fold

_HEADING_LEAD = re.compile(r"(?:Đề nghị|Giao|Trách nhiệm của|Đối với|Nhiệm vụ của|Trách nhiệm|Kính đề nghị|Yêu cầu)\s", re.IGNORECASE)
_END_OF_BODY = re.compile(r"\W*(?:nơi nhận|noi nhan)\b", re.IGNORECASE)
_CLOSING = re.compile(r"(?:Trên đây|Trong quá trình|Quá trình|Yêu cầu|Đề nghị|Nếu có)\b")
_NEXT = re.compile(r"(?<=\s)(?=(?:các|những|từng)\s|[^\W\d_a-zà-ỹđ])")
_NOT_TASKS = re.compile(r"\b(?:muc dich|yeu cau|can cu phap ly|khen thuong|doi tuong|thanh phan)\b")


def assignments(reading: Reading, naming: Naming) -> tuple[Assignment, ...]:
    """Every assignment of the document, in order: one per body and task item."""
    out: list[Assignment] = []
    heads: dict[int, tuple[Role, ...]] = {}
    partners: dict[int, tuple[Role, ...]] = {}
    body = False
    for index, block in enumerate(reading.blocks):
        body = (body or block.label is not None) and not _END_OF_BODY.match(block.text)
        if not body and out:
            break
        if block.cell is not None or not body or in_goals(reading, index) or is_field(block):
            continue
        out.extend(_read_block(reading, naming, index, heads, partners))
    fields = list(field_assignments(reading, naming))
    out = [a for a in out if not _stated_by(fields, a)]
    return tuple(sorted(_once([*out, *fields, *row_assignments(reading, naming)]), key=lambda a: (a.start, a.end)))


def _stated_by(fields: list[Assignment], found: Assignment) -> bool:
    """True where lines of fields give the same body the same task."""
    return any(
        f.start < found.end and found.start < f.end and f.role == found.role and fold(f.agency) == fold(found.agency) for f in fields
    )


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


def _read_block(
    reading: Reading, naming: Naming, index: int, heads: dict[int, tuple[Role, ...]], partners: dict[int, tuple[Role, ...]]
) -> Iterator[Assignment]:
    block = reading.blocks[index]
    heading = _heading(block, naming)
    if heading is not None:
        phrases, end = heading
        roles = tuple(role_of(block, naming, p, "lead") for p in phrases)
        if end >= len(block.text):
            heads[index] = roles
            return
        heads[index] = roles
        yield from _emit(reading, block, end, len(block.text), roles, naming)
        return
    closing = block.label is None and _CLOSING.match(block.text) is not None
    inherited = () if closing or _subject(block, 0, len(block.text)) else _inherited(reading, index, heads)
    shared = _inherited(reading, index, partners)
    if block.text.endswith(":") and _children(reading, index) and inherited:
        found = tuple(_partners(block, 0, len(block.text), naming))
        if found or opens_with_verb(block.text, 0):
            partners[index] = (*shared, *found)
            return
    if inherited and not (_children(reading, index) and block.text.endswith(":")):
        yield from _emit(reading, block, 0, len(block.text), (*inherited, *shared), naming)
        return
    yield from _clauses(reading, naming, index)


def _children(reading: Reading, index: int) -> bool:
    following = reading.blocks[index + 1 : index + 2]
    return bool(following) and following[0].parent == index


def _inherited(reading: Reading, index: int, known: dict[int, tuple[Role, ...]]) -> tuple[Role, ...]:
    """What the nearest heading that names bodies says."""
    parent = reading.blocks[index].parent
    while parent is not None:
        if parent in known:
            return known[parent]
        parent = reading.blocks[parent].parent
    return ()


def _heading(block: Block, naming: Naming) -> tuple[list[Phrase], int] | None:
    """Bodies that make up a whole block, or stand before its colon; and where the task begins."""
    lead = _HEADING_LEAD.match(block.text)
    start = lead.end() if lead else 0
    if block.rank == BULLET and not block.text.rstrip().endswith(":") and ":" not in block.text[:200]:
        return None
    phrases = read_list(block.text, start)
    if not phrases:
        return None
    end = phrases[-1].end
    rest = block.text[end:]
    note = re.match(r"\s?\([^()]{0,160}\)", rest)
    if note:
        end, rest = end + note.end(), rest[note.end() :]
    if rest.strip(" .:;") == "" and (block.label is not None or block.strong or rest.strip().startswith(":")):
        return phrases, len(block.text)
    colon = re.match(r"\s?:\s?(?:-\s)?", rest)
    return (phrases, end + colon.end()) if colon else None


def _emit(
    reading: Reading, block: Block, start: int, end: int, roles: tuple[Role, ...], naming: Naming, rule: str = "heading"
) -> Iterator[Assignment]:
    """One task for all of ``roles`` and for the partners that its own words name."""
    if end - start < 12:
        return
    found = [*roles, *_partners(block, start, end, naming)]
    item = Item(*block.span(start, end), block.text[start:end])
    for role in found:
        yield assign(reading, item, role, rule)


@functools.cache
def _partner_cue() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(table('task_cues')['assign']['partner'])})\s(?:với\s)?", re.IGNORECASE)


def _partners(block: Block, start: int, end: int, naming: Naming) -> Iterator[Role]:
    """Bodies after "phối hợp với" between ``start`` and ``end``."""
    for cue in _partner_cue().finditer(block.text, start, end):
        before = block.text[max(0, cue.start() - 12) : cue.start()].lower()
        if before.endswith(("sự ", "công tác ", "cơ chế ", "quy chế ", "tăng cường ", "trong ")):
            continue
        for phrase in read_list(block.text, cue.end()):
            if phrase.end <= end:
                yield role_of(block, naming, phrase, "support")


def _clauses(reading: Reading, naming: Naming, index: int) -> Iterator[Assignment]:
    """Items whose clause itself says who does it."""
    block = reading.blocks[index]
    if any(_NOT_TASKS.search(fold(h[:60])) for h in reading.headings(index)) and not block.label:
        return
    spans = sentences(block.text, semicolons=False)
    last_end = None
    for n, (start, end) in enumerate(spans):
        phrases = _subject(block, start, end)
        if phrases is None:
            continue
        if last_end is not None and start < last_end:
            continue
        # The item goes on over sentences that name no one else.
        stop = end
        for a, b in spans[n + 1 :]:
            if _subject(block, a, b) is not None or _closing(block.text[a:b]):
                break
            stop = b
        last_end = stop
        roles = tuple(role_of(block, naming, p, "lead") for p in phrases)
        yield from _emit(reading, block, start, stop, roles, naming, "clause")


def _closing(sentence: str) -> bool:
    return re.match(r"(?:Địa chỉ|Trên đây|Trong quá trình|Mọi)\b", sentence) is not None


def _subject(block: Block, start: int, end: int) -> list[Phrase] | None:
    """The bodies that the clause ``text[start:end]`` gives a task, or None."""
    text = block.text
    given = _giving().search(text, start, min(end, start + 400))
    if given and _at_clause_start(text, start, given.start()):
        phrases = read_list(text, given.end())
        if phrases and phrases[-1].end <= end and _does(text, phrases[-1].end, end):
            return phrases
    for position in _openings(text, start, end):
        phrases = read_list(text, position, free=False)
        if phrases and phrases[-1].end < end and _does(text, phrases[-1].end, end):
            return phrases
    return None


@functools.cache
def _giving() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(table('task_cues')['assign']['before'])})\s(?=\S)", re.IGNORECASE)


@functools.cache
def _preface() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(table('task_cues')['preface']['words'])})(?!\w)")


def _at_clause_start(text: str, start: int, position: int) -> bool:
    return position == start or text[position - 2 : position] in (", ", "; ", ": ", ". ")


def _openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where the subject may stand: first, or after a preface: "Căn cứ …, các sở", "Hằng năm các sở"."""
    yield start
    if not _preface().match(text, start):
        return
    for match in _NEXT.finditer(text, start + 1, min(end, start + 500)):
        before = text[start : match.start()].rstrip().rsplit(" ", 1)[-1].lower()
        if before not in _after():
            yield match.start()


@functools.cache
def _after() -> frozenset[str]:
    return frozenset(str(table("task_cues")["not_subject"]["after"]).split())


def _does(text: str, position: int, end: int) -> bool:
    """True where a verb of doing follows the bodies."""
    between = re.compile(r"[,\s]{0,2}(?:\([^()]{0,160}\)[,\s]{0,2})?").match(text, position)
    begin = between.end() if between else position
    return begin < end and opens_with_verb(text, begin)
