"""The names of bodies as a tree of words: matched without case, diacritics, punctuation and "và"."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.extract.agencies.codes import city_at, readings
from corpus.extract.tables import UPPER, table
from corpus.gazetteer import gazetteer
from corpus.text import fold

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s,&.()–—\-/]{0,4}")
_GLUED = re.compile(rf"(?P<word>[{UPPER}]{{2,12}})(?:tỉnh|thành|huyện|xã|phường)|(?P<number>[^\W\d_]*[^\W\d_{UPPER}])\d{{1,3}}")
"""``MTTQVNtỉnh``: the blank is lost; ``đội52``: a footnote."""
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
    unplaced: str | None = None
    """Its name where no place is meant: the border guards as a whole."""
    generic: tuple[str, ...] = ()
    """Forms that alone mean any body of the kind: ``Tòa án``."""
    central_since: str | None = None
    """From this day on the bare name is the central body's: ``Cục Thuế``, whose branches are called ``Thuế tỉnh``."""


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    body: Body | None = None


Word = tuple[int, int, str]
"""Start, end and folded form."""


class Words:
    """The words of a text, read as far as they are asked for; a city glued to a code is a word."""

    def __init__(self, text: str, limit: int | None = None) -> None:
        self._matches = itertools.islice(_WORD.finditer(text), limit)
        self._read: list[Word] = []

    def has(self, i: int) -> bool:
        """True where there is a word ``i``."""
        while i >= len(self._read):
            match = next(self._matches, None)
            if match is None:
                return False
            start = match.start()
            for a, b, folded in _cut(match[0]):
                self._read.append((start + a, start + b, folded))
        return True

    def at(self, i: int) -> Word | None:
        """Word ``i``; None after the last."""
        return self._read[i] if i < len(self._read) or self.has(i) else None

    def __getitem__(self, i: int) -> Word:
        if (word := self.at(i)) is None:
            raise IndexError(i)
        return word

    def upto(self, end: int, start: int = 0) -> list[Word]:
        """Those from ``start`` to before ``end``, as far as there are so many."""
        self.has(end - 1)
        return self._read[start:end]

    def first_from(self, place: int) -> int | None:
        """The first word that begins at ``place`` or after it."""
        i = 0
        while self.has(i):
            if self._read[i][0] >= place:
                return i
            i += 1
        return None


@functools.lru_cache(maxsize=1 << 14)
def _cut(word: str) -> tuple[tuple[int, int, str], ...]:
    city = city_at(word)
    glued = _GLUED.fullmatch(word) if city is None else None
    cut = glued.end(glued.lastgroup or 0) if glued else city
    cuts = [0, len(word)] if cut is None else [0, cut, len(word)]
    return tuple((a, b, fold(word[a:b])) for a, b in itertools.pairwise(cuts))


def match_body(text: str, tokens: Words, index: int) -> tuple[int, Body] | None:
    """The longest name that begins at word ``index``: the word after it, and the body."""
    return _walk(text, tokens, index, index, _tree())


def match_field(text: str, tokens: Words, index: int, head: str) -> tuple[int, Body] | None:
    """The body that ``head`` and the words from ``index`` name together: ``Tài chính`` after "các Sở: Nội vụ, "."""
    node: _Node | None = _tree()
    for word in fold(head).split():
        node = node.children.get(word) if node is not None else None
    return _walk(text, tokens, index, index, node) if node is not None and tokens.has(index) else None


def _walk(text: str, tokens: Words, index: int, i: int, node: _Node) -> tuple[int, Body] | None:
    best = (i, node.body) if node.body is not None else None
    last = tokens[i - 1][1] if i > index else -1
    while i - index < 24 and (token := tokens.at(i)) is not None:
        start, end, word = token
        if last >= 0 and not (last == start - 1 and text[last] == " ") and not _GAP.fullmatch(text, last, start):
            break
        last = end
        for reading in () if text[end - 1].islower() else reversed(readings(text[start:end])):
            coded = _follow(node, reading)
            best = _longer(best, _walk(text, tokens, index, i + 1, coded) if coded is not None else None)
        skipped = i > index and word in _SKIPPED
        following = node if skipped else node.children.get(word)
        i += 1
        if following is None:
            break
        node = following
        if node.body is not None and not skipped:  # "và" belongs to a name that goes on after it only
            best = _longer(best, (i, node.body))
    return best


def _longer(one: tuple[int, Body] | None, other: tuple[int, Body] | None) -> tuple[int, Body] | None:
    """The longer name; of two as long the other: words before what a code may stand for."""
    return one if other is None or (one is not None and one[0] > other[0]) else other


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
        for _, _, word in Words(name).upto(100):
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
            unplaced=row.get("unplaced"),
            generic=tuple(row.get("generic", ())),
            central_since=row.get("central_since"),
        )
        for form in (row["name"], *row.get("forms", ())):
            yield form, body
    for row in data["office"]:
        for head, owner in itertools.product(row["heads"], row["of"]):
            for link in ("", "của "):
                yield f"{head} {link}{owner}", Body(name=f"{head} {owner}", kind=row["kind"], level=row["level"])
    for row in table("departments")["department"]:
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
