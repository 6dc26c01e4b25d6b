"""Passages by their words: one tantivy index with exact and folded fields, filters and facets.

All text is cut by :mod:`search.tokens` and handed over as words separated by spaces, so a số hiệu stays one term.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from search.passages import Passage
from search.tokens import normal_number, pairs, terms
from search.vectors import Ids

FACETS = ("type", "issuer", "level", "place", "year", "cites", "targets")
"""Fields that are counted and filtered; ``year`` is a number, ``targets`` is ``true`` or ``false``."""
TEXT_FIELDS = ("exact", "folded", "whole", "pairs")
"""``exact`` and ``folded``: the text, for phrases, matches and marks; ``whole`` and ``pairs``: title and breadcrumb with it, to rank by."""
CONTEXT = 2
"""How often title and breadcrumb are counted beside the text: one field for all ranks far better than a field for each."""
_NAMES = ("document", "section", "number", "file", "citekey", *(f for f in FACETS if f != "year"))
ORDERS = ("newest", "oldest", "by_number")
"""Fields that hold the place of a passage in an order, each passage its own: what is paged through never shifts."""
_ID = (1 << 31) - 1
_SPACE = "space"
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


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in _NAMES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    for name in ORDERS:
        builder.add_integer_field(name, fast=True)
    for name in TEXT_FIELDS:
        option = "position" if name in ("exact", "folded") else "freq"
        builder.add_text_field(name, tokenizer_name=_SPACE, index_option=option)
    builder.add_bytes_field("entry", stored=True)
    return builder.build()


def _opened(index: Any) -> Any:
    index.register_tokenizer(_SPACE, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class LexicalWriter:
    """Adds and deletes in a folder that no reader sees yet."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._index = _opened(tantivy.Index(_schema(), path=str(folder), reuse=True))
        self._writer = self._index.writer(heap_size=64_000_000, num_threads=1)

    def delete(self, document: str) -> None:
        self._writer.delete_documents("document", document)

    def add(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._writer.add_document(_document(entry))

    def commit(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()


def _document(entry: Entry) -> Any:
    p = entry.passage
    document = copy(_common(p.document, entry.file, entry.number, tuple(entry.facets.items())))
    words = terms(p.plain)
    forms = [t.form for t in words]
    document.add_integer("id", entry.id)
    document.add_text("section", p.section or "")
    for name, key in _orders(entry).items():
        document.add_integer(name, key)
    document.add_text("exact", " ".join(forms))
    document.add_text("folded", " ".join([t.folded for t in words]))
    above, above_pairs = _context(p.context)
    document.add_text("whole", " ".join([*forms, *above]))
    document.add_text("pairs", " ".join([*pairs(forms), *above_pairs]))
    document.add_bytes("entry", _stored(entry))
    return document


@lru_cache(maxsize=16)
def _common(document: str, file: str, number: str | None, facets: tuple[tuple[str, tuple[str, ...]], ...]) -> Any:
    """What the passages of a document have in common: hundreds of numbers where it cites so many."""
    made = tantivy.Document()
    made.add_text("document", document)
    made.add_text("file", file)
    made.add_text("number", normal_number(number or ""))
    for name, values in facets:
        for value in values:
            if name == "year":
                made.add_integer(name, int(value))
            else:
                made.add_text(name, value)
            if name == "cites":
                made.add_text("citekey", normal_number(value))
    return made


def _orders(entry: Entry) -> dict[str, int]:
    """Ascending keys: day or number of the document, then the passages as they stand; the undated and unnumbered come last."""
    digits = (entry.date or "").replace("-", "")[:8].ljust(8, "0")
    day = int(digits) if digits.isascii() and digits.isdigit() and int(digits) else None
    number = re.match(r"\d{1,6}", normal_number(entry.number or ""))
    last = (1 << 32) - 1
    return {
        "newest": (last if day is None else 99_999_999 - day) << 31 | entry.id,
        "oldest": (last if day is None else day) << 31 | entry.id,
        "by_number": (last if number is None else int(number.group()) * 4096 + (0 if day is None else day // 10_000)) << 31 | entry.id,
    }


@lru_cache(maxsize=64)
def _context(text: str) -> tuple[list[str], list[str]]:
    """Title and breadcrumb as terms and pairs; neighbouring passages share them."""
    forms = [t.form for t in terms(text)]
    return forms * CONTEXT, pairs(forms) * CONTEXT


def _stored(entry: Entry) -> bytes:
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
        "facets": dict(entry.facets),
    }
    return _JSON.encode(data).encode()


def _entry(stored: bytes | str) -> Entry:
    data = json.loads(stored)
    passage = Passage(**{**data["passage"], "breadcrumb": tuple(data["passage"]["breadcrumb"])})
    facets = {name: tuple(values) for name, values in data["facets"].items()}
    return Entry(id=data["id"], passage=passage, file=data["file"], number=data["number"], date=data.get("date"), facets=facets)


class LexicalIndex:
    """A published index, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._index = _opened(tantivy.Index.open(str(folder)))
        self.schema = self._index.schema
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def ranked(self, query: Any, limit: int, offset: int = 0) -> list[tuple[int, float]]:
        """(id, BM25 score), best first; equal scores by id."""
        limit = min(limit, len(self) - offset)  # the engine sets memory aside for what is asked
        if limit <= 0:
            return []
        hits = self._searcher.search(query, limit=limit, offset=offset, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return sorted(((i, float(score)) for i, (score, _) in zip(ids, hits, strict=True)), key=lambda x: (-x[1], x[0]))

    def in_order(self, query: Any, limit: int, offset: int = 0, order: str = "id") -> list[int]:
        """Ids in the order of the documents' passages, or in one of ``ORDERS``."""
        limit, ascending = min(limit, len(self) - offset), tantivy.Order.Asc
        if limit <= 0:
            return []
        hits = self._searcher.search(query, limit=limit, offset=offset, count=False, order_by_field=order, order=ascending).hits
        return [int(key) & _ID for key, _ in hits]

    def ids(self, query: Any, limit: int) -> Ids:
        """Up to ``limit`` ids of passages that match, ascending."""
        limit = min(limit, len(self))
        hits = self._searcher.search(query, limit=max(1, limit), count=False, order_by_field="id", order=tantivy.Order.Asc).hits
        return np.array([key for key, _ in hits], np.int64)

    def count(self, query: Any) -> int:
        return int(self._searcher.search(query, limit=1, count=True).count)

    def count_and_find(self, query: Any, ids: Sequence[int]) -> tuple[set[int], int]:
        """Which of ``ids`` match, and how many passages do in all: one walk for both, those of ``ids`` scored above the others."""
        if not ids:
            return set(), self.count(query)
        flat = tantivy.Query.const_score_query(query, 1.0)
        mine = tantivy.Query.const_score_query(self.any_id(ids), 2.0)
        both = tantivy.Query.boolean_query([(tantivy.Occur.Must, flat), (tantivy.Occur.Should, mine)])
        result = self._searcher.search(both, limit=min(len(ids), max(1, len(self))), count=True)
        found = [address for score, address in result.hits if score > 2]
        return {int(i) for i in self._searcher.fast_field_values("id", found)}, int(result.count)

    def entries(self, ids: Sequence[int]) -> dict[int, Entry]:
        """The passages with these ids."""
        if not ids:
            return {}
        query = self.any_id(ids)
        hits = self._searcher.search(query, limit=len(ids), count=False).hits
        found = (_entry(self._searcher.doc(address).get_first("entry")) for _, address in hits)
        return {e.id: e for e in found}

    def of_document(self, document: str) -> list[Entry]:
        """All passages of a document, in order."""
        query = tantivy.Query.term_query(self.schema, "document", document)
        hits = self._searcher.search(query, limit=len(self), count=False).hits if len(self) else []
        found = [_entry(self._searcher.doc(address).get_first("entry")) for _, address in hits]
        return sorted(found, key=lambda e: e.id)

    def facets(self, query: Any, size: int = 50) -> dict[str, dict[str, int]]:
        """Exact counts of every facet value among the passages that match."""
        asked = {name: {"terms": {"field": name, "size": size}} for name in FACETS}
        counted = self._searcher.aggregate(query, asked) if len(self) else {}
        return {name: dict(_buckets(counted[name])) for name in FACETS if name in counted}

    def values(self, facet: str) -> list[str]:
        """Every value of a facet in the index."""
        return [v for v, _ in self._searcher.terms_with_prefix(facet, "")] if facet != "year" else []

    def numbers(self, prefix: str) -> list[tuple[str, int]]:
        """Số hiệu in the texts that start so, with how many passages have them, most first."""
        return [(str(t), int(n)) for t, n in self._searcher.terms_with_prefix("exact", prefix, limit=50) if not t[-1].isdigit() or "-" in t]

    def together(self, phrase: str, words: Sequence[str]) -> float:
        """How well the best passage that has ``phrase`` (lower case) fits ``words`` (folded) besides; 0 where none has it."""
        parts = [t.form for t in terms(phrase)]
        if not parts:
            return 0.0
        said = term(self.schema, "exact", parts[0]) if len(parts) == 1 else tantivy.Query.phrase_query(self.schema, "exact", [*parts])
        others = [(tantivy.Occur.Should, term(self.schema, "folded", w)) for w in dict.fromkeys(words)]
        said = tantivy.Query.const_score_query(said, 1.0)
        hits = self._searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Must, said), *others]), limit=1, count=False).hits
        return float(hits[0][0]) if hits else 0.0

    def frequency(self, field_name: str, term: str) -> int:
        """How many passages have the term."""
        return int(self._searcher.doc_freq(field_name, term))

    def any_id(self, ids: Sequence[int]) -> Any:
        return tantivy.Query.term_set_query(self.schema, "id", [int(i) for i in ids])


def _buckets(counted: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for bucket in counted["buckets"]:
        key = bucket["key"]
        yield (str(int(key)) if isinstance(key, float) else str(key)), int(bucket["doc_count"])


def term(schema: Any, name: str, value: Any, boost: float = 1.0) -> Any:
    query = tantivy.Query.term_query(schema, name, value)
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)
