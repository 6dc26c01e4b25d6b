"""Hostile questions, and ``kill -9`` in a sync while other processes read."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_search import WordEncoder, document

from benchmarks.search_fuzz import strings
from corpus.library import Library
from corpus.model import Facts
from corpus.read import read_source
from corpus.settings import Settings
from corpus.structure import parse
from search.engine import SearchEngine
from search.results import SORTS, Query

ROOT = Path(__file__).resolve().parent.parent
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_search import WordEncoder
from corpus.library import Library
from corpus.settings import Settings
from search import meaning, sync
from search.engine import SearchEngine
sync.MOST, meaning.BATCH, meaning.SLICE = 12, 8, 4
settings = Settings(home=Path(sys.argv[1]))
print("ready", flush=True)
SearchEngine(settings, WordEncoder()).sync(Library.open(settings.library_path))
"""
READER = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_search import WordEncoder
from corpus.settings import Settings
from search.engine import SearchEngine
from search.results import Query
home = Path(sys.argv[1])
engine, asked = SearchEngine(Settings(home=home), WordEncoder()), 0
print("ready", flush=True)
while not (home / "stop").exists():
    for hit in engine.search(Query(text="phòng chống lụt bão ở huyện", limit=30)).hits:
        assert hit.text and hit.end - hit.start == len(hit.text)
    asked += 1
print(asked)
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, plans: list[Path]) -> SearchEngine:
    settings = Settings(home=tmp_path_factory.mktemp("robust"))
    library = Library.open(settings.library_path)
    for path in plans:
        library.add(parse(read_source(path)[0]), Facts())
    made = SearchEngine(settings, WordEncoder())
    made.sync(library)
    return made


def ask(engine: SearchEngine, count: int, seed: int) -> None:
    rolls = random.Random(seed)
    kinds = strings(rolls)
    for _ in range(count):
        text = rolls.choice(kinds)()
        query = Query(text=text, limit=rolls.choice((0, 1, 200)), offset=rolls.choice((0, 50, 10**9)), sort=rolls.choice(SORTS))
        results = engine.search(query)
        assert json.loads(json.dumps(results.to_json()))["total"] == results.total >= 0
        assert len(results.hits) <= query.limit


def test_hostile_questions_are_answered(engine: SearchEngine) -> None:
    ask(engine, 120, seed=3)


@pytest.mark.slow
def test_five_thousand_hostile_questions_are_answered(engine: SearchEngine) -> None:
    ask(engine, 5000, seed=4)


def passages(settings: Settings) -> dict[tuple[str, int, int], tuple[str, list[float]]]:
    """What a reader finds: every passage by its place, with its text and vectors."""
    snapshot = SearchEngine(settings, WordEncoder()).snapshot()
    assert snapshot is not None
    ids = snapshot.vectors.ids
    entries = snapshot.entries(ids.tolist())
    assert len(entries) == len(snapshot) and not snapshot.manifest.pending
    vectors = snapshot.vectors.both(ids).reshape(len(ids), -1).round(3)
    found = {int(i): (entries[int(i)].passage, v) for i, v in zip(ids, vectors, strict=True)}
    return {(p.document, p.start, p.end): (p.text, v.tolist()) for p, v in found.values()}


def start(code: str, home: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", code, str(home)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def fill(home: Path, first: int, last: int) -> Settings:
    settings = Settings(home=home)
    library = Library.open(settings.library_path)
    for i in range(first, last):
        text = "\n\n".join(
            f"Điều {k}. Việc phòng chống lụt bão ở huyện số {i} do xã thứ {k} chủ trì trong năm {2000 + i}." for k in range(1, 6)
        )
        library.add(document(text, f"{i}.txt"), Facts())
    return settings


@pytest.mark.slow
def test_readers_never_notice_that_syncs_are_killed(tmp_path: Path) -> None:
    calm = fill(tmp_path / "calm", 0, 40)
    SearchEngine(calm, WordEncoder()).sync(Library.open(calm.library_path))
    home = tmp_path / "killed"
    settings = fill(home, 0, 4)
    SearchEngine(settings, WordEncoder()).sync(Library.open(settings.library_path))
    readers = [start(READER, home) for _ in range(3)]
    rolls, killed = random.Random(5), 0
    for step in range(4, 40, 6):
        fill(home, step, step + 6)
        writer = start(WRITER, home)
        try:
            writer.communicate(timeout=rolls.uniform(0.02, 0.4))
        except subprocess.TimeoutExpired:
            os.kill(writer.pid, signal.SIGKILL)
            writer.communicate()
            killed += 1
    SearchEngine(settings, WordEncoder()).sync(Library.open(settings.library_path))
    (home / "stop").touch()
    for reader in readers:
        said, errors = reader.communicate(timeout=120)
        assert (reader.returncode, errors) == (0, "")
        assert int(said) > 0
    assert killed > 0
    assert passages(settings) == passages(calm)
    totals = [SearchEngine(s, WordEncoder()).search(Query(text="lụt bão huyện số 7")).total for s in (settings, calm)]
    assert totals[0] == totals[1] > 0
