"""Limits of a query process that the engine has no switch for: memory, and no way to the network.

The engine would follow ``SERVICE`` to any host. Queries that name one are refused before they get here; on Linux the kernel
holds the same line, so that a query that slipped through finds no socket.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER_MODE = 38, 22, 2
_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # errno 1: EPERM
_ARCHITECTURES = {"x86_64": (0xC000003E, (41, 42, 53)), "aarch64": (0xC00000B7, (198, 203, 199))}
"""Audit number of the machine, and its numbers of the system calls socket, connect, socketpair."""


def restrict(memory: int) -> None:
    """Bound this process to ``memory`` bytes and take the network away, where the system can."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and platform.machine() in _ARCHITECTURES:
        _refuse_sockets(*_ARCHITECTURES[platform.machine()])


def _refuse_sockets(architecture: int, calls: tuple[int, ...]) -> None:
    """A seccomp filter: the calls named fail with EPERM, all others pass."""
    n = len(calls)
    program = [(_LOAD, 0, 0, 4), (_EQUALS, 0, n + 1, architecture), (_LOAD, 0, 0, 0)]
    program += [(_EQUALS, n - i, 0, call) for i, call in enumerate(calls)]
    program += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in program))
    header = struct.pack("<HxxxxxxQ", len(program), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_SECCOMP, _FILTER_MODE, ctypes.create_string_buffer(header), 0, 0)
