"""The child process that evaluates queries: one store opened read-only, one query at a time, killed from outside when it must.

Started by :mod:`graph.engine.evaluate`. Imports little, because every new worker pays for it. Jobs come as lines of JSON on standard
input; answers go as frames on standard output: kind (1 byte), length (4 bytes), payload. ``D`` data, ``E`` end, ``X`` error.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Iterator
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.engine.functions import FUNCTIONS
from graph.engine.sandbox import restrict

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "n3": ox.RdfFormat.N3,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
NOTICE = "Kết quả dừng ở {0} dòng là mức cho phép, có thể còn nữa. / The result stops at the limit of {0} rows; there may be more."
_ROW_MARKS = {"json": (b'}},{"', 1), "xml": (b"</result>", 0), "csv": (b"\r\n", -1), "tsv": (b"\n", -1)}
"""What stands once for each row in the engine's output, and how many rows there are more than marks."""
_COMMENTS = {"turtle": b"# %s\n", "trig": b"# %s\n", "nt": b"# %s\n", "nq": b"# %s\n", "n3": b"# %s\n"}
_XML_COMMENTS = {"xml": b"<!-- %s -->", "rdfxml": b"<!-- %s -->"}
_CHUNK = 1 << 16


class Frames:
    """The file that the engine serialises into: sends frames, counts rows as they pass."""

    def __init__(self, fd: int, mark: bytes = b"") -> None:
        self._fd, self._mark, self._tail = fd, mark, b""
        self._buffer = bytearray()
        self.marks = 0

    def write(self, data: bytes) -> int:
        self._buffer += data
        if self._mark:
            seen = self._tail + data
            self.marks += seen.count(self._mark)
            self._tail = seen[len(seen) - len(self._mark) + 1 :]
        if len(self._buffer) > _CHUNK:
            self.send(b"D", bytes(self._buffer[:-1]))
            del self._buffer[:-1]  # the last byte stays: a notice may have to stand before it
        return len(data)

    def flush(self) -> None:
        """Nothing to do before :meth:`finish`."""

    def finish(self, cut: bool, before: bytes = b"", after: bytes = b"") -> None:
        """Send what is left, with ``before`` standing before the last byte and ``after`` behind it, and the end in the same write."""
        data = bytes(self._buffer)
        end = json.dumps({"cut": cut}).encode()
        self._write(_frame(b"D", data[:-1] + before + data[-1:] + after) + _frame(b"E", end))

    def send(self, kind: bytes, payload: bytes) -> None:
        self._write(_frame(kind, payload))

    def _write(self, frames: bytes) -> None:
        view = memoryview(frames)
        while view:
            view = view[os.write(self._fd, view) :]

    def report(self, kind: str, error: Exception) -> None:
        self.send(b"X", json.dumps({"kind": kind, "message": str(error)[:4000]}).encode())


def _frame(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload


def answer(store: ox.Store, job: dict[str, Any], fd: int) -> None:
    """Evaluate one job and send its frames."""
    form, limit = job["format"], job["rows"]
    mark, more = _ROW_MARKS.get(form, (b"", 0))
    out = Frames(fd, mark)
    try:
        result = store.query(job["query"], **_options(job))
        if isinstance(result, ox.QueryTriples):
            cut = _serialize_graph(result, out, form, limit)
        else:
            result.serialize(cast(IO[bytes], out), format=RESULTS[form])
            cut = isinstance(result, ox.QuerySolutions) and out.marks + more >= limit
        out.finish(cut, *_notice(form, limit) if cut else ())
    except SyntaxError as error:
        out.report("syntax", error)
    except BrokenPipeError:
        raise
    except Exception as error:  # whatever the engine raises is an answer, and the worker goes on
        out.report("evaluation", error)


def _options(job: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"base_iri": job["base"], "custom_functions": FUNCTIONS}
    if job["default_graphs"] is None:
        # The union would hide a FROM of the query: it is asked for only where the query has none.
        return options | {"use_default_graph_as_union": job["union"]}
    options["default_graph"] = [ox.NamedNode(g) for g in job["default_graphs"]]
    options["named_graphs"] = [ox.NamedNode(g) for g in job["named_graphs"]]
    return options


def _serialize_graph(result: ox.QueryTriples, out: Frames, form: str, limit: int) -> bool:
    """Triples up to ``limit``; returns whether there were more."""
    cut = False

    def first() -> Iterator[ox.Triple]:
        nonlocal cut
        for i, triple in enumerate(result):
            if i == limit:
                cut = True
                return
            yield triple

    ox.serialize(first(), cast(IO[bytes], out), format=GRAPHS[form])
    return cut


def _notice(form: str, limit: int) -> tuple[bytes, bytes]:
    """The notice of a cut, as (before the last byte, after it), in the way that the format allows; CSV and TSV allow none."""
    words = NOTICE.format(limit)
    if form == "json":
        return b',"notice":' + json.dumps(words).encode(), b""
    template = _XML_COMMENTS.get(form) or _COMMENTS.get(form) or b""
    return b"", template % words.encode() if template else b""


def main() -> None:
    """Serve jobs until standard input ends."""
    restrict(int(sys.argv[1]))
    fd = os.dup(1)
    os.dup2(2, 1)  # whatever prints goes to standard error, never between frames
    store, path = None, ""
    for line in sys.stdin.buffer:
        job = json.loads(line)
        try:
            if store is None or path != job["path"]:
                store, path = None, job["path"]
                store = ox.Store.read_only(path)
        except OSError as error:
            Frames(fd).report("store", error)
            continue
        answer(store, job, fd)
