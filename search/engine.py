"""The search engine of one installation: ``sync(library)`` and ``search(Query) -> Results``."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from corpus import identity
from corpus.errors import QueryError
from corpus.library import Library
from corpus.settings import Settings
from search import sync as syncing
from search.encode import Encoder, load_encoder
from search.generations import Generations, Manifest
from search.highlight import FUNCTION_WORDS, matched_words
from search.lexical import Entry, LexicalIndex
from search.query import filter_query, matching_query, number_query, ranking_query
from search.ranking import MEANING, MEANING_FOREIGN, Candidate, fuse, spread
from search.results import MAX_LIMIT, Hit, Query, Results, Why
from search.understand import Understood, understand
from search.vectors import VectorIndex
from search.vocabulary import Vocabulary

WINDOW = 200
"""Candidates of each leg that are fused and spread; deeper pages go on in the order of the words' score."""
NEAREST = 100
"""Passages that count as found by meaning alone."""
FEW = 20_000
"""Up to so many passages under a filter, they are listed for the vectors; above, what is nearest is filtered afterwards."""


def _silent(done: int, total: int, what: str) -> None:
    pass


@dataclass
class Snapshot:
    """A published generation, opened."""

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

    def open(self) -> Snapshot:
        """Open every file now: a later generation may remove them."""
        _ = self.words, self.vectors, self.vocabulary
        return self


