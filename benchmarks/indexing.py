"""An index made of passages and vectors that are at hand, published as a sync would: for measuring at any size."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from corpus.settings import Settings
from search import vectors
from search.encode import Encoder, Vectors
from search.entry import Entry
from search.generations import Generations, Manifest
from search.sync import identity, tidy
from search.vocabulary import Vocabulary
from search.writer import PassageWriter

Block = tuple[list[Entry], Vectors]
"""Entries with ascending ids, and an array of entries x 2 x dimension."""


def publish(settings: Settings, encoder: Encoder, blocks: Iterable[Block], revision: int = 0) -> None:
    """Write ``blocks`` as the published generation."""
    generations, manifest = Generations(settings.search_path), Manifest(identity=identity(encoder), revision=revision)
    with generations.writing():
        draft = generations.draft(None)
        writer = PassageWriter(draft, Vocabulary.empty())
        for entries, both in blocks:
            writer.add(entries)
            name = f"c-{entries[0].id:09d}"
            ids = np.array([e.id for e in entries], np.int64)
            vectors.write_chunk(draft, name, ids, both)
            manifest.chunks.append(name)
            manifest.next_id = entries[-1].id + 1
            for e in entries:
                manifest.documents.setdefault(e.passage.document, [e.id, e.id])[1] = e.id + 1
            print(f"written: {manifest.next_id:,} passages", flush=True)
        writer.commit(manifest)
        tidy(draft, manifest)
        generations.publish(draft, manifest)
