"""A số hiệu taken apart: number, year, type and issuers; and put right where it was scanned or typed wrongly.

parse_symbol("144/2012/TT-BTC")   -> 144, 2012, Thông tư, (Bộ Tài chính,)
parse_symbol("418/LĐTBXH-BĐG")    -> 418, None, Công văn, (Bộ Lao động - Thương binh và Xã hội,)
parse_symbol("21-CT/TW")          -> 21, None, Chỉ thị, (Ban Chấp hành Trung ương,)
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from corpus.gazetteer import DocumentType, Gazetteer, Issuer, code_key, gazetteer
from corpus.text import fold

# Letters of other alphabets that look like the one meant (a keyboard left in Russian, a font's Eth for Đ).
LOOK_ALIKES = str.maketrans(
    "АВСЕНІКМОРТХУЅаеорсухАΑΒΕΗΙΚΜΝΟΡΤΧΥÐðƢƣ‐‑‒–—−⁄∕",
    "ABCEHIKMOPTXYSaeopcyxAABEHIKMNOPTXYĐđƯư------//",
)
_SHAPE = re.compile(r"\s*(\d+(?:\.\d+)?[a-zđ]{0,2}|)\s*([/\-_ .]|(?=[^\W\d]))\s*(?:((?:19|20)\d\d)\s*[/\-]\s*)?(\S.*?)\s*$", re.S)
_JOINT = {"TTLT", "NQLT", "TTLB", "QCPH", "KHLT", "HDLT", "CTRPH", "CTPH", "QCLT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """The parts of a số hiệu. ``codes`` are the pieces after number and year, as printed."""

    number: str
    year: str | None
    codes: tuple[str, ...]
    type: DocumentType | None
    issuers: tuple[Issuer, ...]

    @property
    def issuer(self) -> Issuer | None:
        """The only issuer; None where there is none or several (a joint document)."""
        return self.issuers[0] if len(self.issuers) == 1 else None


@functools.lru_cache(maxsize=65536)
def parse_symbol(number: str, date: str | None = None, tables: Gazetteer | None = None) -> Symbol:
    """Take a số hiệu apart; ``date`` chooses between bodies that bore the same code at different times."""
    tables = tables or gazetteer()
    m = _SHAPE.match(number[:200].translate(LOOK_ALIKES))
    if m is None or not m[4]:
        return Symbol(number=number.strip(), year=None, codes=(), type=None, issuers=())
    digits, separator, year, rest = m.groups()
    rest = re.sub(r"\s+", "", rest)
    pieces = [p for p in re.split(r"[/\-_]", rest) if p]
    when = date or year
    kind, used = _type(rest, pieces, separator, tables)
    issuers = _issuers(pieces[used:], when, tables, joint=bool(pieces) and code_key(pieces[0]) in _JOINT)
    if kind and not issuers and len(pieces) > used and (own := _with_unit(pieces, when, tables)):
        kind, issuers = tables.type_named("Công văn"), (own,)
    elif kind is None and pieces:
        issuers = issuers or _ministry(pieces[0], when, tables)
        if len(pieces) > 1 and code_key(pieces[0]) not in ("QH", "UBTVQH") and not pieces[0][0].isdigit():
            kind = tables.type_named("Công văn")
    elif kind and kind.name in ("Luật", "Sắc lệnh") and any(code_key(p) == "CTN" for p in pieces[used:]):
        # 18-L/CTN: a law of 1992-1996, passed by Quốc hội and numbered with the President's order.
        issuers = tuple(i for i in (tables.issuer_named("Quốc hội"),) if i)
    return Symbol(number=digits, year=year, codes=tuple(pieces), type=kind, issuers=issuers)


def _type(rest: str, pieces: list[str], separator: str, tables: Gazetteer) -> tuple[DocumentType | None, int]:
    """The type and how many pieces it takes. ``L-CTN`` (Lệnh) and ``TT-LB`` are two pieces with a hyphen as printed."""
    if len(pieces) > 1 and rest.upper().startswith(f"{pieces[0]}-{pieces[1]}".upper()):
        two = tables.type_coded(f"{pieces[0]}-{pieces[1]}")
        if two:
            return two, 1  # the issuer is read from the second piece
    if not pieces or pieces[0].upper() in ("CP", "TTG"):
        return None, 0
    one = tables.type_coded(pieces[0])
    if one and len(pieces) == 1 and tables.issuers_coded(pieces[0]):
        return None, 0
    return (one, 1) if one else (None, 0)


def _issuers(pieces: list[str], date: str | None, tables: Gazetteer, *, joint: bool) -> tuple[Issuer, ...]:
    found: list[Issuer] = []
    i = 0
    while i < len(pieces):
        two = tables.issuers_coded("-".join(pieces[i : i + 2]), date) if i + 1 < len(pieces) else ()
        one = two or tables.issuers_coded(pieces[i], date) or _ministry(pieces[i], date, tables)
        if one and one[0] not in found:
            found.append(one[0])
        if not joint:
            break
        i += 2 if two else 1
    return tuple(found)


def _ministry(piece: str, date: str | None, tables: Gazetteer) -> tuple[Issuer, ...]:
    """``LĐTBXH`` for ``BLĐTBXH``: in a công văn the B of a ministry is often left out."""
    found = tables.issuers_coded(piece, date)
    return found[:1] or tuple(i for i in tables.issuers_coded("B" + piece, date) if i.kind == "bo")[:1]


def _with_unit(pieces: list[str], date: str | None, tables: Gazetteer) -> Issuer | None:
    """``5348/CT-CS``: CT is no Chỉ thị where the next piece is a department of the body whose code CT is."""
    unit = code_key(pieces[1])
    return next((i for i in tables.issuers_coded(pieces[0], date) if unit in map(code_key, i.units)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A số hiệu put right: what we read and why, in Vietnamese; ``reason`` is None where nothing was changed."""

    number: str
    reason: str | None = None


