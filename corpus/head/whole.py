"""The issuer weighed from all that the document says: head, symbol, signature, portal table and its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.gazetteer import Issuer, gazetteer, key
from corpus.head.casing import recase
from corpus.head.issuer import OwnIssuer, from_head, full_name, own_place, place_name
from corpus.head.number import OwnNumber
from corpus.head.portal import Cell
from corpus.head.reading import Reading
from corpus.head.signature import Closing
from corpus.head.view import Line
from corpus.symbol import Symbol

# How a body speaks of itself in its documents, where its full name is long.
_SHORT = {
    "Ủy ban nhân dân": r"Ủy ban nhân dân|Uỷ ban nhân dân|UBND",
    "Hội đồng nhân dân": r"Hội đồng nhân dân|HĐND",
    "Ban Vì sự tiến bộ của Phụ nữ": r"Ban Vì sự tiến bộ của phụ nữ|Ban VSTBCPN",
}
# Signers and authorities of the centre, where head and symbol say nothing.
_SIGNS_FOR = (
    (r"chu tich quoc hoi", "Quốc hội"), (r"uy ban thuong vu quoc hoi", "Ủy ban Thường vụ Quốc hội"), (r"chinh phu", "Chính phủ"),
    (r"(?:pho )?thu tuong", "Thủ tướng Chính phủ"), (r"chu tich nuoc", "Chủ tịch nước"),
    (r"ban bi thu", "Ban Bí thư"), (r"bo chinh tri", "Bộ Chính trị"),
)  # fmt: skip
_ISSUES = re.compile(
    r"(?:^|(?<=[\n.;]))[ *]*(?P<who>Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|Chính phủ|Thủ tướng Chính phủ|Bộ trưởng (?P<bo>Bộ"
    r" [^\n]{3,60}?)) ban hành (?:Luật|Bộ luật|Pháp lệnh|Nghị|Quyết|Thông tư|Chỉ thị)"
)


# The authority on a line of its own, between title and basis.
_HEADING = re.compile(
    r"^[ *]*(CHỦ TỊCH NƯỚC(?: [A-ZĐÂÀÁÒÓỘỦỆ]+){0,8}|CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG CHÍNH PHỦ|HỘI ĐỒNG BỘ TRƯỞNG|[UỦ][YỶ] BAN"
    r" THƯỜNG VỤ QUỐC HỘI)[ *]*$",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Whole:
    """The issuer's full name, where it stands (None for what was derived), and how it was found."""

    name: str
    at: tuple[int, int] | None
    rule: str


def whole_issuer(
    reading: Reading,
    lines: list[Line],
    type_start: int | None,
    number: OwnNumber | None,
    symbol: Symbol | None,
    closing: Closing | None,
    portal: dict[str, Cell],
) -> Whole | None:
    """The issuer with its place; None where the document does not support one."""
    when = reading.values.get("date")
    head = from_head(_head_lines(lines, type_start), reading.text, when)
    coded = symbol.issuers if symbol else ()
    joint = symbol is not None and len(coded) > 1
    if joint:
        return Whole(_joined([i.name for i in coded]), (number.start, number.end) if number else None, "header/issuer-symbol")
    own = _weighed(head, coded[0] if coded else None, reading, closing)
    at = _at(reading, own, number)
    if own is None:
        said = _from_words(reading, closing)
        return said or _from_table(portal, reading, when)
    if own.local and not own.placed:
        place = _place(own.name, reading, closing, portal)
        return Whole(f"{own.name} {place}", at, f"{own.rule}+place") if place else None
    return Whole(own.name, at, own.rule)


def _head_lines(lines: list[Line], type_start: int | None) -> list[Line]:
    """The lines of the head that may name the issuer: those before the type line."""
    first = next((x.start for x in lines if re.match(r"(?:can cu|kinh gui|dieu 1)\b", x.key)), 0)
    end = type_start if type_start is not None else first
    out = []
    for line in lines:
        if line.start >= end:
            break
        words = re.split(r"\bSố[ ]?:|\bV/v\b", line.text)[0].strip(" ˆ_-—.")
        if words:
            out.append(Line(words, line.start, line.start + len(words), line.gap))
    return out


def _weighed(head: OwnIssuer | None, coded: Issuer | None, reading: Reading, closing: Closing | None) -> OwnIssuer | None:
    """The head's name, unless the symbol knows better: a head that scanning spoiled, or none at all."""
    if coded is None:
        if head is None and closing and closing.authority and len(closing.authority) < 80:
            signed = full_name(closing.authority, reading.text, reading.values.get("date"))
            return OwnIssuer(signed.name, "header/issuer-signature", (), signed.local, signed.placed) if signed.local else None
        return head
    if head is None:
        return OwnIssuer(coded.name, "header/issuer-symbol", (), coded.local, False)
    if coded.local or key(head.name).startswith(key(coded.name)):
        return head
    known = gazetteer().issuer_named(head.name) or head.local
    return head if known else OwnIssuer(coded.name, "header/issuer-symbol", head.lines, False, False)


def _joined(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " và " + names[-1]


def _at(reading: Reading, own: OwnIssuer | None, number: OwnNumber | None) -> tuple[int, int] | None:
    if own and own.lines:
        return reading.head.span(own.lines[0].start, own.lines[-1].end)
    return (number.start, number.end) if own and number and own.rule == "header/issuer-symbol" else None


def _place(name: str, reading: Reading, closing: Closing | None, portal: dict[str, Cell]) -> str | None:
    stated = None
    if closing and closing.authority:
        signed = full_name(closing.authority, reading.text, reading.values.get("date"))
        if signed.placed and key(signed.name).startswith(key(name)):
            stated = signed.name[len(name) :].strip()
    if stated is None and "issuer" in portal:
        words = portal["issuer"].value
        plain = re.sub(r"^(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan) ", "", key(words))
        stated = place_name(plain, words, reading.text, reading.values.get("date"))
    short = _SHORT.get(name, re.escape(name))
    return own_place(short, reading.text, reading.values.get("place"), reading.values.get("title"), stated, reading.values.get("date"))


def _from_words(reading: Reading, closing: Closing | None) -> Whole | None:
    """What the text says of itself: "Quốc hội ban hành Luật ...", or whom the signer signs for."""
    said = _ISSUES.search(reading.text[:30_000])
    if said:
        name = said["bo"] or said["who"]
        known = gazetteer().issuer_named(name)
        return Whole(known.name if known else name, said.span("bo" if said["bo"] else "who"), "header/issuer-words")
    heading = _HEADING.search(reading.text, 0, 4000)
    if heading:
        known = gazetteer().issuer_named(heading[1])
        return Whole(known.name if known else recase(heading[1], reading.text), heading.span(1), "header/issuer-heading")
    for words in (closing.authority, closing.title) if closing else ():
        for pattern, name in _SIGNS_FOR:
            if words and re.match(pattern, key(words)):
                return Whole(name, closing.title_at if closing else None, "header/issuer-signature")
    return None


def _from_table(portal: dict[str, Cell], reading: Reading, when: str | None) -> Whole | None:
    cell = portal.get("issuer")
    if cell is None:
        return None
    found = full_name(cell.value, reading.text, when)
    return Whole(found.name, (cell.start, cell.end), "portal/issuer") if not found.local or found.placed else None
