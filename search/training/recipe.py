"""The recipe as read: every number that makes a model what it is."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("recipe.toml")


@dataclass(frozen=True, slots=True)
class Recipe:
    """``recipe.toml``; ``digest`` names it in the model card."""

    seed: int
    longest: int
    passage_characters: int
    pairs: dict[str, int]
    copies: dict[str, float]
    negatives: dict[str, Any]
    training: dict[str, Any]
    folds: dict[str, int]
    digest: str

    @classmethod
    def read(cls, path: Path = FILE) -> Recipe:
        content = path.read_bytes()
        return cls(**tomllib.loads(content.decode()), digest=hashlib.sha256(content).hexdigest()[:12])
