"""When the store merges its files, while a new store is filled.

RocksDB merges as soon as two files overlap, and again with every two that follow: of a library in thirteen parts, two thirds
of that work are done for nothing. So its merging threads wait while parts come in, and all files are merged once at the end.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

MOST_PARTS = 120
"""Parts that may wait to be merged, each in seven files that are open together. What is loaded in bulk does not wait for merging,
as other writes do from 36 parts on."""


def put_off() -> None:
    """Let the merging threads of this process work only where the processor has nothing else to do (Linux; elsewhere nothing changes)."""
    if sys.platform == "linux":
        for thread in _mergers():
            with contextlib.suppress(OSError):
                os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))


def catch_up(store: ox.Store) -> None:
    """Merge all that waits; returns when it is done."""
    if sys.platform == "linux":
        for thread in _mergers():
            with contextlib.suppress(OSError):  # without the right to it they stay as they are, and take what is free
                os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))
    store.optimize()


def _mergers() -> Iterator[int]:
    """The threads of this process that merge, by the name that RocksDB gives them."""
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            if task.joinpath("comm").read_text().startswith("rocksdb:low"):
                yield int(task.name)
