"""A file that runs too long, eats memory or kills its reader is refused in a sentence; the others are read, in order."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from corpus.errors import InputError, LuocdoError
from corpus.ingest import IngestReport, ingest
from corpus.intake import Intake
from corpus.library import Library
from corpus.pool import Item, Pool
from corpus.record import Record

ENDLESS = b"<html>" + b"<div>" * 400_000 + b"x"


def silent(done: int, total: int, what: str) -> None:
    pass


def test_results_come_in_the_order_of_the_input_and_a_hanging_file_costs_only_itself() -> None:
    contents = [f"Văn bản số {i}".encode() for i in range(20)]
    contents[3] = ENDLESS
    contents[5] = b"\0\1" * 99
    items = [(Item(origin=str(i), name=f"{i}.txt", load=lambda: b""), c) for i, c in enumerate(contents)]
    with Pool(workers=2, cpu_seconds=2) as pool:
        outcomes = list(pool.read(items))
    assert [item.origin for item, _ in outcomes] == [str(i) for i in range(20)]
    bad = {item.origin: outcome for item, outcome in outcomes if isinstance(outcome, LuocdoError)}
    assert set(bad) == {"3", "5"}
    assert "quá lâu" in bad["3"].vi and bad["3"].vi.startswith("3.txt: ")


def test_a_reader_that_is_killed_is_replaced() -> None:
    with Pool(workers=1) as pool:
        first = pool.read_one("Một".encode(), "a.txt")
        (process,) = pool._running
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(InputError, match="bộ nhớ"):
            pool.read_one(b"x", "b.txt")
        assert pool.read_one("Một".encode(), "a.txt") == first


def test_a_bad_file_does_not_stop_the_batch_and_nothing_is_read_twice(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in (("a.txt", "Một".encode()), ("b.docx", b"MZ\0\0" * 50), ("c.txt", b"Hai"), ("d.xyz", b"x"), (".e.txt", b"x")):
        (folder / name).write_bytes(content)
    library = Library.open(tmp_path / "l.sqlite3")
    for run in range(2):
        report = IngestReport()
        ingest(library, Intake([folder, tmp_path / "khong"], report), "e1", report, silent, 0, Pool(workers=1))
        assert (len(report.added), len(report.unchanged)) == ((2, 0) if run == 0 else (0, 2))
        assert sorted(Path(p).name for p, _ in report.refused) == ["b.docx", "khong"]
        assert [Path(p).name for p in report.passed_over] == ["d.xyz"]
    assert [s.name for e in library.documents() for s in library.sources(e.id)] in (["a.txt", "c.txt"], ["c.txt", "a.txt"])
    assert isinstance(Pool(workers=1).read_one(b"x", "x.txt"), Record)
