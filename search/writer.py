"""The passages of a generation that no reader sees yet: everything that is kept of each, written in one go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from search.columns import ColumnsWriter
from search.entry import Entry
from search.generations import Manifest
from search.lexical import LexicalWriter
from search.marks import Marks, append_marks, marks
from search.parts import PartWriter, join_small
from search.tokens import terms
from search.vocabulary import Statistics, Vocabulary, statistics

MOST = 30_000
"""Passages that are gathered before a part is written."""


@lru_cache(maxsize=64)
def _context(text: str) -> tuple[list[str], frozenset[str]]:
    """The terms of a title and breadcrumb, and folded: neighbouring passages share them."""
    words = terms(text)
    return [w.form for w in words], frozenset(w.folded for w in words)


class PassageWriter:
    """Adds and deletes in the folder of a draft."""

    def __init__(self, draft: Path, vocabulary: Vocabulary) -> None:
        self._draft, self._vocabulary = draft, vocabulary
        self._lexical = LexicalWriter(draft / "lexical")
        self._columns = ColumnsWriter(draft)
        self._part, self._parts = PartWriter(), list[str]()
        self._statistics = Statistics()
        self._marks: list[Marks] = []

    def delete(self, document: str, entries: Sequence[Entry]) -> None:
        """Take a document out, whose passages were ``entries``."""
        self._lexical.delete(document)
        statistics((e.passage.plain for e in entries), -1, self._statistics)

    def add(self, entries: Sequence[Entry]) -> None:
        """Passages with the next ids."""
        self._columns.add(entries)
        for entry in entries:
            words = terms(entry.passage.plain)
            above, folded_above = _context(entry.passage.context)
            self._lexical.add(entry, [w.form for w in words], [w.folded for w in words], above)
            self._part.add(entry, (w.folded for w in words), folded_above)
        statistics((e.passage.plain for e in entries), 1, self._statistics)
        self._marks.append(marks(e.passage for e in entries))
        if len(self._part) >= MOST:
            self._flush()

    def _flush(self) -> None:
        if len(self._part):
            self._parts.append(self._part.write(self._draft))

    def commit(self, manifest: Manifest) -> None:
        """Write everything; ``manifest`` knows the documents already."""
        self._lexical.commit()
        self._flush()
        append_marks(self._draft, self._marks)
        self._columns.save()
        self._vocabulary.updated(self._statistics).save(self._draft)
        manifest.parts = join_small(self._draft, [*manifest.parts, *self._parts], manifest.living())
