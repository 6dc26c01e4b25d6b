"""What the tables of laws and programmes say of a citation: the day its law lost force, the name its programme was approved under."""

from __future__ import annotations

import functools
import re
import tomllib

from corpus.gazetteer import PATTERNS, key
from corpus.laws import Law, laws
from corpus.model import Citation

_YEARS = re.compile(r"(?:giai\s+đoạn\s+)?((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)|đến\s+năm\s+((?:19|20)\d\d)")


def ended(citation: Citation, at: str | None = None) -> str | None:
    """The day from which a later law of the same name stood in the place of the cited one; None where none is known.

    A law cited by number is that law; one cited by bare name is the one of its time, and never out of force."""
    law = laws().numbered(citation.number) if citation.number else None
    if law is None:
        return None
    later = [other for other in laws().named(law.name) if other.since > law.since and other.in_force and not _amends(other, law)]
    days = sorted(other.in_force for other in later if other.in_force and (at is None or other.in_force <= at))
    return days[0] if days else None


def _amends(other: Law, law: Law) -> bool:
    return other.number in law.amended_by or "sửa đổi" in other.name


def approved_name(citation: Citation) -> str | None:
    """The name under which the cited programme was approved, where the table holds it and the years tell which it is."""
    printed = key(citation.title or citation.surface)
    years = _span(citation.title or citation.surface)
    exact = [name for name, forms in _programmes() if printed in forms]
    if len(exact) == 1:
        return exact[0]
    bare = key(_YEARS.sub(" ", citation.title or citation.surface))
    same = [name for name, _ in _programmes() if key(_YEARS.sub(" ", name)) == bare]
    near = [name for name in same if years and (own := _span(name)) and own[0] <= years[1] and years[0] <= own[1]]
    return near[0] if len(near) == 1 else None


def _span(name: str) -> tuple[str, str] | None:
    match = _YEARS.search(name)
    if match is None:
        return None
    return (match[1], match[2]) if match[1] else ("0000", match[3])


@functools.cache
def _programmes() -> tuple[tuple[str, frozenset[str]], ...]:
    with (PATTERNS / "programmes.toml").open("rb") as file:
        rows = tomllib.load(file)["programme"]
    return tuple((r["name"], frozenset(key(n) for n in (r["name"], *r.get("aliases", ())))) for r in rows)
