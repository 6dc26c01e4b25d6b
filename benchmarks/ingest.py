"""A library of thousands in one run: read, extracted, kept, made into graph and index, and a while of encoding.

``python -m benchmarks.ingest [--part whole|encoder|peer] [--documents N] [--seconds S] [--keep FOLDER]``. Material: the 1,500 full
documents of ``../shared/data`` and the 3,620 source documents of the codification (``--documents``: about so many, spread over all).

``whole`` (seven to ten minutes on two free cores): documents a second of each stage and of all without vectors, with the seconds of
processor that all processes took (they tell more than the clock on a shared machine), the peak memory of all processes, what was refused
and why, what was lost (must be none). ``--keep`` leaves the library there for the benchmarks of pages and endpoint. ``encoder`` (a minute
and ``--seconds``): the share of the time for which the encoder worked, over 40 documents. ``peer`` (two minutes): the same 60 documents
by the product and by one process that does one thing after the other. Without ``--part`` all three, one after the other.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
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
from graph.store import GraphStore
from search.encode import Encoder, Vectors, load_encoder
from search.engine import SearchEngine
from web.house import House

SHARED = next(p for p in (Path("../shared"), Path("../../shared")) if p.is_dir())
FULL = (
    "vbpl_central/vbpl_vi.jsonl.gz",
    "tvpl_local_2025/docs.jsonl.gz",
    "congbao_pdf_text/docs.jsonl.gz",
    "laws_uts_vlc/laws.jsonl.gz",
)
CODIFICATION = "phapdien/phapdien_articles.jsonl.gz"
BARS = {"documents/s": 15.0, "memory MB": 3072.0, "encoder busy": 0.85}


class Memory(threading.Thread):
    """The most memory that this process and all its descendants held together, in MB, looked at five times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.running = 0.0, True

    def run(self) -> None:
        while self.running:
            self.peak = max(self.peak, sum(map(_resident, _descendants("self"))))
            time.sleep(0.2)


def _descendants(pid: str) -> Iterator[str]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _descendants(child)


def _resident(pid: str) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    except (OSError, IndexError):
        return 0.0


