"""A published generation, opened for reading; shared by all threads until a newer one is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.columns import Columns
from search.entry import Entry
from search.generations import Manifest
from search.lexical import LexicalIndex
from search.marks import Marks, load_marks
from search.parts import Ids, Mask, Parts
from search.tokens import forms, terms
from search.vectors import VectorIndex
from search.vocabulary import Vocabulary

LOOKED_AT = 8
"""Passages with the words of a phrase that are read to see whether they have the phrase."""


@dataclass(eq=False)
class Snapshot:
    """The files of a generation, and what follows from several of them."""

    folder: Path
    manifest: Manifest

    @cached_property
    def words(self) -> LexicalIndex:
        return LexicalIndex(self.folder / "lexical")

    @cached_property
    def parts(self) -> Parts:
        return Parts(self.folder, self.manifest.parts)

    @cached_property
    def columns(self) -> Columns:
        return Columns.load(self.folder)

    @cached_property
    def vectors(self) -> VectorIndex:
        return VectorIndex(self.folder, self.manifest.chunks, self.manifest.covered, self.manifest.deleted_ranges())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary.load(self.folder)

    @cached_property
    def marks(self) -> Marks:
        """What each passage is like, by id."""
        return load_marks(self.folder)

    @cached_property
    def living(self) -> Mask:
        """Which passages, by id, are there still."""
        return self.manifest.living()

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def _firsts(self) -> Ids:
        return np.array(sorted(first for first, last in self.manifest.documents.values() if last > first), np.int64)

    def documents_of(self, passages: Ids) -> Ids:
        """A number for the document of each of the passages, which must live: equal where the document is the same."""
        return np.searchsorted(self._firsts, passages, "right")

    def entries(self, ids: Iterable[int]) -> dict[int, Entry]:
        """The living passages among those with these ids."""
        return self.parts.entries(i for i in ids if self.living[i])

    def of_document(self, document: str) -> list[Entry]:
        """All passages of a document, in order."""
        return list(self.entries(range(*self.manifest.documents.get(document, (0, 0)))).values())

    def values(self, facet: str) -> Sequence[str]:
        """The values of a facet in the index."""
        return self.columns.values_of(facet, self.living)

    def numbers(self, prefix: str) -> list[tuple[str, int]]:
        """Số hiệu in the texts that start so, with how many passages have them, most first."""
        return self.words.numbers(prefix)

    def together(self, phrase: str, words: Sequence[str]) -> float:
        """How well the best passage that has ``phrase`` (lower case) fits ``words`` (folded) besides; 0 where none has it."""
        said = terms(phrase)
        if not said or not self.vocabulary.has_pairs([t.form for t in said if t.kind == "word"]):
            return 0.0
        parts_of = {t.folded for t in said}
        count = np.zeros(len(self.living), np.uint8)
        self.parts.count(parts_of, count)
        having = np.flatnonzero((count == len(parts_of)) & self.living)
        fits = self._fit(tuple(dict.fromkeys(words)))[having]
        for k in np.argsort(-fits, kind="stable")[:LOOKED_AT]:
            if f" {phrase} " in f" {' '.join(forms(self.parts.entry(int(having[k])).passage.plain))} ":
                return 1.0 + float(fits[k])
        return 0.0

    @cached_property
    def _fit(self) -> Callable[[tuple[str, ...]], npt.NDArray[np.float32]]:
        """Kept for the last question: each reading of a short form asks the same."""
        return lru_cache(maxsize=1)(self._fit_of)

    def _fit_of(self, words: tuple[str, ...]) -> npt.NDArray[np.float32]:
        """How much of ``words`` each passage has, by id; rare words count more."""
        total, fits = len(self), np.zeros(len(self.living), np.float32)
        self.parts.weigh(((w, float(np.log(1 + total / (1 + self.parts.frequency(w))))) for w in words), fits)
        return fits

    def open(self) -> Snapshot:
        """Open every file now: a later generation may remove them."""
        _ = self.words, self.parts, self.columns, self.vectors, self.vocabulary, self.marks, self.living
        return self
