"""The force of a work on a day, from what its texts print and what others say ended it: pure; what nobody states is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Somebody states that a work, or a part of it, ended; ``day`` is the first day without force, where it is known."""

    day: str | None
    part: bool = False


def status(day: str, *, printed: str | None = None, effective: str | None = None, ends: Sequence[End] = ()) -> str:
    """One of the seven values of the scheme ``force``, on ``day`` (ISO).

    On its day of entry a work has force; on its day of end it has none any more. A day given only as month or year counts
    from its first day. ``printed`` is the status that a text of the work carries, itself undated.
    """
    if effective and day < _first(effective):
        return "not-yet"
    over = [e for e in ends if e.day is None or _first(e.day) <= day]
    if any(not e.part for e in over):
        return "ended"
    if effective and any(e.day and not e.part for e in ends):  # who says that it will end says that it is in force
        return "partly-ended" if over else "in-force"
    if printed == "not-yet" and effective:  # the day that it waited for has come
        return "partly-ended" if over else "unknown"
    if printed and printed != "unknown":
        return "partly-ended" if over and printed == "in-force" else printed
    return "partly-ended" if over else "unknown"


def _first(day: str) -> str:
    return (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]