@functools.lru_cache(maxsize=65536)
def repair_symbol(number: str, tables: Gazetteer | None = None) -> Repair:
    """Put right what is evidently damaged in the letters of a số hiệu; the digits are never touched."""
    tables = tables or gazetteer()
    plain = number.translate(LOOK_ALIKES)
    reasons = ["chữ cái của bảng chữ khác trông giống chữ La-tinh"] if plain != number and not _only_dashes(number, plain) else []
    m = re.match(r"(\s*\d+[a-zđ]?\s*[/\-]\s*(?:(?:19|20)\d\d\s*[/\-]\s*)?)(.+)$", plain, re.S)
    if m is None:
        return Repair(number=plain, reason="; ".join(reasons) or None)
    pieces = re.split(r"([/\-])", m[2])
    for i in range(0, len(pieces), 2):
        better = (_undoubled(pieces[0], tables) if i == 0 else None) or (_nearest(pieces[i], tables) if i in (0, 2) else None)
        if better:
            reasons.append(f"«{pieces[i]}» không phải ký hiệu nào, gần nhất là «{better}»")
            pieces[i] = better
    return Repair(number=m[1] + "".join(pieces), reason="; ".join(reasons) or None)


def _undoubled(piece: str, tables: Gazetteer) -> str | None:
    """ "QĐĐ" for "QĐ": a letter of the type's abbreviation was read twice."""
    once = re.sub(r"(.)\1+", r"\1", piece)
    unknown = once != piece and not tables.type_coded(piece) and not tables.issuers_coded(piece)
    return once if unknown and tables.type_coded(once) else None


def _only_dashes(a: str, b: str) -> bool:
    return all(x == y or y in "-/" for x, y in zip(a, b, strict=True))


def _nearest(piece: str, tables: Gazetteer) -> str | None:
    """The only known code one letter away, for a code of at least five letters that nobody bears."""
    if len(piece) < 5 or not piece.isupper() or tables.type_coded(piece) or _ministry(piece, None, tables):
        return None
    near = {fold(c): c for c in _long_codes(tables) if c != piece and _one_edit(c, piece)}
    return next(iter(near.values())) if len(near) == 1 else None


@functools.lru_cache(maxsize=4)
def _long_codes(tables: Gazetteer) -> tuple[str, ...]:
    codes = {c for i in tables.issuers for c in i.codes}
    codes |= {c[1:] for i in tables.issuers if i.kind == "bo" for c in i.codes}
    # Sorted, so that of two spellings the one with Đ comes last and wins.
    return tuple(sorted(c for c in codes if len(c) >= 5 and c.isalpha()))


def _one_edit(a: str, b: str) -> bool:
    """True where one letter was added, lost or changed (accents and Đ count as the same letter)."""
    a, b = fold(a), fold(b)
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[i + (len(a) == len(b)) :] == b[i + 1 :]
