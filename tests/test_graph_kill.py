"""A sync killed at any moment leaves everything openable, and the next one ends in the same quads as an undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from graph_papers import canonical, many_papers

from corpus.library import Library
from corpus.settings import Settings
from graph.store import GraphStore, current_snapshot

CHILD = """
import sys
from pathlib import Path
from corpus.library import Library
from corpus.settings import Settings
from graph.store import GraphStore
settings = Settings(home=Path(sys.argv[1]))
print("up", flush=True)
GraphStore(settings).sync(Library.open(settings.library_path))
"""


def fill(home: Path) -> tuple[Settings, Library]:
    settings = Settings(home=home)
    library = Library.open(settings.library_path)
    for document, facts in many_papers(120):
        library.add(document, facts)
    return settings, library


def child(home: Path) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(home)], stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert process.stdout and process.stdout.readline() == b"up\n"
    return process


@pytest.mark.slow
def test_killed_anywhere_it_ends_in_the_same_quads(tmp_path: Path) -> None:
    undisturbed, library = fill(tmp_path / "undisturbed")
    start = time.monotonic()
    process = child(undisturbed.home)
    process.wait()
    length = time.monotonic() - start
    expected = canonical(GraphStore(undisturbed).reader().store, undisturbed.base)

    settings, library = fill(tmp_path / "killed")
    rolls = random.Random(5)
    killed, before = 0, expected
    for _ in range(12):
        process = child(settings.home)
        time.sleep(rolls.uniform(0, length))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        snapshot = current_snapshot(settings.graph_path)
        if snapshot is not None:  # what is published is whole: the new state, or where the kill came first the one before
            assert canonical(GraphStore(settings).reader().store, settings.base) in (expected, before)
            # The next round starts from a changed library, so that there is something to do.
            victim = sorted(e.id for e in library.documents())[rolls.randrange(20)]
            stored = library.get(victim)
            library.remove(victim)
            GraphStore(settings).sync(library)
            before = canonical(GraphStore(settings).reader().store, settings.base)
            library.add(stored.document, stored.facts)
    GraphStore(settings).sync(library)
    assert killed >= 3
    assert canonical(GraphStore(settings).reader().store, settings.base) == expected
