"""Tables of document types, issuers and places (``corpus/patterns/*.toml``): frozen, typed, read once.

A user adds entries without touching code: a TOML file of the same form named by ``LUOCDO_GAZETTEER``, or ``gazetteer.toml`` in the
data folder (``LUOCDO_HOME``). Entries there come first, so that they win over the shipped ones.
"""

from __future__ import annotations

import functools
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.text import fold

PATTERNS = Path(__file__).parent / "patterns"
DISTRICT_KINDS = ("thành phố", "quận", "thị xã", "huyện")
_NON_WORD = re.compile(r"[^a-z0-9]+")


@functools.lru_cache(maxsize=8192)
def key(words: str) -> str:
    """Names are compared without case, diacritics and punctuation: ``key("Uỷ ban  Dân tộc") == "uy ban dan toc"``."""
    return _NON_WORD.sub(" ", fold(words)).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """A type of document: "Kế hoạch", with ``KH`` as its abbreviation in symbols."""

    name: str
    group: str = "other"
    """``nd30`` (Nghị định 30/2020/NĐ-CP, Điều 7), ``legal``, ``party``, ``copy``, ``treaty`` or ``other``."""
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    rank: int | None = None
    """Rank among legal documents (Luật 64/2025/QH15, Điều 4); None for administrative papers."""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A body that issues documents, under one name and for the time that it bore it."""

    name: str
    kind: str = "khac"
    level: str = "central"
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """Codes of its departments in a công văn, where its own code could also be a type (``5348/CT-CS``)."""
    since: str | None = None
    until: str | None = None
    successor: str | None = None
    local: bool = False
    """True where the name says nothing without a place."""
    examples: tuple[str, ...] = ()

    def valid(self, date: str | None) -> bool:
        """False where the body certainly did not issue under this name at ``date`` (ISO, any precision)."""
        if date is None:
            return True
        return not ((self.since and date < self.since[: len(date)]) or (self.until and date > self.until[: len(date)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A province or a district, old or new. ``kind`` is what stands before the name: tỉnh, thành phố, quận, huyện, thị xã."""

    name: str
    kind: str
    level: str
    parent: str | None = None
    """Name of the province, for a district."""
    since: str | None = None
    until: str | None = None
    successor: str | None = None
    aliases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """``tỉnh Lạng Sơn``, ``thành phố Hà Nội``."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gazetteer:
    """The tables with their indexes; make it with :func:`load` or take the shared one of :func:`gazetteer`."""

    types: tuple[DocumentType, ...]
    issuers: tuple[Issuer, ...]
    places: tuple[Place, ...]
    _types_by_name: Mapping[str, DocumentType] = field(repr=False)
    _types_by_code: Mapping[str, DocumentType] = field(repr=False)
    _issuers_by_name: Mapping[str, tuple[Issuer, ...]] = field(repr=False)
    _issuers_by_code: Mapping[str, tuple[Issuer, ...]] = field(repr=False)
    _places_by_name: Mapping[str, tuple[Place, ...]] = field(repr=False)

    def type_named(self, words: str) -> DocumentType | None:
        """The type of this name or alias, whatever the case and accents."""
        return self._types_by_name.get(key(words))

    def type_coded(self, code: str) -> DocumentType | None:
        """The type that this abbreviation stands for in a symbol: ``KH``, ``TTr``."""
        return self._types_by_code.get(code) or self._types_by_code.get(code_key(code)) or self._types_by_code.get("~" + fold(code))

    def issuers_coded(self, code: str, date: str | None = None) -> tuple[Issuer, ...]:
        """The bodies that this code stands for at ``date``, the present one first."""
        found = self._issuers_by_code.get(code_key(code)) or self._issuers_by_code.get("~" + fold(code), ())
        return tuple(i for i in found if i.valid(date))

    def issuer_named(self, words: str, date: str | None = None) -> Issuer | None:
        """The body of this name or alias."""
        return next((i for i in self._issuers_by_name.get(key(words), ()) if i.valid(date)), None)

    def places_named(self, name: str, kind: str | None = None) -> tuple[Place, ...]:
        """Provinces first, then districts, of this name (without its kind); ``kind`` narrows to ``huyện`` and the like."""
        return tuple(p for p in self._places_by_name.get(key(name), ()) if kind is None or key(p.kind) == key(kind))

    def province(self, name: str) -> Place | None:
        """The province or city under the central government of this name."""
        return next((p for p in self.places_named(name) if p.level == "province"), None)


@functools.lru_cache(maxsize=4096)
def code_key(code: str) -> str:
    """Codes are compared in upper case, without spaces and dots, with Eth as Đ; a Quốc hội term (``QH13``) is cut off."""
    plain = re.sub(r"[\s.&]", "", code).upper().replace("Ð", "Đ").replace("Ƣ", "Ư")
    return re.sub(r"(?<=[^\W\d])\d+$", "", plain) or plain


def _tuple(record: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in record.items()}


def _places(record: Mapping[str, Any]) -> list[Place]:
    rest = {k: v for k, v in record.items() if k not in DISTRICT_KINDS}
    province = Place(level="province", **_tuple({"kind": "tỉnh", **rest}))
    end = min("2025-07-01", province.until or "2025-07-01")
    return [province] + [
        Place(name=n, kind=k, level="district", parent=province.name, until=end) for k in DISTRICT_KINDS for n in record.get(k, ())
    ]


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"{path}: không đọc được bảng tra ({error}); cần một tệp TOML có các bảng [[type]], [[issuer]], [[province]].",
            f"{path}: the table cannot be read ({error}); a TOML file with [[type]], [[issuer]], [[province]] is needed.",
        ) from error


def _index(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    out: dict[str, tuple[Any, ...]] = {}
    for k, v in pairs:
        if v not in out.get(k, ()):
            out[k] = (*out.get(k, ()), v)
    return out


def load(*extra: Path) -> Gazetteer:
    """The shipped tables with the entries of ``extra`` files before them. Raises :class:`InputError` for a broken file."""
    tables = [_read(p) for p in (*extra, *sorted(PATTERNS.glob("*.toml")))]
    try:
        types = tuple(DocumentType(**_tuple(r)) for t in tables for r in t.get("type", ()))
        issuers = tuple(Issuer(**_tuple(r)) for t in tables for r in t.get("issuer", ()))
        places = tuple(p for t in tables for r in t.get("province", ()) for p in _places(r))
    except (TypeError, AttributeError) as error:
        raise InputError(
            f"{', '.join(map(str, extra))}: một mục của bảng tra có trường lạ hoặc thiếu tên ({error}).",
            f"{', '.join(map(str, extra))}: an entry of the table has an unknown field or no name ({error}).",
        ) from error
    return _indexed(types, issuers, places)


def _indexed(types: tuple[DocumentType, ...], issuers: tuple[Issuer, ...], places: tuple[Place, ...]) -> Gazetteer:
    by_type_code = [(k, t) for t in types for a in t.abbreviations for k in (a, code_key(a), "~" + fold(a))]
    by_code = [(k, i) for i in issuers for c in i.codes for k in (code_key(c), "~" + fold(c))]
    # What holds today comes first, so that an undated symbol is read as a present one.
    by_code.sort(key=lambda pair: pair[1].until is not None)
    ordered = sorted(places, key=lambda p: (p.level != "province", p.until is not None))
    return Gazetteer(
        types=types,
        issuers=issuers,
        places=places,
        _types_by_name={k: v[0] for k, v in _index((key(n), t) for t in types for n in (t.name, *t.aliases)).items()},
        _types_by_code={k: v[0] for k, v in _index(by_type_code).items()},
        _issuers_by_name=_index((key(n), i) for i in issuers for n in (i.name, *i.aliases)),
        _issuers_by_code=_index(by_code),
        _places_by_name=_index((key(n), p) for p in ordered for n in (p.name, *p.aliases)),
    )


def user_tables(env: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The user's own table, where there is one: ``LUOCDO_GAZETTEER``, else ``gazetteer.toml`` in the data folder."""
    named = env.get("LUOCDO_GAZETTEER")
    if named:
        return (Path(named),)
    beside = Path(env.get("LUOCDO_HOME") or "data") / "gazetteer.toml"
    return (beside,) if beside.is_file() else ()


@functools.cache
def gazetteer() -> Gazetteer:
    """The shared tables of this process, with the user's additions; ``gazetteer.cache_clear()`` reads them again."""
    return load(*user_tables())
