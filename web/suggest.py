"""Suggestions while typing: works by number or words of their title, in any case, with or without diacritics."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from corpus.text import fold, nfc
from graph import queries
from web.asking import local
from web.house import House
from web.shell import t

suggest = Blueprint("suggest", __name__)
_WORD = re.compile(r"[^\W_]+")
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Known:
    """A work that may be suggested: its folded words between spaces, and what is shown."""

    words: str
    label: str
    title: str
    work: str
    held: bool


class Names:
    """The names of all works of the newest snapshot, read once per snapshot."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._snapshot: Path | None = None
        self._known: tuple[Known, ...] = ()

    def matching(self, typed: str) -> list[Known]:
        """Works whose name has, for every word typed, a word that begins with it; held ones and short names first."""
        words = [f" {w}" for w in _words(typed)][:12]
        if not words:
            return []
        found = [k for k in self._current() if all(w in k.words for w in words)]
        return sorted(found, key=lambda k: (not k.held, not k.words.startswith(words[0]), len(k.words), k.label))[:SHOWN]

    def _current(self) -> tuple[Known, ...]:
        snapshot = self._house.graph.snapshot_path
        with self._lock:
            if snapshot != self._snapshot:
                named = queries.works(self._house.reader)
                self._known = tuple(
                    Known(" " + " ".join(_words(f"{w.label} {w.title or ''}")), w.label, w.title or "", w.work, w.held) for w in named
                )
                self._snapshot = snapshot
            return self._known


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(nfc(text)))


@suggest.get("/api/suggest")
def answer() -> ResponseReturnValue:
    """At most eight works: ``[{label, detail, href}]``."""
    names: Names = current_app.extensions["luocdo.names"]
    found = names.matching(request.args.get("q", "")[:200])
    return jsonify(
        [
            {
                "label": k.label,
                "detail": k.title if k.title and k.title != k.label else "" if k.held else t("work.not_held"),
                "href": local(k.work),
            }
            for k in found
        ]
    )
