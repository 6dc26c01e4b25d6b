"""A text read as blocks: what the extractors of commitments work on.

Documents reach us hard-wrapped, with Markdown stars, broken over pages or scanned. A block is one paragraph, list item or table
cell, its white space collapsed, its stars and its list label taken off, its place in the outline known. ``Block.span`` leads back
to the source, so every fact still quotes the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.extract.block import LEAF, Block
from corpus.extract.block_labels import closes, label_of, plain_rank
from corpus.extract.cleaning import Runs, clean_words, without
from corpus.extract.line_tables import Grid
from corpus.extract.paragraphs import Paragraph, paragraphs
from corpus.text import fold

_RULED = re.compile(r"[-_=~.·\s]{3,}")


def read_blocks(text: str, grids: Sequence[Grid] = ()) -> tuple[Block, ...]:
    """All blocks of ``text`` in order; empty ones are left out. ``grids`` are tables that were found among its lines."""
    blocks: list[Block] = []
    open_blocks: list[int] = []
    gathered = list(paragraphs(text, grids))
    cleaned = [clean_words(text, paragraph.lines) for paragraph in gathered]
    folded = fold("\n".join(clean for clean, _ in cleaned)).split("\n")  # all at once: no clean text holds a line end
    for paragraph, (clean, runs), key in zip(gathered, cleaned, folded, strict=False):
        made = _block(text, paragraph, clean, runs, key, blocks, open_blocks)
        if made is not None:
            blocks.append(made)
            if made.rank < LEAF and made.cell is None:
                open_blocks.append(len(blocks) - 1)
    return tuple(blocks)


def _block(
    text: str, paragraph: Paragraph, clean: str, runs: Runs, folded: str, blocks: list[Block], open_blocks: list[int]
) -> Block | None:
    if not clean or (_RULED.fullmatch(clean) and paragraph.cell is None):
        return None
    begin = paragraph.lines[0][0]
    second = clean[1:2]
    strong = text.startswith("**", begin) or (second == second.upper() and clean.upper() == clean)
    label, rank, cut = label_of(clean) if paragraph.cell is None else (None, LEAF, 0)
    if label is None and paragraph.cell is None:
        rank = plain_rank(clean, strong, [blocks[i].rank for i in open_blocks])
    if cut:
        clean, folded, runs = clean[cut:], folded[cut:], without(runs, cut)
    if not clean:
        return None
    if paragraph.cell is None:
        while open_blocks and blocks[open_blocks[-1]].rank >= closes(rank):
            open_blocks.pop()
    return Block(clean, runs, label, rank, open_blocks[-1] if open_blocks else None, paragraph.cell, strong, folded)
