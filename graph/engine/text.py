"""What must be known of a SPARQL query before the engine sees it: its form, whether it names a dataset, whether it goes out.

The engine keeps its parser to itself, so this module reads tokens only, the way the grammar makes them: strings, comments,
IRIs and escapes are skipped, never searched. Nothing here decides whether a query is well formed; the engine does.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<space>(?:\s++|\#[^\r\n]*+)++)?+
    (?: (?P<string>\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | \"(?:[^\"\\\r\n]|\\.)*\" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><[^<>\"{}|^`\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<pname>(?:_|[^\W\d_][\w.·-]*)?:(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>\w+)
  | (?P<mark>\\.|.)
  | \Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERAND_ENDS = frozenset({"string", "iri", "variable", "tag", "pname", "word"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


class Token(NamedTuple):
    """One token and where it starts; ``brace`` and ``paren`` are the depths at which it stands."""

    kind: str
    text: str
    start: int
    brace: int
    paren: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def keyword(self) -> str:
        """The word in capitals, as keywords are compared; empty for anything but a word."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(frozen=True, slots=True)
class Service:
    """One ``SERVICE`` clause: what it names, its group's tokens without the braces, and where the clause stands."""

    name: str
    """As written; ``?`` where the reading is open to doubt."""
    body: tuple[Token, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QueryText:
    """The facts of one query text."""

    text: str
    form: str
    """``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``, an update keyword, or empty where none was found."""
    names_dataset: bool
    """The query has a ``FROM`` of its own."""
    services: tuple[Service, ...]
    volatile: bool
    """Two runs over the same data may differ (``NOW``, ``RAND`` ...)."""
    tokens: tuple[Token, ...]
    """Without what stands between them, unless the text has the word SERVICE somewhere."""

    def iri(self, token: str) -> str:
        """The IRI that an IRI or prefixed name stands for; empty where its prefix is not declared."""
        if token.startswith("<"):
            return token[1:-1]
        prefix, _, local = token.partition(":")
        solid = [t for t in self.tokens if t.kind != "space"]
        for word, name, iri in zip(solid, solid[1:], solid[2:], strict=False):
            if word.keyword == "PREFIX" and name.text == f"{prefix}:" and iri.kind == "iri":
                return iri.text[1:-1] + local
        return ""

    @property
    def is_graph(self) -> bool:
        return self.form in ("CONSTRUCT", "DESCRIBE")

    @property
    def is_update(self) -> bool:
        return self.form in UPDATES


def read(text: str) -> QueryText:
    """Read the tokens of ``text``; never fails.

    >>> q = read('# SERVICE <x>\\nASK FROM <urn:g> { ?service a "SERVICE" }')
    >>> q.form, q.names_dataset, q.services
    ('ASK', True, ())
    """
    doubtful = "service" in text.lower()
    tokens = tuple(_tokens(text, spaces=doubtful))
    words = [(t.text.upper(), t.brace) for t in tokens if t.kind == "word"]
    return QueryText(
        text=text,
        form=_form(tokens),
        names_dataset=("FROM", 0) in words,
        services=tuple(_services(tokens)) if doubtful else (),
        volatile=not _VOLATILE.isdisjoint(word for word, _ in words),
        tokens=tokens,
    )


def limited(query: QueryText, rows: int) -> str:
    """The query with at most ``rows`` solutions: its own LIMIT lowered, or one put where the grammar wants it.

    >>> limited(read("SELECT * { ?s ?p ?o } OFFSET 2"), 10)
    'SELECT * { ?s ?p ?o } OFFSET 2\\nLIMIT 10'
    >>> limited(read("SELECT * { ?s ?p ?o } LIMIT 99 VALUES ?s { 1 }"), 10)
    'SELECT * { ?s ?p ?o } LIMIT 10 VALUES ?s { 1 }'
    """
    if query.form in ("ASK", ""):
        return query.text
    outer = [t for t in query.tokens if t.brace == 0 and t.paren == 0 and t.kind != "space"]
    tail = outer[_tail_start(outer) :]
    for token, number in itertools.pairwise(tail):
        if token.keyword == "LIMIT" and number.text.isdecimal():
            kept = number.text if len(number.text) < 18 and int(number.text) <= rows else str(rows)
            return query.text[: number.start] + kept + query.text[number.end :]
    at = next((t.start for t in tail if t.keyword == "VALUES"), len(query.text))
    head, rest = query.text[:at], query.text[at:]
    return f"{head}\nLIMIT {rows}" + (f"\n{rest}" if rest else "")


def _tail_start(outer: list[Token]) -> int:
    """After the WHERE clause: the last closing brace that is followed by no further group but that of VALUES."""
    opening = [i for i, t in enumerate(outer) if t.text == "{" and t.kind == "mark"]
    trailing = [i for i in opening if any(o.keyword == "VALUES" for o in outer[max(0, i - 6) : i])]
    groups = [i for i in opening if i not in trailing]
    return groups[-1] if groups else 0


def _tokens(text: str, spaces: bool) -> Iterator[Token]:
    brace = paren = 0
    for m in _TOKEN.finditer(text):
        if spaces and m["space"]:
            yield Token("space", m["space"], m.start(), brace, paren)
        kind = m.lastgroup
        if kind is None or kind == "space":  # the end
            return
        token = m[kind]
        if kind == "mark" and token in "})":
            brace, paren = (max(0, brace - 1), paren) if token == "}" else (brace, max(0, paren - 1))
        yield Token(kind, token, m.start(kind), brace, paren)
        if kind == "mark" and token in "{(":
            brace, paren = (brace + 1, paren) if token == "{" else (brace, paren + 1)


def _form(tokens: tuple[Token, ...]) -> str:
    for token in tokens:
        if token.keyword in _FORMS or token.keyword in UPDATES:
            return token.keyword
        if token.kind == "mark":
            break
    return ""


def _services(tokens: tuple[Token, ...]) -> Iterator[Service]:
    solid = [t for t in tokens if t.kind != "space"]
    for i, token in enumerate(solid):
        if token.keyword.startswith("SERVICE"):
            at = i + 2 if i + 1 < len(solid) and solid[i + 1].keyword == "SILENT" else i + 1
            yield _service(solid, token, at)
    if _hidden_service(tokens) and _doubtful(solid):
        yield Service("?", (), 0, 0)


def _service(solid: list[Token], keyword: Token, at: int) -> Service:
    name = solid[at].text if at < len(solid) else ""
    inside = list(itertools.takewhile(lambda t: t.brace > keyword.brace or t.text == "{", solid[at + 1 :]))
    closing = solid[at + 1 + len(inside)] if at + 1 + len(inside) < len(solid) else keyword
    return Service(name, tuple(inside[1:]), keyword.start, closing.end)


def _hidden_service(tokens: tuple[Token, ...]) -> bool:
    return any("service" in t.text.lower() for t in tokens if t.kind in ("string", "iri", "space", "mark", "pname"))


def _doubtful(solid: list[Token]) -> bool:
    """Whether some ``<`` that was read as the start of an IRI may be "less than".

    Only inside parentheses, after an operand, can the engine take it so; the readings then differ beyond the token itself
    only where the would-be IRI holds a quote, a comment sign or a parenthesis. Up to the first such place both agree.
    """
    return any(
        t.kind == "iri" and t.paren > 0 and (before.kind in _OPERAND_ENDS or before.text == ")") and re.search(r"['#()]", t.text)
        for before, t in itertools.pairwise(solid)
    )
