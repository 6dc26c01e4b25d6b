"""One question at work: what both legs find, fused, spread over documents, counted and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import tantivy

from corpus import identity
from search.best import best_sentence, weights
from search.highlight import matched_words
from search.lexical import Entry
from search.query import filter_query, matching_query, number_query, ranking_query
from search.ranking import MEANING_FOREIGN, NUMBER, Candidate, fitness, fuse, meaning_weight, spread
from search.results import MAX_LIMIT, Hit, Query, Results, Why
from search.tokens import FUNCTION_WORDS, tokens
from search.understand import Understood
from search.vectors import Ids
from search.wants import wants

if TYPE_CHECKING:
    from search.encode import Encoder
    from search.snapshot import Snapshot

WINDOW = 200
"""Candidates of each leg that are fused and spread; deeper pages go on in the order of the words' score."""
NEAREST = 100
"""Passages that count as found by meaning alone."""
FEW = 20_000
"""Up to so many passages under a filter, they are listed for the vectors; above, what is nearest is filtered afterwards."""
SPREAD = 60
"""Best candidates that are spread over documents."""
_ORDERS = {"newest": "newest", "oldest": "oldest", "number": "by_number"}


class Answer:
    """One question at work."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder | None, base: str, understood: Understood, query: Query) -> None:
        self._snapshot, self._encoder, self._base, self._asked, self._query = snapshot, encoder, base, understood, query
        self.limit = max(0, min(query.limit, MAX_LIMIT))
        self._filter = filter_query(snapshot.words.schema, understood)
        self._numbered: set[int] = set()
        self._nearest: set[int] = set()
        self._worded: set[int] = set()
        self._wanted: dict[str, float] = {}

    def results(self) -> Results:
        words, order = self._snapshot.words, _ORDERS.get(self._query.sort, "id")
        if self._asked.is_empty:
            matching = self._filter or tantivy.Query.all_query()
            page, total = self._ordered(matching, order, []), words.count(matching)
        else:
            ranked = self._ranked()
            matching = matching_query(words.schema, self._asked, self._filter, self._nearest | self._numbered, self._worded)
            found, total = words.count_and_find(matching, [c.id for c in ranked])
            ranked = [c for c in ranked if c.id in found]  # a single common word in common is not enough
            page = self._page(ranked, matching) if order == "id" else self._ordered(matching, order, ranked)
        return Results(
            query=self._asked,
            total=total,
            sort=self._query.sort,
            hits=tuple(self.hits(page)),
            facets=words.facets(matching) if self._query.facets else {},
        )

    def _ranked(self) -> list[Candidate]:
        words, mode = self._snapshot.words, self._query.mode
        lexical = mode != "semantic"
        query = ranking_query(words.schema, self._asked, self._filter)
        bm25 = dict(words.ranked(query, WINDOW)) if lexical else {}
        self._worded = set(bm25)
        by_number = number_query(words.schema, self._asked, self._filter)
        if by_number is not None:
            self._numbered = set(words.ids(by_number, WINDOW).tolist())
            bm25 = dict.fromkeys(self._numbered, 0.0) | bm25
        similarity = self._near(list(bm25)) if mode != "lexical" and self._asked.text.strip() else {}
        usual = MEANING_FOREIGN if self._asked.language == "en" else meaning_weight(len(words))
        weight = 0.0 if mode == "lexical" else 1.0 if not bm25 else usual
        fused = fuse(similarity, bm25, weight, self._bonus(np.array([*{*similarity, *bm25}], np.int64)))
        head = fused[:SPREAD]
        return spread(head, self._snapshot.document, self._snapshot.marks[[c.id for c in head]]) + fused[SPREAD:]

    def _bonus(self, ids: Ids) -> dict[int, float]:
        """What passages gain beside their scores: those that write a số hiệu asked for come before all others."""
        gained = fitness(self._snapshot.marks[ids], wants([t.form for t in self._asked.words]))
        gained += NUMBER * np.isin(ids, list(self._numbered))
        return dict(zip(ids.tolist(), gained.tolist(), strict=True))

    def _near(self, also: list[int]) -> dict[int, float]:
        """Similarity of the nearest passages and of those found by words."""
        words, vectors = self._snapshot.words, self._snapshot.vectors
        assert self._encoder is not None
        vector = self._encoder.queries([self._asked.text])[0]
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
        ids = ids[vectors.has(ids)]
        return dict(zip(ids.tolist(), map(float, vectors.scores(vector, ids)), strict=True))

    def _page(self, ranked: list[Candidate], matching: Any) -> list[Candidate]:
        first, last = self._query.offset, self._query.offset + self.limit
        page = ranked[first:last]
        if len(page) < self.limit:
            # Beyond the fused window: the other matches, in the order of their passages.
            known = {c.id for c in ranked}
            others = (i for i in self._snapshot.words.in_order(matching, last + len(known)) if i not in known)
            rest = [Candidate(i, 0.0, None, None) for i in others]
            page += rest[max(0, first - len(ranked)) : last - len(ranked)]
        return page

    def _ordered(self, matching: Any, order: str, ranked: list[Candidate]) -> list[Candidate]:
        """A page in an order that does not ask how well a passage fits."""
        known = {c.id: c for c in ranked}
        ids = self._snapshot.words.in_order(matching, self.limit, self._query.offset, order)
        return [known.get(i, Candidate(i, 0.0, None, None)) for i in ids]

    def hits(self, page: list[Candidate], rule: str | None = None) -> list[Hit]:
        """The passages of a page, with their marks and reasons."""
        entries = self._snapshot.words.entries([c.id for c in page])
        words = self._snapshot.words
        self._wanted = weights(self._asked, lambda word: words.frequency("folded", word), len(words))
        return [self._hit(c, entries[c.id], rule) for c in page if c.id in entries]

    def _hit(self, candidate: Candidate, entry: Entry, rule: str | None) -> Hit:
        p = entry.passage
        exact = {t.form for t in self._asked.words if t.form not in FUNCTION_WORDS} | {*self._asked.extra}
        folded = {t.folded for t in self._asked.words if t.form == t.folded and t.form not in FUNCTION_WORDS}
        terms = tokens(p.text)
        marks = matched_words(terms, p.start, exact, folded) if self._asked.language == "vi" else []
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
            best=best_sentence(p.text, terms, p.start, self._wanted) if self._wanted else None,
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
