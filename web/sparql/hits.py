"""Search inside SPARQL: ``SERVICE tim:hybrid { ?hit tim:query "…" ; tim:score ?score … }`` joined with any pattern.

The search runs first; its hits take the place of the clause as ``VALUES``, made of terms that the engine's own library writes.
Nothing that a user or a document said is ever formatted into a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from corpus.errors import QueryError
from graph import identity
from graph.engine.text import QueryText, Service, Token, read
from search.engine import SearchEngine
from search.results import Hit, Query

NAMESPACE = "https://w3id.org/luocdo/search#"
MODES = ("hybrid", "lexical", "semantic")
OUTPUTS = ("score", "rank", "passage", "text", "section", "start", "end", "title")
MOST = 500
_LONGEST = 2000
Term = ox.NamedNode | ox.Literal | None


@dataclass(slots=True)
class Clause:
    """One search clause, read: the variable of the hit, what is asked, which outputs go to which variables."""

    mode: str
    hit: str = ""
    text: str = ""
    limit: int = 20
    outputs: dict[str, str] = field(default_factory=dict)


def is_search(query: QueryText, service: Service) -> bool:
    """Whether a clause names the search of this house."""
    return query.iri(service.name) in {NAMESPACE + mode for mode in MODES}


def expand(query: QueryText, engine: SearchEngine, base: str) -> QueryText:
    """The query with every search clause answered; line numbers stay what they were."""
    text = query.text
    for service in sorted(query.services, key=lambda s: s.start, reverse=True):
        if is_search(query, service):
            clause = _clause(query, service)
            hits = engine.search(Query(text=clause.text, limit=clause.limit, mode=clause.mode, facets=False)).hits
            lines = text[service.start : service.end].count("\n")
            text = text[: service.start] + _values(clause, hits, base) + "\n" * lines + text[service.end :]
    return read(text) if text != query.text else query


def _clause(query: QueryText, service: Service) -> Clause:
    clause = Clause(mode=query.iri(service.name).removeprefix(NAMESPACE))
    tokens = iter([*service.body])
    clause.hit = _variable(next(tokens, None))
    for predicate in tokens:
        if predicate.text in (".", ";"):
            continue
        _statement(clause, query.iri(predicate.text).removeprefix(NAMESPACE), next(tokens, None))
    if not clause.text.strip():
        raise _wrong("tim:query")
    return clause


def _statement(clause: Clause, name: str, value: Token | None) -> None:
    if value is None:
        raise _wrong(name)
    if name == "query" and value.kind == "string":
        clause.text = _literal(value.text)[:_LONGEST]
    elif name == "limit" and value.text.isdecimal() and len(value.text) < 6:
        clause.limit = max(1, min(int(value.text), MOST))
    elif name in OUTPUTS and name not in clause.outputs:
        clause.outputs[name] = _variable(value)
    else:
        raise _wrong(name)


def _variable(token: Token | None) -> str:
    if token is None or token.kind != "variable":
        raise _wrong(token.text if token else "")
    return token.text[1:]


def _literal(token: str) -> str:
    """The value of a string as the engine itself reads it; ``token`` was read as one string token, so it can be nothing else."""
    solutions = ox.Store().query(f"SELECT ({token} AS ?x) {{}}")
    value = next(iter(solutions))["x"] if isinstance(solutions, ox.QuerySolutions) else None
    return value.value if isinstance(value, ox.Literal) else ""


def _values(clause: Clause, hits: Iterable[Hit], base: str) -> str:
    names = [clause.hit, *clause.outputs.values()]
    rows = (_row(clause, rank, hit, base) for rank, hit in enumerate(hits, 1))
    return f"VALUES ({' '.join('?' + n for n in names)}) {{ {' '.join(rows)} }}"


def _row(clause: Clause, rank: int, hit: Hit, base: str) -> str:
    terms = _terms(rank, hit, base)
    chosen = [ox.NamedNode(hit.iri), *(terms[name] for name in clause.outputs)]
    return f"({' '.join('UNDEF' if term is None else str(term) for term in chosen)})"


def _terms(rank: int, hit: Hit, base: str) -> Mapping[str, Term]:
    return {
        "score": ox.Literal(float(hit.score)),
        "rank": ox.Literal(rank),
        "passage": ox.Literal(hit.text, language="vi"),
        "text": ox.NamedNode(base + identity.text(hit.document)),
        "section": ox.NamedNode(base + identity.section(hit.document, hit.section)) if hit.section else None,
        "start": ox.Literal(hit.start),
        "end": ox.Literal(hit.end),
        "title": ox.Literal(hit.title, language="vi"),
    }


def vocabulary() -> Iterator[str]:
    """Every name of the search vocabulary."""
    yield from (*MODES, "query", "limit", *OUTPUTS)


def _wrong(what: str) -> QueryError:
    names = ", ".join(f"tim:{o} ?{o}" for o in OUTPUTS)
    return QueryError(
        f'Không đọc được phần tìm kiếm ở «{what}»; cách viết: SERVICE tim:hybrid {{ ?hit tim:query "…" ; tim:limit 20 ; {names} }}.',
        f'The search clause cannot be read at “{what}”; write: SERVICE tim:hybrid {{ ?hit tim:query "…" ; tim:limit 20 ; {names} }}.',
    )
