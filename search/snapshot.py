"""A published generation, opened for reading; shared by all threads until a newer one is published."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from search.generations import Manifest
from search.lexical import LexicalIndex
from search.marks import Marks, load_marks
from search.vectors import VectorIndex
from search.vocabulary import Vocabulary


@dataclass
class Snapshot:
    """The files of a generation."""

    folder: Path
    manifest: Manifest

    @cached_property
    def words(self) -> LexicalIndex:
        return LexicalIndex(self.folder / "lexical")

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
    def _extents(self) -> tuple[list[int], list[str]]:
        ordered = sorted((first, document) for document, (first, last) in self.manifest.documents.items() if last > first)
        return [first for first, _ in ordered], [document for _, document in ordered]

    def document(self, passage: int) -> str:
        """The document that a living passage belongs to."""
        starts, documents = self._extents
        return documents[bisect.bisect_right(starts, passage) - 1]

    def open(self) -> Snapshot:
        """Open every file now: a later generation may remove them."""
        _ = self.words, self.vectors, self.vocabulary, self.marks
        return self
