"""Files that mean harm cost nobody but themselves: one sentence each, and the batch goes on."""

from __future__ import annotations

import re
import resource
from pathlib import Path

import hostile
import pytest

from corpus.ingest import IngestReport, ingest
from corpus.intake import Intake
from corpus.library import Library
from corpus.pool import Pool


@pytest.mark.slow
def test_hostile_files_are_refused_in_a_sentence_or_read_within_bounds(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    expected = hostile.write(folder)
    assert len(expected) >= 40
    library, report = Library.open(tmp_path / "l.sqlite3"), IngestReport()
    children = set(_children())
    ingest(library, Intake([folder], report), "e1", report, lambda *_: None, 0, Pool(workers=2, cpu_seconds=5))
    refused: dict[str, list[str]] = {}
    for origin, error in report.refused:
        refused.setdefault(re.split("[#!]", Path(origin).name if ".zip!" not in origin else origin.split("in/", 1)[1])[0], []).append(
            error.vi
        )
        assert "\n" not in error.vi and error.vi.endswith(".") and error.en.endswith("."), error.vi
        assert "Traceback" not in error.vi and len(error.vi) < 400
    for name, word in expected.items():
        said = " ".join(refused.get(name, []))
        if word is None or not (said or word.startswith("?")):
            assert bool(said) == (word is not None), (name, said)
        assert not said or re.search((word or "").removeprefix("?"), said), (name, said)
    texts = {s.name for e in library.documents() for s in library.sources(e.id)}
    assert {"tot.txt", "3", "ngoac.txt"} <= texts  # the good ones among them went on
    assert all("root:" not in library.get(e.id).document.text for e in library.documents())
    assert set(_children()) == children, "a worker was left behind"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2 * 2**20  # KB
    assert not list(tmp_path.parent.rglob("ra.txt"))


def _children() -> list[str]:
    return [c for task in Path("/proc/self/task").iterdir() for c in (task / "children").read_text().split()]
