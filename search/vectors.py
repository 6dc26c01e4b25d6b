"""Nearest passages by meaning: immutable vector files, a FAISS index chosen by size, exact scores at the end.

Each passage has two unit vectors, of its text and of its text in context. The mean of the two cosines equals the product
with the mean of the two vectors, so one index serves both. The vectors lie in chunks (float16, memory-mapped, ids in
ascending order within each); the FAISS index covers the first of them, what came later is scanned exactly until the index is remade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.encode import Vectors

LOOSE_UP_TO = 5_000
"""So many vectors are compared one by one, without an index."""
HALF_UP_TO = 100_000
"""Exact search over 16 bits up to here (3 ms at 50,000), then inverted lists with 8 bits."""
PROBES = 16
RESCORE = 2
"""Candidates per result wanted that are scored again exactly."""
FEW = 500
"""So few allowed passages are scored one by one instead of asking the index."""
INDEX_FILE = "vectors.faiss"

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Pairs = npt.NDArray[np.float16]
"""n x 2 x dimension: vector of the text, vector of the text in context."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Passage ids and mean cosines, best first."""

    ids: Ids
    scores: Vectors


def write_chunk(folder: Path, name: str, ids: Ids, both: Vectors) -> None:
    """Two files, ``<name>.npy`` and ``<name>.ids.npy``; never changed afterwards."""
    np.save(folder / f"{name}.npy", both.astype(np.float16))
    np.save(folder / f"{name}.ids.npy", ids)


