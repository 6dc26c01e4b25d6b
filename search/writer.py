"""The passages of a generation that no reader sees yet: everything that is kept of each, written in one go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from search.columns import ColumnsWriter
from search.entry import Entry
from search.generations import Manifest
from search.lexical import CONTEXT, LexicalWriter
from search.marks import Mark, append_marks, mark
from search.parts import PartWriter, join_small
from search.passages import plain
from search.said import said
from search.tokens import pairs
from search.vocabulary import Statistics, Vocabulary

MOST = 30_000
"""Passages that are gathered before a part is written."""


class _Above(NamedTuple):
    """What stands above a passage, as it is added to the fields of the words."""

    forms: list[str]
    whole: str
    pairs: str
    folded: frozenset[str]


@lru_cache(maxsize=64)
def _above(crumbs: tuple[str, ...]) -> _Above:
    """Of a title and breadcrumb; neighbouring passages share them, and sections their title."""
    last = _above_alone(crumbs[-1])
    if len(crumbs) == 1:
        return last
    first = _above(crumbs[:-1])
    if not first.forms or not last.forms:
        return first if first.forms else last
    both = f"{first.pairs} {first.forms[-1]}_{last.forms[0]} {last.pairs}"
    return _Above(first.forms + last.forms, f"{first.whole} {last.whole}", both, first.folded | last.folded)


@lru_cache(maxsize=256)
def _above_alone(crumb: str) -> _Above:
    """Of a title or a heading."""
    found = said(plain(crumb))
    return _Above(found.forms, " ".join(found.forms), " ".join(pairs(found.forms)), frozenset(found.folded))


class PassageWriter:
    """Adds and deletes in the folder of a draft."""

    def __init__(self, draft: Path, vocabulary: Vocabulary) -> None:
        self._draft, self._vocabulary = draft, vocabulary
        self._lexical = LexicalWriter(draft / "lexical")
        self._columns = ColumnsWriter(draft)
        self._part, self._parts = PartWriter(), list[str]()
        self._statistics = Statistics()
        self._marks: list[Mark] = []

    def delete(self, document: str, entries: Sequence[Entry]) -> None:
        """Take a document out, whose passages were ``entries``."""
        self._lexical.delete(document)
        for entry in entries:
            self._statistics.read(entry.passage.plain, -1)

    def add(self, entries: Sequence[Entry]) -> None:
        """Passages with the next ids."""
        self._columns.add(entries)
        for entry in entries:
            self._add(entry)
        if len(self._part) >= MOST:
            self._flush()

    def _add(self, entry: Entry) -> None:
        """The terms of a passage, read once, go into everything that is kept of it."""
        p = entry.passage
        found, above = said(p.plain), _above((p.title, *p.breadcrumb))
        exact = " ".join(found.forms)
        self._lexical.add(
            entry,
            exact=exact,
            folded=" ".join(found.folded),
            whole=" ".join((exact, *(above.whole,) * CONTEXT)),
            pairs=" ".join((*pairs(found.forms), *(above.pairs,) * CONTEXT)),
        )
        self._part.add(entry, found.folded, above.folded)
        self._statistics.add(p.plain, found.words)
        self._marks.append(mark(p, found.forms, exact))

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