class SearchEngine:
    """Safe to share between threads; opens nothing before the first question."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        self._settings = settings
        self._generations = Generations(settings.search_path)
        self.encoder = encoder or load_encoder(settings)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def sync(self, library: Library, progress: syncing.Progress = _silent) -> int:
        """Bring the index up to the library; returns how many documents changed."""
        return syncing.sync(self._generations, library, self.encoder, progress)

    def warm(self) -> None:
        """Load in the background what the first question would wait for."""
        threading.Thread(target=self._warm, name="warm-search", daemon=True).start()

    def _warm(self) -> None:
        self.snapshot()
        self.encoder.warm()

    @property
    def revision(self) -> int:
        """Revision of the library that the published index holds; 0 where there is none."""
        published = self._generations.current()
        return 0 if published is None else self._generations.manifest(published).revision

    def snapshot(self) -> Snapshot | None:
        """The published generation; opens a newer one when there is one."""
        with self._lock:
            for _ in range(5):  # a generation may be removed between reading its name and opening it
                published = self._generations.current()
                if published is None:
                    return None
                if self._snapshot is not None and self._snapshot.folder == published:
                    return self._snapshot
                try:
                    opened = Snapshot(published, self._generations.manifest(published)).open()
                except (FileNotFoundError, ValueError):
                    continue
                if opened.manifest.identity != syncing.identity(self.encoder):
                    raise QueryError(
                        "Chỉ mục tìm kiếm do một mô hình hay phiên bản khác tạo ra; hãy chạy «luocdo sync».",
                        "The search index was made by another model or version; run “luocdo sync”.",
                    )
                self._snapshot = opened
                return opened
        raise QueryError("Không mở được chỉ mục tìm kiếm; hãy chạy «luocdo sync».", "The search index cannot be opened; run “luocdo sync”.")

    def search(self, query: Query) -> Results:
        """Answer a question over the published index."""
        snapshot = self.snapshot()
        if snapshot is None or not len(snapshot.words):
            return Results(query=understand(query.text, Vocabulary.empty(), verbatim=True), total=0)
        understood = understand(query.text, snapshot.vocabulary, snapshot.words, verbatim=query.verbatim)
        filters = {**understood.filters, **{k: tuple(v) for k, v in query.filters.items() if v}}
        return _Search(self, snapshot, replace(understood, filters=filters), query).results()

    def like(self, document: str, start: int | None = None, limit: int = 10) -> Results:
        """Passages nearest to the passage of ``document`` at ``start``, or to the whole document; its own are left out."""
        snapshot = self.snapshot()
        entries = snapshot.words.of_document(document) if snapshot else []
        wanted = [e for e in entries if start is None or e.passage.start <= start < e.passage.end]
        if snapshot is None or not wanted:
            return Results(query=Understood(typed="", text=""), total=0)
        mean = snapshot.vectors.both(np.array([e.id for e in wanted], np.int64)).mean(axis=(0, 1))
        own = {e.id for e in entries}
        near = snapshot.vectors.nearest(mean / np.linalg.norm(mean), limit + len(own))
        found = [(int(i), float(s)) for i, s in zip(near.ids, near.scores, strict=True) if i not in own][:limit]
        page = [Candidate(i, s, s, None) for i, s in found]
        search = _Search(self, snapshot, Understood(typed="", text=""), Query())
        return Results(query=Understood(typed="", text=""), total=len(page), hits=tuple(search.hits(page, "like")))

    def iri(self, entry: Entry) -> str:
        p = entry.passage
        return self._settings.base + identity.span(p.document, p.start, p.end)


class _Search:
    """One question at work."""

    def __init__(self, engine: SearchEngine, snapshot: Snapshot, understood: Understood, query: Query) -> None:
        self._engine, self._snapshot, self._asked, self._query = engine, snapshot, understood, query
        self._limit = max(0, min(query.limit, MAX_LIMIT))
        self._filter = filter_query(snapshot.words.schema, understood)
        self._numbered: set[int] = set()
        self._nearest: set[int] = set()

    def results(self) -> Results:
        words = self._snapshot.words
        if self._asked.is_empty:
            matching = self._filter or tantivy.Query.all_query()
            ids = words.in_order(matching, self._limit, self._query.offset) if self._limit else []
            page = [Candidate(i, 0.0, None, None) for i in ids]
        else:
            ranked = self._ranked()
            matching = matching_query(words.schema, self._asked, self._filter, self._nearest | self._numbered)
            page = self._page(self._found(ranked, matching), matching)
        return Results(
            query=self._asked,
            total=words.count(matching),
            hits=tuple(self.hits(page)),
            facets=words.facets(matching) if self._query.facets else {},
        )

    def _ranked(self) -> list[Candidate]:
        words, mode = self._snapshot.words, self._query.mode
        lexical = mode != "semantic"
        query = ranking_query(words.schema, self._asked, self._filter)
        bm25 = dict(words.ranked(query, WINDOW)) if lexical else {}
        by_number = number_query(words.schema, self._asked, self._filter)
        if by_number is not None:
            self._numbered = set(words.ids(by_number, WINDOW).tolist())
            bm25 = dict.fromkeys(self._numbered, 0.0) | bm25
        similarity = self._near(list(bm25)) if mode != "lexical" and self._asked.text.strip() else {}
        weight = 0.0 if mode == "lexical" else 1.0 if not bm25 else MEANING_FOREIGN if self._asked.language == "en" else MEANING
        fused = fuse(similarity, bm25, weight, self._numbered)
        entries = words.entries([c.id for c in fused[:60]])
        head = [c for c in fused[:60] if c.id in entries]
        return spread(head, {i: e.passage.document for i, e in entries.items()}) + fused[60:]

    def _near(self, also: list[int]) -> dict[int, float]:
        """Similarity of the nearest passages and of those found by words."""
        words, vectors = self._snapshot.words, self._snapshot.vectors
        vector = self._engine.encoder.queries([self._asked.text])[0]
        allowed, filtered = None, self._filter is not None
        if self._filter is not None:
            count = words.count(self._filter)
            if count <= FEW:
                allowed, filtered = words.ids(self._filter, count), False
        nearest = vectors.nearest(vector, NEAREST * (10 if filtered else 1), allowed)
        ids = nearest.ids
        if self._filter is not None and filtered:
            both = tantivy.Query.boolean_query([(tantivy.Occur.Must, self._filter), (tantivy.Occur.Must, words.any_id(ids.tolist()))])
            ids = ids[np.isin(ids, words.ids(both, len(ids)))][:NEAREST]
        self._nearest = set(ids.tolist())
        ids = np.union1d(ids, np.array(also, np.int64))
        return dict(zip(ids.tolist(), map(float, vectors.scores(vector, ids)), strict=True))

    def _found(self, ranked: list[Candidate], matching: Any) -> list[Candidate]:
        """The candidates that count as found: a single common word in common is not enough."""
        if not ranked:
            return []
        words = self._snapshot.words
        mine = (tantivy.Occur.Must, words.any_id([c.id for c in ranked]))
        found = set(words.ids(tantivy.Query.boolean_query([mine, (tantivy.Occur.Must, matching)]), len(ranked)).tolist())
        return [c for c in ranked if c.id in found]

    def _page(self, ranked: list[Candidate], matching: Any) -> list[Candidate]:
        first, last = self._query.offset, self._query.offset + self._limit
        page = ranked[first:last]
        if len(page) < self._limit:
            # Beyond the fused window: the other matches, in the order of their passages.
            known = {c.id for c in ranked}
            others = (i for i in self._snapshot.words.in_order(matching, last + len(known)) if i not in known)
            rest = [Candidate(i, 0.0, None, None) for i in others]
            page += rest[max(0, first - len(ranked)) : last - len(ranked)]
        return page

    def hits(self, page: list[Candidate], rule: str | None = None) -> list[Hit]:
        """The passages of a page, with their marks and reasons."""
        entries = self._snapshot.words.entries([c.id for c in page])
        return [self._hit(c, entries[c.id], rule) for c in page if c.id in entries]

    def _hit(self, candidate: Candidate, entry: Entry, rule: str | None) -> Hit:
        p = entry.passage
        exact = {t.form for t in self._asked.words if t.form not in FUNCTION_WORDS} | {*self._asked.extra}
        folded = {t.folded for t in self._asked.words if t.form == t.folded and t.form not in FUNCTION_WORDS}
        marks = matched_words(p.text, p.start, exact, folded) if self._asked.language == "vi" else []
        found = tuple(dict.fromkeys(p.text[m.start - p.start : m.end - p.start] for m in marks))
        return Hit(
            iri=self._engine.iri(entry),
            document=p.document,
            number=entry.number,
            title=p.title,
            file=entry.file,
            section=p.section,
            breadcrumb=p.breadcrumb,
            start=p.start,
            end=p.end,
            text=p.text,
            score=round(candidate.score, 4),
            why=Why(
                rule=rule or self._rule(candidate, bool(marks)),
                words=found[:12],
                similarity=None if candidate.similarity is None else round(candidate.similarity, 4),
                bm25=None if candidate.bm25 is None else round(candidate.bm25, 3),
            ),
            highlights=tuple(marks),
            facets=dict(entry.facets),
        )

    def _rule(self, candidate: Candidate, marked: bool) -> str:
        if self._asked.is_empty:
            return "filter"
        if candidate.id in self._numbered:
            return "number"
        if self._asked.phrases:
            return "phrase"
        if candidate.similarity is None:
            return "words"
        return "both" if marked else "meaning"
