"""The library on disk: the only source of truth. Graph and search index are derived from it and can be made again.

SQLite in WAL mode: every ``add`` and ``remove`` is one transaction, durable before it returns, and gets the next
revision number. Derived stores remember the revision that they have applied and ask ``changes_since`` for the rest.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus import corrected, curation
from corpus.curation import Correction
from corpus.errors import LibraryError, NotFoundError
from corpus.jsonio import from_json, to_json
from corpus.model import Document, Facts, Header
from corpus.record import Record, pack, unpack

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE document (
  id TEXT PRIMARY KEY,           -- 16 hex digits of the SHA-256 of the NFC text
  revision INTEGER NOT NULL,     -- of its latest change
  extractor TEXT NOT NULL,       -- fingerprint of the code and patterns that read it
  header TEXT NOT NULL,          -- JSON, for listing without reading the whole
  body BLOB NOT NULL             -- zlib(JSON {document, facts})
) STRICT;
CREATE TABLE source (            -- the files a document came from; the first one names it
  document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  origin TEXT NOT NULL,          -- path or address it was added from
  media_type TEXT NOT NULL,
  added TEXT NOT NULL,           -- UTC, ISO 8601
  content BLOB,                  -- zlib(original bytes), to read again
  PRIMARY KEY (document, sha256, name)
) STRICT;
CREATE TABLE correction (        -- only ever appended; outlives the document
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL,
  data TEXT NOT NULL UNIQUE      -- JSON of corpus.curation.Correction
) STRICT;
CREATE INDEX correction_document ON correction (document);
CREATE TABLE change (
  revision INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('put', 'delete'))
) STRICT;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSource:
    """One file that a document was read from."""

    name: str
    origin: str
    sha256: str
    media_type: str
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the library's list."""

    id: str
    revision: int
    header: Header
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A document with its facts, as kept."""

    id: str
    revision: int
    extractor: str
    document: Document
    facts: Facts
    sources: tuple[StoredSource, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The latest thing that happened to a document: ``put`` or ``delete``."""

    revision: int
    document: str
    kind: str


