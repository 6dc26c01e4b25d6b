"""What each document says by itself about works, and who waits to hear it: SQLite beside the store.

One transaction takes a document's change in: its rows are replaced and every document whose mentions wait on a key whose
set of values changed is marked dirty. A mark is taken away only after the document's graph was written, so a process
killed anywhere leaves marks, and the next sync finishes.
"""

from __future__ import annotations

import itertools
import operator
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from graph.evidence import Known, known

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS said (                 -- facts_for_others
  kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (kind, key, value, document)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS said_by ON said (document);
CREATE TABLE IF NOT EXISTS awaits (
  kind TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (kind, key, document)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS awaits_by ON awaits (document);
CREATE TABLE IF NOT EXISTS shared (               -- lines that documents say together, see graph.shared
  subject TEXT NOT NULL, document TEXT NOT NULL, payload TEXT NOT NULL,
  PRIMARY KEY (subject, document)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shared_by ON shared (document);
CREATE TABLE IF NOT EXISTS run (                  -- what is to be said of the runs that read documents
  document TEXT PRIMARY KEY, quads TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dirty (document TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dirty_subject (subject TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""


class Index:
    """The evidence of all documents; the :class:`graph.resolve.Evidence` that the sync hands to the resolver."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    def begin(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self._db.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))

    def say(self, document: str, rows: set[tuple[str, str, str]]) -> None:
        """Replace what ``document`` says; it and whoever waits on a key whose values changed become dirty."""
        old = set(self._db.execute("SELECT kind, key, value FROM said WHERE document = ?", (document,)).fetchall())
        self._db.executemany(
            "DELETE FROM said WHERE kind = ? AND key = ? AND value = ? AND document = ?", [(*r, document) for r in old - rows]
        )
        for kind, key, value in old ^ rows:
            if not self._said(kind, key, value):
                self._db.execute("INSERT OR IGNORE INTO dirty SELECT document FROM awaits WHERE kind = ? AND key = ?", (kind, key))
        self._db.executemany("INSERT INTO said VALUES (?, ?, ?, ?)", [(*r, document) for r in rows - old])
        self._db.execute("INSERT OR IGNORE INTO dirty VALUES (?)", (document,))

    def _said(self, kind: str, key: str, value: str) -> bool:
        """True where some other document says the same (the caller's own row is out at this moment)."""
        query = "SELECT 1 FROM said WHERE kind = ? AND key = ? AND value = ? LIMIT 1"
        return self._db.execute(query, (kind, key, value)).fetchone() is not None

    def dirty(self) -> list[str]:
        return [d for (d,) in self._db.execute("SELECT document FROM dirty ORDER BY document")]

    def done(self, document: str, awaited: Iterable[tuple[str, str]], shared: Mapping[str, str], run: str) -> None:
        """The graph of ``document`` is written: take its mark away, keep what it waits on, what it shares and the quads of its run."""
        self._db.execute("INSERT INTO run VALUES (?, ?) ON CONFLICT (document) DO UPDATE SET quads = excluded.quads", (document, run))
        self._db.execute("DELETE FROM awaits WHERE document = ?", (document,))
        self._db.executemany("INSERT INTO awaits VALUES (?, ?, ?)", [(*k, document) for k in awaited])
        old = dict(self._db.execute("SELECT subject, payload FROM shared WHERE document = ?", (document,)).fetchall())
        changed = {s for s in old.keys() | shared.keys() if old.get(s) != shared.get(s)}
        self._db.executemany("INSERT OR IGNORE INTO dirty_subject VALUES (?)", [(s,) for s in changed])
        self._db.executemany("DELETE FROM shared WHERE subject = ? AND document = ?", [(s, document) for s in changed & old.keys()])
        self._db.executemany("INSERT INTO shared VALUES (?, ?, ?)", [(s, document, shared[s]) for s in sorted(changed & shared.keys())])
        self._db.execute("DELETE FROM dirty WHERE document = ?", (document,))

    def runs(self) -> str:
        """The quads of all runs that are not in the store yet."""
        return "".join(quads for (quads,) in self._db.execute("SELECT quads FROM run"))

    def runs_done(self) -> None:
        self._db.execute("DELETE FROM run")

    def dirty_subjects(self) -> list[str]:
        return [s for (s,) in self._db.execute("SELECT subject FROM dirty_subject ORDER BY subject")]

    def payloads(self, first: str, last: str) -> Iterator[tuple[str, list[str]]]:
        """What the documents say of each dirty subject from ``first`` to ``last``, in a fixed order; nothing where none speaks of it."""
        query = (
            "SELECT subject, payload FROM dirty_subject LEFT JOIN shared USING (subject) "
            "WHERE subject BETWEEN ? AND ? ORDER BY subject, payload"
        )
        for subject, rows in itertools.groupby(self._db.execute(query, (first, last)), operator.itemgetter(0)):
            yield subject, [p for _, p in rows if p is not None]

    def all_payloads(self) -> Iterator[tuple[str, str]]:
        """(subject, payload) of every shared thing, once per document."""
        yield from self._db.execute("SELECT subject, payload FROM shared ORDER BY subject")

    def mark(self, subjects: Iterable[str]) -> None:
        """These shared things are to be made again."""
        self._db.executemany("INSERT OR IGNORE INTO dirty_subject VALUES (?)", [(s,) for s in subjects])

    def subjects_done(self, subjects: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM dirty_subject WHERE subject = ?", [(s,) for s in subjects])

    # Evidence

    def _values(self, kind: str, key: str) -> list[str]:
        query = "SELECT DISTINCT value FROM said WHERE kind = ? AND key = ? ORDER BY value"
        return [v for (v,) in self._db.execute(query, (kind, key))]

    def held(self, work: str) -> bool:
        return self._said("held", work, "")

    def numbered(self, number: str) -> Sequence[Known]:
        return [known(v) for v in self._values("number", number)]

    def laws(self, name: str) -> Sequence[Known]:
        return [known(v) for v in self._values("law", name)]

    def programmes(self, name: str) -> Sequence[tuple[str, str]]:
        return [(v.split("|")[0], v.split("|")[1]) for v in self._values("programme", name)]
