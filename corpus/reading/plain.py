"""Plain text: decoded, line ends made one; form feeds begin pages."""

from __future__ import annotations

from corpus.reading.decode import decode
from corpus.reading.reading import Reading


def read_text(content: bytes, name: str) -> Reading:
    """Raises :class:`~corpus.errors.InputError` where no encoding fits."""
    text, notes = decode(content, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split("\f")
    pieces = (*(p + "\f" for p in parts[:-1]), parts[-1])
    return Reading(media_type="text/plain", pieces=pieces, paged=len(parts) > 1, notes=tuple((0, n) for n in notes))
