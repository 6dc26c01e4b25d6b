"""The text in the forms that the citation grammars read; every form keeps every offset."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.text import fold

# Letters that look alike (Cyrillic, Eth, African D) and the dashes, slashes and invisible blanks of word processors.
_LOOKALIKES = str.maketrans(
    "İАВЕКМНОРСТХУаеорсхуіІÐðƉɖ‐‑‒–—―−\u00ad⁄∕／\u200b\ufeff\u2060\xa0",
    "IABEKMHOPCTXYaeopcxyiIĐđĐđ--------///    ",
)
_LOOKALIKE = re.compile(f"[{re.escape(''.join(map(chr, _LOOKALIKES)))}]")
# The gazette's running head and page number stand inside sentences: "của Bộ trưởng [CÔNG BÁO/Số 288/Ngày 29-05-2026 64] Bộ Tài chính".
_FURNITURE = re.compile(r"\n[ \t\n\d]{0,40}CÔNG BÁO/Số [^\n]{1,40}(?:\n[ \t]{0,40}\d{0,4}[ \t]{0,8}(?=\n))?[ \t\n]{0,40}")
_SPACE = re.compile(r"[\s*_]+")
_EDGE = re.compile(r"^[\s*_]+|[\s*_]+$")


def clean(text: str) -> str:
    """``text`` with look-alike letters, dashes and slashes put right; same length."""
    for c in set(_LOOKALIKE.findall(text)):
        text = text.replace(c, chr(_LOOKALIKES[ord(c)]))
    return text


def one_line(text: str) -> str:
    """Words joined by single spaces, without the stars of markdown."""
    return _EDGE.sub("", _SPACE.sub(" ", text)).strip()


@dataclass(frozen=True, slots=True)
class View:
    """A document's text as printed, cleaned, in small letters, and folded; all of one length."""

    text: str
    clean: str
    lower: str
    """For words that only their accents tell apart: "đang" and "đẳng"."""
    folded: str

    @classmethod
    def of(cls, text: str) -> View:
        cleaned = _FURNITURE.sub(lambda m: " " * len(m.group()), clean(text))
        return cls(text, cleaned, cleaned.lower(), fold(cleaned))
