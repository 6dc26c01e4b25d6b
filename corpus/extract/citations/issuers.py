"""The body after "của": where its name ends, and its name in full with its place."""

from __future__ import annotations

import functools
import re

from corpus.extract.citations.cues import cues, exact_pattern, head_words, words_pattern
from corpus.extract.citations.places import LEVELS, PLACE_NAME, PlaceContext
from corpus.extract.citations.surface import View, one_line
from corpus.extract.tables import table
from corpus.gazetteer import gazetteer

_REACH = 220
_B = r"[\s*]{1,4}"
_LEVEL = "|".join(w.replace(".", r"\.").replace(" ", _B) for w in sorted(LEVELS, key=len, reverse=True))
_LEVEL_AT = re.compile(rf"{_B}(?P<level>{_LEVEL})(?!\w)")
_PLACE_AT = re.compile(rf"[\s*]{{1,3}}(?P<place>{PLACE_NAME})(?!\w)")
_PLACE_IN = re.compile(rf"[\s*]{{1,4}}(?:{_LEVEL})[\s*]{{1,3}}(?:{PLACE_NAME})(?!\w)")
_NEXT_LEVEL = re.compile(rf",[\s*]{{1,3}}(?P<level>{_LEVEL})(?!\w)")
_OF = re.compile(r"[\s*]{1,4}(?:,[\s*]{0,2})?(?:\()?(?:cua|do)[\s*]{1,4}(?!minh|toi|chung|no\b|cac\b|nguoi)")
_JOINT = re.compile(rf"(?:,|{_B}va){_B}")
_TITLE_WORDS = {"Về", "Quy", "Phê", "Sửa", "Hướng", "Căn", "Theo", "Triển"}
_TERM = re.compile(rf"{_B}khoa{_B}[ivxlc\d]{{1,6}}(?!\w)")


@functools.cache
def _known() -> re.Pattern[str]:
    """Every body of the gazetteer by name, alias or code, with the rank of its head before it, folded."""
    abbreviated = table("abbreviations")["abbreviations"]
    full = {n for i in gazetteer().issuers for n in (i.name, *i.aliases)} | set(cues("issuer_short"))
    full |= {f"{b} {a}" for a, name in abbreviated.items() for b in ("Bộ", "Sở") if f"Bộ {name}" in full}
    one = words_pattern(full)
    return re.compile(rf"(?:(?:{words_pattern(cues('issuer_ranks'))}){_B}){{0,2}}(?P<core>{one})(?!\w)")


@functools.cache
def _head_words() -> frozenset[str]:
    return frozenset(w.lower() for w in head_words())


@functools.cache
def _stops() -> re.Pattern[str]:
    """Where the name of a body that is in no table must end; the first letter's case is judged by the caller."""
    return re.compile(
        rf"(?<!\w)(?:(?P<word>{exact_pattern(cues('issuer_stops'))})|(?P<head>{exact_pattern(head_words())}))(?!\w)|[;:.()\[\]“”\"|?!\d]|\n[\s*]*\n|\n[-+*•]|$"
    )


def read_issuer(view: View, start: int, places: PlaceContext) -> tuple[int, str] | None:
    """The body after "của" at ``start``: where its words end, and its full name."""
    opening = _OF.match(view.folded, start)
    if opening is None:
        return None
    begin = opening.end()
    end = _known_end(view, begin) or _unknown_end(view, begin)
    if end is None:
        return None
    return end, full_name(view.clean[begin:end], places)


def _known_end(view: View, begin: int) -> int | None:
    m = _known().match(view.folded, begin, begin + _REACH)
    if m is None or not view.text[begin].isupper():
        return None
    end = m.end()
    joint = _JOINT.match(view.folded, end)
    if (
        joint
        and view.text[joint.end() : joint.end() + 1].isupper()
        and (more := _known().match(view.folded, joint.end(), joint.end() + _REACH))
    ):
        further = _known_end(view, joint.end())
        return further or more.end()
    return _with_place(view, end)


def _with_place(view: View, end: int) -> int:
    """Go on over "tỉnh Lạng Sơn", "xã A, huyện B, tỉnh C"."""
    level = _LEVEL_AT.match(view.lower, end, end + 40)
    while level:
        end = level.end()
        name = _PLACE_AT.match(view.text, end, end + 60)
        if name is None:
            return end
        end = name.end()
        level = _NEXT_LEVEL.match(view.lower, end, end + 40)
    name = _PLACE_AT.match(view.text, end, end + 60)
    if name and gazetteer().places_named(one_line(name["place"])):
        return name.end()
    return end


def _unknown_end(view: View, begin: int) -> int | None:
    if not view.text[begin : begin + 1].isupper():
        return None
    limit = min(len(view.folded), begin + _REACH)
    end = limit
    for m in _stops().finditer(view.lower, begin, limit):
        if m.start() == begin:
            if m["head"] or not m["word"] or " ".join(m.group().split()) in _head_words():
                return None  # "của Nghị định số ..." is no body
            continue
        if m["word"] == "và" and not view.text[m.end() : m.end() + 3].strip(" \n*")[:1].islower():
            continue
        first = view.text[m.start() : m.start() + 1]
        if view.text[begin : m.start()].isupper():  # a title all in capitals: case says nothing
            end = m.start()
            break
        if m["word"] and first.isupper() and not _opens_title(view.text, m.start(), m.end()):
            continue
        if m["head"] and not m["word"] and first.islower():
            continue
        end = m.start()
        break
    if place := _PLACE_IN.search(view.text, begin, end):
        return _with_place(view, place.start())
    comma = view.folded.find(",", begin, end)
    if comma >= 0 and not view.folded.startswith(("bo ", "so van hoa", "bo truong"), begin):
        end = comma
    name = view.clean[begin:end].rstrip(" \t\r\n*,-–/")
    while re.search(r"\s(?:và|của|hoặc)$", name):
        name = name[: name.rfind(name.split()[-1])].rstrip(" ,\n")
    return begin + len(name) if len(name) >= 3 and len(name.split()) <= 22 else None


def _opens_title(text: str, start: int, end: int) -> bool:
    """A capital word opens a title where the rest of it and the next word are small: "của Ban ... tỉnh Về truyền thông"."""
    following = text[end : end + 2].strip()
    return text[start + 1 : end].islower() and following[:1].islower() and text[start:end].split()[0] in _TITLE_WORDS


@functools.cache
def _abbreviations() -> re.Pattern[str]:
    words = sorted(table("abbreviations")["abbreviations"], key=len, reverse=True)
    return re.compile(rf"(?<![\w&])(?:{'|'.join(map(re.escape, words))})(?![\w&])\.?")


def full_name(printed: str, places: PlaceContext) -> str:
    """Abbreviations written out, the place added where the name ends with a bare level."""
    words: dict[str, str] = table("abbreviations")["abbreviations"]
    known = gazetteer().issuer_named(printed)
    if known is not None and not known.local and printed.isupper():
        return known.name
    name = _abbreviations().sub(lambda m: words[m.group().rstrip(".")], one_line(printed))
    name = re.sub(r"\bUỷ\b", "Ủy", name).replace("uỷ", "ủy")
    name = re.sub(r"\s*,\s*", ", ", name)
    if re.search(r"(?:^|\s)(?:Tỉnh|Thành) ủy$", name):
        level = "tỉnh" if name.endswith("Tỉnh ủy") else "thành phố"
        where = places.of_level(level) or ""
        return f"{name} {where[len(level) :].strip()}".strip()
    return places.complete(name)
