"""Yes/no targets: dated aims without a figure, in lists of chỉ tiêu or under "Mục tiêu cụ thể đến năm 2030"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.block import LEAF, Block
from corpus.extract.goals import LABEL, objective_of
from corpus.extract.indicators import indicator
from corpus.extract.reading import Reading
from corpus.extract.sentences import sentences
from corpus.extract.target_clauses import tidy
from corpus.extract.years import frequency, heading_year, nearest_year
from corpus.model import Target
from corpus.text import fold

_SPECIFIC = re.compile(r"(?:cac |mot so )?(?:muc tieu|chi tieu) cu the\b")
_TRAILS_OFF = re.compile(r"(?:…|\.\.\.?)[\s)]*$")
"""A list of examples that ends in dots is no aim."""


def plain_target(reading: Reading, index: int, block: Block, title_year: int | None) -> Iterator[Target]:
    """A yes/no aim: an item of a list of chỉ tiêu without a figure."""
    skip = LABEL.match(block.text)
    if not skip and not _listed(reading, index):
        return
    begin = skip.end() if skip else 0
    if begin < len(block.text):
        yield from aim(reading, index, begin, len(block.text), title_year, skip["label"] if skip else None)


def aim(reading: Reading, index: int, begin: int, stop: int, title_year: int | None, label: str | None = None) -> Iterator[Target]:
    """The target without a figure that ``text[begin:stop]`` states, where it is dated or labelled."""
    text = reading.blocks[index].text
    begin, stop = tidy(text, begin, stop)
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
        objective=objective_of(reading, index)[0],
        objective_number=objective_of(reading, index)[1],
    )


def sentences_without(reading: Reading, index: int, found: list[Target], title_year: int | None) -> Iterator[Target]:
    """The sentences of an item of dated aims that state no figure, beside those that do: each is an aim too."""
    block = reading.blocks[index]
    for begin, stop in sentences(block.text, semicolons=False):
        start, end = block.span(begin, stop)
        if stop - begin > 40 and not any(t.start < end and start < t.end for t in found):
            yield from aim(reading, index, begin, stop, title_year)


def in_list_of_targets(reading: Reading, index: int) -> bool:
    """True where the nearest heading that speaks of goals speaks of chỉ tiêu."""
    return any("chi tieu" in fold(h[:80]) for h in reading.headings(index))


def in_dated_aims(reading: Reading, index: int) -> bool:
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
    if in_dated_aims(reading, index):
        return True
    parent = reading.blocks[block.parent]
    if heading_year([parent.text]) is None and not re.search(r"chi tieu", fold(parent.text[:80])):
        return False
    siblings = [b for b in reading.blocks[block.parent + 1 : block.parent + 60] if b.parent == block.parent and (b.label or b.rank == LEAF)]
    return sum("%" in b.text for b in siblings) * 4 >= len(siblings) > 1
