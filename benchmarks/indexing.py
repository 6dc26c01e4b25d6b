"""An index made of passages and vectors that are at hand, published as a sync would: for measuring at any size."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from corpus.settings import Settings
from search import vectors
from search.encode import Encoder, Vectors
from search.generations import Generations, Manifest
from search.lexical import Entry, LexicalWriter
from search.marks import append_marks, marks
from search.sync import identity, tidy
from search.vocabulary import Statistics, Vocabulary, statistics

Block = tuple[list[Entry], Vectors]
"""Entries with ascending ids, and an array of entries x 2 x dimension."""


def publish(settings: Settings, encoder: Encoder, blocks: Iterable[Block], revision: int = 0) -> None:
    """Write ``blocks`` as the published generation."""
    generations, manifest, counts = Generations(settings.search_path), Manifest(identity=identity(encoder), revision=revision), Statistics()
    with generations.writing():
        draft = generations.draft(None)
        lexical = LexicalWriter(draft / "lexical")
        for entries, both in blocks:
            lexical.add(entries)
            statistics((e.passage.plain for e in entries), 1, counts)
            name = f"c-{entries[0].id:09d}"
            ids = np.array([e.id for e in entries], np.int64)
            vectors.write_chunk(draft, name, ids, both)
            append_marks(draft, [marks(e.passage for e in entries)])
            manifest.chunks.append(name)
            manifest.next_id = entries[-1].id + 1
            for e in entries:
                manifest.documents.setdefault(e.passage.document, [e.id, e.id])[1] = e.id + 1
            print(f"written: {manifest.next_id:,} passages", flush=True)
        lexical.commit()
        Vocabulary.empty().updated(counts).save(draft)
        tidy(draft, manifest)
        generations.publish(draft, manifest)
