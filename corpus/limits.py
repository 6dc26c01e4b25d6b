"""Limits of time and memory that a process puts on itself, kept by the kernel: C code is stopped too."""

from __future__ import annotations

import resource
import signal

CPU_SECONDS = 60.0
WALL_SECONDS = 300


def limit_time(cpu: float, wall: int) -> None:
    """From now on so many seconds, then the process ends whatever it is doing; zeros lift the limit.

    No handler is set on the two signals: their default is the end of the process.
    """
    signal.setitimer(signal.ITIMER_PROF, cpu)
    signal.alarm(wall)


def more_time() -> None:
    """Begin the limits anew: called before each page that goes through OCR. Where there are none, does nothing."""
    if signal.getitimer(signal.ITIMER_PROF)[0]:
        limit_time(CPU_SECONDS, WALL_SECONDS)


def limit_memory(size: int) -> None:
    """At most ``size`` bytes of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))


def unlimited_memory() -> None:
    """For a child (LibreOffice, tesseract) that needs more address space; runs in the child, before the program."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
