"""What one installation allows its queries, and what a query is told that meets a limit."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import QueryError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one installation allows its queries."""

    seconds: float = 30.0
    rows: int = 2_000_000
    memory: int = 1 << 30
    workers: int = 4
    slow_after: float = 1.0
    """A query that takes more seconds of processor is slow: its process yields to others, and it may be stopped when others wait."""
    slow_workers: int = 2
    """So many slow queries keep their workers even when others wait."""
    waiting: int = 20
    idle_seconds: float = 300.0


class StoppedError(QueryError):
    """The query was stopped, or could not start, for want of time, memory or room: HTTP 503."""

    def __init__(self, vi: str, en: str, retry_after: int = 0) -> None:
        super().__init__(vi, en)
        self.retry_after = retry_after
