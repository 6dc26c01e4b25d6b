"""What an index keeps of its passages beside the engine of words: what is shown of each, and which have a word.

A part is an immutable range of passage ids: their entries as JSON one after another; for each folded word of their texts the
ids that have it, as a list or, where one in 32 has it, as a row of bits; and the words of each context (title and breadcrumb),
which neighbours share. Counting how many passages have enough of the words of a question is then a few additions over arrays.
Each sync adds a part; small ones are joined (:func:`join_small`).
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from search.entry import Entry, from_json, to_json

Keys = npt.NDArray[np.uint64]
Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
DENSE = 32
"""A row of bits takes less than a list of ids where more than one passage in so many has the word."""
GROWTH = 4
"""A part is joined with the one before it unless that is so many times as large."""
KEPT = 1 << 14
"""Words whose place in a part is remembered: those of the questions of a day."""
KEPT_ROWS = 1 << 23
"""Bytes of unpacked rows that are kept of a part: the words that every question has."""
_FILES = ("at", "terms", "starts", "ids", "dense", "bits", "context", "above", "keys")


@lru_cache(maxsize=1 << 17)
def key(word: str) -> int:
    """64 bits that stand for a word."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


class PartWriter:
    """Gathers entries with their words; ``write`` makes a part of them."""

    def __init__(self) -> None:
        self._texts: list[bytes] = []
        self._first = self._next = 0
        self._having: dict[str, list[int]] = defaultdict(list)
        self._contexts: dict[frozenset[str], int] = {}
        self._context: list[int] = []

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, entry: Entry, folded: Iterable[str], above: frozenset[str]) -> None:
        """An entry with the folded words of its text and of its context; ids ascend without gaps."""
        if not self._texts:
            self._first = entry.id
        self._texts.append(to_json(entry))
        self._next = entry.id + 1
        for word in set(folded):
            self._having[word].append(entry.id)
        self._context.append(self._contexts.setdefault(above, len(self._contexts)))

    def write(self, folder: Path) -> str:
        """Write the part and start anew; returns its name."""
        words = sorted(self._having, key=key)
        counts = np.array([len(self._having[w]) for w in words], np.int64)
        ids = np.fromiter(itertools.chain.from_iterable(self._having[w] for w in words), np.uint32, int(counts.sum()))
        postings = Postings(np.array([key(w) for w in words], np.uint64), _sums(counts), ids)
        above = [[key(w) for w in sorted(words)] for words in self._contexts]
        keys = np.fromiter(itertools.chain.from_iterable(above), np.uint64)
        contexts = Contexts(np.array(self._context, np.int32), _sums(np.array([len(x) for x in above], np.int64)), keys)
        at = _sums(np.array([len(text) for text in self._texts], np.int64))
        name = _write(folder, self._first, self._next, (at, self._texts), postings, contexts)
        self.__init__()  # type: ignore[misc]
        return name


class Postings(NamedTuple):
    """Words in order of their keys, where the ids of each start, and the ids."""

    terms: Keys
    starts: Ids
    ids: npt.NDArray[np.uint32]


class Contexts(NamedTuple):
    """The context of each passage, where the words of each context start, and their keys."""

    of: npt.NDArray[np.int32]
    starts: Ids
    keys: Keys


