"""``kill -9`` in the middle of ``ingest`` and of ``sync``: the library opens, and the next sync ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from graph_papers import canonical

from corpus.settings import Settings
from web.house import House

ROOT = Path(__file__).resolve().parent.parent
KILLS = 4


def luocdo(home: Path, *args: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "web.cli", "--home", str(home), *map(str, args)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def finished(home: Path, *args: str | Path) -> float:
    """Run to the end; returns the seconds it took."""
    start = time.monotonic()
    assert luocdo(home, *args).wait(timeout=600) == 0
    return time.monotonic() - start


def state(home: Path) -> tuple[list[tuple[str, int]], list[str], list[tuple[object, ...]]]:
    """Documents, quads and passages (with their vectors rounded) of an installation."""
    house = House(Settings(home=home))
    documents = [(e.id, len(house.library.get(e.id).facts.citations)) for e in house.library.documents()]
    snapshot = house.search.snapshot()
    assert snapshot is not None
    passages = [(p.document, p.start, p.end, p.text) for d, _ in documents for p in (e.passage for e in snapshot.of_document(d))]
    return documents, canonical(house.graph.reader().store, house.settings.base), passages


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_in_ingest_and_in_sync(tmp_path: Path, plans: list[Path]) -> None:
    calm, disturbed = tmp_path / "calm", tmp_path / "disturbed"
    plans = plans[:3]
    length = finished(calm, "ingest", *plans)
    rolls, killed = random.Random(11), 0
    for i in range(KILLS):
        _give_work(disturbed, plans, i)
        process = luocdo(disturbed, *(["ingest", *plans] if i % 2 == 0 else ["sync"]))
        time.sleep(rolls.uniform(0.1, 0.5) * length)
        if process.poll() is None:
            killed += 1
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()
        assert House(Settings(home=disturbed)).library.revision >= 0
    assert killed >= 2, "the moments were drawn too late to kill anything"
    finished(disturbed, "ingest", *plans)
    finished(disturbed, "sync")
    assert state(disturbed) == state(calm)
    vectors = [_vectors(home) for home in (calm, disturbed)]
    np.testing.assert_allclose(vectors[0], vectors[1], atol=2e-3)


def _give_work(home: Path, plans: list[Path], turn: int) -> None:
    """An ingest finds a plan missing, a sync finds the derived stores gone."""
    if turn % 2:
        for derived in ("graph", "search"):
            shutil.rmtree(home / derived, ignore_errors=True)
    else:
        library = House(Settings(home=home)).library
        for entry in [e for e in library.documents() if e.name == plans[turn % len(plans)].name]:
            library.remove(entry.id)


def _vectors(home: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The passages' vectors, in the order of the text (internal ids depend on what was killed when)."""
    snapshot = House(Settings(home=home)).search.snapshot()
    assert snapshot is not None
    ids = snapshot.vectors.ids
    entries = snapshot.entries([int(i) for i in ids])
    order = sorted(entries, key=lambda i: (entries[i].passage.document, entries[i].passage.start))
    return np.asarray(snapshot.vectors.both(np.array(order)), dtype=np.float32)
