"""Which code and patterns read a document: a change of either makes ``sync`` read it again."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from corpus.gazetteer import user_tables


@functools.cache
def extractor_fingerprint() -> str:
    """12 hex digits over the files of this package that decide what is read."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*here.rglob("*.py"), *here.rglob("patterns/*.toml")]):
        digest.update(path.relative_to(here).as_posix().encode())
        digest.update(path.read_bytes())
    for table in user_tables():  # a user's own entries change what is read, too
        digest.update(table.read_bytes() if table.is_file() else b"")
    return digest.hexdigest()[:12]
