"""What resembles a passage or a document: nearest to its vectors, its own passages left out."""

from __future__ import annotations

import re

import numpy as np

from corpus.errors import NotFoundError, QueryError
from search.answer import Answer
from search.found import allowed
from search.ranking import Candidate
from search.results import Query, Results
from search.snapshot import Snapshot
from search.understand import Understood

MOST = 100
"""Passages that count as alike."""
_PLACE = re.compile(r"(?:.{0,300}/)?(?:ban/)?(?P<document>[0-9a-f]{8,64})(?:/doan/(?P<start>\d{1,9})-(?P<end>\d{1,9}))?/?")


def place_of(iri: str) -> tuple[str, int | None]:
    """(document, offset) that the IRI of a passage, of a text as read, or a document's id names."""
    found = _PLACE.fullmatch(iri.strip())
    if found is None:
        raise QueryError(
            f"«{iri[:80]}» không phải địa chỉ của một đoạn (…/ban/…/doan/…-…) hay một văn bản (…/ban/…).",
            f"“{iri[:80]}” is not the IRI of a passage (…/ban/…/doan/…-…) or of a text (…/ban/…).",
        )
    return found["document"], None if found["start"] is None else int(found["start"])


def alike(snapshot: Snapshot, base: str, query: Query) -> Results:
    """Passages nearest to what ``query.like`` names, under the filters."""
    document, start = place_of(query.like)
    entries = snapshot.of_document(document)
    wanted = [e for e in entries if start is None or e.passage.start <= start < e.passage.end]
    if not wanted:
        raise NotFoundError(f"Không có đoạn nào tại «{query.like[:80]}».", f"There is no passage at “{query.like[:80]}”.")
    ids = np.array([e.id for e in wanted], np.int64)
    ids = ids[snapshot.vectors.has(ids)]
    if not len(ids):
        raise QueryError(
            "Đoạn này chưa được mã hóa theo nghĩa; hãy đợi «luocdo sync» xong.",
            "This passage is not encoded yet; wait until “luocdo sync” is done.",
        )
    mean = snapshot.vectors.both(ids).mean(axis=(0, 1))
    own = {e.id for e in entries}
    asked = Understood(typed="", text="", filters={k: tuple(v) for k, v in query.filters.items() if v})
    near = snapshot.vectors.nearest(mean / (np.linalg.norm(mean) or 1.0), MOST + len(own), allowed(snapshot, asked))
    found = [Candidate(int(i), float(s), float(s), None) for i, s in zip(near.ids, near.scores, strict=True) if i not in own][:MOST]
    answer = Answer(snapshot, None, base, asked, query)
    page = found[query.offset : query.offset + answer.limit]
    mask = np.zeros(len(snapshot.living), bool)
    mask[[c.id for c in found]] = True
    facets = snapshot.columns.counts(mask) if query.facets else {}
    return Results(query=asked, total=len(found), hits=tuple(answer.hits(page, "like")), facets=facets)
