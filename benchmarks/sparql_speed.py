"""The endpoint's cost over the engine, and its gain over rdflib's own engine, on one synthetic legal library in one run.

    python -m benchmarks.sparql_speed [--documents 10000] [--no-rdflib]

What is asked are the ready questions themselves (``graph/questions``), over the library of :mod:`benchmarks.legal_graph`. A server
process answers over a real socket; the engine is called directly on the same snapshot, turn by turn with it. rdflib is asked the
same question; where our text is written for Oxigraph's planner and would never end there, in the plain words of
``benchmarks/rdflib_questions``. Both must give the same rows. The library is kept in the folder of temporary files.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import http.client
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from benchmarks import legal_graph
from benchmarks.legal_graph import Library
from graph.questions import question

JSON_HEADERS = {"Accept": "application/sparql-results+json"}
LARGE = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 300000"
AGGREGATES = (
    "most-cited", "cited-together", "role-counts", "task-counts", "named-bodies", "targets-per-document",
    "not-held", "not-held-by-issuer", "rules",
)  # fmt: skip
PLAIN = Path(__file__).parent / "rdflib_questions"
Row = tuple[str, ...]


def home_of(library: Library) -> Path:
    """An installation that holds the library, made at the first call and kept."""
    made_by = hashlib.sha256(Path(legal_graph.__file__).read_bytes()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"luocdo-speed-{library.documents}-{made_by}"
    if not (home / "graph" / "current").exists():
        graph = home / "graph"
        (graph / "snapshots").mkdir(parents=True, exist_ok=True)
        with (home / "library.nq").open("w", encoding="utf-8") as file:
            file.writelines(library.lines())
        store = ox.Store(str(graph / "live"))
        store.bulk_load(path=str(home / "library.nq"), format=ox.RdfFormat.N_QUADS)
        store.backup(str(graph / "snapshots" / "1-1"))
        (graph / "current").write_text("1-1")
    return home


class Server:
    """The product's own server in a process of its own."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "web.cli", "--home", str(home), "serve", "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        address = self.process.stdout.readline().rpartition("http://")[2].strip().rstrip("/")
        self.connection = http.client.HTTPConnection(address, timeout=300)
        self.plain = socket.create_connection((self.connection.host, self.connection.port or 80))
        self._rest()

    def _rest(self) -> None:
        """Wait until what the server warms up in the background is warm: three seconds in which it does nothing."""
        calm = 0
        for _ in range(90):
            before = self.seconds()
            time.sleep(1)
            calm = calm + 1 if self.seconds() - before < 0.05 else 0
            if calm == 3:
                return

    def ask(self, query: str) -> bytes:
        """The whole answer."""
        return b"".join(self._chunks(query))

    def drink(self, query: str) -> int:
        """The size of an answer that nobody keeps."""
        return sum(map(len, self._chunks(query)))

    def _chunks(self, query: str) -> Any:
        self.connection.request("GET", "/sparql?" + urlencode({"query": query}), headers=JSON_HEADERS)
        response = self.connection.getresponse()
        if response.status != 200:
            raise RuntimeError(response.read().decode())
        while chunk := response.read(1 << 16):
            yield chunk

    def small(self, request: bytes) -> bytes:
        """A short answer to a request made beforehand, over a kept connection: what a client costs is not the endpoint's."""
        self.plain.sendall(request)
        came = self.plain.recv(1 << 16)
        head, _, body = came.partition(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self.plain.recv(1 << 16)
        return body

    def seconds(self, workers: bool = False) -> float:
        """Processor time of the server itself, or with its workers."""
        tasks = (t for pid in self._pids()[: None if workers else 1] for t in Path(f"/proc/{pid}/task").glob("*/schedstat"))
        return sum(int(t.read_text().split()[0]) for t in tasks) / 1e9

    def _pids(self) -> list[str]:
        own = str(self.process.pid)
        return [own, *subprocess.run(["pgrep", "-P", own], capture_output=True, text=True).stdout.split()]

    def memory(self) -> float:
        """Resident megabytes of the server and of its workers."""
        pids = self._pids()
        return sum(int(Path(f"/proc/{p}/statm").read_text().split()[1]) * 4096 / 2**20 for p in pids)


def timed(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1000


def paired(a: Callable[[int], object], b: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Medians in milliseconds, taken turn by turn after one turn that does not count."""
    a(0), b(0)
    pairs = [(timed(lambda i=i: a(i)), timed(lambda i=i: b(i))) for i in range(1, rounds + 1)]  # type: ignore[misc]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--no-rdflib", action="store_true")
    asked = parser.parse_args()
    library = Library(asked.documents)
    home = home_of(library)
    store = ox.Store.read_only(str(home / "graph" / "snapshots" / "1-1"))
    print(json.dumps({"documents": asked.documents, "quads": len(store)}), flush=True)
    server = Server(home)
    try:
        overhead(store, server, library)
        memory(server)
        if not asked.no_rdflib:
            against_rdflib(server, library, home / "library.nq")
    finally:
        server.process.terminate()


def request_of(query: str) -> bytes:
    """A GET of the endpoint as it goes over the wire."""
    accept = JSON_HEADERS["Accept"]
    return f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()


def per_call(clock: Callable[[], float], calls: list[Callable[[], object]]) -> float:
    """Milliseconds of ``clock`` for each call, all taken together."""
    start = clock()
    for call in calls:
        call()
    return (clock() - start) * 1000 / len(calls)


def direct(store: ox.Store, query: str) -> bytes | None:
    result = store.query(query, use_default_graph_as_union=True)
    return result.serialize(format=ox.QueryResultsFormat.JSON)  # type: ignore[union-attr, call-arg]


def overhead(store: ox.Store, server: Server, library: Library) -> None:
    """Small ready questions and a large result, by the engine alone and through the endpoint."""
    plans = [library.text_id(6, i * 61 % library.size(6)) for i in range(41)]
    numbers = [library.number(4, i * 31 % library.size(4)) for i in range(41)]
    small = {"cited-by": [{"text_id": p} for p in plans], "based-on": [{"number": n} for n in numbers]}
    for name, values in small.items():
        filled = [question(name).fill(v) for v in values]
        requests = [request_of(f) for f in filled]
        if server.small(requests[0]) != direct(store, filled[0]):
            raise SystemExit(f"{name}: the endpoint and the engine differ")
        for request in requests:
            server.small(request)  # the pages of the store that the worker has not read yet
        engine, endpoint = paired(lambda i, f=filled: direct(store, f[i]), lambda i, r=requests: server.small(r[i]), 40)  # type: ignore[misc]
        own = per_call(time.process_time, [lambda f=f: direct(store, f) for f in filled])  # type: ignore[misc]
        all_in_all = per_call(lambda: server.seconds(workers=True), [lambda r=r: server.small(r) for r in requests])  # type: ignore[misc]
        print(
            f"{name:22s} engine {engine:8.2f} ms   endpoint {endpoint:8.2f} ms   over {endpoint - engine:6.2f} ms"
            f"   (processor: engine {own:.2f}, server and worker {all_in_all:.2f} ms)",
            flush=True,
        )
    before = server.seconds()
    engine, endpoint = paired(lambda i: direct(store, LARGE), lambda i: server.drink(LARGE), 3)
    own = (server.seconds() - before) / 4
    print(
        f"{'300,000 rows':22s} engine {engine:8.0f} ms   endpoint {endpoint:8.0f} ms   ratio {endpoint / engine:5.2f}"
        f"   (the server itself: {own:.2f} s of processor time)",
        flush=True,
    )


def memory(server: Server) -> None:
    """What a million rows cost in memory while they stream."""
    before, most = server.memory(), 0.0
    size = 0
    for i, chunk in enumerate(server._chunks("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000")):
        size += len(chunk)
        if i % 200 == 0:
            most = max(most, server.memory())
    print(f"a million rows: {size >> 20} MB sent, memory of server and workers {before:.0f} -> at most {most:.0f} MB", flush=True)


def against_rdflib(server: Server, library: Library, file: Path) -> None:
    """Chains up and down, and every ready question that counts."""
    graph: Any = None

    def load() -> None:
        nonlocal graph
        graph = in_rdflib(file)

    print(f"rdflib holds the library after {timed(load) / 1000:.0f} s", flush=True)
    plans = [library.text_id(level, library.size(level) * k // 5) for k in range(1, 5) for level in (4, 5, 6)]
    compare(server, graph, "chain-up", [{"text_id": p} for p in plans])
    decisions = [library.number(2, library.size(2) * k // 5) for k in range(1, 5)]
    compare(server, graph, "chain-down", [{"number": n} for n in decisions])
    for name in AGGREGATES:
        values = {"number": library.number(2, 3)} if name == "cited-together" else {}
        compare(server, graph, name, [values])


def compare(server: Server, graph: Any, name: str, values: list[dict[str, str]]) -> None:
    """One line: the question's rows are the same, and how long each took for them (medians over the values)."""
    plain = PLAIN / f"{name}.rq"
    ours_ms, theirs_ms, sizes = [], [], []
    for v in values:
        text = question(name).fill(v)
        before = time.perf_counter()
        theirs = rows_of_rdflib(graph, plain.read_text("utf-8") if plain.exists() else text)
        theirs_ms.append((time.perf_counter() - before) * 1000)
        ours_ms.append(statistics.median(timed(lambda t=text: server.ask(t)) for _ in range(5)))  # type: ignore[misc]
        same_rows(name, rows_of_json(server.ask(text)), theirs, "LIMIT" in text)
        sizes.append(len(theirs))
    ours, slower = statistics.median(ours_ms), statistics.median(theirs_ms)
    rows = f"{statistics.median(sizes):.0f} rows"
    print(f"{name:22s} {rows:>10s}  rdflib {slower:8.0f} ms   endpoint {ours:8.1f} ms   {slower / ours:6.1f} x", flush=True)


def same_rows(name: str, ours: list[Row], theirs: list[Row], limited: bool) -> None:
    """Of a limited question only the numbers need be the same: which of equals come last is open."""
    if limited:
        ours, theirs = [r[2:] for r in ours], [r[2:] for r in theirs]
    if sorted(ours) != sorted(theirs):
        raise SystemExit(f"{name}: the rows differ: {len(ours)} and {len(theirs)}")


def rows_of_json(answer: bytes) -> list[Row]:
    document = json.loads(answer)
    return [tuple(row[v]["value"] if v in row else "" for v in document["head"]["vars"]) for row in document["results"]["bindings"]]


def rows_of_rdflib(graph: Any, query: str) -> list[Row]:
    return [tuple("" if term is None else str(term) for term in row) for row in graph.query(query)]


def in_rdflib(file: Path) -> Any:
    """The same quads in rdflib's memory; terms are made once each, or loading would take minutes."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    terms: dict[Any, Any] = {}

    def term(t: Any) -> Any:
        if t not in terms:
            if isinstance(t, ox.NamedNode):
                terms[t] = rdflib.URIRef(t.value)
            else:
                datatype = None if t.language or t.datatype.value.endswith("#string") else rdflib.URIRef(t.datatype.value)
                terms[t] = rdflib.Literal(t.value, lang=t.language, datatype=datatype)
        return terms[t]

    graphs: dict[Any, Any] = {}
    gc.disable()
    for q in ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS):
        name = q.graph_name
        graph = graphs[name] if name in graphs else graphs.setdefault(name, dataset.graph(term(name)))
        dataset.store.add((term(q.subject), term(q.predicate), term(q.object)), graph)
    gc.enable()
    gc.freeze()
    return dataset


if __name__ == "__main__":
    main()
