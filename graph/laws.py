"""What names mean by the shipped tables: laws with their versions, programmes with the decisions that approved them.

The tables are ``corpus/patterns/laws.toml`` and ``programmes.toml`` with the user's own entries.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.gazetteer import PATTERNS, user_tables
from corpus.laws import Law, laws
from corpus.model import Header
from corpus.symbol import parse_symbol
from corpus.text import fold
from graph import identity, names

LAW_TYPES = ("luat", "bo luat", "phap lenh", "hien phap")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawVersion:
    """One law under a name: ``passed``, ``since`` and ``until`` (the day from which a later law of the name has force) are ISO dates."""

    work: str
    year: str | None
    passed: str | None = None
    since: str | None = None
    until: str | None = None

    def in_force(self, date: str) -> bool:
        """True where the law may have force at ``date``, compared to the precision of ``date``."""
        return not ((self.since and date < self.since[: len(date)]) or (self.until and date >= self.until[: len(date)]))

    def pending(self, date: str) -> bool:
        """True between the passing and the entry into force."""
        return bool(self.passed and self.since and self.passed[: len(date)] <= date < self.since[: len(date)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeEntry:
    """A programme of the table: ``key`` with its period, and the path of the work that approved it."""

    key: str
    period: str | None
    work: str

    def covers(self, year: str) -> bool:
        """True where the programme's period holds ``year``."""
        m = re.fullmatch(r"(\d{4})-(\d{4})", self.period or "")
        return bool(m) and m[1] <= year <= m[2] if m else False


def law_versions(name: str) -> Sequence[LawVersion]:
    """The laws that bore this name (a key of :func:`graph.names.name_key`), oldest first."""
    return _laws().get(name, ())


def law_names(header: Header) -> list[str]:
    """Keys of the names under which a held law may be cited."""
    if header.type is None or not header.title or fold(header.type) not in LAW_TYPES:
        return []
    title = header.title if fold(header.title).startswith(LAW_TYPES) else f"{header.type} {header.title}"
    return [names.name_key(title)]


@functools.cache
def _laws() -> dict[str, tuple[LawVersion, ...]]:
    by_name: dict[str, list[Law]] = {}
    for law in laws().all:
        for key in {names.name_key(n) for n in (law.name, *law.aliases)}:
            by_name.setdefault(key, []).append(law)
    return {key: _versions(found) for key, found in by_name.items()}


def _versions(found: Sequence[Law]) -> tuple[LawVersion, ...]:
    following: list[Law | None] = [*found[1:], None]
    return tuple(
        LawVersion(
            work=law_work(law),
            year=_year(law),
            passed=law.date or _year(law),
            since=_force(law),
            until=_force(after) if after else None,
        )
        for law, after in zip(found, following, strict=True)
    )


def _year(law: Law) -> str | None:
    return law.since[:4] or None


def _force(law: Law) -> str | None:
    """The day in force; where the table does not know it, the end of the year after: until then the older law may be meant."""
    year = _year(law)
    return law.in_force or (f"{int(year) + 1}-12-31" if year else None)


def law_work(law: Law) -> str:
    """Path of a law of the table."""
    if law.number is None:
        return identity.named_work("quoc-hoi", _year(law), names.name_key(law.name))
    issuers = parse_symbol(law.number, law.date).issuers
    return identity.work(identity.series(issuers[0].name) if issuers else "quoc-hoi", _year(law), identity.number_key(law.number))


@functools.lru_cache(maxsize=4096)
def laws_number(number: str, name: str | None) -> str | None:
    """The right number of a law named with a wrong term (``50/2005/QH10``): same name, number and year, another Quốc hội."""
    if name is None or not (m := re.match(r"0*(\d+/\d{4}/QH)\d+$", number.strip())):
        return None
    meant = {
        law.number for law in laws().all if law.number and names.name_key(law.name) == name and law.number.lstrip("0").startswith(m[1])
    }
    return meant.pop() if len(meant) == 1 else None


def programmes_named(name: str) -> Sequence[ProgrammeEntry]:
    """The programmes of the table that bear this name (a key of :func:`graph.names.name_key`), whatever their period."""
    return _programmes().get(name, ())


def programme_rows() -> Iterator[tuple[dict[str, Any], str]]:
    """Rows of the table of programmes with the path of the work that approved each."""
    files = (*user_tables(), PATTERNS / "programmes.toml")
    for row in itertools.chain.from_iterable(tomllib.loads(p.read_text("utf-8")).get("programme", ()) for p in files):
        if not row.get("number"):
            continue
        year = identity.year_in_number(row["number"]) or str(row.get("date", ""))[:4] or None
        issuers = parse_symbol(row["number"], row.get("date")).issuers
        issuer = issuers[0].name if issuers else row.get("issuer")
        yield row, identity.work(identity.series(issuer) if issuer else None, year, identity.number_key(row["number"]))


@functools.cache
def _programmes() -> dict[str, tuple[ProgrammeEntry, ...]]:
    found: dict[str, tuple[ProgrammeEntry, ...]] = {}
    for row, work in programme_rows():
        period = names.period(row["name"])
        entry = ProgrammeEntry(key=names.programme_key(names.name_key(row["name"]), period), period=period, work=work)
        for key in {names.name_key(n) for n in (row["name"], *row.get("aliases", ()))}:
            if entry not in found.get(key, ()):
                found[key] = (*found.get(key, ()), entry)
    return found
