"""Queries in worker processes that can be stopped: a wall-clock limit, a memory limit, a row limit, and room kept for others.

The engine has no way to interrupt a query, so each runs in a process of its own kind (:mod:`graph.engine.worker`) on a published
snapshot of the store, and is killed when it must end. A worker that was not killed serves the next query.
"""

from __future__ import annotations

import dataclasses
import json
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from corpus.errors import QueryError
from graph.engine.limits import Limits, StoppedError
from graph.engine.places import Places
from graph.store import current_snapshot

ROOT = Path(__file__).resolve().parents[2]
_BOOT = "import sys; sys.path.insert(0, {0!r}); from graph.engine.worker import main; main()"
_HEADER = struct.Struct("<cI")
_TICK = 0.2
_PART = 1 << 16
_SCHEDULED = 2
"""The kind of clock that counts the time for which a process was scheduled."""


@dataclass(frozen=True, slots=True)
class Job:
    """One query as the worker takes it. ``default_graphs`` ``None``: no dataset from the protocol."""

    query: str
    format: str
    base: str
    path: str = ""
    """The snapshot to read; empty: the newest."""
    union: bool = True
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] = ()
    rows: int = 2_000_000


class Published:
    """The newest snapshot under a graph folder, looked for again only where the pointer has changed."""

    def __init__(self, graph: Path) -> None:
        self._graph, self._pointer = graph, graph / "current"
        self._seen: tuple[tuple[int, int], str] | None = None

    def __call__(self) -> str:
        """Its path; raises :class:`StoppedError` where nothing has been published yet."""
        seen = self._seen
        try:
            stat = self._pointer.stat()
        except FileNotFoundError:
            raise _no_graph() from None
        stamp = (stat.st_mtime_ns, stat.st_ino)
        if seen is None or seen[0] != stamp:
            snapshot = current_snapshot(self._graph)
            if snapshot is None:
                raise _no_graph()
            seen = self._seen = (stamp, str(snapshot))
        return seen[1]


class SyntaxRefusedError(QueryError):
    """The engine could not read the query. ``line`` and ``column`` count from 1."""

    def __init__(self, vi: str, en: str, line: int, column: int) -> None:
        super().__init__(vi, en)
        self.line, self.column = line, column


class Worker:
    """One child process and its two pipes."""

    def __init__(self, memory: int) -> None:
        command = [sys.executable, "-I", "-c", _BOOT.format(str(ROOT)), str(memory)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0)
        self.output = cast(IO[bytes], self._process.stdout).fileno()
        self._poll = select.poll()
        self._poll.register(self.output, select.POLLIN | select.POLLHUP)
        self.client = ""
        self.started = 0.0
        self._used_before = 0.0
        self.yields = False
        self.evicted = False

    def begin(self, client: str) -> None:
        """The next query is one of ``client``."""
        self.client, self.started, self.evicted = client, time.monotonic(), False
        self._used_before = self._clock()

    def used(self) -> float:
        """Seconds of processor that the query has taken: on a machine that is overloaded, waiting makes no query a slow one."""
        return self._clock() - self._used_before

    def _clock(self) -> float:
        """The process's own clock of processor time; where the system has none, the wall's."""
        if sys.platform != "linux":
            return time.monotonic()
        try:
            return time.clock_gettime((~self._process.pid << 3) | _SCHEDULED)  # what clock_getcpuclockid(3) gives
        except OSError:  # it has ended
            return self._used_before

    def send(self, job: Job) -> None:
        line = json.dumps({name: getattr(job, name) for name in Job.__slots__}).encode() + b"\n"
        view = memoryview(line)
        while view:
            view = view[cast(IO[bytes], self._process.stdin).write(view) :]

    def ready(self, seconds: float) -> bool:
        return bool(self._poll.poll(max(0.0, seconds) * 1000))

    def give_way(self) -> None:
        """Lower the priority of a slow query, so that quick ones feel nothing of it; there is no way back, so it ends the worker."""
        if not self.yields:
            self.yields = True
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 5)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            cast(IO[bytes], pipe).close()

    def alive(self) -> bool:
        return self._process.poll() is None

    def evict(self) -> None:
        """Stop the query in favour of one that waits; its own thread sees the pipe end and cleans up."""
        self.evicted = True
        self._process.kill()


class Evaluator:
    """Evaluates queries on the newest snapshot that ``snapshot()`` names. Safe to share between threads; starts nothing early."""

    def __init__(self, snapshot: Callable[[], str], limits: Limits | None = None) -> None:
        self._snapshot = snapshot
        self.limits = limits or Limits()
        self._places = Places(self.limits, lambda: Worker(self.limits.memory))

    def snapshot(self) -> str:
        """The snapshot that the next query would read."""
        return self._snapshot()

    def start(self, job: Job, seconds: float | None = None, client: str = "", gone: Callable[[], bool] = lambda: False) -> Answer:
        """Begin a query for ``client``; ``gone()`` tells whether the client still waits.

        Raises :class:`StoppedError` where no worker comes free in time.
        """
        seconds = min(seconds or self.limits.seconds, self.limits.seconds)
        worker = self._places.take(client, time.monotonic() + seconds)
        try:
            worker.send(job if job.path else dataclasses.replace(job, path=self._snapshot()))
        except BaseException:
            self._places.drop(worker)
            raise
        return Answer(worker, self._places, seconds, gone)

    def close(self) -> None:
        """End the idle workers; busy ones end with their queries."""
        self._places.close()


