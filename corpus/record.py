"""A read document packed for the library: made in the worker that read it, so that the one writer only writes."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from corpus.jsonio import dumps, from_json
from corpus.model import Document, Facts

_LEVEL = 3
"""Of compression: twice as fast as the usual 6, for a twentieth more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the library keeps of one reading of one file."""

    id: str
    header: str
    """JSON of the header."""
    body: bytes
    """zlib(JSON {document, facts})."""
    sha256: str
    name: str
    media_type: str
    content: bytes | None
    """zlib(original bytes)."""
    repairs: dict[str, int]
    """Note code -> how many: what was put right on reading the file."""


def pack(document: Document, facts: Facts, content: bytes | None) -> Record:
    """The record of a document; the same document and facts make the same bytes."""
    body = dumps({"document": document, "facts": facts})
    source = document.source
    repairs: dict[str, int] = {}
    for note in source.notes:
        repairs[note.code] = repairs.get(note.code, 0) + 1
    return Record(
        id=document.id,
        header=dumps(document.header),
        body=zlib.compress(body.encode("utf-8"), _LEVEL),
        sha256=source.sha256,
        name=source.name,
        media_type=source.media_type,
        content=None if content is None else zlib.compress(content, _LEVEL),
        repairs=repairs,
    )


def unpack(body: bytes) -> tuple[Document, Facts]:
    """The document and its facts of a record's body."""
    data = json.loads(zlib.decompress(body))
    return from_json(Document, data["document"]), from_json(Facts, data["facts"])
