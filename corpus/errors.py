"""Errors a user may meet: one sentence each, naming the input, the place and what would be accepted.

Vietnamese first, English second; ``str(error)`` is the Vietnamese sentence.
"""

from __future__ import annotations


class LuocdoError(Exception):
    """Base of all errors meant for users. ``vi`` and ``en`` are whole sentences."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en

    def message(self, lang: str = "vi") -> str:
        return self.en if lang == "en" else self.vi


class InputError(LuocdoError):
    """A file or text that cannot be read; the rest of the batch goes on."""


class LibraryError(LuocdoError):
    """The data folder cannot be opened or is held by another process."""


class NotFoundError(LuocdoError):
    """No document, work or passage under that name."""


class QueryError(LuocdoError):
    """A query (SPARQL or search) that cannot be answered as it stands."""
