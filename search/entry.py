"""A passage as an index keeps it, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from search.passages import Passage

FACETS = ("type", "issuer", "level", "place", "year", "cites", "targets")
"""What is counted and filtered; ``year`` is a number, ``targets`` is ``true`` or ``false``."""

T = TypeVar("T")
_KEPT = 16
_JSON = json.JSONEncoder(ensure_ascii=False)
_text = json.encoder.encode_basestring
"""A string as the encoder writes it, without making an encoder for each."""


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
    """The entry as JSON; put together from what the passages of a document share, because there are hundreds of them."""
    p = entry.passage
    own = f'"section": {_quoted(p.section)}, "start": {p.start}, "end": {p.end}, "text": {_text(p.text)}'
    above = f'"title": {_quoted(p.title)}, "breadcrumb": {_listed(p.breadcrumb)}'
    rest = f'"file": {_quoted(entry.file)}, "number": {_quoted(entry.number)}, "date": {_quoted(entry.date)}'
    passage = f'{{"document": {_quoted(p.document)}, {own}, {above}}}'
    return f'{{"id": {entry.id}, "passage": {passage}, {rest}, "facets": {_facets.of(entry)}}}'.encode()


@lru_cache(maxsize=256)
def _quoted(value: str | None) -> str:
    return _JSON.encode(value)


@lru_cache(maxsize=64)
def _listed(values: tuple[str, ...]) -> str:
    return _JSON.encode(values)


class Shared(Generic[T]):
    """What is made of the facets of a passage, kept for those that have the very same: comparing all that a document cites costs more."""

    def __init__(self, make: Callable[[Entry], T]) -> None:
        self._make = make
        self._kept: dict[int, tuple[Entry, T]] = {}

    def of(self, entry: Entry) -> T:
        kept = self._kept.get(id(entry.facets))
        if kept is None or kept[0].facets is not entry.facets or kept[0].passage.document != entry.passage.document:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            kept = self._kept[id(entry.facets)] = entry, self._make(entry)
        return kept[1]


_facets = Shared(lambda entry: _JSON.encode(dict(entry.facets)))


def from_json(stored: bytes) -> Entry:
    data = json.loads(stored)
    passage = Passage(**{**data["passage"], "breadcrumb": tuple(data["passage"]["breadcrumb"])})
    facets = {name: tuple(values) for name, values in data["facets"].items()}
    return Entry(id=data["id"], passage=passage, file=data["file"], number=data["number"], date=data["date"], facets=facets)
