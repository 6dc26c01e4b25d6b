"""Queries that would run for ever are stopped, their processes are really gone, and others are answered meanwhile."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from corpus.settings import Settings
from graph.engine.evaluate import Evaluator, Job, Published
from graph.engine.limits import Limits, StoppedError

N = 3000
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RUNAWAYS = {
    "cross product": CROSS,
    "exponential path": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^<urn:p>)* ?b . ?c (!<urn:p>|^<urn:q>)* ?d }",
    "huge ORDER BY": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a",
    "path over path": "SELECT (COUNT(*) AS ?n) { ?a ((<urn:p>*)*|(^<urn:p>/<urn:p>)+)* ?b . ?b (<urn:p>|!<urn:q>)+ ?c . ?c <urn:p>* ?d }",
    "cross product of values": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f FILTER(STR(?b) > STR(?d) && STR(?d) > STR(?f)) }",
    "nested optional": "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i FILTER(?i = ?a) } } } ORDER BY ?h",
    "huge group": "SELECT ?a ?d ?g (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d ?g",
    "huge DISTINCT": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 900000000",
    "huge regex": 'SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "(a|b|ab){1,200}$")) }',
    "huge string": """SELECT (STRLEN(GROUP_CONCAT(?x ; separator="y")) AS ?n)
      { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(CONCAT(STR(?c), STR(?f)) AS ?x) }""",
}
QUICK = "SELECT ?o { <urn:s7> ?p ?o }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, publish: Any) -> Path:
    settings = Settings(home=tmp_path_factory.mktemp("runaway"))
    name = ox.NamedNode
    publish(
        settings.graph_path,
        (ox.Quad(name(f"urn:s{i}"), name("urn:p"), name(f"urn:s{(i * 7 + k) % N}"), name("urn:g")) for i in range(N) for k in range(3)),
    )
    return settings.graph_path


@pytest.fixture
def make(graph: Path) -> Iterator[Any]:
    made: list[Evaluator] = []

    def make(**limits: Any) -> Evaluator:
        made.append(Evaluator(Published(graph), Limits(**limits)))
        return made[-1]

    yield make
    for evaluator in made:
        evaluator.close()


def run(evaluator: Evaluator, query: str, seconds: float | None = None, client: str = "a") -> bytes:
    return b"".join(evaluator.start(Job(query=query, format="json", base="urn:"), seconds, client))


def bindings(answer: bytes) -> list[Any]:
    return list(json.loads(answer)["results"]["bindings"])


def children() -> set[str]:
    """Children of this process, as the system sees them; those that have ended and wait to be read do not count."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if parent == str(os.getpid()) and state != "Z":
                found.add(stat.parent.name)
    return found


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_is_stopped_and_its_process_is_gone(make: Any, name: str) -> None:
    evaluator = make(memory=400 << 20, workers=2)
    before = children()
    with pytest.raises(StoppedError) as stopped:
        run(evaluator, RUNAWAYS[name], 1.0)
    assert stopped.value.en.startswith("The query was stopped")
    assert children() <= before
    assert len(bindings(run(evaluator, QUICK))) == 3


def test_memory_is_bounded(make: Any) -> None:
    evaluator = make(memory=100 << 20)
    with pytest.raises(StoppedError, match="100 MB"):
        run(evaluator, RUNAWAYS["huge ORDER BY"], 30)


def test_deep_nesting_kills_only_its_worker(make: Any) -> None:
    evaluator = make()
    depth = 60_000
    with pytest.raises((StoppedError, Exception)):
        run(evaluator, "SELECT * { ?s ?p ?o FILTER(" + "(" * depth + "1" + ")" * depth + ") }", 20)
    assert len(bindings(run(evaluator, QUICK))) == 3


@pytest.mark.slow
def test_innocents_are_answered_while_every_kind_of_runaway_runs(make: Any) -> None:
    """Each runaway twice at once, from many clients; every question of others is answered and no process is left behind."""
    evaluator = make(memory=400 << 20, workers=4, waiting=64, slow_after=0.3, seconds=60)
    before = children()
    reasons: list[str] = []

    def runaway(name: str) -> None:
        try:
            run(evaluator, RUNAWAYS[name], 2, client=name)
        except StoppedError as error:
            reasons.append(error.en)

    with ThreadPoolExecutor(24) as pool:
        done = [pool.submit(runaway, name) for name in [*RUNAWAYS, *RUNAWAYS]]
        answers = [bindings(run(evaluator, QUICK, client="innocent")) for _ in range(10)]
        for d in done:
            d.result()
    assert [len(a) for a in answers] == [3] * 10
    assert len(reasons) == 2 * len(RUNAWAYS)
    evaluator.close()
    assert children() <= before


