"""What passages are counted, filtered and ordered by, as arrays: a profile for each passage, and what each profile says.

Passages of one document mostly share their values, so a profile is kept once for all that do; counting is one pass over the
passages found and then works on profiles alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.entry import FACETS, Entry
from search.tokens import normal_number

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
ORDERS = ("newest", "oldest", "by_number")
FILE, VALUES = "columns.npz", "values.json"
LAST = (1 << 32) - 1
"""Stands after every day and number: the undated and unnumbered come last."""
MOST_VALUES = 50


class Columns:
    """The columns of a generation."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.int64]], values: Mapping[str, list[str]]) -> None:
        self.profile: npt.NDArray[np.int32] = arrays["profile"].astype(np.int32, copy=False)
        self.arrays, self._values = arrays, values

    @classmethod
    def load(cls, folder: Path) -> Columns:
        with np.load(folder / FILE) as found:
            return cls({name: found[name] for name in found.files}, json.loads((folder / VALUES).read_text("utf-8")))

    def values(self, facet: str) -> list[str]:
        """Every value that a passage ever had, by its code."""
        return self._values[facet]

    def values_of(self, facet: str, found: Mask) -> list[str]:
        """The values of the passages found."""
        starts, codes = self.arrays[f"{facet}.starts"], self.arrays[f"{facet}.codes"]
        profiles = np.bincount(self.profile[found], minlength=self._profiles) > 0
        return [self._values[facet][k] for k in np.unique(codes[np.repeat(profiles, np.diff(starts))]).tolist()]

    def counts(self, found: Mask) -> dict[str, dict[str, int]]:
        """How many of the passages found have each value, those of most passages first."""
        profiles = np.bincount(self.profile[found], minlength=self._profiles)
        return {name: self._counts(name, profiles) for name in FACETS}

    def _counts(self, name: str, profiles: Ids) -> dict[str, int]:
        starts, codes = self.arrays[f"{name}.starts"], self.arrays[f"{name}.codes"]
        totals = np.bincount(codes, np.repeat(profiles, np.diff(starts)), len(self._values[name])).astype(np.int64)
        best = np.flatnonzero(totals)
        best = best[np.argsort(-totals[best], kind="stable")][:MOST_VALUES]
        return {self._values[name][k]: int(totals[k]) for k in best.tolist()}

    def having(self, name: str, wanted: Iterable[str]) -> Mask:
        """Which passages have one of the values; a year may be ``2021-2025``, a number is compared in one spelling."""
        starts, codes = self.arrays[f"{name}.starts"], self.arrays[f"{name}.codes"]
        fits = np.zeros(len(self._values[name]), bool)
        for value in wanted:
            fits[self._fitting(name, value)] = True
        said = np.concatenate([[0], np.cumsum(fits[codes])])
        profiles = said[starts[1:]] > said[starts[:-1]]
        return profiles[self.profile]

    def _fitting(self, name: str, value: str) -> list[int]:
        if name == "cites":
            return self._spelt.get(normal_number(value), [])
        if name != "year":
            known = self._known[name]
            return [known[value]] if value in known else []
        first, _, last = value.partition("-")
        low, high = (int(y) if y.isdecimal() and len(y) <= 4 else 0 for y in (first, last or first))
        return [code for code, year in enumerate(self._values[name]) if low <= int(year) <= high]

    @cached_property
    def _known(self) -> dict[str, dict[str, int]]:
        return {name: {value: code for code, value in enumerate(values)} for name, values in self._values.items()}

    @cached_property
    def _spelt(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for code, value in enumerate(self._values["cites"]):
            found.setdefault(normal_number(value), []).append(code)
        return found

    def in_order(self, found: Mask, order: str, first: int, last: int) -> list[int]:
        """The passages found from the ``first`` to the ``last`` of an order; equal ones as they stand in their documents."""
        ids = np.flatnonzero(found)
        if order in ORDERS:
            keys = self._keys(order)[self.profile[ids]]
            ids = ids[np.argsort(keys, kind="stable")]
        return [int(i) for i in ids[first:last]]

    def _keys(self, order: str) -> Ids:
        day, number = self.arrays["day"], self.arrays["number"]
        if order == "oldest":
            return np.where(day == 0, LAST, day)
        if order == "newest":
            return np.where(day == 0, LAST, 99_999_999 - day)
        return np.where(number < 0, LAST, number * 4096 + day // 10_000)

    @property
    def _profiles(self) -> int:
        return len(self.arrays["day"])


class ColumnsWriter:
    """Adds passages to the columns of a folder that no reader sees yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        old = Columns.load(folder) if (folder / FILE).exists() else None
        self._old = old.arrays if old else {}
        self._values = {name: list(old.values(name)) if old else [] for name in FACETS}
        self._known = {name: {value: code for code, value in enumerate(values)} for name, values in self._values.items()}
        self._next = len(self._old["day"]) if old else 0
        self._profiles: dict[object, int] = {}
        names = ("profile", "day", "number", *(f"{facet}.{what}" for facet in FACETS for what in ("codes", "counts")))
        self._new: dict[str, list[int]] = {name: [] for name in names}

    def add(self, entries: Iterable[Entry]) -> None:
        """Passages with the next ids."""
        for entry in entries:
            same = (entry.passage.document, entry.date, entry.number, *(entry.facets.get(name) for name in FACETS))
            profile = self._profiles.get(same)
            if profile is None:
                profile = self._profiles[same] = self._profile(entry)
            self._new["profile"].append(profile)

    def _profile(self, entry: Entry) -> int:
        digits = (entry.date or "").replace("-", "")[:8].ljust(8, "0")
        self._new["day"].append(int(digits) if digits.isascii() and digits.isdigit() else 0)
        number = re.match(r"[0-9]{1,6}", normal_number(entry.number or ""))
        self._new["number"].append(int(number.group()) if number else -1)
        for name in FACETS:
            values = entry.facets.get(name, ())
            self._new[f"{name}.counts"].append(len(values))
            self._new[f"{name}.codes"] += [self._code(name, value) for value in values]
        self._next += 1
        return self._next - 1

    def _code(self, name: str, value: str) -> int:
        code = self._known[name].setdefault(value, len(self._values[name]))
        if code == len(self._values[name]):
            self._values[name].append(value)
        return code

    def save(self) -> None:
        made = {name: self._grown(name, np.array(new, np.int64)) for name, new in self._new.items() if not name.endswith(".counts")}
        for name in FACETS:
            counts = np.array(self._new[f"{name}.counts"], np.int64)
            old = self._old.get(f"{name}.starts", np.zeros(1, np.int64))
            made[f"{name}.starts"] = np.concatenate([old, old[-1] + np.cumsum(counts)])
        made["profile"] = made["profile"].astype(np.int32)
        for file in (FILE, VALUES):  # may be links into the published generation
            (self._folder / file).unlink(missing_ok=True)
        np.savez(self._folder / FILE, **made)  # type: ignore[arg-type]
        (self._folder / VALUES).write_text(json.dumps(self._values, ensure_ascii=False), "utf-8")

    def _grown(self, name: str, new: Ids) -> Ids:
        return np.concatenate([self._old[name], new]) if name in self._old else new