class Ranges:
    """Ranges of ids that were deleted."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        ordered = np.array(sorted(ranges), np.int64).reshape(-1, 2)
        self._starts, self._ends = ordered[:, 0], ordered[:, 1]

    def outside(self, ids: Ids) -> npt.NDArray[np.bool_]:
        """Which of ``ids`` lie in no range."""
        if not len(self._starts):
            return np.ones(len(ids), bool)
        at = np.searchsorted(self._starts, ids, "right") - 1
        dead: npt.NDArray[np.bool_] = (at >= 0) & (ids < self._ends[np.maximum(at, 0)])
        return ~dead


class VectorIndex:
    """A published set of vectors, opened for reading."""

    def __init__(self, folder: Path, chunks: Sequence[str], covered: int, deleted: Sequence[tuple[int, int]] = ()) -> None:
        """``covered``: how many of the chunks the FAISS file holds; ``deleted``: ranges of ids that are gone."""
        self._files: list[Pairs] = [np.load(folder / f"{c}.npy", mmap_mode="r") for c in chunks]
        lists = [np.load(folder / f"{c}.ids.npy") for c in chunks]
        self._ids: Ids = np.concatenate(lists) if lists else np.empty(0, np.int64)
        self._offsets = np.cumsum([0, *(len(x) for x in lists)])
        self._order = np.argsort(self._ids, kind="stable")  # chunks come in the order in which they were encoded
        self._ascending = self._ids[self._order]
        self._deleted = Ranges(deleted)
        self._index = _read(folder / INDEX_FILE) if covered else None
        self._loose_from = int(self._offsets[covered])
        self._loose: Vectors | None = None

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> Ids:
        return self._ids[self._deleted.outside(self._ids)]

    def nearest(self, query: Vectors, count: int, allowed: Mask | None = None) -> Nearest:
        """The ``count`` passages nearest to ``query``, among ``allowed`` (by id) where given."""
        if allowed is not None and np.count_nonzero(allowed) <= FEW:
            candidates = np.flatnonzero(allowed)
        else:
            candidates = self._candidates(query, count * RESCORE, allowed)
        candidates = candidates[self._deleted.outside(candidates) & self.has(candidates)]
        scores = self.scores(query, candidates)
        best = np.lexsort((candidates, -scores))[:count]
        return Nearest(candidates[best], scores[best])

    def scores(self, query: Vectors, ids: Ids) -> Vectors:
        """Exact mean of the two cosines for each id."""
        both = self.both(ids)
        result: Vectors = (both.reshape(-1, both.shape[-1]) @ query).reshape(-1, 2).mean(axis=1) if len(ids) else np.empty(0, np.float32)
        return result

    def has(self, ids: Ids) -> npt.NDArray[np.bool_]:
        """Which of ``ids`` have vectors yet."""
        if not len(self._ids):
            return np.zeros(len(ids), bool)
        at = np.minimum(np.searchsorted(self._ascending, ids), len(self._ids) - 1)
        found: npt.NDArray[np.bool_] = self._ascending[at] == ids
        return found

    def both(self, ids: Ids) -> Vectors:
        """The two vectors of each id, as float32; all of them must have some (:meth:`has`)."""
        rows = self._order[np.searchsorted(self._ascending, ids)] if len(ids) else np.empty(0, np.int64)
        owner = np.searchsorted(self._offsets, rows, "right") - 1
        width = self._files[0].shape[-1] if self._files else 1
        out = np.empty((len(ids), 2, width), np.float32)
        for number in np.unique(owner):
            mine = owner == number
            out[mine] = self._files[number][rows[mine] - self._offsets[number]]
        return out

    def _candidates(self, query: Vectors, count: int, allowed: Mask | None) -> Ids:
        found = []
        if self._index is not None:
            found.append(self._from_index(query, count, allowed))
        if self._loose_from < len(self._ids):
            scores, ids = self._loose_means() @ query, self._ids[self._loose_from :]
            if allowed is not None:
                scores = np.where(allowed[ids], scores, -2)
            best = np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
            found.append(ids[best[scores[best] > -2]])
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def _from_index(self, query: Vectors, count: int, allowed: Mask | None) -> Ids:
        import faiss

        assert self._index is not None
        faiss.omp_set_num_threads(1)  # of this thread: handing a few milliseconds over to others costs more than it gives
        inner, selector = faiss.downcast_index(self._index.index), None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        if isinstance(inner, faiss.IndexIVF):
            share = 1.0 if allowed is None else np.count_nonzero(allowed) / len(allowed)
            probes = min(inner.nlist, int(PROBES / max(share, 1 / 32)))
            parameters: Any = faiss.SearchParametersIVF(nprobe=probes, sel=selector)  # type: ignore[call-arg]
        else:
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        _, ids = self._index.search(query[None], min(count, self._index.ntotal), params=parameters)
        return np.asarray(ids[0][ids[0] >= 0], np.int64)

    def _loose_means(self) -> Vectors:
        if self._loose is None:
            first = int(np.searchsorted(self._offsets, self._loose_from, "right")) - 1
            self._loose = np.concatenate([f[:].astype(np.float32).mean(axis=1) for f in self._files[first:]])
        return self._loose


def _read(path: Path) -> Any:
    import faiss

    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP)


def build(folder: Path, chunks: Sequence[str], deleted: Sequence[tuple[int, int]] = ()) -> str:
    """Write the FAISS file over all living vectors of ``chunks``; returns the kind of index chosen."""
    import faiss

    dead = Ranges(deleted)
    files = [(np.load(folder / f"{c}.ids.npy"), np.load(folder / f"{c}.npy", mmap_mode="r")) for c in chunks]
    total = sum(len(ids) for ids, _ in files)
    inner, kind = _choose(total, files[0][1].shape[-1])
    if not inner.is_trained:
        inner.train(_sample([both for _, both in files], 160 * int(total**0.5)))
    index = faiss.IndexIDMap2(inner)
    for ids, both in files:
        for at in range(0, len(ids), 20_000):
            living = dead.outside(ids[at : at + 20_000])
            if living.any():
                means = both[at : at + 20_000].astype(np.float32).mean(axis=1)
                index.add_with_ids(np.ascontiguousarray(means[living]), ids[at : at + 20_000][living])
    temporary = folder / f"{INDEX_FILE}.new"
    faiss.write_index(index, str(temporary))
    temporary.replace(folder / INDEX_FILE)
    return kind


def _choose(total: int, dimension: int) -> tuple[Any, str]:
    import faiss

    if total <= HALF_UP_TO:
        return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT), "fp16"
    return faiss.index_factory(dimension, f"IVF{int(4 * total**0.5)},SQ8", faiss.METRIC_INNER_PRODUCT), "ivf-sq8"


def _sample(files: Sequence[Pairs], count: int) -> Vectors:
    """Vectors spread evenly over the files, for training."""
    step = max(1, sum(len(f) for f in files) // count)
    return np.ascontiguousarray(np.concatenate([f[::step].astype(np.float32).mean(axis=1) for f in files]))
