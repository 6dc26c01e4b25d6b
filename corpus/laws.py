"""Laws and codes by name: which law a name means on a given day (``corpus/patterns/laws.toml``, with the user's own entries)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.gazetteer import PATTERNS, key, user_tables

TYPES = ("Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law, code, ordinance or constitution. What is not known is None."""

    name: str
    number: str | None = None
    date: str | None = None
    """Day of issue."""
    in_force: str | None = None
    aliases: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        return next((t for t in TYPES if self.name.startswith(t)), "Luật")

    @property
    def since(self) -> str:
        """Day of issue, or what the number says of it; ``""`` where nothing is known."""
        year = re.search(r"/((?:19|20)\d\d)/", self.number or "")
        return self.date or (year[1] if year else "")


@dataclass(frozen=True, slots=True, eq=False)
class Laws:
    """The table with its indexes."""

    all: tuple[Law, ...]
    by_name: dict[str, tuple[Law, ...]]
    """Folded name or alias (:func:`corpus.gazetteer.key`) -> laws of that name, oldest first."""
    by_number: dict[str, Law]

    def named(self, name: str, date: str | None = None) -> tuple[Law, ...]:
        """Laws of this name, the likeliest at ``date`` first: the latest one issued by then; without a date the latest."""
        laws = self.by_name.get(key(name), ())
        if date is None:
            return laws[::-1]
        issued = [law for law in laws if law.since <= date]
        return tuple(issued[::-1] + [law for law in laws if law not in issued])

    def numbered(self, number: str) -> Law | None:
        """The law of this number, whatever its case and leading zeros."""
        return self.by_number.get(_number_key(number))


def _number_key(number: str) -> str:
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\s", "", number).upper())


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in record.items()}


def _read(paths: Iterable[Path]) -> list[Law]:
    rows = [r for p in paths for r in tomllib.loads(p.read_text("utf-8")).get("law", ())]
    return [Law(**_fields(r)) for r in rows]


@functools.cache
def laws() -> Laws:
    """The shipped table with the user's entries; ``laws.cache_clear()`` reads it again."""
    table = sorted(_read((*user_tables(), PATTERNS / "laws.toml")), key=lambda law: law.since)
    by_name: dict[str, tuple[Law, ...]] = {}
    for law in table:
        for name in {key(n) for n in (law.name, *law.aliases)}:
            by_name[name] = (*by_name.get(name, ()), law)
    return Laws(tuple(table), by_name, {_number_key(law.number): law for law in table if law.number})
