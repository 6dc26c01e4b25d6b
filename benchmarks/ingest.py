"""Ingest at scale: the full documents and the codification's sources through the pipeline, without vectors.

``python -m benchmarks.ingest [--sample N] [--derived] [--home FOLDER]`` prints documents and characters per second, the peak memory
of this process and of its workers, what was refused, and the same work in one process (the peer) for the ratio.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from corpus.errors import LuocdoError
from corpus.fingerprint import extractor_fingerprint
from corpus.ingest import IngestReport, ingest
from corpus.intake import Intake
from corpus.library import Library
from corpus.pool import Item
from corpus.settings import Settings
from corpus.worker import read_record

SHARED = next(p for p in (Path("../shared"), Path("../../shared")) if p.is_dir())
FULL = (
    "vbpl_central/vbpl_vi.jsonl.gz",
    "tvpl_local_2025/docs.jsonl.gz",
    "congbao_pdf_text/docs.jsonl.gz",
    "laws_uts_vlc/laws.jsonl.gz",
)
CODIFICATION = "phapdien/phapdien_articles.jsonl.gz"


class Memory(threading.Thread):
    """The most memory that this process and its children held together, in MB, looked at ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.running = 0.0, True

    def run(self) -> None:
        me = Path("/proc/self/task")
        while self.running:
            children = {c for task in me.iterdir() for c in (task / "children").read_text().split()}
            self.peak = max(self.peak, sum(_resident(p) for p in ("self", *children)))
            time.sleep(0.1)


def _resident(pid: str) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    except (OSError, IndexError):
        return 0.0


def spread(items: Iterator[Item], total: int, sample: int) -> Iterator[Item]:
    """About ``sample`` items spread evenly over all."""
    step = max(1, total // sample) if sample else 1
    return islice(items, 0, None, step)


def measure(paths: list[Path], home: Path, sample: int) -> tuple[int, float, IngestReport]:
    library, report = Library.open(home / "library.sqlite3"), IngestReport()
    intake = Intake(paths, report)
    start = time.perf_counter()
    ingest(library, spread(iter(intake), len(intake), sample), extractor_fingerprint(), report, lambda *_: None, len(intake))
    return report.done, time.perf_counter() - start, report


def alone(paths: list[Path], sample: int) -> float:
    """Seconds that one process takes to read the same, without workers and without writing."""
    intake = Intake(paths, IngestReport())
    start = time.perf_counter()
    for item in spread(iter(intake), len(intake), sample):
        try:
            read_record(item.load(), item.name)
        except LuocdoError:
            continue
    return time.perf_counter() - start


def cpu() -> float:
    """Processor seconds of this process and of its ended children."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usages)


def derived(home: Path) -> None:
    """The graph and the lexical index of the library just made."""
    from graph.store import GraphStore

    settings = Settings(home=home)
    library = Library.open(settings.library_path)
    start = time.perf_counter()
    GraphStore(settings).sync(library)
    seconds = time.perf_counter() - start
    print(f"graph      {len(library):6} documents  {seconds:7.1f} s  {len(library) / seconds:6.1f} documents/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="about so many documents of each collection set")
    parser.add_argument("--derived", action="store_true", help="also bring the graph up to the library")
    parser.add_argument("--peer", action="store_true", help="also read the same in one process")
    arguments = parser.parse_args()
    memory = Memory()
    memory.start()
    with tempfile.TemporaryDirectory() as folder:
        home, documents, seconds = Path(folder), 0, 0.0
        spent = cpu()
        for name, files in (("full", FULL), ("sources", (CODIFICATION,))):
            paths = [SHARED / "data" / f for f in files]
            n, took, report = measure(paths, home, arguments.sample)
            documents, seconds = documents + n, seconds + took
            print(f"{name:10} {n:6} documents  {took:7.1f} s  {n / took:6.1f} documents/s  refused {len(report.refused)}")
            for _, error in report.refused[:10]:
                print("  ", error.vi)
            assert report.done == n and len(report.added) + len(report.refused) == n, "a document was lost"
            if arguments.peer:
                single = alone(paths, arguments.sample)
                print(f"{'':10} one process {single:7.1f} s  ratio {single / took:.2f}")
        print(f"{'both':10} {documents:6} documents  {seconds:7.1f} s  {documents / seconds:6.1f} documents/s")
        spent = cpu() - spent
        print(f"{'':10} {spent:.0f} s of processor time: {2 * documents / spent:.1f} documents/s on two cores that do nothing else")
        if arguments.derived:
            derived(home)
        memory.running = False
        print(f"peak memory of all processes {memory.peak:.0f} MB; library {(home / 'library.sqlite3').stat().st_size / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
