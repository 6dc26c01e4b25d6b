"""The label that a paragraph opens with (``Điều 5.``, ``II.``, ``a)``, ``-``) and its rank: what governs what."""

from __future__ import annotations

import re

from corpus.extract.block import BULLET, LEAF

_LABELS: tuple[tuple[float, str], ...] = (
    (0, r"(?:Phần|PHẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]+|\d+)[.:]?"),
    (1, r"(?:Chương|CHƯƠNG)\s+(?:[IVXLC]+|\d+)[.:]?"),
    (2, r"(?:Mục|MỤC)\s+(?:[IVX]+|\d+)[.:]"),
    (3, r"Điều\s+\d{1,3}[a-zđ]?[.:]?"),
    (4, r"(?:[IVX]{1,5}|[A-HĐ])\s?[.\-/)](?=\s|[^\W\d])(?!\w{1,3}[-/])"),
    (7, r"\d{1,2}\.\d{1,2}\.\d{1,2}(?:\.\d{1,2})*[.)/]?(?=\s)"),
    (6, r"\d{1,2}\.\d{1,2}[.)/]?(?=\s)"),
    (5, r"\d{1,2}\s?[.)/](?=\s|[^\W\d])"),
    (8, r"[a-zđ]\s?(?:\)|\.(?=\s))\.?"),
    (9, r"\((?:\d{1,2}|[a-zđ])\)(?=\s)"),
    (BULLET, r"[-–—−•●▪*](?=\s*\S)"),
    (BULLET + 1, r"[+](?=\s*\S)"),
)
_LABEL = re.compile("|".join(f"(?P<r{int(rank)}_{i}>{pattern})" for i, (rank, pattern) in enumerate(_LABELS)))
_OPENS_A_WORD = "PCMĐIVX"
"""Letters that begin the labels of more than one letter: ``Phần``, ``Chương``, ``Mục``, ``Điều``, ``IV``."""


def label_of(clean: str) -> tuple[str | None, float, int]:
    """The label, its rank, and how many characters it takes with the blanks and dots after it."""
    if clean[:2].isalpha() and len(clean) > 1 and clean[0] not in _OPENS_A_WORD:
        return None, LEAF, 0  # as most lines
    match = _LABEL.match(clean)
    if match is None or not match.lastgroup:
        return None, LEAF, 0
    cut = match.end()
    while cut < len(clean) and clean[cut] in " .":
        cut += 1
    return match.group().strip(), float(match.lastgroup[1:].split("_")[0]), cut


def closes(rank: float) -> float:
    """Ranks from this one on end where a block of ``rank`` begins: running text ends bullets, never headings."""
    return BULLET if rank == LEAF else rank


def plain_rank(clean: str, strong: bool, open_ranks: list[float]) -> float:
    """Rank of a paragraph without a label: a heading in capitals, a lead-in just below its heading, or running text."""
    if strong and len(clean) < 200 and clean[-1:] not in ".;,":
        return 4 if clean.upper() == clean else 9
    if not clean.endswith(":"):
        return LEAF
    heading = next((r for r in reversed(open_ranks) if r < BULLET and r == int(r)), None)
    return heading + 0.5 if heading is not None and "ban hành" not in clean else BULLET - 0.5
