"""``python -m graph.beside HOME BASE``: a sync in a process of its own, so that graph and index use a core each.

It prints how far it is, a line each time, and ends when its standard input does: whoever started it is gone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import graph
from corpus.library import Library
from corpus.settings import Settings


class Beside:
    """A running sync of the graph."""

    def __init__(self, settings: Settings) -> None:
        root = str(Path(graph.__file__).parent.parent)
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "graph.beside", str(settings.home), settings.base],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            text=True,
        )

    def wait(self, progress: Callable[[int, int, str], None]) -> bool:
        """Wait for its end; False where it failed, which is for the caller to find out by syncing itself."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            done, total = line.split()
            progress(int(done), int(total), "")
        return self._process.wait() == 0

    def end(self) -> None:
        """Stop it; the next sync goes on from there."""
        self._process.kill()
        self._process.communicate()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


def main(home: str, base: str) -> None:
    import signal

    from graph.store import GraphStore

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    threading.Thread(target=_end_with_parent, daemon=True).start()
    settings = Settings(home=Path(home), base=base)
    GraphStore(settings).sync(Library.open(settings.library_path), lambda done, total, what: print(done, total, flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
