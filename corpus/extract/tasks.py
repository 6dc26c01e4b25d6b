"""What the readers of assignments share: a body in a role, a task item, and the assignment made of both."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.extract.agencies import Naming, Phrase, read_list
from corpus.extract.blocks import Block
from corpus.extract.reading import Reading
from corpus.extract.tables import alternatives, table
from corpus.model import Assignment


@dataclass(frozen=True, slots=True)
class Role:
    """A body in a role, and where its words stand in the source."""

    name: str
    body: str
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """A task: its extent in the source and its words."""

    start: int
    end: int
    task: str


def role_of(block: Block, naming: Naming, phrase: Phrase, role: str) -> Role:
    """The body that ``phrase`` names, in ``role``."""
    start, end = block.span(phrase.start, phrase.end)
    return Role(naming.printed(block.text, phrase), naming.name(block.text, phrase).name, role, start, end)


def assign(reading: Reading, item: Item, role: Role, rule: str) -> Assignment:
    """The assignment of ``item`` to the body of ``role``."""
    return Assignment(
        start=item.start,
        end=item.end,
        surface=reading.document.text[item.start : item.end],
        rule=f"assignment/{rule}",
        agency=role.name,
        body=role.body,
        role=role.role,
        task=_task(item.task),
        section=reading.section_at(item.start),
        agency_start=role.start,
        agency_end=role.end,
    )


def _task(words: str) -> str:
    """The task without "Chủ trì," before it and the full stop after it."""
    words = re.sub(r"^(?:Chủ trì|chủ trì)[,\s]\s?(?=\S)", "", words)
    return words.strip(" .;:/")


@functools.cache
def _partner_cue() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(table('task_cues')['assign']['partner'])})\s(?:với\s)?", re.IGNORECASE)


def partners(block: Block, start: int, end: int, naming: Naming) -> Iterator[Role]:
    """Bodies after "phối hợp với" between ``start`` and ``end``."""
    for cue in _partner_cue().finditer(block.text, start, end):
        before = block.text[max(0, cue.start() - 12) : cue.start()].lower()
        if before.endswith(("sự ", "công tác ", "cơ chế ", "quy chế ", "tăng cường ", "trong ")):
            continue
        for phrase in read_list(block.text, cue.end()):
            if phrase.end <= end:
                yield role_of(block, naming, phrase, "support")
