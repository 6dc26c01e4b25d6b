"""What the tables that come with the program tell of a work: the number of a law called by name, when it came into force, what
followed it. Said only where the documents do not say it, and marked as taken from the table (prov:wasDerivedFrom)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.laws import Law, laws
from corpus.symbol import parse_symbol
from graph import names
from graph.laws import law_work, programme_rows

LAWS, PROGRAMMES = "bang/luat", "bang/chuong-trinh"
LABELS = {
    LAWS: ("bảng luật, pháp lệnh theo tên", "table of laws and ordinances by name"),
    PROGRAMMES: ("bảng chương trình, chiến lược theo tên", "table of programmes and strategies by name"),
}
"""Path of each table -> its name in Vietnamese and English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWork:
    """A work of a table. ``follower`` is the later law of the same name, ``until`` the day from which it has force."""

    table: str
    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    name: str | None = None
    effective: str | None = None
    until: str | None = None
    follower: str | None = None


def told(path: str) -> TableWork | None:
    """What a table tells of the work at ``path``."""
    return _works().get(path)


@functools.cache
def _works() -> dict[str, TableWork]:
    return {**dict(_programmes()), **dict(_laws())}


def _laws() -> Iterator[tuple[str, TableWork]]:
    by_name: dict[str, list[Law]] = {}
    for law in laws().all:
        by_name.setdefault(names.name_key(law.name), []).append(law)
    for found in by_name.values():
        for law, after in zip(found, [*found[1:], None], strict=True):
            follows = after is not None and after.in_force is not None and not _amends(after, law)
            yield (
                law_work(law),
                TableWork(
                    table=LAWS,
                    kind=law.type,
                    number=law.number,
                    issuer=_issuer(law.number, law.date) or "Quốc hội",
                    date=law.date or law.since or None,
                    name=law.name,
                    effective=law.in_force,
                    until=after.in_force if follows and after else None,
                    follower=law_work(after) if follows and after else None,
                ),
            )


def _amends(after: Law, law: Law) -> bool:
    return after.number in law.amended_by or "sửa đổi" in after.name


def _programmes() -> Iterator[tuple[str, TableWork]]:
    """The decisions that approved programmes: the table knows their number, not their title."""
    for row, work in programme_rows():
        number, date = str(row["number"]), str(row.get("date", "")) or None
        symbol = parse_symbol(number, date)
        yield (
            work,
            TableWork(
                table=PROGRAMMES,
                kind=symbol.type.name if symbol.type else None,
                number=number,
                issuer=row.get("issuer") or _issuer(number, date),
                date=date,
            ),
        )


def _issuer(number: str | None, date: str | None) -> str | None:
    issuers = parse_symbol(number, date).issuers if number else ()
    return issuers[0].name if issuers else None
