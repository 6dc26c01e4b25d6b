"""The names of all works and bodies of the graph, read once per snapshot: suggestions, numbers in any spelling, near misses."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.text import fold, nfc, slug
from graph import identity, queries, relations

if TYPE_CHECKING:
    from web.house import House

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 12
"""Words of a question that are looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """A work or body that may be suggested: its folded words between spaces, and what is shown."""

    words: str
    label: str
    title: str
    iri: str
    kind: str
    """``work`` or ``agency``."""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """All names of one snapshot, and the works by the key of their số hiệu."""

    known: tuple[Known, ...] = ()
    by_key: dict[str, list[Known]] = field(default_factory=dict)


class Names:
    """Safe to share between threads."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._snapshot: Path | None = None
        self._index = Index()

    def matching(self, typed: str, most: int = 8) -> list[Known]:
        """Names that have, for every word typed, a word that begins with it; held ones and short names first."""
        words = [f" {w}" for w in words_of(typed)][:_LONGEST]
        if not words:
            return []
        found = [k for k in self.index().known if all(w in k.words for w in words)]
        found.sort(key=lambda k: (not k.held, not k.words.startswith(words[0]), len(k.words), k.label))
        works, bodies = [k for k in found if k.kind == "work"], [k for k in found if k.kind == "agency"]
        few = bodies[: max(most // 3, most - len(works))]
        return [*works[: most - len(few)], *few]

    def near(self, typed: str, most: int = 5) -> list[Known]:
        """Names that share most words with what was typed: what may have been meant where nothing was found."""
        words = [f" {w}" for w in dict.fromkeys(words_of(typed)) if len(w) > 1][:_LONGEST]
        scored = [(sum(w in k.words for w in words), k) for k in self.index().known]
        best = [(n, k) for n, k in scored if n * 2 >= len(words) and n]
        best.sort(key=lambda x: (-x[0], not x[1].held, len(x[1].words), x[1].label))
        return [k for _, k in best[:most]]

    def numbered(self, number: str) -> list[Known]:
        """Works with the số hiệu that ``number`` is or ends with, in whatever spelling: it alone may name several."""
        by_key, parts = self.index().by_key, identity.number_key(number).split("-")[:30]
        starts = [i for i, part in enumerate(parts) if part[:1].isdigit()]
        return next((found for i in starts if (found := by_key.get(identity.number_key("-".join(parts[i:]))))), [])

    def meant(self, typed: str) -> Known | None:
        """The one work that the whole of what was typed names by its số hiệu: ``1790 qd ttg``, ``Quyết định số 1790/QĐ-TTg``."""
        found = self.numbered(typed)
        if len(found) != 1:
            return None
        key, named, asked = _key(found[0].iri), slug(found[0].label), slug(typed)
        kind = named.removesuffix(key).rstrip("-")
        return found[0] if identity.number_key(typed) == key or asked in (named, f"{kind}-so-{key}", f"so-{key}") else None

    def bodies(self, typed: str, most: int = 3) -> list[Known]:
        """Bodies that the whole of what was typed names: all its words, at least two, and no more than a few such bodies."""
        words = [f" {w} " for w in words_of(typed)]
        if not 2 <= len(words) <= _LONGEST:
            return []
        found = [k for k in self.index().known if k.kind == "agency" and all(w in k.words for w in words)]
        exact = [k for k in found if len(k.words.split()) == len(words)]
        return exact or (found if len(found) <= most else [])

    def index(self) -> Index:
        """The names of the newest snapshot."""
        snapshot = self._house.graph.snapshot_path
        with self._lock:
            if snapshot != self._snapshot:
                self._index = _read(self._house)
                self._snapshot = snapshot
            return self._index


def _read(house: House) -> Index:
    works = [
        Known(_spaced(f"{w.label} {w.title or ''}"), w.label, w.title or "", w.work, "work", w.held) for w in relations.works(house.reader)
    ]
    bodies = [Known(_spaced(b.label), b.label, "", b.agency, "agency") for b in queries.agency_names(house.reader)]
    by_key: dict[str, list[Known]] = {}
    for w in works:
        by_key.setdefault(_key(w.iri), []).append(w)
    return Index((*works, *bodies), by_key)


_SCOPE = re.compile(r"-[0-9a-f]{8}$")
"""What tells works apart whose issuer or year nothing tells."""


def _key(iri: str) -> str:
    last = iri.rsplit("/", 1)[-1]
    return _SCOPE.sub("", last) if "/khong-ro/" in iri else last


def words_of(text: str) -> list[str]:
    """Its words, folded."""
    return _WORD.findall(fold(nfc(text)))


def _spaced(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def distinct(known: Iterable[Known]) -> list[Known]:
    """Each once, in order."""
    return list({k.iri: k for k in known}.values())
