"""Settings of one installation: where the data lies and what its IRIs start with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_BASE = "http://127.0.0.1:8000/"
MAX_FILE_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All paths lie under ``home``; deleting ``graph`` and ``search`` loses nothing (``luocdo sync`` makes them again)."""

    home: Path
    base: str = DEFAULT_BASE
    """Base of all data IRIs, ending in ``/``."""
    model: str = ""
    """Folder of another sentence-transformers model; empty: the shipped one."""
    token: str = ""
    """Secret that lets a client which is not on loopback add, remove or correct."""

    @property
    def library_path(self) -> Path:
        return self.home / "library.sqlite3"

    @property
    def graph_path(self) -> Path:
        return self.home / "graph"

    @property
    def search_path(self) -> Path:
        return self.home / "search"

    @property
    def model_path(self) -> Path:
        """Where the shipped 4-bit model is expanded to."""
        return self.home / "model"

    @classmethod
    def from_environment(cls, home: str | Path | None = None, env: Mapping[str, str] = os.environ) -> Settings:
        """``--home`` wins over ``LUOCDO_HOME`` wins over ``./data``; also ``LUOCDO_BASE``, ``LUOCDO_MODEL``, ``LUOCDO_TOKEN``."""
        base = env.get("LUOCDO_BASE", DEFAULT_BASE)
        return cls(
            home=Path(home or env.get("LUOCDO_HOME") or "data").resolve(),
            base=base if base.endswith("/") else base + "/",
            model=env.get("LUOCDO_MODEL", ""),
            token=env.get("LUOCDO_TOKEN", ""),
        )
