"""The names of bodies as a tree of words: matched without case, diacritics, punctuation and "và"."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.extract.agencies.codes import city_at, readings
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
    """Start, end and folded form of each word, of the first ``limit`` where one is given; a city glued to a code is a word."""
    out: list[tuple[int, int, str]] = []
    for m in itertools.islice(_WORD.finditer(text), limit):
        start = m.start()
        out += [(start + a, start + b, folded) for a, b, folded in _cut(m[0])]
    return out


@functools.lru_cache(maxsize=1 << 14)
def _cut(word: str) -> tuple[tuple[int, int, str], ...]:
    city = city_at(word)
    cuts = [0, len(word)] if city is None else [0, city, len(word)]
    return tuple((a, b, fold(word[a:b])) for a, b in itertools.pairwise(cuts))


def match_body(text: str, tokens: list[tuple[int, int, str]], index: int) -> tuple[int, Body] | None:
    """The longest name that begins at word ``index``: the word after it, and the body."""
    return _walk(text, tokens, index, index, _tree())


def _walk(text: str, tokens: list[tuple[int, int, str]], index: int, i: int, node: _Node) -> tuple[int, Body] | None:
    best = (i, node.body) if node.body is not None else None
    if i >= len(tokens) or i - index >= 24 or (i > index and _GAP.fullmatch(text, tokens[i - 1][1], tokens[i][0]) is None):
        return best
    start, end, word = tokens[i]
    nexts = [node] if i > index and word in _SKIPPED else [node.children.get(word)]
    nexts += [_follow(node, reading) for reading in readings(text[start:end])]
    for following in nexts:
        found = _walk(text, tokens, index, i + 1, following) if following is not None else None
        if found is not None and (best is None or found[0] > best[0]):
            # "và" belongs to a name that goes on after it only.
            best = found if following is not node or found[0] > i + 1 else best
    return best


def _follow(node: _Node, reading: tuple[str, ...]) -> _Node | None:
    found: _Node | None = node
    for word in reading:
        found = found.children.get(word) if found is not None and word not in _SKIPPED else found
    return found


def opens_with_code(word: str) -> bool:
    """True for ``VP``, ``TTHĐNDTP``: what it stands for may open a name of the tables."""
    return any(r[0] in first_words() for r in readings(word[: city_at(word)]))


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
    for row in data["office"]:
        for head, owner in itertools.product(row["heads"], row["of"]):
            yield f"{head} {owner}", Body(name=f"{head} {owner}", kind=row["kind"], level=row["level"])
    for row in data["department"]:
        yield from ((name, Body(name=name, kind="cuc", level="central")) for name in row["names"])
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
