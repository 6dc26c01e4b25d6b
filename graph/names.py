"""Names of laws and programmes, compared across spellings."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.model import Citation
from corpus.text import fold, slug
from graph.identity import short_hash

_PERIOD = re.compile(r"(?:giai doan\s*)?((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)|den nam\s*((?:19|20)\d\d)")
_YEAR = re.compile(r"(?:nam\s*)?\b((?:19|20)\d\d)\s*$")
_NOISE = re.compile(r"\b(?:ve|va|giai doan)\b|\(sua doi\)|[^a-z0-9 ]")
_ABBREVIATIONS = (("b[dđ]g", "binh dang gioi"), ("xhcn", "xa hoi chu nghia"), ("bvstbcpn", "vi su tien bo cua phu nu"))
_LAW_TYPES = re.compile(r"^(?:bo luat|luat|phap lenh)\b\s*")


def period(name: str) -> str | None:
    """``2021-2030`` or, for "đến năm 2030", ``-2030``; None where the name has no years."""
    m = _PERIOD.search(fold(name))
    if m is None:
        return None
    return f"{m[1]}-{m[2]}" if m[1] else f"-{m[3]}"


def year(name: str) -> str | None:
    """The year at the end of a law's name: ``Bộ luật Lao động 2019``."""
    folded = fold(name)
    m = None if _PERIOD.search(folded) else _YEAR.search(folded.rstrip(' ).”"'))
    return m[1] if m else None


@lru_cache(maxsize=1 << 12)
def name_key(name: str) -> str:
    """Words that tell one name from another: folded, without years, punctuation and the words that spellings add or drop."""
    words = _PERIOD.sub(" ", fold(name))
    words = re.sub(r"(?:\bnam\s+)?\b(?:19|20)\d\d\b", " ", words)
    for short, long in _ABBREVIATIONS:
        words = re.sub(rf"\b{short}\b", long, words)
    return " ".join(_NOISE.sub(" ", words).split())


def programme_key(key: str, years: str | None) -> str:
    """Path segment of a programme: its name and, where it has one, its period."""
    base = slug(key, 90)
    tail = "" if len(slug(key, 400)) == len(base) else f"-{short_hash(key)}"
    return f"{base}{tail}" + (f"-{years.strip('-')}" if years else "")


def law_name_of(c: Citation) -> str | None:
    """The key of the law's name that a numbered mention gives with the number ("Luật Đất đai số 31/2024/QH15")."""
    kind = fold(c.type or "")
    if kind not in ("luat", "bo luat", "phap lenh") or not c.title:
        return None
    return name_key(c.title if _LAW_TYPES.match(fold(c.title)) else f"{c.type} {c.title}")
