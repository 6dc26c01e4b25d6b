"""Passages by their words: one tantivy index with exact and folded fields, filters and facets.

All text is cut by :mod:`search.tokens` and handed over as words separated by spaces, so a số hiệu stays one term.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from search.entry import FACETS, Entry, Shared
from search.tokens import normal_number
from search.vectors import Ids

TEXT_FIELDS = ("exact", "folded", "whole", "pairs")
"""``exact`` and ``folded``: the text, for phrases, matches and marks; ``whole`` and ``pairs``: title and breadcrumb with it, to rank by."""
CONTEXT = 2
"""How often title and breadcrumb are counted beside the text: one field for all ranks far better than a field for each."""
_NAMES = ("document", "number", "citekey", *(f for f in FACETS if f not in ("year", "cites")))
_SPACE = "space"


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for name in _NAMES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", indexed=True)
    for name in TEXT_FIELDS:
        option = "position" if name in ("exact", "folded") else "freq"
        builder.add_text_field(name, tokenizer_name=_SPACE, index_option=option)
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

    def add(self, entry: Entry, **fields: str) -> None:
        """A passage with its terms, separated by spaces, for each of TEXT_FIELDS."""
        document = copy(_common.of(entry))
        document.add_integer("id", entry.id)
        for name, words in fields.items():
            document.add_text(name, words)
        self._writer.add_document(document)

    def commit(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()


def _made(entry: Entry) -> Any:
    """What the passages of a document have in common: hundreds of numbers where it cites so many."""
    made = tantivy.Document()
    made.add_text("document", entry.passage.document)
    made.add_text("number", normal_number(entry.number or ""))
    for name, values in entry.facets.items():
        for value in values:
            if name == "year":
                made.add_integer(name, int(value))
            elif name == "cites":  # looked for in one spelling only
                made.add_text("citekey", normal_number(value))
            else:
                made.add_text(name, value)
    return made


_common = Shared(_made)


class LexicalIndex:
    """A published index, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._index = _opened(tantivy.Index.open(str(folder)))
        self.schema = self._index.schema
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def ranked(self, query: Any, limit: int) -> tuple[Ids, npt.NDArray[np.float64]]:
        """Up to ``limit`` ids with their BM25 scores, best first; equal scores by id."""
        limit = min(limit, len(self))  # the engine sets memory aside for what is asked
        if limit <= 0:
            return np.empty(0, np.int64), np.empty(0)
        hits = self._searcher.search(query, limit=limit, count=False).hits
        ids = np.array(self._searcher.fast_field_values("id", [address for _, address in hits]), np.int64)
        scores = np.array([score for score, _ in hits], float)
        order = np.lexsort((ids, -scores))
        return ids[order], scores[order]

    def ids(self, query: Any, limit: int) -> Ids:
        """Up to ``limit`` ids of passages that match, ascending."""
        limit = min(limit, len(self))
        hits = self._searcher.search(query, limit=max(1, limit), count=False, order_by_field="id", order=tantivy.Order.Asc).hits
        return np.array([key for key, _ in hits], np.int64)

    def numbers(self, prefix: str) -> list[tuple[str, int]]:
        """Số hiệu in the texts that start so, with how many passages have them, most first."""
        return [(str(t), int(n)) for t, n in self._searcher.terms_with_prefix("exact", prefix, limit=50) if not t[-1].isdigit() or "-" in t]


def stored_entries(folder: Path) -> Iterator[bytes]:
    """The entries (JSON) that an index kept before version 6."""
    searcher = tantivy.Index.open(str(folder)).searcher()
    hits = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs)).hits
    for _, address in hits:
        stored: Any = searcher.doc(address).get_first("entry")
        yield stored.encode() if isinstance(stored, str) else bytes(stored)


def term(schema: Any, name: str, value: Any, boost: float = 1.0) -> Any:
    query = tantivy.Query.term_query(schema, name, value)
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)
