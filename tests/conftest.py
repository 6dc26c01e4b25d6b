"""Shared fixtures: paths of the five plans and of the corpora that lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"
# Beside the checkout; a worktree one level deeper finds it too.
SHARED = next((p for p in (ROOT.parent / "shared", ROOT.parent.parent / "shared") if p.is_dir()), ROOT.parent / "shared")


@pytest.fixture(scope="session")
def plans() -> list[Path]:
    """The five plans that ship with the project."""
    return sorted(DOCUMENTS.glob("*.txt"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real corpora; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: this test reads real corpora that are not part of the project")
    return SHARED


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "data")
