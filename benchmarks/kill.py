"""``kill -9`` at random moments of ingest and sync: the library and the graph end as in an undisturbed run.

``python -m benchmarks.kill [--documents 300] [--kills 30] [--seed 1]``. Documents are short stretches of ``../shared/data``. Compared:
every table of the library but the times of adding, byte for byte, and every quad of the graph but the runs' own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from corpus.settings import Settings
from graph import identity
from graph.store import GraphStore

SHARED = next((p for p in (Path("../shared"), Path("../../shared")) if p.is_dir()), Path("../shared"))
_TABLES = (
    "SELECT id, revision, extractor, header, body FROM document ORDER BY id",
    "SELECT document, sha256, name, origin, media_type, content FROM source ORDER BY rowid",
    "SELECT revision, document, kind FROM change ORDER BY revision",
)
CHILD = """
import sys
from pathlib import Path
from corpus.fingerprint import extractor_fingerprint
from corpus.ingest import IngestReport, ingest
from corpus.intake import Intake
from corpus.library import Library
from corpus.settings import Settings
from graph.store import GraphStore
settings = Settings(home=Path(sys.argv[1]))
library, report = Library.open(settings.library_path), IngestReport()
intake = Intake([Path(sys.argv[2])], report)
ingest(library, intake, extractor_fingerprint(), report, lambda *_: None, len(intake))
GraphStore(settings).sync(library)
print(len(report.added), len(report.unchanged), len(report.refused))
"""


def collection(path: Path, documents: int) -> None:
    """The beginnings of real documents as a collection."""
    with gzip.open(SHARED / "data" / "vbpl_central" / "vbpl_vi.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:documents]
    rows += [{**row, "id": f"{row['id']}-2", "text": row["text"][3000:]} for row in rows][: documents - len(rows)]
    path.write_text("".join(json.dumps({"id": r["id"], "text": r["text"][:3000]}) + "\n" for r in rows), "utf-8")


def start(home: Path, given: Path) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", CHILD, str(home), str(given)]
    return subprocess.Popen(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE, text=True)


def state(home: Path) -> tuple[list[list[tuple[object, ...]]], list[str]]:
    """What is compared: the tables of the library and the quads of the graph in canonical order."""
    settings = Settings(home=home)
    db = sqlite3.connect(settings.library_path)
    tables = [db.execute(query).fetchall() for query in _TABLES]
    left_out = {settings.base + identity.RUNS_GRAPH, settings.base + identity.STATE_GRAPH}
    store = GraphStore(settings).reader().store
    data = ox.Dataset(q for q in store if getattr(q.graph_name, "value", "") not in left_out)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return tables, sorted(map(str, data))


def run(folder: Path, documents: int, kills: int, seed: int) -> tuple[bool, int]:
    """(the same in the end, kills that hit a running process)."""
    given = folder / "given.jsonl"
    collection(given, documents)
    began = time.monotonic()
    print("undisturbed:", *start(folder / "one", given).communicate())
    length, rolls, hit = time.monotonic() - began, random.Random(seed), 0
    for _ in range(kills):
        process = start(folder / "killed", given)
        try:
            process.wait(rolls.uniform(0.05, 0.35) * length)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            hit += 1
        process.communicate()
    print("last run:", *start(folder / "killed", given).communicate())
    return state(folder / "one") == state(folder / "killed"), hit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        same, hit = run(Path(folder), arguments.documents, arguments.kills, arguments.seed)
    print(f"{hit} of {arguments.kills} kills hit a running process; in the end {'the same' if same else 'DIFFERENT'}")
    sys.exit(not same)


if __name__ == "__main__":
    main()
