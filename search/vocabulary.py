"""The words of the indexed corpus: counts of syllables and of their pairs, and the abbreviations that documents define.

Kept with each generation and updated by addition, so that a question can be read as the corpus writes: diacritics restored,
typing errors mended, short forms opened.
"""

from __future__ import annotations

import heapq
import itertools
import json
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.text import fold
from search.said import said
from search.tokens import terms

Counts = npt.NDArray[np.int64]
START = "^"
OFTEN = 3
"""A pair of words must occur so often to count as a phrase."""
MOST_PHRASES = 8
_BREADTH = 60
"""Phrases that are followed further at each step."""
_RECENT = 2000
"""First words whose pairs are kept ready."""
_DEFINED = re.compile(
    r"\(\s*(?:sau đây\s+)?(?:(?:được\s+)?(?:gọi|viết)\s+)?(?:tắt\s+)?(?:là\s*:?\s*)?[\"“]?([A-ZĐ][A-ZĐ&\-]{1,13})[\"”]?\s*\)"
)
_JOINING = frozenset(["va", "cua", "ve", "cho"])
"""Words that short forms leave out."""


class Statistics:
    """Counts over some passages, to be added to a vocabulary or taken from it.

    Words are kept as numbers one after another and counted at the end in one go: a dictionary of all pairs of words is
    larger than what a processor has at hand, and each addition to it waits for memory.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = defaultdict(itertools.count().__next__)
        self._numbers[START]  # a number of its own, before all others
        self._read = {1: array("I"), -1: array("I")}
        self.short: Counter[tuple[str, str]] = Counter()

    def read(self, text: str, sign: int = 1) -> None:
        self.add(text, said(text).words, sign)

    def add(self, text: str, words: Iterable[str], sign: int = 1) -> None:
        """A text whose words are known."""
        numbers = self._read[sign]
        numbers.append(0)
        numbers.extend(map(self._numbers.__getitem__, words))
        if "(" in text:
            for definition in definitions(text):
                self.short[definition] += sign

    @property
    def forms(self) -> list[str]:
        """Every word that was read, START first; counts stand in this order."""
        return list(self._numbers)

    def word_counts(self) -> Counts:
        """How often each word was read, less how often it was taken away."""
        added, taken = (np.bincount(np.asarray(self._read[sign], np.int64), minlength=len(self._numbers)) for sign in (1, -1))
        return np.asarray(added - taken, np.int64)

    def pair_counts(self) -> tuple[Counts, Counts, Counts]:
        """Pairs of neighbours: the places of both words in ``forms``, and how often they were read."""
        keys = [self._keys(sign) for sign in (1, -1)]
        unique, where = np.unique(np.concatenate(keys), return_inverse=True)
        signs = np.repeat([1.0, -1.0], [len(k) for k in keys])
        return unique >> 32, unique & 0xFFFFFFFF, np.bincount(where, signs, len(unique)).astype(np.int64)

    def _keys(self, sign: int) -> Counts:
        numbers = np.asarray(self._read[sign], np.int64)
        first, second = numbers[:-1], numbers[1:]
        inside = second > 0  # START opens the next text
        return first[inside] << 32 | second[inside]


def definitions(text: str) -> list[tuple[str, str]]:
    """(short form, long form) pairs that a text defines: "bình đẳng giới (BĐG)"; the initials must agree."""
    found = []
    for match in _DEFINED.finditer(text):
        short = match.group(1)
        before = [t for t in terms(text[max(0, match.start() - 160) : match.start()]) if t.kind == "word"]
        letters = [c for c in fold(short) if c.isalpha()]
        taken = _tail(letters, [t.folded for t in before]) if len(letters) >= 2 else 0
        if taken:
            found.append((short, " ".join(t.form for t in before[-taken:])))
    return found


def _tail(letters: Sequence[str], words: Sequence[str]) -> int:
    """How many of the last words have these initials; a word that joins needs none ("giáo dục và đào tạo": GDĐT)."""
    left, taken = list(letters), 0
    while left and taken < len(words):
        word = words[-1 - taken]
        if word[0] == left[-1]:
            left.pop()
        elif word not in _JOINING or len(left) == len(letters):
            return 0
        taken += 1
    return 0 if left else taken


class Vocabulary:
    """Counts of one generation."""

    def __init__(
        self, words: list[str], counts: npt.NDArray[np.int64], keys: npt.NDArray[np.uint64], pair_counts: npt.NDArray[np.int64]
    ) -> None:
        self._words = words
        self._counts = counts
        self._keys = keys
        self._pair_counts = pair_counts
        self.short: dict[str, dict[str, int]] = {}
        self._followers = lru_cache(maxsize=_RECENT)(self._read_followers)

    @classmethod
    def empty(cls) -> Vocabulary:
        return cls([], np.empty(0, np.int64), np.empty(0, np.uint64), np.empty(0, np.int64))

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        data = json.loads((folder / "vocabulary.json").read_text("utf-8"))
        with np.load(folder / "vocabulary.npz") as arrays:
            made = cls(data["words"], arrays["counts"], arrays["keys"], arrays["pairs"])
        made.short = data["short"]
        return made

    def save(self, folder: Path) -> None:
        for name in ("vocabulary.npz", "vocabulary.json"):  # may be links into the published generation
            (folder / name).unlink(missing_ok=True)
        np.savez(folder / "vocabulary.npz", counts=self._counts, keys=self._keys, pairs=self._pair_counts)
        text = json.dumps({"words": self._words, "short": self.short}, ensure_ascii=False)
        (folder / "vocabulary.json").write_text(text, "utf-8")

    def updated(self, change: Statistics) -> Vocabulary:
        """This vocabulary with the counts of ``change`` added (taken away where negative)."""
        words, ids = list(self._words), dict(self._ids)
        for word in change.forms:
            if word not in ids:
                ids[word] = len(words)
                words.append(word)
        places = np.array([ids[word] for word in change.forms], np.int64)
        counts = np.zeros(len(words), np.int64)
        counts[: len(self._counts)] = self._counts
        counts[places] += change.word_counts()
        first, second, more = change.pair_counts()
        new_keys = (places[first] << 32 | places[second]).astype(np.uint64)
        keys, where = np.unique(np.concatenate([self._keys, new_keys]), return_inverse=True)
        pair_counts = np.bincount(where, np.concatenate([self._pair_counts, more]), len(keys)).astype(np.int64)
        alive = pair_counts > 0
        made = Vocabulary(words, counts, keys[alive], pair_counts[alive])
        made.short = _merged(self.short, change.short)
        return made

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self._words)}

    @cached_property
    def total(self) -> int:
        return int(self._counts.sum())

    @cached_property
    def by_folded(self) -> Mapping[str, list[str]]:
        """Folded syllable -> the syllables of the corpus that fold to it, most frequent first."""
        found: dict[str, list[str]] = defaultdict(list)
        for i in np.argsort(-self._counts, kind="stable"):
            if self._counts[i] > 0 and self._words[i] != START:
                found[fold(self._words[i])].append(self._words[i])
        return dict(found)

    def count(self, word: str) -> int:
        i = self._ids.get(word)
        return 0 if i is None else int(self._counts[i])

    def phrases(self, initials: str) -> list[str]:
        """Phrases of the corpus whose words begin so ("ktxh": "kinh tế xã hội"), those that belong together most first."""
        steps = [self._pairs_by_initials.get(two, {}) for two in map("".join, itertools.pairwise(initials))]
        first = steps[0] if steps else {}
        paths: list[tuple[float, tuple[int, ...]]] = heapq.nlargest(
            _BREADTH, ((score, (a, b)) for a, found in first.items() for b, score in found[:_BREADTH])
        )
        for step in steps[1:]:
            longer = ((min(score, more), (*path, b)) for score, path in paths for b, more in step.get(path[-1], ())[:_BREADTH])
            paths = heapq.nlargest(_BREADTH, longer)
        return [" ".join(self._words[i] for i in path) for _, path in paths[:MOST_PHRASES]]

    @cached_property
    def _pairs_by_initials(self) -> dict[str, dict[int, list[tuple[int, float]]]]:
        """Two initials -> first word -> (second word, how much the two belong together), of pairs that are no accident."""
        often = np.flatnonzero(self._pair_counts >= OFTEN)
        first, second = (self._keys[often] >> np.uint64(32)).astype(np.int64), (self._keys[often] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        counts = self._pair_counts[often]
        bond = counts / np.sqrt(self._counts[first] * self._counts[second].astype(float)) * np.log1p(counts)
        initial = [fold(w)[0] if w.isalpha() else "" for w in self._words]
        found: dict[str, dict[int, list[tuple[int, float]]]] = {}
        for a, b, score in zip(first.tolist(), second.tolist(), bond.tolist(), strict=True):
            if initial[a] and initial[b] and self._words[a] != START:
                found.setdefault(initial[a] + initial[b], {}).setdefault(a, []).append((b, score))
        for followers in itertools.chain.from_iterable(x.values() for x in found.values()):
            followers.sort(key=lambda x: -x[1])
        return found

    def pair(self, first: str, second: str) -> int:
        """How often ``second`` follows ``first``."""
        a, b = self._ids.get(first), self._ids.get(second)
        return 0 if a is None or b is None else self._followers(a).get(b, 0)

    def kinds_after(self, word: str) -> int:
        """How many different words follow ``word``."""
        i = self._ids.get(word)
        return 0 if i is None else len(self._followers(i))

    def has_pairs(self, words: Sequence[str]) -> bool:
        """Whether each word follows the one before it somewhere: false means that no text has them in a row."""
        return all(self.pair(a, b) for a, b in itertools.pairwise(words))

    def _read_followers(self, first: int) -> dict[int, int]:
        """Second word -> how often, of all pairs that begin with a word."""
        low, high = np.searchsorted(self._keys, [_key(first, 0), _key(first + 1, 0)])
        seconds = (self._keys[low:high] & np.uint64(0xFFFFFFFF)).tolist()
        return dict(zip(seconds, self._pair_counts[low:high].tolist(), strict=True))


def _key(first: int, second: int) -> np.uint64:
    return np.uint64(first << 32 | second)


def _merged(short: Mapping[str, Mapping[str, int]], change: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    made = {k: dict(v) for k, v in short.items()}
    for (abbreviation, long), n in change.items():
        counts = made.setdefault(abbreviation, {})
        counts[long] = counts.get(long, 0) + n
    kept = {k: {long: n for long, n in v.items() if n > 0} for k, v in made.items()}
    return {k: v for k, v in kept.items() if v}


def statistics(texts: Iterable[str], sign: int = 1, into: Statistics | None = None) -> Statistics:
    """Counts over ``texts``."""
    made = into or Statistics()
    for text in texts:
        made.read(text, sign)
    return made
