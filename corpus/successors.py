"""What became of a body: the reforms of 2025 as dated changes with their legal act. Texts keep the name that they print."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.gazetteer import PATTERNS, Place, gazetteer, key

_PROVINCE = re.compile(r"(?P<before>.*?)(?P<kind>tỉnh|[Tt]hành phố)\s(?P<name>[^,]+)$")
_DISTRICT = re.compile(
    r"(?P<kind>[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hành phố)\s(?P<name>[^,]+)(?:,\s(?:tỉnh|[Tt]hành phố)\s(?P<province>[^,]+))?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One body became another (``to``), or ended without one successor (``to`` is None), on ``day`` by ``act``."""

    name: str
    to: str | None
    day: str
    act: str
    number: str = ""
    """Số hiệu of the act, and the day it was passed where a source prints it."""
    passed: str | None = None


@functools.lru_cache(maxsize=8192)
def became(name: str) -> tuple[Change, ...]:
    """The changes that lead from ``name`` to what stands in its place today, oldest first; empty where none is known."""
    out: list[Change] = []
    seen = {key(name)}
    current: str | None = name
    while current is not None and (change := _next(current)) is not None:
        out.append(change)
        current = change.to
        if current is None or key(current) in seen:
            break
        seen.add(key(current))
    return tuple(out)


def came_from(name: str) -> tuple[Change, ...]:
    """The changes that ended in ``name``: what it took over, from which bodies, by which act."""
    direct = [c for c in _named().values() if c.to is not None and key(c.to) == key(name)]
    place = _PROVINCE.fullmatch(name)
    own = place["before"] if place else name
    where = name[len(own.rstrip()) :] if place else ""
    joined = [c for r in _departments().values() if key(r["to"]) == key(own) and (c := _of_department(r["from"] + where)) is not None]
    return (*direct, *joined, *_merged(name))


def _merged(name: str) -> Iterator[Change]:
    """``Sở Y tế tỉnh Bắc Ninh`` took over ``Sở Y tế tỉnh Bắc Giang``: one of each province that went into its own."""
    match = _PROVINCE.fullmatch(name)
    own = gazetteer().province(match["name"]) if match else None
    if match is None or own is None:
        return
    for place in gazetteer().places:
        if place.level == "province" and place.successor is not None and place.full != own.full:
            change = _of_province(f"{match['before']}{place.full}")
            if change is not None and change.to is not None and key(change.to) == key(name):
                yield change


def matching(words: str) -> tuple[Change, ...]:
    """Changes of bodies that ``words`` name, whole or in part: what an old name leads to."""
    exact, wanted = became(words), key(words).split()
    if exact or not wanted:
        return exact
    return tuple(c for c in changes() if all(f" {w}" in f" {key(c.name)}" for w in wanted)) or _of_places_in(key(words))


def _of_places_in(words: str) -> tuple[Change, ...]:
    """Of a body that is not known by name, what became of the province in its name."""
    named = (p for p in gazetteer().places if p.level == "province" and f" {key(p.name)} " in f" {words} ")
    return tuple(c for p in named if (c := _next(f"Ủy ban nhân dân {p.full}")) is not None)


def changes() -> Iterator[Change]:
    """Every change of the tables: ministries, then the people's committees of provinces and districts that ended in 2025."""
    yield from _named().values()
    for place in gazetteer().places:
        if place.level == "province" and (place.until or "").startswith("2025"):
            change = _next(f"Ủy ban nhân dân {place.full}")
            if change is not None:
                yield change


def _next(name: str) -> Change | None:
    return _named().get(key(name)) or _of_department(name) or _of_province(name) or _of_district(name)


def _of_department(name: str) -> Change | None:
    """``Sở Kế hoạch và Đầu tư tỉnh Lạng Sơn`` went into ``Sở Tài chính tỉnh Lạng Sơn``; without a place the names alone."""
    words = key(name)
    for start, row in _departments().items():
        if words == start or words.startswith((f"{start} tinh ", f"{start} thanh pho ")):
            place = _PROVINCE.fullmatch(name)
            where = f" {place['kind']} {place['name']}" if place else ""
            return _change(name, row["to"] + where, row["act"])
    return None


def _of_province(name: str) -> Change | None:
    """``Sở Y tế tỉnh Bắc Giang`` became ``Sở Y tế tỉnh Bắc Ninh``: the place changed, the body went on there."""
    match = _PROVINCE.fullmatch(name)
    if match is None:
        return None
    place = next((p for p in gazetteer().places_named(match["name"], match["kind"].lower()) if p.level == "province"), None)
    if place is None or place.successor is None or not (place.until or "").startswith("2025"):
        return None
    to = gazetteer().province(place.successor)
    act = "hue" if place.until == _acts()["hue"]["day"] else "provinces"
    return _change(name, f"{match['before']}{to.full}" if to else None, act)


def _change(name: str, to: str | None, act: str) -> Change:
    row = _acts()[act]
    number = re.search(r"\d+/\d{4}/(?:QH\d+|NĐ-CP)", row["act"])
    return Change(name=name, to=to, day=row["day"], act=row["act"], number=number[0] if number else "", passed=row.get("date"))


def _of_district(name: str) -> Change | None:
    match = _DISTRICT.search(name)
    if match is None or not _is_district(match):
        return None
    return _change(name, None, "districts")


def _is_district(match: re.Match[str]) -> bool:
    found: tuple[Place, ...] = gazetteer().places_named(match["name"], match["kind"].lower())
    if match["kind"].lower() != "thành phố":
        return True
    return any(p.level == "district" for p in found) and not any(p.level == "province" for p in found)


@functools.cache
def _data() -> dict[str, list[dict[str, str]]]:
    with (PATTERNS / "successors.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def _acts() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in _data()["act"]}


@functools.cache
def _departments() -> dict[str, dict[str, str]]:
    return {key(row["from"]): row for row in _data()["department"]}


@functools.cache
def _named() -> dict[str, Change]:
    return {key(r["from"]): _change(r["from"], r["to"], r["act"]) for r in _data()["change"]}
