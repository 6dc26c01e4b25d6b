"""One question at work: what both legs find, fused, spread over documents, counted and explained."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from corpus import identity
from search.entry import Entry
from search.found import allowed, matching
from search.highlight import Marker, weights
from search.parts import Mask
from search.query import number_query, ranking_query, restriction
from search.ranking import (
    MEANING_FOREIGN,
    NO_SCORES,
    NOTHING,
    NUMBER,
    Candidate,
    Floats,
    Ranking,
    Scored,
    fitness,
    fuse,
    meaning_weight,
    spread,
)
from search.results import MAX_LIMIT, Highlight, Hit, Query, Results, Why
from search.understand import Understood
from search.vectors import Ids
from search.wants import wants

if TYPE_CHECKING:
    from search.encode import Encoder, Vectors
    from search.snapshot import Snapshot

WINDOW = 200
"""Candidates of each leg that are fused and spread; deeper pages go on in the order of the words' score."""
NEAREST = 100
"""Passages that count as found by meaning alone."""
SPREAD = 60
"""Best candidates that are spread over documents."""
_BESIDE = ThreadPoolExecutor(4, "luocdo-vector")
"""The vector of a question is made while its words are looked up."""
_ORDERS = {"newest": "newest", "oldest": "oldest", "number": "by_number"}


class Answer:
    """One question at work."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder | None, base: str, understood: Understood, query: Query) -> None:
        self._snapshot, self._encoder, self._base, self._asked, self._query = snapshot, encoder, base, understood, query
        self.limit = max(0, min(query.limit, MAX_LIMIT))
        self._allowed = allowed(snapshot, understood)
        self._numbered: Ids = np.empty(0, np.int64)
        self._nearest: Ids = np.empty(0, np.int64)
        self._worded: Ids = np.empty(0, np.int64)

    def results(self) -> Results:
        order = _ORDERS.get(self._query.sort, "id")
        if self._asked.is_empty:
            found = self._snapshot.living if self._allowed is None else self._allowed
            page = self._ordered(found, order, NOTHING)
        else:
            ranked = self._ranked()
            found = matching(self._snapshot, self._asked, self._allowed, (self._nearest, self._numbered), self._worded)
            ranked = ranked.taken(found[ranked.ids])  # a single common word in common is not enough
            page = self._page(ranked, found) if order == "id" else self._ordered(found, order, ranked)
        return Results(
            query=self._asked,
            total=int(np.count_nonzero(found)),
            sort=self._query.sort,
            hits=tuple(self.hits(page)),
            facets=self._snapshot.columns.counts(found) if self._query.facets else {},
        )

    def _ranked(self) -> Ranking:
        mode = self._query.mode
        meant = _BESIDE.submit(self._vector) if mode != "lexical" and self._asked.text.strip() else None
        bm25 = self._by_words(mode)
        self._worded = bm25.ids
        similarity = self._near(meant.result(), bm25.ids) if meant else NO_SCORES
        usual = MEANING_FOREIGN if self._asked.language == "en" else meaning_weight(len(self._snapshot.words))
        weight = 0.0 if mode == "lexical" else 1.0 if not len(bm25.ids) else usual
        fused = fuse(similarity, bm25, weight, self._bonus)
        head = fused.ids[:SPREAD]
        return spread(fused, self._snapshot.documents_of(head), self._snapshot.marks[head])

    def _by_words(self, mode: str) -> Scored:
        """The passages whose words fit best, and those that write a số hiệu asked for."""
        words = self._snapshot.words
        required = restriction(words.schema, self._asked)
        found = Scored(*words.ranked(ranking_query(words.schema, self._asked, required), WINDOW)) if mode != "semantic" else NO_SCORES
        by_number = number_query(words.schema, self._asked, required)
        if by_number is None:
            return found
        self._numbered = words.ids(by_number, WINDOW)
        others = np.setdiff1d(self._numbered, found.ids)
        return Scored(np.concatenate([found.ids, others]), np.concatenate([found.scores, np.zeros(len(others))]))

    def _bonus(self, ids: Ids) -> Floats:
        """What passages gain beside their scores: those that write a số hiệu asked for come before all others."""
        gained = fitness(self._snapshot.marks[ids], wants([t.form for t in self._asked.words]))
        return gained + NUMBER * np.isin(ids, self._numbered) if len(self._numbered) else gained

    def _vector(self) -> Vectors:
        assert self._encoder is not None
        vector: Vectors = self._encoder.queries([self._asked.text])[0]
        return vector

    def _near(self, vector: Vectors, also: Ids) -> Scored:
        """Similarity of the nearest passages and of those found by words."""
        vectors = self._snapshot.vectors
        nearest = vectors.nearest(vector, NEAREST, self._allowed)
        self._nearest = nearest.ids
        others = np.setdiff1d(also, nearest.ids)
        others = others[vectors.has(others)]
        return Scored(np.concatenate([nearest.ids, others]), np.concatenate([nearest.scores, vectors.scores(vector, others)]))

    def _page(self, ranked: Ranking, found: Mask) -> list[Candidate]:
        first, last = self._query.offset, self._query.offset + self.limit
        page = ranked.candidates(first, last)
        if len(page) < self.limit:
            # Beyond the fused window: the other matches, in the order of their passages.
            others = found.copy()
            others[ranked.ids] = False
            rest = self._snapshot.columns.in_order(others, "id", max(0, first - len(ranked)), last - len(ranked))
            page += [Candidate(i, 0.0, None, None) for i in rest]
        return page

    def _ordered(self, found: Mask, order: str, ranked: Ranking) -> list[Candidate]:
        """A page in an order that does not ask how well a passage fits."""
        known = {c.id: c for c in ranked.candidates()}
        ids = self._snapshot.columns.in_order(found, order, self._query.offset, self._query.offset + self.limit)
        return [known.get(i, Candidate(i, 0.0, None, None)) for i in ids]

    def hits(self, page: list[Candidate], rule: str | None = None) -> list[Hit]:
        """The passages of a page, with their marks and reasons."""
        entries, parts = self._snapshot.entries(c.id for c in page), self._snapshot.parts
        shown = [(c, entries[c.id]) for c in page if c.id in entries]
        marker = Marker(self._asked, weights(self._asked, parts.frequency, len(self._snapshot)) if shown else {})
        marked = marker.read([e.passage for _, e in shown])
        return [self._hit(c, e, *read, rule) for (c, e), read in zip(shown, marked, strict=True)]

    def _hit(self, candidate: Candidate, entry: Entry, marks: list[Highlight], best: Highlight | None, rule: str | None) -> Hit:
        p = entry.passage
        found = tuple(dict.fromkeys(p.text[m.start - p.start : m.end - p.start] for m in marks))
        return Hit(
            iri=self._base + identity.span(p.document, p.start, p.end),
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
            best=best,
            date=entry.date,
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
