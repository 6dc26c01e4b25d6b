"""Collections: one record a line (.jsonl, .jsonl.gz), each a document or, by a group field, a part of one."""

from __future__ import annotations

import functools
import gzip
import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.errors import InputError, LuocdoError
from corpus.ingest import IngestReport
from corpus.pool import Item
from corpus.settings import MAX_FILE_BYTES

SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Which fields of a record hold what (see patterns/collections.toml)."""

    name: str
    fields: tuple[str, ...]
    text: str
    id: str = "id"
    group: tuple[str, ...] = ()
    order: str = ""
    heading: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    example: str = ""


@functools.cache
def shapes() -> tuple[Shape, ...]:
    """The shapes that are known without being told."""
    data = tomllib.loads((Path(__file__).parent / "patterns" / "collections.toml").read_text("utf-8"))
    return tuple(_shape(entry) for entry in data["shape"])


def _shape(entry: dict[str, Any]) -> Shape:
    for name in ("fields", "group"):
        entry[name] = tuple(entry.get(name, ()))
    return Shape(**entry)


class Collection:
    """One collection file, opened anew for each pass; nothing of it is held in memory."""

    def __init__(self, path: Path, text_field: str = "", id_field: str = "", group_field: str = "") -> None:
        self.path = path
        shape = self._shape(text_field)
        if id_field:
            shape = replace(shape, id=id_field)
        if group_field:
            shape = replace(shape, group=(group_field,))
        self.shape = shape
        self._groups = self._grouped() if shape.group else None

    def __len__(self) -> int:
        if self._groups is not None:
            (n,) = self._groups.execute("SELECT count(DISTINCT key) FROM record").fetchone()
            return int(n)
        try:
            return sum(1 for _ in self._lines())
        except InputError:  # told again, and reported, when the items are read
            return 0

    def items(self, report: IngestReport) -> Iterator[Item]:
        """The documents in the order of their first records; damaged records go into ``report``."""
        found = self._units() if self._groups is None else self._gathered()
        while True:
            try:
                name, load = next(found)
            except StopIteration:
                return
            except LuocdoError as error:
                report.refused.append((str(self.path), error))
                return
            yield Item(origin=f"{self.path}#{name}", name=name, load=load)

    def _shape(self, text_field: str) -> Shape:
        if text_field:
            return Shape(name="given", fields=(text_field,), text=text_field)
        seen = [r for r in map(_parsed, self._lines(20)) if r is not None]
        for shape in shapes():
            if any(all(f in record for f in shape.fields) for record in seen):
                return shape
        first = seen[0] if seen else {}
        have = ", ".join(map(str, list(first)[:12])) or "không có trường nào"
        raise InputError(
            f"{self.path}: không rõ trường nào chứa văn bản (các trường: {have}); hãy chỉ ra bằng --text-field.",
            f"{self.path}: it is not clear which field holds the text (fields: {have}); name it with --text-field.",
        )

    def _lines(self, limit: int | None = None) -> Iterator[bytes]:
        try:
            with gzip.open(self.path) if self.path.suffix == ".gz" else self.path.open("rb") as lines:
                n = 0
                while (limit is None or n < limit) and (line := lines.readline(MAX_FILE_BYTES + 1)):
                    n += 1
                    if len(line) > MAX_FILE_BYTES:
                        raise InputError(
                            f"{self.path}: dòng {n} dài hơn {MAX_FILE_BYTES // 2**20} MB; mỗi dòng phải là một bản ghi JSON.",
                            f"{self.path}: line {n} is longer than {MAX_FILE_BYTES // 2**20} MB; each line must be one JSON record.",
                        )
                    if not line.isspace():
                        yield line
        except (OSError, EOFError, ValueError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
            raise InputError(
                f"{self.path}: tệp hỏng hoặc không đọc được; cần tệp .jsonl hoặc .jsonl.gz.",
                f"{self.path}: the file is damaged or unreadable; a .jsonl or .jsonl.gz file is needed.",
            ) from error

    def _units(self) -> Iterator[tuple[str, Any]]:
        for n, line in enumerate(self._lines(), 1):
            record = _parsed(line)
            name = self._name(record, n)
            yield name, functools.partial(self._text, [record], f"{self.path}#{name}")

    def _name(self, record: Record | None, n: int) -> str:
        given = (record or {}).get(self.shape.id)
        return str(given).strip()[:200] if isinstance(given, str | int) and str(given).strip() else f"dòng {n}"

    def _text(self, records: list[Record | None], origin: str) -> bytes:
        """The text of one document. Raises :class:`InputError` where a record has none."""
        shape, parts = self.shape, list[str]()
        for record in records:
            text = (record or {}).get(shape.text)
            if record is None or not isinstance(text, str) or not text.strip():
                raise InputError(
                    f"{origin}: bản ghi không có chữ trong trường «{shape.text}»; hãy kiểm tra bản ghi hoặc --text-field.",
                    f"{origin}: the record has no text in its field “{shape.text}”; check the record or --text-field.",
                )
            if shape.heading and all(record.get(f) for f in re.findall(r"\{(\w+)\}", shape.heading)):
                parts.append(shape.heading.format_map({k: " ".join(str(v).split()) for k, v in record.items()}))
            parts.append(text)
        first = records[0] or {}
        labels = [f"{label} | {first[f]} |" for label, f in shape.labels.items() if first.get(f)]
        return "\n".join([*labels, *parts]).encode("utf-8", "replace")

    def _grouped(self) -> sqlite3.Connection:
        """Records by group, on a temporary disk database that goes away by itself."""
        db = sqlite3.connect("")
        db.execute("CREATE TABLE record (key TEXT, place INTEGER, line BLOB, n INTEGER)")
        for n, line in enumerate(self._lines(), 1):
            record = _parsed(line) or {}
            values = [record.get(f) for f in self.shape.group]
            key = " ".join(map(str, values)) if values[0] else f"dòng {n}"
            order = re.match(r"\d{1,9}", str(record.get(self.shape.order, "")))
            db.execute("INSERT INTO record VALUES (?, ?, ?, ?)", (key, int(order.group()) if order else 0, line, n))
        db.execute("CREATE INDEX by_key ON record (key, place, n)")
        return db

    def _gathered(self) -> Iterator[tuple[str, Any]]:
        assert self._groups is not None
        for key, _ in self._groups.execute("SELECT key, min(n) FROM record GROUP BY key ORDER BY 2").fetchall():
            lines = self._groups.execute("SELECT line, n FROM record WHERE key = ? ORDER BY place, n", (key,)).fetchall()
            records = [_parsed(line) for line, _ in lines]
            name = self._name(records[0], lines[0][1]) if key.startswith("dòng ") else key.split(" ", 1)[0]
            yield name, functools.partial(self._text, records, f"{self.path}#{name}")


def _parsed(line: bytes) -> Record | None:
    """The record of a line, None where it is none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
