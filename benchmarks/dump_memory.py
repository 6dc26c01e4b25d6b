"""Memory of streaming a whole dataset: the peak of the process while dumps of a small and of a ten times larger store flow out.

    python -m benchmarks.dump_memory [QUADS]      # a minute for 1,000,000

A dump streams where the larger store costs no more memory than the smaller one does, beyond what the store itself maps.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from graph.export import dump


def fill(path: Path, quads: int) -> None:
    store = ox.Store(str(path))
    step = 100_000
    for start in range(0, quads, step):
        lines = (
            f'<http://x/vb/{i // 8}> <http://x/p{i % 8}> "Kế hoạch số {i} về bình đẳng giới"@vi <http://x/g/{i // 1000}> .\n'
            for i in range(start, min(quads, start + step))
        )
        store.bulk_load("".join(lines).encode(), ox.RdfFormat.N_QUADS)
    store.flush()


def _peak() -> float:
    """The most memory that this process has held, in MB (``ru_maxrss`` would be the parent's)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def drain(path: Path, form: str, zipped: bool) -> tuple[int, float, float]:
    """Bytes, seconds and the growth of the peak in MB, in this very process."""
    store = ox.Store.read_only(str(path))
    before, begun = _peak(), time.perf_counter()
    size = sum(map(len, dump(store, form, zipped=zipped)))
    return size, time.perf_counter() - begun, _peak() - before


def main() -> None:
    if sys.argv[1:2] == ["--drain"]:
        size, seconds, grown = drain(Path(sys.argv[2]), sys.argv[3], sys.argv[4] == "gz")
        print(
            f"{sys.argv[3]}{'.gz' if sys.argv[4] == 'gz' else '':4} {size / 1e6:8.1f} MB in {seconds:5.1f} s, peak grew by {grown:6.1f} MB"
        )
        return
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        for quads in (most // 10, most):
            path = Path(folder) / str(quads)
            fill(path, quads)
            for form, zipped in (("nq", "-"), ("nq", "gz"), ("trig", "-")):
                print(f"{quads:>10} quads  ", end="", flush=True)
                subprocess.run([sys.executable, "-m", "benchmarks.dump_memory", "--drain", str(path), form, zipped], check=True)


if __name__ == "__main__":
    main()
