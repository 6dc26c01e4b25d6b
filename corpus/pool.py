"""Worker processes that read files: both cores, bounded memory, results in the order of the input."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import corpus
from corpus.errors import InputError, LuocdoError
from corpus.limits import CPU_SECONDS, WALL_SECONDS
from corpus.record import Record
from corpus.worker import MEMORY_EXIT, receive, send, too_much

_WINDOW = 64
_WINDOW_BYTES = 96 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file to read: where it came from, what it is called, and how its bytes are got."""

    origin: str
    name: str
    load: Callable[[], bytes]
    document: str = ""
    """Id of the document that is read again."""
    sha256: str = ""
    """Of the file, where only its text was kept."""


Outcome = Record | LuocdoError


class Pool(AbstractContextManager["Pool"]):
    """As many workers as the machine has cores; each is started when there is work for it."""

    def __init__(self, workers: int | None = None, cpu_seconds: float = CPU_SECONDS, wall_seconds: int = WALL_SECONDS) -> None:
        self._count = workers or max(1, len(os.sched_getaffinity(0)))
        self._threads = ThreadPoolExecutor(self._count, "reader")
        self._limits = {"cpu": cpu_seconds, "wall": wall_seconds}
        self._local = threading.local()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in list(self._running):
            self._end(process)
        self._threads.shutdown(wait=True)

    def read(self, items: Iterable[tuple[Item, bytes]]) -> Iterator[tuple[Item, Outcome]]:
        """Read every item; what comes back is in the same order. Only a window of items is held at a time."""
        waiting: deque[tuple[Item, int, Future[Outcome]]] = deque()
        held = 0
        for item, content in items:
            while waiting and (len(waiting) >= _WINDOW or held + len(content) > _WINDOW_BYTES or waiting[0][2].done()):
                first, size, future = waiting.popleft()
                held -= size
                yield first, future.result()
            waiting.append((item, len(content), self._threads.submit(self._ask, item.name, content)))
            held += len(content)
        for first, _, future in waiting:
            yield first, future.result()

    def read_one(self, content: bytes, name: str) -> Record:
        """Read one file. Raises :class:`LuocdoError`."""
        outcome = self._ask(name, content)
        if isinstance(outcome, LuocdoError):
            raise outcome
        return outcome

    def _ask(self, name: str, content: bytes) -> Outcome:
        process = self._process()
        assert process.stdin is not None and process.stdout is not None
        frame = None
        with suppress(OSError):  # it may die while it is being written to
            send(process.stdin, {"name": name, **self._limits}, content)
            frame = receive(process.stdout)
        if frame is None:
            code = self._end(process)
            self._local.process = None
            return _death(name, code)
        fields, body, packed = frame
        return InputError(fields["vi"], fields["en"]) if "vi" in fields else Record(**fields, body=body, content=packed)

    def _process(self) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] | None = getattr(self._local, "process", None)
        if process is None:
            root = str(Path(corpus.__file__).parent.parent)
            env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))}
            process = self._local.process = subprocess.Popen(
                [sys.executable, "-m", "corpus.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
            )
            self._running.add(process)
            if self._closed:
                self._end(process)
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """Its exit code, after it was made to end."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(0 if self._closed else 0.5)
        process.kill()
        code = process.wait()
        self._running.discard(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return code


def _death(name: str, code: int) -> InputError:
    """Why a worker died over a file, as a sentence."""
    if code in (-signal.SIGPROF, -signal.SIGALRM):
        return too_much(name, "làm việc đọc chạy quá lâu", "takes too long to read")
    if code in (MEMORY_EXIT, -signal.SIGKILL, -signal.SIGABRT):
        return too_much(name, "đòi quá nhiều bộ nhớ", "takes too much memory")
    return too_much(name, "hỏng và làm chương trình đọc dừng đột ngột", "is damaged and stops the reading program")
