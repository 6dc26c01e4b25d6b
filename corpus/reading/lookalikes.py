"""Letters of another script that look like ours (Cyrillic ``ТС`` in ``TT-BTС``, Eth ``Ð`` for ``Đ``): put right, on record.

One character becomes one character, so no offset moves. A Russian word stays: only a token that also has Latin letters,
and whose every Cyrillic letter has a Latin twin, is taken for a slip of the keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.model import Note

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХаеорсухѕіј", "ABESIJKMHOPCTYXaeopcyxsij", strict=True))
_TWINS = str.maketrans({**_CYRILLIC, "Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})
_SUSPECT = re.compile("[\u0400-\u04ffÐðƉ]")
_TOKEN = re.compile(r"\S{1,200}")
_MAX_NOTES = 100


def repair_lookalikes(text: str) -> tuple[str, tuple[Note, ...]]:
    """``text`` with look-alikes replaced, and a note for each token (the first hundred; one more counts the rest)."""
    if not _SUSPECT.search(text):
        return text, ()
    notes = list(_repairs(text))
    pieces, at = [], 0
    for n in notes:
        pieces += [text[at : n.start], n.read_as or ""]
        at = n.end
    kept = notes[:_MAX_NOTES]
    if rest := len(notes) - len(kept):
        kept.append(Note(code="look-alike-repaired", start=0, end=0, printed=str(rest), reason=f"và {rest} chỗ nữa như vậy"))
    return "".join([*pieces, text[at:]]), tuple(kept)


def _repairs(text: str) -> Iterator[Note]:
    for match in _TOKEN.finditer(text):
        token = match.group()
        if not _SUSPECT.search(token):
            continue
        repaired = token.translate(_TWINS)
        if repaired != token and not _SUSPECT.search(repaired) and _has_latin(token):
            reason = "Chữ của bảng chữ khác trông giống chữ Việt"
            yield Note(code="look-alike-repaired", start=match.start(), end=match.end(), printed=token, read_as=repaired, reason=reason)


def _has_latin(token: str) -> bool:
    return any((c.isascii() and c.isalpha()) or "À" <= c <= "ɏ" or "Ḁ" <= c <= "ỿ" for c in token)
