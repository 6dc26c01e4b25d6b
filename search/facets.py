"""What results are counted and filtered by, read from a document's header and facts."""

from __future__ import annotations

import re

from corpus.model import Document, Facts
from corpus.text import fold
from search.tokens import NUMBER

_LEVELS = (
    ("commune", re.compile(r"\b(?:xa|phuong|thi tran)\b")),
    ("district", re.compile(r"\b(?:huyen|quan|thi xa)\b")),
    ("province", re.compile(r"\b(?:tinh|thanh pho|so)\b")),
    ("central", re.compile(r"\b(?:quoc hoi|chinh phu|thu tuong|bo|trung uong|chu tich nuoc|toi cao|nha nuoc|tong cuc|cuc)\b")),
)
_NUMBER = re.compile(NUMBER)


def document_facets(document: Document, facts: Facts) -> dict[str, tuple[str, ...]]:
    """Values that hold for every passage of a document."""
    h = document.header
    cites = sorted({c.number for c in facts.citations if c.number and c.role != "self"})
    year = (h.date or "")[:4]
    values: dict[str, tuple[str | None, ...]] = {
        "type": (h.type,),
        "issuer": (h.issuer,),
        "level": (level(h.issuer),),
        "place": (place(h.issuer) or h.place,),
        "year": (year if year.isdigit() else None,),
        "cites": tuple(cites),
    }
    return {name: tuple(v for v in found if v) for name, found in values.items()}


def has_target(facts: Facts, start: int, end: int) -> bool:
    """Whether a target (chỉ tiêu) stands in a passage."""
    return any(t.start < end and t.end > start for t in facts.targets)


def level(issuer: str | None) -> str | None:
    """``commune``, ``district``, ``province``, ``central`` or None, from the words of an issuer's name."""
    words = fold(issuer or "")
    return next((name for name, pattern in _LEVELS if pattern.search(words)), None)


def place(issuer: str | None) -> str | None:
    """The place in an issuer's name: "Ủy ban nhân dân tỉnh Lạng Sơn" -> "Lạng Sơn"."""
    match = re.search(r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)\s+([A-ZĐÀ-Ỹ].{0,60})$", issuer or "")
    return match.group(1).strip() if match else None
