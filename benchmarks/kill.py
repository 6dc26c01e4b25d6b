"""``kill -9`` at random moments of ingest and sync: library, graph and index end as in an undisturbed run.

``python -m benchmarks.kill [--documents 300] [--kills 30] [--seed 1]``: three to eight minutes. Documents are short stretches of
``../shared/data``. Every second kill takes the whole group of processes (power loss), the others only the first one. The encoder is
a stand-in that makes a vector of a hash (the real model would take an hour; it is no state of the index). Compared: every table of the
library but the times of adding, byte for byte; every quad of the graph but the runs' own; every passage of the index with its id,
facets and vectors, and the counts of its words.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import numpy as np
import pyoxigraph as ox

from corpus.settings import Settings
from graph import identity
from graph.store import GraphStore
from search.encode import Vectors
from search.engine import SearchEngine
from web.house import House

SHARED = next((p for p in (Path("../shared"), Path("../../shared")) if p.is_dir()), Path("../shared"))
_TABLES = (
    "SELECT id, revision, extractor, header, body FROM document ORDER BY id",
    "SELECT document, sha256, name, origin, media_type, content FROM source ORDER BY rowid",
    "SELECT revision, document, kind FROM change ORDER BY revision",
)
LONGEST = 1500
"""Characters of a document: what is asked is how often and where it is killed, not how long it reads."""
STAGES = ("reading", "syncing", "encoding")
State = tuple[list[list[tuple[object, ...]]], list[str], list[tuple[object, ...]]]


class HashEncoder:
    """A vector for each text, of its hash; as slow as asked, so that kills also fall into the encoding."""

    identity, dimension = "hash", 16

    def queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._one(t) for t in texts])

    passages = queries

    def warm(self) -> None:
        pass

    def _one(self, text: str) -> Vectors:
        time.sleep(0.0002)
        vector = np.frombuffer(hashlib.sha256(text.encode()).digest()[:16], np.uint8).astype(np.float32) - 127.5
        return vector / np.float32(np.linalg.norm(vector))


def house_of(home: Path) -> House:
    house = House(Settings(home=home))
    house.__dict__["search"] = SearchEngine(house.settings, HashEncoder())
    return house


def child(home: Path, given: Path) -> None:
    """What is killed: ``luocdo ingest`` with the stand-in, saying where it is."""
    house = house_of(home)
    work = (lambda: house.ingest([given]), lambda: house.sync(vectors=False), lambda: house.sync(), lambda: None)
    for stage, do in zip((*STAGES, "done"), work, strict=True):
        print(stage, time.monotonic(), flush=True)
        do()


def collection(path: Path, documents: int) -> None:
    """The beginnings of real documents as a collection."""
    with gzip.open(SHARED / "data" / "vbpl_central" / "vbpl_vi.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:documents]
    rows += [{**row, "id": f"{row['id']}-2", "text": row["text"][LONGEST:]} for row in rows][: documents - len(rows)]
    path.write_text("".join(json.dumps({"id": r["id"], "text": r["text"][:LONGEST]}) + "\n" for r in rows), "utf-8")


def start(home: Path, given: Path, out: IO[str]) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "benchmarks.kill", "--child", str(home), str(given)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.Popen(command, cwd=root, env=environment, stdout=out, text=True, start_new_session=True)


def state(home: Path) -> State:
    """What is compared."""
    settings = Settings(home=home)
    db = sqlite3.connect(settings.library_path)
    tables = [db.execute(query).fetchall() for query in _TABLES]
    left_out = {settings.base + identity.RUNS_GRAPH, settings.base + identity.STATE_GRAPH}
    store = GraphStore(settings).reader().store
    data = ox.Dataset(q for q in store if getattr(q.graph_name, "value", "") not in left_out)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return tables, sorted(map(str, data)), _index(home)


def _index(home: Path) -> list[tuple[object, ...]]:
    snapshot = house_of(home).search.snapshot()
    assert snapshot is not None
    assert not snapshot.manifest.pending
    rows: list[tuple[object, ...]] = []
    for document in sorted(snapshot.manifest.documents):
        entries = snapshot.of_document(document)
        both = snapshot.vectors.both(np.array([e.id for e in entries], np.int64))
        rows += [(e.id, e.passage, dict(e.facets), v.tobytes()) for e, v in zip(entries, both, strict=True)]
    words = snapshot.vocabulary
    return [*rows, *sorted((w, words.count(w), words.pair("^", w)) for w in words.by_folded for w in words.by_folded[w])]


def opens(home: Path) -> None:
    """Everything can be opened and asked after any kill."""
    house = house_of(home)
    assert len(house.library) >= 0
    with suppress(FileNotFoundError):
        assert house.graph.snapshot_path is None or house.reader.store is not None
    house.search.snapshot()


def said_so_far(folder: Path) -> dict[str, float]:
    """When each stage began."""
    lines = (folder / "said").read_text().splitlines()
    return {stage: float(when) for stage, when in map(str.split, lines)}


def disturb(home: Path, given: Path, kills: int, lengths: Mapping[str, float], rolls: random.Random, folder: Path) -> Counter[str]:
    """Kill until ``kills`` runs were hit, a third of them in each stage. Returns where they were hit.

    What a stage keeps of a killed run grows from kill to kill; a run that got to its end has its graph and index taken away.
    """
    hit: Counter[str] = Counter()
    while (n := sum(hit.values())) < kills:
        stage = STAGES[n * len(STAGES) // kills]
        with (folder / "said").open("w+") as said:
            process = start(home, given, said)
            while stage not in said_so_far(folder) and process.poll() is None:
                time.sleep(0.02)
            with suppress(subprocess.TimeoutExpired):
                process.wait(rolls.uniform(0.0, lengths[stage] * (1.0 if stage == "syncing" else 2 * len(STAGES) / kills)))
            if process.poll() is None:
                kill = os.killpg if rolls.random() < 0.5 else os.kill
                kill(process.pid, signal.SIGKILL)
                process.wait()
                hit[list(said_so_far(folder))[-1]] += 1
                opens(home)
            else:
                for derived in ("graph", "search"):
                    shutil.rmtree(home / derived)
    return hit


def run(folder: Path, documents: int, kills: int, seed: int) -> tuple[bool, int]:
    """Whether all ends as undisturbed, and how many kills hit a running process."""
    given = folder / "given.jsonl"
    collection(given, documents)
    began = time.monotonic()
    with (folder / "said").open("w") as said:
        assert start(folder / "one", given, said).wait() == 0
    began_at = said_so_far(folder)
    lengths = {stage: b - a for stage, (a, b) in zip(STAGES, itertools.pairwise(began_at.values()), strict=True)}
    told = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in lengths.items())
    print(f"undisturbed: {documents} documents in {time.monotonic() - began:.1f} s ({told})", flush=True)
    hit = disturb(folder / "killed", given, kills, lengths, random.Random(seed), folder)
    print(f"{sum(hit.values())} kills hit a running process, while it was {dict(hit)}", flush=True)
    with (folder / "said").open("w") as said:
        assert start(folder / "killed", given, said).wait() == 0
    names, one, other = ("library", "graph", "index"), state(folder / "one"), state(folder / "killed")
    for name, a, b in zip(names, one, other, strict=True):
        print(f"{name:8} {len(a):6} {'the same' if a == b else 'DIFFERENT'}")
    if len({row[2] for tables, *_ in (one, other) for row in tables[0]}) > 1:
        print("the extraction code was changed while this ran: run it again")
    return one == other, sum(hit.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(*arguments.child)
        return
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        same, _ = run(Path(folder), arguments.documents, arguments.kills, arguments.seed)
    print(f"in the end {'the same' if same else 'DIFFERENT'}; {time.monotonic() - began:.0f} s")
    sys.exit(not same)


if __name__ == "__main__":
    main()
