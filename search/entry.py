"""A passage as an index keeps it, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from search.passages import Passage

FACETS = ("type", "issuer", "level", "place", "year", "cites", "targets")
"""What is counted and filtered; ``year`` is a number, ``targets`` is ``true`` or ``false``."""

_JSON = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A passage as kept: with what is shown of its document, and the values of its facets."""

    id: int
    passage: Passage
    file: str
    number: str | None = None
    date: str | None = None
    """Of the document, as its header says: what results are ordered by."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def to_json(entry: Entry) -> bytes:
    """The entry as JSON; written out, because ``asdict`` copies deeply."""
    p = entry.passage
    passage = {
        "document": p.document,
        "section": p.section,
        "start": p.start,
        "end": p.end,
        "text": p.text,
        "title": p.title,
        "breadcrumb": p.breadcrumb,
    }
    data = {
        "id": entry.id,
        "passage": passage,
        "file": entry.file,
        "number": entry.number,
        "date": entry.date,
    }
    return f'{_JSON.encode(data)[:-1]}, "facets": {_facets(tuple(entry.facets.items()))}}}'.encode()


@lru_cache(maxsize=16)
def _facets(facets: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """The passages of a document have most of them in common: all that it cites."""
    return _JSON.encode(dict(facets))


def from_json(stored: bytes) -> Entry:
    data = json.loads(stored)
    passage = Passage(**{**data["passage"], "breadcrumb": tuple(data["passage"]["breadcrumb"])})
    facets = {name: tuple(values) for name, values in data["facets"].items()}
    return Entry(id=data["id"], passage=passage, file=data["file"], number=data["number"], date=data["date"], facets=facets)
