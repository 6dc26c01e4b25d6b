"""Vietnamese text: one normal form, and folding that keeps every offset.

``fold`` maps one character to one character, so an offset into the folded text is an offset into the original.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from collections.abc import Callable


def nfc(text: str) -> str:
    """Unicode normal form C: the only form in which text enters the house."""
    return unicodedata.normalize("NFC", text)


def _fold_character(c: str) -> str:
    if c in "đĐðÐ":  # U+00F0/U+00D0 (Eth) are common scanning and keyboard look-alikes of đ
        return "d"
    base = unicodedata.normalize("NFD", c)[0].lower()
    return base if len(base) == 1 else c


# Every composed Latin letter that Vietnamese (and OCR of it) uses, in one table.
_FOLD = {i: _fold_character(chr(i)) for r in ((0x41, 0x250), (0x1E00, 0x1F00)) for i in range(*r)}
_SHORT = 200
_KEPT = 1000


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d; same length as ``text``.

    >>> fold("Ủy ban nhân dân Đà Nẵng")
    'uy ban nhan dan da nang'
    """
    return _folded(text) if len(text) < _KEPT else _fold_all()(text)


@functools.lru_cache(maxsize=1 << 13)
def _folded(text: str) -> str:
    """Every reader of a document folds the same lines and words."""
    return text.translate(_FOLD) if len(text) < _SHORT else _fold_all()(text)


@functools.cache
def _fold_all() -> Callable[[str], str]:
    """A table look-up over a whole text at once: ten times as fast as ``str.translate``."""
    import numpy as np  # 0.1 s that a command or a query process without long texts does not pay

    table = np.arange(sys.maxunicode + 1, dtype="<u4")
    table[list(_FOLD)] = [ord(c) for c in _FOLD.values()]

    def fold_all(text: str) -> str:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        return str(table[codes].tobytes().decode("utf-32-le", "surrogatepass"))

    return fold_all


_NON_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str, limit: int = 80) -> str:
    """Lower-case ASCII words joined by hyphens, for IRIs: ``slug("Thủ tướng Chính phủ") == "thu-tuong-chinh-phu"``."""
    return sys.intern(_NON_SLUG.sub("-", fold(nfc(text))).strip("-")[:limit].rstrip("-"))


_VIETNAMESE = sorted({c for i in _FOLD if (c := chr(i)).isalpha() and _FOLD[i].isalpha() and (i < 0x180 or i >= 0x1EA0 or c in "ƠơƯư")})
UPPER = "".join(c for c in _VIETNAMESE if c.isupper())
"""Every capital letter of Vietnamese (and of Latin-1), for use inside a character class: no range of code points holds only capitals."""
LOWER = "".join(c for c in _VIETNAMESE if c.islower())
"""Every small letter, likewise."""