@pytest.mark.slow
def test_a_million_rows_stream_without_growing_memory(make: Any) -> None:
    """Neither the process that passes the rows on nor the worker that makes them grows by more than some tens of megabytes."""
    evaluator = make(seconds=240)
    run(evaluator, QUICK)
    answer = evaluator.start(Job(query="SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000", format="csv", base="urn:"))
    pids = [os.getpid(), answer._worker._process.pid]
    grown, size, start = [0, 0], 0, None
    for i, chunk in enumerate(answer):
        size += len(chunk)
        if i % 100 == 0:
            now = [resident(pid) for pid in pids]
            start = start or now
            grown = [max(g, n - s) for g, n, s in zip(grown, now, start, strict=True)]
    assert size > 20 << 20
    assert max(grown) < 40 << 20


def resident(pid: int) -> int:
    """Bytes of a process in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
def test_others_are_answered_while_one_client_floods(make: Any) -> None:
    """Ten endless runaways of one client; another client's questions all come through."""
    evaluator = make(seconds=120, slow_after=0.3)
    over = threading.Event()

    def flood(i: int) -> None:
        while not over.is_set():
            with contextlib.suppress(StoppedError):
                run(evaluator, CROSS, 3, client="flood")

    with ThreadPoolExecutor(10) as pool:
        floods = [pool.submit(flood, i) for i in range(10)]
        try:
            answers = [bindings(run(evaluator, QUICK, client="other")) for _ in range(5)]
        finally:
            over.set()
        for f in floods:
            f.result()
    assert [len(a) for a in answers] == [3] * 5


@pytest.mark.slow
def test_slow_queries_beyond_the_allowance_make_room_for_those_who_wait(make: Any) -> None:
    evaluator = make(workers=2, slow_workers=1, slow_after=0.2, seconds=60)
    reasons: list[str] = []

    def hog(client: str) -> None:
        try:
            run(evaluator, CROSS, 3, client)
        except StoppedError as error:
            reasons.append(error.en)

    with ThreadPoolExecutor(2) as pool:
        for client in ("a", "b"):
            pool.submit(hog, client)
        time.sleep(1.5)
        assert len(bindings(run(evaluator, QUICK, client="c"))) == 3
    assert sorted("make room" in r for r in reasons) == [False, True]


@pytest.mark.slow
def test_fifty_clients_at_once_are_all_answered(make: Any) -> None:
    evaluator = make(waiting=64)
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda i: bindings(run(evaluator, QUICK, client=f"c{i}")), range(200)))
    assert all(len(a) == 3 for a in answers)
    assert len(children()) <= evaluator.limits.workers + 2


def test_waiting_makes_no_query_a_slow_one(make: Any) -> None:
    """Long is not slow: only what a query takes of the processor counts, so the busy one makes room and the waiting one stays."""
    evaluator = make(workers=2, slow_workers=0, slow_after=0.5)
    waiting = iter(evaluator.start(Job(query="SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000", format="csv", base="urn:"), client="a"))
    size = len(next(waiting))  # nobody reads on: the pipe is full, and the worker waits
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(run, evaluator, CROSS, 20, "b")
        time.sleep(1)
        assert len(bindings(run(evaluator, QUICK, client="c"))) == 3
        with pytest.raises(StoppedError, match="nhường chỗ"):
            busy.result()
    assert size + sum(map(len, waiting)) > 1 << 20


def test_a_client_that_leaves_frees_its_worker(make: Any) -> None:
    evaluator = make()
    answer = evaluator.start(Job(query=CROSS, format="json", base="urn:"), gone=lambda: True)
    with pytest.raises(StoppedError, match="ngắt kết nối"):
        list(answer)
    stream = iter(evaluator.start(Job(query="SELECT * { ?a ?b ?c . ?d ?e ?f }", format="json", base="urn:")))
    next(stream)
    before = children()
    stream.close()  # type: ignore[attr-defined]
    assert len(children()) == len(before) - 1


def test_a_new_snapshot_is_noticed(tmp_path: Path, publish: Any) -> None:
    graph = tmp_path / "graph"
    evaluator = Evaluator(Published(graph))
    for n in (1, 2):
        publish(graph, [ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal(n), ox.NamedNode("urn:g"))])
        assert len(bindings(run(evaluator, "SELECT * { ?s ?p ?o }"))) == n
    evaluator.close()


def test_no_graph_yet(tmp_path: Path) -> None:
    evaluator = Evaluator(Published(tmp_path))
    with pytest.raises(StoppedError, match="luocdo sync"):
        run(evaluator, QUICK)


def test_the_process_has_no_way_to_the_network(graph: Path) -> None:
    """Whatever gets past the reading of the text finds no socket."""
    import http.server

    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hits.append(self.path)
            self.send_error(500)

        do_GET = do_POST

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    evaluator = Evaluator(Published(graph))
    with contextlib.suppress(Exception):
        run(evaluator, f"SELECT * {{ SERVICE <http://127.0.0.1:{server.server_port}/> {{ ?s ?p ?o }} }}", 5)
    evaluator.close()
    server.shutdown()
    assert hits == []
