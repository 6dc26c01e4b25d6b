"""What to mark in a passage: the words that matched, at their exact offsets in the document's text."""

from __future__ import annotations

from collections.abc import Collection

from search.results import Highlight
from search.tokens import tokens

_COMMON = """
và của các cho có là được trong với về theo từ tại đến này đó những một khi để thì mà ở do bởi như trên dưới hoặc hay bị phải
gì nào thế sao ai bao nhiêu không
va cua cac cho co la duoc trong voi ve theo tu tai den nay do nhung mot khi de thi ma o nhu hoac hay
"""
FUNCTION_WORDS = frozenset(_COMMON.split())
"""Words too common to mark or to count as a match."""


def matched_words(text: str, offset: int, exact: Collection[str], folded: Collection[str]) -> list[Highlight]:
    """Stretches of ``text`` (which starts at ``offset``) whose term was asked for; neighbours are joined."""
    found: list[Highlight] = []
    last = 0
    for t in tokens(text):
        if t.start < last or t.form in FUNCTION_WORDS or not (t.form in exact or t.folded in folded):
            continue
        last = t.end
        start, end = offset + t.start, offset + t.end
        if found and start - found[-1].end <= 1:
            found[-1] = Highlight(start=found[-1].start, end=end)
        else:
            found.append(Highlight(start=start, end=end))
    return found
