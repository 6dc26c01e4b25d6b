"""``python -m corpus.worker``: reads untrusted files, one after the other, under limits of time and memory.

A file that makes it run too long, eat memory or crash takes the process with it and nothing else: the pool says so in
one sentence and starts another. Requests and answers are frames on standard input and output; when the input ends
(the parent is gone, however it went), so does the worker.
"""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import struct
import sys
from typing import IO, Any

from corpus.errors import InputError, LuocdoError
from corpus.limits import limit_memory, limit_time
from corpus.record import Record, pack

MEMORY_BYTES = 1536 * 2**20
_HEAD = struct.Struct("!III")


def send(pipe: IO[bytes], head: dict[str, Any], body: bytes = b"", content: bytes = b"") -> None:
    """One frame: a JSON head and two blobs."""
    text = json.dumps(head).encode()
    pipe.write(_HEAD.pack(len(text), len(body), len(content)))
    for part in (text, body, content):
        pipe.write(part)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes, bytes] | None:
    """The next frame; None where the other side has ended."""
    lengths = pipe.read(_HEAD.size)
    if len(lengths) < _HEAD.size:
        return None
    parts = [pipe.read(n) for n in _HEAD.unpack(lengths)]
    if [len(p) for p in parts] != list(_HEAD.unpack(lengths)):
        return None
    return json.loads(parts[0]), parts[1], parts[2]


def read_record(content: bytes, name: str) -> Record:
    """Everything that is done with one file before it is kept. Raises :class:`LuocdoError`."""
    from corpus.extract import extract
    from corpus.read import read_bytes
    from corpus.structure import parse

    document = parse(read_bytes(content, name))
    return pack(document, extract(document), content)


def _answer(content: bytes, name: str) -> tuple[dict[str, Any], bytes, bytes]:
    try:
        record = read_record(content, name)
    except LuocdoError as error:
        return {"vi": error.vi, "en": error.en}, b"", b""
    except RecursionError:
        deep = too_much(name, "lồng nhau quá sâu", "is nested too deeply")
        return {"vi": deep.vi, "en": deep.en}, b"", b""
    fields = {f.name: getattr(record, f.name) for f in dataclasses.fields(record) if f.name not in ("body", "content")}
    return fields, record.body, record.content or b""


def too_much(name: str, vi: str, en: str) -> InputError:
    return InputError(
        f"{name}: không đọc được, tệp {vi}; hãy kiểm tra hoặc chia nhỏ tệp.", f"{name}: cannot be read, the file {en}; check or split it."
    )


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not fall among the answers
    limit_memory(MEMORY_BYTES)
    while frame := receive(requests):
        head, content, _ = frame
        limit_time(head["cpu"], head["wall"])
        try:
            answer = _answer(content, head["name"])
        except MemoryError:
            os._exit(MEMORY_EXIT)
        limit_time(0, 0)
        send(answers, *answer)


MEMORY_EXIT = 77
"""Exit code for "out of memory": the process is not to be trusted with another file."""

if __name__ == "__main__":
    main()
