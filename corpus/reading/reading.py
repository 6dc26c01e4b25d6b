"""What a format's reader hands over, before repair: pieces of text in order, and remarks on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import InputError
from corpus.model import Note

MAX_CHARACTERS = 16 * 2**20
"""Longest text taken: about 5,000 pages; the longest real document seen has a tenth of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The text of one file. The pieces joined are the text; where ``paged``, each piece is one page."""

    media_type: str
    pieces: tuple[str, ...]
    paged: bool = False
    scanned: bool = False
    notes: tuple[tuple[int, Note], ...] = ()
    """(piece, note with offsets into that piece)."""


def too_long(name: str) -> InputError:
    return InputError(
        f"{name}: văn bản dài hơn {MAX_CHARACTERS // 2**20} triệu ký tự; hãy chia nhỏ tệp.",
        f"{name}: the text has more than {MAX_CHARACTERS // 2**20} million characters; split the file.",
    )


def squeeze(text: str) -> str:
    """One line of running text: every run of white space (no-break spaces too) becomes one space."""
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def row_lines(cells: Sequence[Iterable[str]]) -> list[str]:
    """A table row as lines: ``a | b |``; where a cell has several paragraphs, each on a line, ``|`` closing the cell."""
    filled = [[line for line in map(squeeze, cell) if line] for cell in cells]
    if not any(filled):
        return []
    if all(len(lines) <= 1 for lines in filled):
        return [" ".join(f"{lines[0]} |" if lines else "|" for lines in filled)]
    out: list[str] = []
    for lines in filled:
        if lines:
            out += [*lines[:-1], f"{lines[-1]} |"]
    return out
