"""Which query gets a worker, and when: few processes, started when needed, none of them for one client alone.

- One client never holds all workers, so a quick question of another finds one.
- Who waits is served by how much they already hold, then by when they came.
- While someone waits, slow queries beyond ``slow_workers`` are stopped: of the client that holds most, the last come first.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from graph.engine.limits import Limits, StoppedError

if TYPE_CHECKING:
    from graph.engine.evaluate import Worker


class Places:
    """The pool. ``make`` starts a worker."""

    def __init__(self, limits: Limits, make: Callable[[], Worker]) -> None:
        self.limits = limits
        self._make = make
        self._change = threading.Condition()
        self._idle: list[tuple[float, Worker]] = []
        self._busy: set[Worker] = set()
        self._starting: list[str] = []
        self._queue: list[tuple[int, str]] = []
        self._tickets = 0

    def take(self, client: str, deadline: float) -> Worker:
        """A worker for ``client``; raises :class:`graph.engine.limits.StoppedError` where none comes free before ``deadline``."""
        with self._change:
            if len(self._queue) >= self.limits.waiting:
                raise self._no_room()
            self._tickets += 1
            place = (self._tickets, client)
            self._queue.append(place)
            try:
                while not self._is_next(place):
                    self._make_room()
                    if time.monotonic() >= deadline:
                        raise self._no_room()
                    self._change.wait(0.1)
                worker = self._take_idle()
                if worker is not None:
                    return self._occupy(worker, client)
                self._starting.append(client)
            finally:
                self._queue.remove(place)
                self._change.notify_all()
        return self._start(client)

    def give_back(self, worker: Worker) -> None:
        """A worker that has finished its query: kept for the next, unless it had to give way."""
        with self._change:
            self._busy.discard(worker)
            keep = not worker.yields
            if keep:
                self._idle.append((time.monotonic(), worker))
            stale = self._stale()
            self._change.notify_all()
        for old in stale if keep else [*stale, worker]:
            old.kill()

    def drop(self, worker: Worker) -> None:
        """A worker whose query must end."""
        worker.kill()
        with self._change:
            self._busy.discard(worker)
            self._change.notify_all()

    def close(self) -> None:
        with self._change:
            idle, self._idle = self._idle, []
        for _, worker in idle:
            worker.kill()

    def _start(self, client: str) -> Worker:
        try:
            worker = self._make()
        except OSError as error:
            raise self._no_room() from error
        finally:
            with self._change:
                self._starting.remove(client)
                self._change.notify_all()
        with self._change:
            return self._occupy(worker, client)

    def _occupy(self, worker: Worker, client: str) -> Worker:
        worker.begin(client)
        self._busy.add(worker)
        return worker

    def _take_idle(self) -> Worker | None:
        """The one used last, whose pages are warm; dead ones are passed over."""
        while self._idle:
            _, worker = self._idle.pop()
            if worker.alive():
                return worker
        return None

    def _stale(self) -> list[Worker]:
        """All but one of the workers idle for long, taken out."""
        limit = time.monotonic() - self.limits.idle_seconds
        stale = [entry for entry in self._idle[:-1] if entry[0] < limit]
        self._idle = [entry for entry in self._idle if entry not in stale]
        return [worker for _, worker in stale]

    def _holds(self, client: str) -> int:
        return sum(w.client == client for w in self._busy) + self._starting.count(client)

    def _may(self, client: str) -> bool:
        return self._holds(client) < max(1, self.limits.workers - 1)

    def _is_next(self, place: tuple[int, str]) -> bool:
        if len(self._busy) + len(self._starting) >= self.limits.workers:
            return False
        waiting = [p for p in self._queue if self._may(p[1])]
        return bool(waiting) and place == min(waiting, key=lambda p: (self._holds(p[1]), p[0]))

    def _make_room(self) -> None:
        """Called by one who waits."""
        slow = [w for w in self._busy if w.used() > self.limits.slow_after and not w.evicted]
        held = Counter(w.client for w in self._busy if not w.evicted)
        while len(slow) > self.limits.slow_workers:
            # Who floods gives way first; a question of somebody else that the flood has made slow keeps its worker.
            worker = max(slow, key=lambda w: (held[w.client], w.started))
            slow.remove(worker)
            held[worker.client] -= 1
            worker.evict()

    def _no_room(self) -> StoppedError:
        return StoppedError(
            "Máy chủ đang bận: quá nhiều câu hỏi cùng lúc; hãy thử lại sau ít giây.",
            "The server is busy: too many queries at once; try again in a few seconds.",
            retry_after=5,
        )
