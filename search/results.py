"""What a search asks and answers, and its JSON: the same for Python, the command line and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from search.understand import Understood

MAX_LIMIT = 200
SORTS = ("relevance", "newest", "oldest", "number")
"""Orders of the results; what counts as found does not depend on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question. ``filters``: facet -> values, any of which may hold (``year`` takes ``2021`` or ``2021-2025``)."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit: int = 10
    offset: int = 0
    verbatim: bool = False
    """Take the words as typed: undoes "did you mean"."""
    facets: bool = True
    mode: str = "hybrid"
    """``hybrid``, ``lexical`` or ``semantic``."""
    sort: str = "relevance"
    """``relevance``, ``newest``, ``oldest`` or ``number`` (số hiệu): see SORTS."""
    like: str = ""
    """IRI of a passage or of a text as read: what resembles it, in place of a question in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A stretch of the document's text to mark: ``word`` (matched) or ``sentence`` (nearest in meaning)."""

    start: int
    end: int
    kind: str = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a passage was found. ``rule``: number, phrase, words, meaning, both, filter, like."""

    rule: str
    words: tuple[str, ...] = ()
    similarity: float | None = None
    bm25: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One passage found."""

    iri: str
    document: str
    number: str | None
    title: str
    file: str
    section: str | None
    breadcrumb: tuple[str, ...]
    start: int
    end: int
    text: str
    score: float
    why: Why
    highlights: tuple[Highlight, ...] = ()
    best: Highlight | None = None
    """The sentence that says most of the question (the whole passage where it is one sentence); None for filters alone."""
    date: str | None = None
    """Of the document."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was understood and found. ``total`` and ``facets`` count passages."""

    query: Understood
    total: int
    sort: str = "relevance"
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        q = self.query
        return {
            "query": {
                "typed": q.typed,
                "text": q.text,
                "language": q.language,
                "numbers": list(q.numbers),
                "phrases": list(q.phrases),
                "excluded": list(q.excluded),
                "filters": {k: list(v) for k, v in q.filters.items()},
                "changes": [asdict(c) for c in q.changes],
            },
            "sort": self.sort,
            "total": self.total,
            "facets": {k: dict(v) for k, v in self.facets.items()},
            "hits": [asdict(h) for h in self.hits],
        }