def _sums(counts: Ids) -> Ids:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _write(folder: Path, first: int, last: int, entries: tuple[Ids, Iterable[Any]], words: Postings, contexts: Contexts) -> str:
    name, counts, at = f"p-{first:09d}-{last:09d}", np.diff(words.starts), entries[0]
    dense = counts * DENSE > last - first
    rows = np.zeros((int(dense.sum()), (last - first + 7) // 8), np.uint8)
    for row, number in zip(rows, np.flatnonzero(dense), strict=True):
        has = np.zeros(last - first, bool)
        has[words.ids[words.starts[number] : words.starts[number + 1]].astype(np.int64) - first] = True
        row[:] = np.packbits(has, bitorder="little")
    listed = (words.terms[~dense], _sums(counts[~dense]), words.ids[np.repeat(~dense, counts)])
    arrays: tuple[npt.NDArray[Any], ...] = (at, *listed, words.terms[dense], rows, *contexts)
    for suffix, array in zip(_FILES, arrays, strict=True):
        np.save(folder / f"{name}.{suffix}.npy", array)
    with (folder / f"{name}.json").open("wb") as file:
        file.writelines(entries[1])
    return name


class Part:
    """A part, opened for reading: memory-mapped."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self.name = folder, name
        self.first, self.last = _range(name)
        loaded = (np.load(folder / f"{name}.{suffix}.npy", mmap_mode="r") for suffix in _FILES)
        self.at, self.terms, self.starts, self.ids, self.dense, self.bits, *contexts = (np.asarray(x) for x in loaded)
        self.contexts = Contexts(*contexts)
        texts = np.memmap(folder / f"{name}.json", np.uint8, "r") if self.at[-1] else np.empty(0, np.uint8)
        self.texts = np.asarray(texts)  # a plain view is sliced five times as fast
        self.frequency = lru_cache(maxsize=KEPT)(self._counted)
        """How many passages have a word (its key)."""
        self._place = lru_cache(maxsize=KEPT)(self._looked_up)
        self.row = lru_cache(maxsize=max(1, KEPT_ROWS // max(1, self.last - self.first)))(self._unpacked)
        """For a word that many have (its key), whether each passage has it: 0 or 1."""

    def entry(self, passage: int) -> Entry:
        start, end = self.at[passage - self.first : passage - self.first + 2].tolist()
        return from_json(self.texts[start:end].tobytes())

    def _looked_up(self, wanted: int) -> tuple[int | None, int | None]:
        """Where a word stands among those that few have, and among those that many have."""
        return _find(self.terms, wanted), _find(self.dense, wanted)

    def _counted(self, wanted: int) -> int:
        _, many = self._place(wanted)
        return len(self.listed(wanted)) if many is None else int(np.bitwise_count(self.bits[many]).sum())

    def listed(self, wanted: int) -> npt.NDArray[np.uint32]:
        """Ids with a word that few have."""
        number, _ = self._place(wanted)
        return self.ids[:0] if number is None else self.ids[self.starts[number] : self.starts[number + 1]]

    def _unpacked(self, wanted: int) -> npt.NDArray[np.uint8] | None:
        _, number = self._place(wanted)
        return None if number is None else np.unpackbits(self.bits[number], count=self.last - self.first, bitorder="little")

    def has(self, ids: Ids, wanted: int) -> Mask:
        """Which of ``ids``, all of this part, have the word in their texts."""
        _, number = self._place(wanted)
        if number is not None:
            local = ids - self.first
            found: Mask = (self.bits[number][local >> 3] >> (local & 7).astype(np.uint8)) & 1 > 0
            return found
        listed = self.listed(wanted)
        at = np.minimum(np.searchsorted(listed, ids), len(listed) - 1)
        return np.asarray(listed[at] == ids) if len(listed) else np.zeros(len(ids), bool)

    def above(self, ids: Ids, wanted: Keys) -> Mask:
        """Which of the words (keys, ascending) stand in the context of each of ``ids``, all of this part."""
        context = self.contexts.of[ids - self.first]
        start, count = self.contexts.starts[context], np.diff(self.contexts.starts)[context]
        row = np.repeat(np.arange(len(ids)), count)
        keys = self.contexts.keys[np.arange(len(row)) + np.repeat(start - _sums(count)[:-1], count)]
        column = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
        hit, found = wanted[column] == keys, np.zeros((len(ids), len(wanted)), bool)
        found[row[hit], column[hit]] = True
        return found

    def postings(self, living: Mask) -> Postings:
        """Of living passages only."""
        rows = [np.flatnonzero(np.unpackbits(r, count=self.last - self.first, bitorder="little")) + self.first for r in self.bits]
        ids = np.concatenate([self.ids, *rows]).astype(np.uint32)
        counts = np.concatenate([np.diff(self.starts), np.array([len(r) for r in rows], np.int64)])
        alive = living[ids]
        return Postings(np.concatenate([self.terms, self.dense]), _sums(alive.astype(np.int64))[_sums(counts)], ids[alive])

    def living_texts(self, living: Mask) -> npt.NDArray[np.uint8]:
        """The entries of living passages, as they stand in the file."""
        alive = living[self.first : self.last]
        return self.texts if alive.all() else self.texts[np.repeat(alive, np.diff(self.at))]

    def unlink(self) -> None:
        for suffix in (*(f"{s}.npy" for s in _FILES), "json"):
            (self._folder / f"{self.name}.{suffix}").unlink()


def _find(keys: Keys, wanted: int) -> int | None:
    number = int(keys.searchsorted(np.uint64(wanted)))
    return number if number < len(keys) and int(keys[number]) == wanted else None


class Parts:
    """All parts of a generation. Those just deleted are in them until the parts are joined."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._parts = [Part(folder, name) for name in names]

    def entry(self, passage: int) -> Entry:
        """The passage with this id, also where it was just deleted."""
        return next(part for part in self._parts if part.first <= passage < part.last).entry(passage)

    def entries(self, ids: Iterable[int]) -> dict[int, Entry]:
        """The passages with these ids, which must live."""
        return {i: self.entry(i) for i in ids}

    def frequency(self, word: str) -> int:
        """How many passages have a folded word, those just deleted included."""
        return sum(part.frequency(key(word)) for part in self._parts)

    def has(self, ids: Ids, words: Iterable[str]) -> Mask:
        """Which of ``words`` (folded; columns, in the order of their keys) each of ``ids`` has in its text, title or breadcrumb."""
        wanted = np.array(sorted({key(w) for w in words}), np.uint64)
        found = np.zeros((len(ids), len(wanted)), bool)
        for part in self._parts:
            mine = (ids >= part.first) & (ids < part.last)
            if mine.any():
                found[mine] = part.above(ids[mine], wanted) | np.stack([part.has(ids[mine], int(w)) for w in wanted], axis=1)
        return found

    def count(self, words: Iterable[str], into: npt.NDArray[Any]) -> None:
        """Add one for each word to the passages (by id) that have it."""
        keys = [key(word) for word in words]
        for part in self._parts:
            mine = into[part.first : part.last]
            for wanted in keys:
                row = part.row(wanted)
                if row is None:
                    into[part.listed(wanted)] += 1
                else:
                    np.add(mine, row, out=mine)

    def weigh(self, words: Iterable[tuple[str, float]], into: npt.NDArray[np.float32]) -> None:
        """Add the weight of each word to the passages (by id) that have it."""
        for word, weight in words:
            for part in self._parts:
                amount, row = np.float32(weight), part.row(key(word))
                if row is None:
                    into[part.listed(key(word))] += amount
                else:
                    into[part.first : part.last] += row * amount


def join_small(folder: Path, names: Sequence[str], living: Mask) -> list[str]:
    """Join the newest parts, so that each is well larger than all after it; leaves out what was deleted."""
    sizes = [last - first for first, last in map(_range, names)]
    first = len(names) - 1
    while first > 0 and sizes[first - 1] < GROWTH * sum(sizes[first:]):
        first -= 1
    return [*names[:first], _joined(folder, names[first:], living)] if len(names) - first > 1 else list(names)


def _range(name: str) -> tuple[int, int]:
    _, first, last = name.split("-")
    return int(first), int(last)


def _joined(folder: Path, names: Sequence[str], living: Mask) -> str:
    parts = [Part(folder, name) for name in names]
    first, last = parts[0].first, parts[-1].last
    at = _sums(np.concatenate([np.diff(p.at) * living[p.first : p.last] for p in parts]))
    texts = (p.living_texts(living) for p in parts)
    name = _write(folder, first, last, (at, texts), _merged([p.postings(living) for p in parts]), _beside([p.contexts for p in parts]))
    for p in parts:
        p.unlink()
    return name


def _merged(parts: Sequence[Postings]) -> Postings:
    """One list for each word; the ids of a later part are higher."""
    terms = np.unique(np.concatenate([p.terms for p in parts]))
    places = [np.searchsorted(terms, p.terms) for p in parts]
    counts = np.zeros(len(terms), np.int64)
    for p, place in zip(parts, places, strict=True):
        counts[place] += np.diff(p.starts)
    starts = _sums(counts)
    ids, free = np.empty(int(starts[-1]), np.uint32), starts[:-1].copy()
    for p, place in zip(parts, places, strict=True):
        own = np.diff(p.starts)
        ids[np.repeat(free[place] - p.starts[:-1], own) + np.arange(len(p.ids))] = p.ids
        free[place] += own
    used = counts > 0
    return Postings(terms[used], _sums(counts[used]), ids)


def _beside(parts: Sequence[Contexts]) -> Contexts:
    before = _sums(np.array([len(p.starts) - 1 for p in parts], np.int64))
    of = np.concatenate([p.of + n for p, n in zip(parts, before[:-1], strict=True)]).astype(np.int32)
    return Contexts(of, _sums(np.concatenate([np.diff(p.starts) for p in parts])), np.concatenate([p.keys for p in parts]))
