"""What the readers of assignments share: a body in a role, a task item, and the assignment made of both."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.extract.agencies import Naming, Phrase, read_list
from corpus.extract.block import Block
from corpus.extract.members import members
from corpus.extract.reading import Reading
from corpus.extract.tables import searched, table
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


def roles_of(block: Block, naming: Naming, phrases: Iterable[Phrase], role: str) -> Iterator[Role]:
    """The bodies of ``phrases``; a group that lists its members by name gives them."""
    for phrase in phrases:
        listed = members(block.text, phrase)
        if not listed:
            yield role_of(block, naming, phrase, role)
        for one in listed:
            start, end = block.span(one.start, one.end)
            yield Role(naming.printed(one.words, one.phrase), naming.name(one.words, one.phrase).name, role, start, end)


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
    return re.compile(rf"{searched(table('task_cues')['assign']['partner'])}\s(?i:với\s)?")


@functools.cache
def _together() -> re.Pattern[str]:
    return re.compile(rf"{searched(table('task_cues')['together']['words'])}\s")


def partners(block: Block, start: int, end: int, naming: Naming) -> Iterator[Role]:
    """Bodies after "phối hợp với", and those after "đồng chủ trì với", between ``start`` and ``end``."""
    if "chủ trì với" in block.text:
        for cue in _together().finditer(block.text, start, end):
            yield from roles_of(block, naming, (p for p in read_list(block.text, cue.end()) if p.end <= end), "lead")
    for cue in _partner_cue().finditer(block.text, start, end):
        before = block.text[max(0, cue.start() - 12) : cue.start()].lower()
        if before.endswith(("sự ", "công tác ", "cơ chế ", "quy chế ", "tăng cường ", "trong ")):
            continue
        yield from roles_of(block, naming, (p for p in read_list(block.text, cue.end()) if p.end <= end), "support")
