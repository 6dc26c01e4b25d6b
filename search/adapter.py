"""What the question encoder has learnt besides: low-rank changes of the shipped model, for questions only.

Passages are encoded by the shipped model as it is, so an index stays valid whatever questions learn. A matrix W of the
encoder becomes W + B A with A of ``rank`` rows (Hu et al., "LoRA", arXiv:2106.09685). Kept in the 4-bit blocks of
``search.q4``: ``<matrix>.a`` (rank x inputs), ``<matrix>.b`` (rank x outputs: B transposed), and ``syllables``, the word
vectors of bare syllables (``search.syllables``), whose names stand in the file's metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import safe_open
from safetensors.numpy import save_file

from corpus.errors import LuocdoError
from search.q4 import QUANTS, SCALES, Matrices, Packed, quantise, read_packed
from search.syllables import Syllables

FILE = "adapter.q4.safetensors"
DOWN, UP, ROWS = ".a", ".b", "syllables"
Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Adapter:
    """The packed changes, and the bare syllables that have a row of their own behind the model's pieces."""

    matrices: Matrices
    syllables: Syllables

    @classmethod
    def read(cls, folder: Path, base: str) -> Adapter:
        """The adapter in ``folder``, for the model of revision ``base``.

        Raises:
            LuocdoError: it was learnt for another model; its vectors would mean nothing.
        """
        with safe_open(folder / FILE, "numpy") as file:
            said = file.metadata() or {}
            learnt_for = said.get("base", "")
            if learnt_for != base:
                raise LuocdoError(
                    f"{folder / FILE}: học cho mô hình {learnt_for!r}, không phải {base!r}; chạy lại search.training question.",
                    f"{folder / FILE}: learnt for model {learnt_for!r}, not {base!r}; run search.training question again.",
                )
        return cls(read_packed(folder / FILE)[0], Syllables(said.get(ROWS, "").split()))

    def pair(self, matrix: str) -> tuple[Packed, Packed] | None:
        """A and B transposed of ``matrix``; None where it did not change."""
        down, up = self.matrices.get(matrix + DOWN), self.matrices.get(matrix + UP)
        return (down, up) if down is not None and up is not None else None

    def words(self, base: Packed) -> Packed:
        """The model's word vectors, then those of the syllables."""
        own = self.matrices.get(ROWS)
        return base if own is None else (np.concatenate([base[0], own[0]]), np.concatenate([base[1], own[1]]))


def write(folder: Path, base: str, pairs: Mapping[str, tuple[Matrix, Matrix]], syllables: Mapping[str, Matrix]) -> None:
    """Pack the changes (A and B transposed, by the name of their matrix) of the model of revision ``base`` and the vectors of
    bare syllables into ``folder``."""
    stored: dict[str, npt.NDArray[np.generic]] = {}
    parts = {name + end: part for name, both in pairs.items() for end, part in zip((DOWN, UP), both, strict=True)}
    parts[ROWS] = np.stack([*syllables.values()])
    for name, part in parts.items():
        stored[name + QUANTS], stored[name + SCALES] = quantise(part)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(stored, folder / FILE, metadata={"format": "q4_0-block32", "base": base, ROWS: " ".join(syllables)})