class Answer:
    """The bytes of one answer as they come. Iterate to the end, or :meth:`close`; both give the worker back or end it."""

    def __init__(self, worker: Worker, places: Places, seconds: float, gone: Callable[[], bool]) -> None:
        self._worker: Worker | None = worker
        self._places, self._seconds, self._gone = places, seconds, gone
        self._left = seconds
        self._came = bytearray()
        self.cut = False
        """Set at the end: the row limit was reached."""

    def __iter__(self) -> Iterator[bytes]:
        try:
            while (frame := self._frame()) is not None:
                yield frame
            self._finish()
        finally:
            self.close()

    def head(self, size: int) -> tuple[bytes, Iterator[bytes] | None]:
        """The first ``size`` bytes or all of them; then the iterator over the rest, or ``None`` where that was all."""
        chunks, length, rest = [], 0, iter(self)
        for chunk in rest:
            chunks.append(chunk)
            length += len(chunk)
            if length >= size:
                return b"".join(chunks), rest
        return b"".join(chunks), None

    def close(self) -> None:
        """Stop the query if it still runs."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._places.drop(worker)

    def _finish(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            self._places.give_back(worker)

    def _frame(self) -> bytes | None:
        """The next data frame, or ``None`` after the last; errors as exceptions."""
        kind, length = _HEADER.unpack(self._read(_HEADER.size))
        payload = self._read(length)
        if kind == b"D":
            return payload
        fields = json.loads(payload)
        if kind == b"E":
            self.cut = fields["cut"]
            return None
        self._finish()
        raise _refusal(fields["kind"], fields["message"])

    def _read(self, length: int) -> bytes:
        """The next ``length`` bytes; what came along with them is kept, so that a short answer is one read."""
        worker = self._worker
        if worker is None:
            raise StoppedError("Câu hỏi đã bị dừng.", "The query was stopped.")
        while len(self._came) < length:
            self._wait(worker)
            part = os.read(worker.output, max(length - len(self._came), _PART))
            if not part:
                raise self._ended(worker)
            self._came += part
        taken = bytes(self._came[:length])
        del self._came[:length]
        return taken

    def _wait(self, worker: Worker) -> None:
        """Until there is something to read. Only the time that the worker takes counts, not the client's."""
        while True:
            before = time.monotonic()
            ready = worker.ready(min(_TICK, self._left))
            self._left -= time.monotonic() - before
            if ready:
                return
            if self._left <= 0:
                n = f"{self._seconds:g}"
                raise StoppedError(
                    f"Câu hỏi đã bị dừng sau {n} giây; hãy thu hẹp câu hỏi hoặc thêm LIMIT.",
                    f"The query was stopped after {n} seconds; narrow it or add a LIMIT.",
                )
            if self._gone():
                raise StoppedError("Người hỏi đã ngắt kết nối.", "The client has gone.")
            if worker.used() > self._places.limits.slow_after:
                worker.give_way()

    def _ended(self, worker: Worker) -> StoppedError:
        if worker.evicted:
            return StoppedError(
                "Câu hỏi đã bị dừng để nhường chỗ: nhiều câu hỏi lâu đang chạy cùng lúc; hãy thử lại sau.",
                "The query was stopped to make room: many long queries run at once; try again later.",
                retry_after=10,
            )
        memory = self._places.limits.memory >> 20
        return StoppedError(
            f"Câu hỏi đã bị dừng vì cần hơn {memory} MB bộ nhớ hoặc lồng quá sâu; hãy thu hẹp câu hỏi.",
            f"The query was stopped because it needs more than {memory} MB of memory or nests too deeply; narrow it.",
        )


def _refusal(kind: str, message: str) -> QueryError:
    if kind == "syntax":
        return _syntax_error(message)
    if kind == "store":
        return _no_graph()
    return QueryError(f"Không trả lời được câu hỏi: {message}", f"The query cannot be answered: {message}")


def _no_graph() -> StoppedError:
    return StoppedError(
        "Đồ thị chưa có hoặc đang được dựng lại; hãy chạy `luocdo sync` rồi thử lại.",
        "The graph is absent or being rebuilt; run `luocdo sync` and try again.",
        retry_after=5,
    )


def _syntax_error(message: str) -> SyntaxRefusedError:
    """The engine says ``error at LINE:COLUMN: expected …`` and may list every letter that it would have taken."""
    place, _, expected = message.removeprefix("error at ").partition(": ")
    line, _, column = place.partition(":")
    if not (line.isdecimal() and column.isdecimal()):
        return SyntaxRefusedError(f"Sai cú pháp SPARQL: {message}", f"SPARQL syntax error: {message}", 0, 0)
    wanted = ", ".join(w for w in expected.removeprefix("expected ").removeprefix("one of ").split(", ") if not w.startswith("["))
    vi = f"Sai cú pháp SPARQL ở dòng {line}, cột {column}"
    en = f"SPARQL syntax error at line {line}, column {column}"
    tail_vi, tail_en = (f": chờ {wanted}", f": expected {wanted}") if wanted else ("", "")
    return SyntaxRefusedError(f"{vi}{tail_vi}.", f"{en}{tail_en}.", int(line), int(column))