class Library:
    """Open with :meth:`open`; one connection per instance, which belongs to the thread that made it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Library:
        """Open or make the library. Raises :class:`LibraryError` when the file is not a library or is too new."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            db.execute("PRAGMA foreign_keys=ON")
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")
            db.execute("CREATE INDEX IF NOT EXISTS source_sha256 ON source (sha256)")
        except (sqlite3.DatabaseError, OSError) as error:
            # Two processes may make the library at once: the loser finds it made.
            with contextlib.suppress(sqlite3.DatabaseError, OSError, UnboundLocalError):
                (version,) = db.execute("PRAGMA user_version").fetchone()
                if version == SCHEMA_VERSION:
                    return cls(db, path)
            raise LibraryError(
                f"Không mở được thư viện {path}: {error}; cần một tệp SQLite do luocdo tạo ra.",
                f"Cannot open the library {path}: {error}; a SQLite file made by luocdo is needed.",
            ) from error
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"Thư viện {path} do một phiên bản mới hơn tạo ra (lược đồ {version}); hãy dùng phiên bản mới của luocdo.",
                f"The library {path} was made by a newer version (schema {version}); use a newer luocdo.",
            )
        return cls(db, path)

    def close(self) -> None:
        self._db.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @property
    def revision(self) -> int:
        """Number of the latest change; 0 for a new library."""
        (n,) = self._db.execute("SELECT coalesce(max(revision), 0) FROM change").fetchone()
        return int(n)

    def add(self, document: Document, facts: Facts, *, extractor: str = "", origin: str = "", content: bytes | None = None) -> int:
        """Keep a document and its facts, replacing what was kept of the same text; returns the revision.

        The same file with the same facts changes nothing and returns the revision that it already has.
        """
        return self.write([(pack(document, facts, content), origin)], extractor)

    def write(self, records: Iterable[tuple[Record, str]], extractor: str) -> int:
        """Keep packed documents, each with its origin, in one transaction; returns the revision of the last."""
        revision = 0
        with self._transaction() as db:
            for record, origin in records:
                revision = self._put(db, record, extractor, origin)
        return revision

    def replace(self, read_again: Iterable[tuple[str, list[tuple[Record, str]]]], extractor: str) -> None:
        """What newer code reads in the files of documents, in one transaction.

        A document that none of its files is read into any more goes; one whose files cannot be read now stays as it is.
        """
        with self._transaction() as db:
            for document_id, records in read_again:
                for record, origin in records:
                    self._put(db, record, extractor, origin)
                    if record.id != document_id:
                        db.execute("DELETE FROM source WHERE document = ? AND sha256 = ?", (document_id, record.sha256))
                if records and not db.execute("SELECT 1 FROM source WHERE document = ?", (document_id,)).fetchone():
                    db.execute("DELETE FROM document WHERE id = ?", (document_id,))
                    db.execute("INSERT INTO change (document, kind) VALUES (?, 'delete')", (document_id,))
                db.execute("UPDATE document SET extractor = ? WHERE id = ?", (extractor, document_id))

    def _put(self, db: sqlite3.Connection, r: Record, extractor: str, origin: str) -> int:
        row = db.execute("SELECT revision, extractor, body FROM document WHERE id = ?", (r.id,)).fetchone()
        known = db.execute("SELECT 1 FROM source WHERE document = ? AND sha256 = ? AND name = ?", (r.id, r.sha256, r.name)).fetchone()
        if row and row[1] == extractor and known:
            return int(row[0])
        if row and known and row[2] == r.body:  # read again by newer code, with the same result
            db.execute("UPDATE document SET extractor = ? WHERE id = ?", (extractor, r.id))
            return int(row[0])
        revision = int(db.execute("INSERT INTO change (document, kind) VALUES (?, 'put')", (r.id,)).lastrowid or 0)
        if row and not known:
            # The first file stays the one that names the document; only the list of sources grows.
            db.execute("UPDATE document SET revision = ? WHERE id = ?", (revision, r.id))
        else:
            db.execute(
                "INSERT INTO document (id, revision, extractor, header, body) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, extractor = excluded.extractor, "
                "header = excluded.header, body = excluded.body",
                (r.id, revision, extractor, r.header, r.body),
            )
        if not known:
            added = datetime.now(UTC).isoformat(timespec="seconds")
            db.execute(
                "INSERT INTO source (document, sha256, name, origin, media_type, added, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (r.id, r.sha256, r.name, origin, r.media_type, added, r.content),
            )
        return revision

    def remove(self, document_id: str) -> int:
        """Forget a document and its sources; returns the revision. Raises :class:`NotFoundError`."""
        with self._transaction() as db:
            if not db.execute("DELETE FROM document WHERE id = ?", (document_id,)).rowcount:
                raise _no_document(document_id)
            return int(db.execute("INSERT INTO change (document, kind) VALUES (?, 'delete')", (document_id,)).lastrowid or 0)

    def get(self, document_id: str, *, curated: bool = True) -> Stored:
        """The document with what people put right; ``curated=False`` gives what the machine read.

        Raises :class:`NotFoundError`.
        """
        row = self._db.execute("SELECT revision, extractor, body FROM document WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise _no_document(document_id)
        document, facts = unpack(row[2])
        if curated:
            document, facts = corrected.apply(document, facts, curation.in_force(self.corrections(document_id)))
        return Stored(
            id=document_id,
            revision=row[0],
            extractor=row[1],
            document=document,
            facts=facts,
            sources=self.sources(document_id),
        )

    def sources(self, document_id: str) -> tuple[StoredSource, ...]:
        """The files of a document, oldest first."""
        rows = self._db.execute(
            "SELECT name, origin, sha256, media_type, added FROM source WHERE document = ? ORDER BY rowid", (document_id,)
        )
        return tuple(StoredSource(name=n, origin=o, sha256=h, media_type=m, added=a) for n, o, h, m, a in rows)

    def content(self, sha256: str) -> bytes | None:
        """The original bytes of a source, None where they were not kept."""
        row = self._db.execute("SELECT content FROM source WHERE sha256 = ? AND content IS NOT NULL LIMIT 1", (sha256,)).fetchone()
        return None if row is None else zlib.decompress(row[0])

    def has_source(self, sha256: str, name: str, extractor: str) -> bool:
        """True where exactly this file was already read by this extractor: reading it again would change nothing."""
        query = "SELECT 1 FROM source JOIN document ON id = document WHERE sha256 = ? AND name = ? AND extractor = ?"
        return self._db.execute(query, (sha256, name, extractor)).fetchone() is not None

    def holding(self, sha256: str) -> str | None:
        """Id of the document that was read from the file with this hash, None where there is none."""
        row = self._db.execute("SELECT document FROM source WHERE sha256 = ? ORDER BY rowid LIMIT 1", (sha256,)).fetchone()
        return None if row is None else str(row[0])

    def mark_unread(self, document_id: str) -> None:
        """Count the document as read by no code, so that the next reading of its files is kept. Raises :class:`NotFoundError`."""
        if not self._db.execute("UPDATE document SET extractor = '' WHERE id = ?", (document_id,)).rowcount:
            raise _no_document(document_id)

    def stale(self, extractor: str) -> list[str]:
        """Ids of the documents that other code read than ``extractor``."""
        return [i for (i,) in self._db.execute("SELECT id FROM document WHERE extractor <> ? ORDER BY id", (extractor,))]

    def documents(self) -> Iterator[Entry]:
        """All documents, by id."""
        rows = self._db.execute(
            "SELECT id, revision, header, (SELECT name FROM source WHERE document = id ORDER BY rowid LIMIT 1) FROM document ORDER BY id"
        )
        acts: dict[str, list[Correction]] = {}
        for c in self.corrections():
            acts.setdefault(c.document, []).append(c)
        for i, revision, header_json, name in rows:
            yield _entry(i, revision, header_json, name, acts.get(i, ()))

    def correct(self, corrections: Iterable[Correction]) -> int:
        """Append corrections; those already kept are passed over. Returns how many were new.

        Each makes a change of its document, so that graph and index follow at the next sync. Raises
        :class:`corpus.errors.InputError` before anything is kept when one is not well formed.
        """
        checked = [curation.check(c) for c in corrections]
        new = 0
        with self._transaction() as db:
            for c in checked:
                data = json.dumps(to_json(c), ensure_ascii=False, sort_keys=True)
                if db.execute("INSERT OR IGNORE INTO correction (document, data) VALUES (?, ?)", (c.document, data)).rowcount:
                    new += 1
                    self._touch(db, c.document)
        return new

    def _touch(self, db: sqlite3.Connection, document_id: str) -> None:
        if db.execute("SELECT 1 FROM document WHERE id = ?", (document_id,)).fetchone():
            revision = db.execute("INSERT INTO change (document, kind) VALUES (?, 'put')", (document_id,)).lastrowid
            db.execute("UPDATE document SET revision = ? WHERE id = ?", (revision, document_id))

    def corrections(self, document_id: str | None = None) -> list[Correction]:
        """All corrections, or those of one document, oldest first."""
        where, args = ("WHERE document = ?", (document_id,)) if document_id else ("", ())
        rows = self._db.execute(f"SELECT data FROM correction {where} ORDER BY id", args)
        return [from_json(Correction, json.loads(data)) for (data,) in rows]

    def page(self, limit: int, offset: int = 0) -> list[Entry]:
        """A stretch of the list by date, the newest first and undated ones last."""
        rows = self._db.execute(
            "SELECT id, revision, header, (SELECT name FROM source WHERE document = id ORDER BY rowid LIMIT 1) FROM document "
            "ORDER BY json_extract(header, '$.date') DESC, id LIMIT ? OFFSET ?",
            (limit, offset),
        )
        return [_entry(i, revision, header, name, self.corrections(i)) for i, revision, header, name in rows]

    def __len__(self) -> int:
        (n,) = self._db.execute("SELECT count(*) FROM document").fetchone()
        return int(n)

    def changes_since(self, revision: int) -> list[Change]:
        """The latest change of each document after ``revision``, in order."""
        rows = self._db.execute(
            "SELECT max(revision), document, kind FROM change WHERE revision > ? GROUP BY document ORDER BY 1", (revision,)
        )
        return [Change(*row) for row in rows]

    def find(self, name: str) -> str:
        """Id of the document that ``name`` means: an id, a unique prefix of one, a file name or a số hiệu.

        Raises :class:`NotFoundError`, naming the candidates where there are several.
        """
        wanted = name.strip()
        hits = {
            e.id
            for e in self.documents()
            if (len(wanted) >= 4 and e.id.startswith(wanted)) or wanted in (e.name, e.name.rsplit(".", 1)[0], e.header.number)
        }
        if len(hits) == 1:
            return hits.pop()
        if hits:
            raise NotFoundError(
                f"«{wanted}» có thể là {len(hits)} văn bản: {', '.join(sorted(hits)[:5])}; hãy dùng mã.",
                f"“{wanted}” may be {len(hits)} documents: {', '.join(sorted(hits)[:5])}; use the id.",
            )
        raise _no_document(wanted)


def _entry(document_id: str, revision: int, header_json: str, name: str | None, corrections: Iterable[Correction]) -> Entry:
    header = from_json(Header, json.loads(header_json))
    header = corrected.apply_to_header(header, curation.in_force(corrections))
    return Entry(id=document_id, revision=revision, header=header, name=name or document_id)


def _no_document(name: str) -> NotFoundError:
    return NotFoundError(
        f"Thư viện không có văn bản «{name}»; lệnh «luocdo list» cho biết các mã.",
        f"The library has no document “{name}”; “luocdo list” shows the ids.",
    )
