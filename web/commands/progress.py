"""What a long command shows while it works and when it is done."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

import click

from corpus.errors import LuocdoError
from corpus.ingest import IngestReport
from web.i18n import catalogue, translate

_EXAMPLES = 3
_EACH = 20
"""Up to so many refusals each has its own line; more are counted by reason."""


class Bar(AbstractContextManager["Bar"]):
    """Progress on standard error with rate and time left; a new total begins a new line. Silent where nobody watches."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None
        self._total, self._started, self._first = -1, 0.0, 0

    def __call__(self, done: int, total: int, what: str) -> None:
        if total != self._total:
            self._close()
            self._total, self._started, self._first = total, time.monotonic(), done
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr, show_pos=True, item_show_func=lambda x: x)
            self._bar.__enter__()
        seconds = time.monotonic() - self._started
        rate = (done - self._first) / seconds if seconds > 1 else 0.0
        self._bar.update(done - self._bar.pos, f"{rate:.1f}/s {what[:40]}" if rate else what[:40])

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._close()


def report(read: IngestReport) -> None:
    """What was read, repaired and refused: counts, with the first examples of each."""
    click.echo(
        f"Đã đọc {len(read.added)} (có sửa chữa {len(read.repaired)}), không đổi {len(read.unchanged)}, "
        f"bỏ qua {len(read.passed_over)} (không phải văn bản), từ chối {len(read.refused)}."
    )
    repairs: dict[str, list[str]] = defaultdict(list)
    for origin, codes in read.repaired:
        for code in codes:
            repairs[code].append(origin)
    for code, origins in sorted(repairs.items(), key=lambda x: -len(x[1])):
        said = translate("vi", f"note.{code}") if f"note.{code}" in catalogue() else code
        click.echo(f"  sửa chữa {len(origins):5}  {said}: {_examples(origins)}")
    if len(read.refused) <= _EACH:
        for _, error in read.refused:
            click.echo(error.vi, err=True)
        return
    reasons: dict[str, list[str]] = defaultdict(list)
    for origin, error in read.refused:
        reasons[_reason(error)].append(origin)
    for reason, origins in sorted(reasons.items(), key=lambda x: -len(x[1])):
        click.echo(f"  từ chối {len(origins):5}  {reason} Ví dụ: {_examples(origins)}", err=True)


def _examples(origins: list[str]) -> str:
    names = [o.rsplit("/", 1)[-1] for o in origins[:_EXAMPLES]]
    return ", ".join(names) + (", …" if len(origins) > _EXAMPLES else "")


def _reason(error: LuocdoError) -> str:
    """The sentence without the name of the file that it begins with."""
    return error.vi.split(": ", 1)[-1]
