"""The names of bodies as a tree of words: matched without case, diacritics, punctuation and "và"."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.extract.tables import table
from corpus.gazetteer import gazetteer
from corpus.text import fold

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s,&.()–—\-/]{0,4}")
_SKIPPED = ("va",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of the tables."""

    name: str
    kind: str
    level: str
    of_group: bool = False
    needs_place: bool = False
    needs_level: bool = False


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    body: Body | None = None


def words(text: str, limit: int | None = None) -> list[tuple[int, int, str]]:
    """Start, end and folded form of each word, of the first ``limit`` where one is given."""
    folded = fold(text)
    return [(m.start(), m.end(), folded[m.start() : m.end()]) for m in itertools.islice(_WORD.finditer(text), limit)]


def match_body(text: str, tokens: list[tuple[int, int, str]], index: int) -> tuple[int, Body] | None:
    """The longest name that begins at word ``index``: the word after it, and the body."""
    node: _Node | None = _tree()
    best: tuple[int, Body] | None = None
    i = index
    while i < len(tokens) and node is not None and i - index < 24:
        if i > index and _GAP.fullmatch(text, tokens[i - 1][1], tokens[i][0]) is None:
            break
        if i == index or tokens[i][2] not in _SKIPPED:
            node = node.children.get(tokens[i][2])
            if node is not None and node.body is not None:
                best = (i + 1, node.body)
        i += 1
    return best


def first_words() -> frozenset[str]:
    """The folded words that names of the tables begin with."""
    return frozenset(_tree().children)


@functools.cache
def _tree() -> _Node:
    root = _Node()
    for name, body in _names():
        node = root
        for word in (w for _, _, w in words(name)):
            if word not in _SKIPPED or node is root:
                node = node.children.setdefault(word, _Node())
        node.body = node.body or body
    return root


def _names() -> Iterator[tuple[str, Body]]:
    data = table("agencies")
    for row in data["body"]:
        body = Body(
            name=row["name"],
            kind=row["kind"],
            level=row["level"],
            of_group=row.get("of_group", False),
            needs_place=row.get("needs_place", False),
            needs_level=row.get("needs_level", False),
        )
        for form in (row["name"], *row.get("forms", ())):
            yield form, body
    for row in data["field"]:
        for head in row["heads"]:
            for form in (row["name"], *row.get("forms", ())):
                yield f"{head} {form}", _office(head, row["name"])
    for issuer in gazetteer().issuers:
        for form in (issuer.name, *(a for a in issuer.aliases if " " in a)):
            level = {"so": "province"}.get(issuer.kind, issuer.level)
            yield form, Body(name=issuer.name, kind=issuer.kind, level=level)


def _office(head: str, name: str) -> Body:
    kind, level = {"Bộ": ("bo", "central"), "Sở": ("so", "province"), "Phòng": ("phong", "district")}[head]
    return Body(name=f"{head} {name}", kind=kind, level=level)
