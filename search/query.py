"""A question as understood, to queries of the lexical index: what ranks and what every result must have."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import tantivy

from search.lexical import term
from search.tokens import normal_number, pairs, tokens
from search.understand import Understood

EXTRA_PAIR, NUMBER = 0.3, 6.0
"""Boosts of the fields (tuned; see docs/decisions.md)."""

ASKING = frozenset(["gì", "nào", "đâu", "mấy", "ai"])
ASKING_PAIRS = frozenset({("bao", "nhiêu"), ("bao", "giờ"), ("bao", "lâu"), ("vì", "sao"), ("tại", "sao"), ("làm", "sao"), ("ra", "sao")})
"""Words that ask and do not tell: rare in official papers, they would lift passages that have them by accident."""

_Must, _Should, _MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def ranking_query(schema: Any, asked: Understood, required: Any | None) -> Any:
    """Any word and pair of words, in text, title and breadcrumb; of an English question only what it was put into."""
    words = asked.words if asked.language == "vi" else ()
    forms = [t.form for t in words]
    bare = words and all(t.form == t.folded for t in words)
    asking = _asking(forms)
    telling = {t.form: t for i, t in enumerate(words) if i not in asking}
    together = dict.fromkeys(p for i, p in enumerate(pairs(forms)) if i not in asking and i + 1 not in asking)
    clauses = [term(schema, "whole", t.form, NUMBER if t.kind == "number" else 1.0) for t in telling.values()]
    if bare:  # typed without accents that could not be restored
        clauses += [term(schema, "folded", form) for form in dict.fromkeys(forms)]
    clauses += [term(schema, "pairs", pair) for pair in together]
    clauses += [term(schema, "whole", word) for word in dict.fromkeys(asked.extra) if word not in forms]
    clauses += [term(schema, "pairs", pair, EXTRA_PAIR) for pair in dict.fromkeys(pairs(list(asked.extra)))]
    return _both(_any(clauses), required)


def _asking(forms: Sequence[str]) -> set[int]:
    """Which words only ask; where all do, none: then they are what is looked for."""
    found = {i for i, form in enumerate(forms) if form in ASKING}
    found |= {k for i, pair in enumerate(itertools.pairwise(forms)) if pair in ASKING_PAIRS for k in (i, i + 1)}
    return found if len(found) < len(forms) else set()


def restriction(schema: Any, asked: Understood) -> Any | None:
    """What every result must have: filters, quoted phrases, no excluded words. None where nothing is required."""
    clauses = [(_Must, _field(schema, name, values)) for name, values in asked.filters.items() if values]
    clauses += [(_Must, phrase_query(schema, phrase)) for phrase in asked.phrases]
    excluded = [(_MustNot, phrase_query(schema, phrase)) for phrase in asked.excluded]
    if excluded and not clauses:
        clauses = [(_Must, tantivy.Query.all_query())]
    return tantivy.Query.boolean_query([*clauses, *excluded]) if clauses else None


def number_query(schema: Any, asked: Understood, required: Any | None) -> Any | None:
    """Passages that write a số hiệu asked for, or stand in the document that bears it. None where none is asked for."""
    clauses = [term(schema, name, number) for number in asked.numbers for name in ("exact", "number")]
    return _both(_any(clauses), required) if clauses else None


def _field(schema: Any, name: str, values: Iterable[str]) -> Any:
    if name == "cites":
        return _any([term(schema, "citekey", normal_number(value)) for value in values])
    if name == "year":
        return _any([_years(schema, value) for value in values])
    return _any([term(schema, name, value) for value in values])


def _years(schema: Any, value: str) -> Any:
    first, _, last = value.partition("-")
    low, high = (int(y) if y.isdigit() and len(y) <= 4 else 0 for y in (first, last or first))
    return tantivy.Query.range_query(schema, "year", tantivy.FieldType.Integer, low, high)


def phrase_query(schema: Any, phrase: str) -> Any:
    """The words next to each other, as typed or without accents where the phrase has none."""
    found = tokens(phrase)
    bare = all(t.form == t.folded for t in found)
    name, words = ("folded", [t.folded for t in found]) if bare else ("exact", [t.form for t in found])
    if len(words) == 1:
        return term(schema, name, words[0])
    return tantivy.Query.phrase_query(schema, name, list(enumerate(words)))


def _any(queries: Sequence[Any]) -> Any:
    if not queries:
        return tantivy.Query.empty_query()
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(_Should, q) for q in queries])


def _both(query: Any, required: Any | None) -> Any:
    if required is None:
        return query
    return tantivy.Query.boolean_query([(_Must, query), (_Must, tantivy.Query.const_score_query(required, 0.0))])