def spread(items: Iterator[Item], total: int, sample: int) -> Iterator[Item]:
    """About ``sample`` items spread evenly over all."""
    step = max(1, total // sample) if sample else 1
    return islice(items, 0, None, step)


class Enough(Exception):
    """The time that was given to the encoder is over."""


class Watched:
    """An encoder that says for how long it worked, and stops after ``seconds``."""

    def __init__(self, encoder: Encoder, seconds: float) -> None:
        self.identity, self.dimension = encoder.identity, encoder.dimension
        self._encoder, self._seconds, self._started = encoder, seconds, 0.0
        self.busy, self.texts = 0.0, 0

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self._started = self._started or time.perf_counter()
        if time.perf_counter() - self._started > self._seconds:
            raise Enough
        start = time.perf_counter()
        vectors = self._encoder.passages(texts)
        self.busy += time.perf_counter() - start
        self.texts += len(texts)
        return vectors

    def warm(self) -> None:
        self._encoder.warm()


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of processor: of this process and of those that it started and that have ended."""

    wall: float
    cpu: float

    @classmethod
    def so_far(cls) -> Spent:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(time.perf_counter(), sum(u.ru_utime + u.ru_stime for u in used))

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.cpu - other.cpu)

    def line(self, what: str, documents: int) -> str:
        speed = f"{documents:6} documents  {self.wall:7.1f} s  {documents / self.wall:6.1f} documents/s"
        cores = f"{self.cpu / self.wall:4.2f} cores busy"
        return f"{what:24} {speed}  {self.cpu:7.1f} s of processor, {1000 * self.cpu / documents:6.1f} ms a document, {cores}"


def timed(what: str, documents: Callable[[], int], work: Callable[[], object]) -> Spent:
    start = Spent.so_far()
    work()
    spent = Spent.so_far() - start
    print(spent.line(what, documents()), flush=True)
    return spent


def read_all(house: House, documents: int, report: IngestReport) -> IngestReport:
    """Every collection into the library, as ``luocdo ingest`` does."""
    intake = Intake([SHARED / "data" / f for f in (*FULL, CODIFICATION)], report)
    items = spread(iter(intake), len(intake), documents)
    ingest(house.library, items, extractor_fingerprint(), report, lambda *_: None, len(intake))
    return report


def encode(settings: Settings, seconds: float) -> None:
    """Let the encoder work for a while on what waits."""
    watched = Watched(load_encoder(settings), seconds)
    watched.warm()
    start = time.perf_counter()
    with suppress(Enough):
        SearchEngine(settings, watched).sync(Library.open(settings.library_path))
    took = time.perf_counter() - start
    print(f"encoder: {watched.texts} texts in {took:.0f} s ({watched.texts / took:.1f}/s), busy {watched.busy / took:.3f} of the time")
    verdict("encoder busy", watched.busy / took, watched.busy / took >= BARS["encoder busy"])


def encoder(documents: int, seconds: float) -> None:
    """The encoder's share of the time, over a small library whose words are known."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Settings(home=Path(folder)))
        read_all(house, documents, IngestReport())
        house.search.sync(house.library, vectors=False)
        encode(house.settings, seconds)


def peer(documents: int) -> None:
    """The same documents by the product and by one process that does one thing after the other."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Settings(home=Path(folder) / "both"))
        start = time.perf_counter()
        n = read_all(house, documents, IngestReport()).done
        house.sync(vectors=False)
        both = time.perf_counter() - start
        alone = House(Settings(home=Path(folder) / "alone"))
        intake = Intake([SHARED / "data" / f for f in (*FULL, CODIFICATION)], IngestReport())
        start = time.perf_counter()
        for item in spread(iter(intake), len(intake), documents):
            with suppress(LuocdoError):
                alone.library.write([(read_record(item.load(), item.name), item.origin)], "")
        GraphStore(alone.settings).sync(alone.library)
        alone.search.sync(alone.library, vectors=False)
        single = time.perf_counter() - start
    print(f"peer: {n} documents in {both:.1f} s, in one process {single:.1f} s, ratio {single / both:.2f}")


def verdict(name: str, value: float, good: bool) -> None:
    print(f"{'HELD ' if good else 'MISSED'} {name}: {value:.2f} (bar {BARS[name]:g})")


def whole(home: Path, documents: int) -> None:
    """All but the vectors."""
    house, memory, report = House(Settings(home=home)), Memory(), IngestReport()
    memory.start()
    spent = timed("read, extracted, kept", lambda: report.done, lambda: read_all(house, documents, report))
    spent += timed("graph and words", lambda: report.done, lambda: house.sync(vectors=False))
    n = report.done
    print(spent.line("all, without vectors", n))
    lost = n - len(report.added) - len(report.unchanged) - len(report.refused)
    lost += len(set(report.added)) - len(house.library)
    print(f"lost {lost}; the same text twice {len(report.added) - len(set(report.added))}; refused {len(report.refused)}")
    for _, error in report.refused:
        print("  ", error.vi)
    memory.running = False
    sizes = {f.stat().st_ino: (f, f.stat().st_size / 2**20) for f in home.rglob("*") if f.is_file()}  # snapshots are links
    library = sum(size for f, size in sizes.values() if f.name.startswith(house.settings.library_path.name))
    print(f"data folder {sum(size for _, size in sizes.values()):.0f} MB, of which library {library:.0f} MB")
    verdict("documents/s", n / spent.wall, n / spent.wall >= BARS["documents/s"])
    verdict("memory MB", memory.peak, memory.peak <= BARS["memory MB"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("whole", "encoder", "peer"), help="one of the three only")
    parser.add_argument("--documents", type=int, help="about so many, spread over all; else all, or what is said above")
    parser.add_argument("--seconds", type=float, default=90, help="of encoding")
    parser.add_argument("--keep", type=Path, help="make the library in this folder and leave it there")
    arguments = parser.parse_args()
    if arguments.part in (None, "whole"):
        with ExitStack() as after:
            home = arguments.keep or Path(after.enter_context(tempfile.TemporaryDirectory()))
            whole(home, arguments.documents or 0)
    if arguments.part in (None, "encoder"):
        encoder(arguments.documents or 40, arguments.seconds)
    if arguments.part in (None, "peer"):
        peer(arguments.documents or 60)


if __name__ == "__main__":
    main()
