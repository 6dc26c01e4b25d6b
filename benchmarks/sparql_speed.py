"""The endpoint's cost over the engine, and its gain over rdflib's own engine, on the same synthetic graph in one run.

    python -m benchmarks.sparql_speed [--documents 10000] [--no-rdflib]

A server process answers over a real socket; the engine is called directly on the same snapshot, turn by turn with it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

BASE, TERM = "https://vb.test/", "https://vb.test/o/"
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
JSON_HEADERS = {"Accept": "application/sparql-results+json"}
SMALL = {
    "by number": 'SELECT ?d {{ ?d <https://vb.test/o/number> "{i}/KH-UBND" }}',
    "incoming": "SELECT ?d {{ ?d <https://vb.test/o/cites> <https://vb.test/doc/{i}> }}",
    "one document": "SELECT ?p ?o {{ <https://vb.test/doc/{i}> ?p ?o }}",
}
CHAIN = "SELECT ?x {{ <https://vb.test/doc/{i}> <https://vb.test/o/cites>+ ?x }}"
AGGREGATES = {
    "tasks of each body": """SELECT ?agency ?label ?tasks {
      { SELECT ?agency (COUNT(?task) AS ?tasks) { ?task <https://vb.test/o/assignedTo> ?agency } GROUP BY ?agency }
      ?agency <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY DESC(?tasks) ?label""",
    "most cited": """SELECT ?cited ?number ?n {
      { SELECT ?cited (COUNT(?d) AS ?n) { ?d <https://vb.test/o/cites> ?cited } GROUP BY ?cited ORDER BY DESC(?n) ?cited LIMIT 50 }
      ?cited <https://vb.test/o/number> ?number }""",
}
LARGE = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 300000"


def quads(documents: int) -> Iterator[ox.Quad]:
    """About a hundred quads a document, each document in its graph, citations towards earlier documents."""
    r = random.Random(7)
    node = ox.NamedNode
    for a in range(200):
        yield ox.Quad(node(f"{BASE}agency/{a}"), LABEL, ox.Literal(f"Cơ quan {a}", language="vi"), node(BASE + "g"))
    for i in range(documents):
        d, g = node(f"{BASE}doc/{i}"), node(f"{BASE}g/{i}")
        yield ox.Quad(d, node(TERM + "number"), ox.Literal(f"{i}/KH-UBND"), g)
        for _ in range(4 if i > 50 else 0):
            yield ox.Quad(d, node(TERM + "cites"), node(f"{BASE}doc/{r.randrange(max(0, i // 3 - 40), i // 3 + 1)}"), g)
        for k in range(12):
            t = node(f"{BASE}doc/{i}/t/{k}")
            yield ox.Quad(t, node(TERM + "inDoc"), d, g)
            yield ox.Quad(t, node(TERM + "assignedTo"), node(f"{BASE}agency/{int(200 * r.random() ** 2)}"), g)
            yield ox.Quad(t, node(TERM + "year"), ox.Literal(r.choice((2025, 2030))), g)
            for j in range(5):
                yield ox.Quad(t, node(f"{TERM}p{j}"), ox.Literal(f"Triển khai nhiệm vụ {k} về bình đẳng giới năm {j}", language="vi"), g)


def publish(home: Path, documents: int) -> None:
    graph = home / "graph"
    graph.mkdir(parents=True)
    store = ox.Store(str(graph / "live"))
    store.bulk_extend(quads(documents))
    store.optimize()
    (graph / "snapshots").mkdir()
    store.backup(str(graph / "snapshots" / "1-1"))
    (graph / "current").write_text("1-1")


class Server:
    """The product's own server in a process of its own."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "web.cli", "--home", str(home), "serve", "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        address = self.process.stdout.readline().rpartition("http://")[2].strip().rstrip("/")
        self.connection = http.client.HTTPConnection(address, timeout=300)

    def ask(self, query: str) -> int:
        self.connection.request("GET", "/sparql?" + urlencode({"query": query}), headers=JSON_HEADERS)
        response = self.connection.getresponse()
        size = 0
        while chunk := response.read(1 << 16):
            size += len(chunk)
        if response.status != 200:
            raise RuntimeError(f"status {response.status}")
        return size

    def memory(self) -> float:
        """Resident megabytes of the server and of its workers."""
        pids = [str(self.process.pid)]
        pids += subprocess.run(["pgrep", "-P", pids[0]], capture_output=True, text=True).stdout.split()
        return sum(int(Path(f"/proc/{p}/statm").read_text().split()[1]) * 4096 / 2**20 for p in pids)


def timed(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1000


def paired(a: Callable[[int], object], b: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Medians in milliseconds, taken turn by turn."""
    a(0), b(0)
    pairs = [(timed(lambda i=i: a(i)), timed(lambda i=i: b(i))) for i in range(1, rounds + 1)]  # type: ignore[misc]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--no-rdflib", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        publish(home, asked.documents)
        store = ox.Store.read_only(str(home / "graph" / "snapshots" / "1-1"))
        print(json.dumps({"documents": asked.documents, "quads": len(store)}))
        server = Server(home)
        time.sleep(25)  # the server warms its search in the background
        try:
            overhead(store, server, asked.documents)
            memory(server)
            if not asked.no_rdflib:
                against_rdflib(store, server, asked.documents)
        finally:
            server.process.terminate()


def direct(store: ox.Store, query: str) -> object:
    result = store.query(query, use_default_graph_as_union=True)
    return result.serialize(format=ox.QueryResultsFormat.JSON)  # type: ignore[union-attr, call-arg]


def overhead(store: ox.Store, server: Server, documents: int) -> None:
    for name, query in SMALL.items():
        filled = [query.format(i=(i * 37) % documents) for i in range(41)]
        engine, endpoint = paired(lambda i, f=filled: direct(store, f[i]), lambda i, f=filled: server.ask(f[i]), 40)  # type: ignore[misc]
        print(f"{name:22s} engine {engine:8.2f} ms   endpoint {endpoint:8.2f} ms   over {endpoint - engine:6.2f} ms", flush=True)
    engine, endpoint = paired(lambda i: direct(store, LARGE), lambda i: server.ask(LARGE), 3)
    print(f"{'300,000 rows':22s} engine {engine:8.0f} ms   endpoint {endpoint:8.0f} ms   ratio {endpoint / engine:5.2f}", flush=True)


def memory(server: Server) -> None:
    before, most = server.memory(), 0.0
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"
    server.connection.request("GET", "/sparql?" + urlencode({"query": query}), headers=JSON_HEADERS)
    response, size, chunks = server.connection.getresponse(), 0, 0
    while chunk := response.read(1 << 16):
        size, chunks = size + len(chunk), chunks + 1
        if chunks % 200 == 0:
            most = max(most, server.memory())
    print(f"1,000,000 rows: {size >> 20} MB sent, memory of server and workers {before:.0f} -> at most {most:.0f} MB", flush=True)


def against_rdflib(store: ox.Store, server: Server, documents: int) -> None:
    import rdflib

    graph = rdflib.Dataset(default_union=True)
    with tempfile.NamedTemporaryFile(suffix=".nq") as file:
        store.dump(file.name, format=ox.RdfFormat.N_QUADS)
        print(f"rdflib loads in {timed(lambda: graph.parse(file.name, format='nquads')) / 1000:.0f} s", flush=True)
    chains = [CHAIN.format(i=documents - 1 - i * 13) for i in range(12)]
    ours, theirs = paired(lambda i: server.ask(chains[i]), lambda i: list(graph.query(chains[i])), 10)
    print(f"{'citation chain':22s} rdflib {theirs:8.1f} ms   endpoint {ours:8.1f} ms   {theirs / ours:6.1f} x", flush=True)
    for name, query in AGGREGATES.items():
        ours, theirs = paired(lambda i, q=query: server.ask(q), lambda i, q=query: list(graph.query(q)), 3)  # type: ignore[misc]
        print(f"{name:22s} rdflib {theirs:8.0f} ms   endpoint {ours:8.0f} ms   {theirs / ours:6.1f} x", flush=True)


if __name__ == "__main__":
    main()
