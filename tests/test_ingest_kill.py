"""Ingest and sync killed at random moments end in the library and graph of an undisturbed run (``benchmarks/kill.py``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import kill


@pytest.mark.slow
def test_killed_anywhere_ingest_ends_in_the_same_library_and_graph(tmp_path: Path, shared: Path) -> None:
    same, hit = kill.run(tmp_path, documents=40, kills=4, seed=3)
    assert hit >= 1
    assert same
