"""The words of the tables as patterns, made once."""

from __future__ import annotations

import functools
import re

from corpus.extract.agencies.bodies import first_words
from corpus.extract.agencies.party import COMMITTEE_WORDS
from corpus.extract.tables import UPPER, alternatives, any_case, either, table, whole_words
from corpus.gazetteer import gazetteer
from corpus.text import fold

_WORD = re.compile(r"[^\W_]+")
_OF_AGENCIES = ("head", "officer", "group")


def listed(row: str, words: str) -> list[str]:
    """Words of the one row of a kind, in ``agencies.toml`` or in ``agency_senses.toml``."""
    found: list[str] = table("agencies" if row in _OF_AGENCIES else "agency_senses")[row][0][words]
    return found


@functools.cache
def province() -> re.Pattern[str]:
    names = alternatives(n for p in gazetteer().places if p.level == "province" for n in (p.name, *p.aliases))
    return re.compile(rf"\s(?P<name>{names}|Thùa Thiên Huế)(?!\w)")


@functools.cache
def ends_with_province() -> re.Pattern[str]:
    names = alternatives(p.name for p in gazetteer().places if p.level == "province")
    return re.compile(rf"\s(?:{names})$")


@functools.cache
def heads() -> re.Pattern[str]:
    """A single word must be written as in the table ("Tổ", not "TỔ CHỨC"); longer ones in any case after a capital."""
    known = listed("head", "words")
    single, longer = alternatives(w for w in known if " " not in w), any_case(w for w in known if " " in w)
    return re.compile(rf"(?=[{UPPER}])(?:(?i:{longer})|{single})(?!\w)")


@functools.cache
def officers() -> re.Pattern[str]:
    posts = any_case(listed("officer", "words"))
    return re.compile(rf"(?:đồng chí\s)?(?P<post>(?:{posts}|(?:Phó )?Tổng(?=\s(?:Kiểm toán|Thanh tra)\s)))\s(?=\S)", re.IGNORECASE)


@functools.cache
def articles() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_case(listed('group', 'articles'))})\s", re.IGNORECASE)


@functools.cache
def nouns() -> re.Pattern[str]:
    words = (w.lower().replace(" - ", "-") for w in listed("group", "nouns"))
    words_with_dashes = either([r"\s?[-–]\s?" if c == "-" else re.escape(c) for c in w] for w in words)
    written = alternatives(listed("group", "capital"))
    return re.compile(rf"(?:{words_with_dashes}|(?-i:{written})(?!\strưởng))(?!\w)", re.IGNORECASE)


@functools.cache
def branches() -> re.Pattern[str]:
    """Further branches after the first: ``, bảo hiểm, công an``."""
    return re.compile(rf"(?:(?:,\s(?:và\s)?|\svà\s)(?:{alternatives(listed('group', 'branches'))})(?!\w))+")


@functools.cache
def ends_with_branch() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives(listed('group', 'branches'))})$")


@functools.cache
def qualifiers() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives(listed('group', 'qualifiers'))})(?!\w)")


@functools.cache
def verb() -> re.Pattern[str]:
    return whole_words(table("task_cues")["verb"]["words"])


@functools.cache
def inside() -> re.Pattern[str]:
    """Words of doing that belong to names: ``Trung tâm Xúc tiến đầu tư, thương mại và du lịch``."""
    return whole_words(listed("head", "inside"), re.IGNORECASE)


@functools.cache
def compounds() -> re.Pattern[str]:
    """Words that belong together, though one of them alone would end the name: ``công lập``, ``quản lý nhà nước``."""
    return whole_words(listed("name", "compounds"), re.IGNORECASE)


@functools.cache
def people() -> frozenset[str]:
    """Nouns for people, who are no bodies alone."""
    return frozenset(listed("people", "words"))


@functools.cache
def stops() -> re.Pattern[str]:
    """Words that no name holds."""
    return whole_words(listed("name", "stops"))


@functools.cache
def group_stops() -> re.Pattern[str]:
    """Words that no group holds, though a name may."""
    return whole_words(listed("name", "group_stops"))


@functools.cache
def kinds(head: str) -> re.Pattern[str] | None:
    """What follows ``Trường``, ``Đoàn``, ``Khu``, ``Bộ`` where it is a body; None for a head that needs nothing."""
    row = {"Trường": "schools", "Đoàn": "delegations", "Khu": "zones", "Bộ": "ministries"}.get(head)
    return re.compile(rf"\s(?:{any_case(listed('name', row))})(?!\w)", re.IGNORECASE) if row else None


@functools.cache
def companies() -> re.Pattern[str]:
    """What may follow ``Công ty`` before its own name: ``trách nhiệm hữu hạn một thành viên``."""
    words = any_case(listed("head", "companies"))
    return re.compile(rf"(?:{words})(?:\s(?:{words}))*(?!\w)", re.IGNORECASE)


@functools.cache
def no_body() -> re.Pattern[str]:
    """Words that open like a body and are none: ``các trường hợp``, ``Chính phủ điện tử``."""
    known = any_case(listed("group", "articles"))
    rows = (rf"(?:{any_case(row['words'])})(?!\w)(?!,?\s(?:{any_case(row['unless'])}))" for row in table("agency_senses")["no_body"])
    return re.compile(rf"(?:(?:{known})\s)?(?:{'|'.join(rows)})", re.IGNORECASE)


@functools.cache
def fields() -> re.Pattern[str]:
    field = rf"(?:{alternatives([*listed('head', 'fields'), *listed('head', 'inside')])})(?!\w)"
    return re.compile(
        rf"\s(?:của Chính phủ\s)?(?:(?:TW|Trung ương|quốc gia)\s)?(?:về\s)?(?=[^\W\d{UPPER}]){field}"
        rf"(?:(?:,\s|\svà\s|,\svà\s|\s|\s[-–]\s)(?i:{field})){{0,8}}(?:\s(?:của Quốc hội|Việt Nam|[Nn]hà nước|[Qq]uốc gia)(?!\w))?"
    )


@functools.cache
def objects() -> re.Pattern[str]:
    """What a council works on, after the words of its field."""
    words = any_case(listed("head", "objects"))
    return re.compile(rf"\s(?:{words})(?!\w)(?:(?:,\s|\svà\s)(?:{words})(?!\w)){{0,4}}", re.IGNORECASE)


@functools.cache
def openings() -> dict[str, frozenset[str]]:
    """For each kind of phrase, and for what only looks like one, the first words, folded, that it can open with."""
    articles, bare = listed("group", "articles"), [w for row in table("agency_senses")["no_body"] for w in row["words"]]
    posts = [*articles, "đồng chí", "Tổng Thanh tra", "Phó Tổng Thanh tra", "Bộ trưởng", "Thủ trưởng", "Cục trưởng", "Vụ trưởng"]
    kinds = {
        "head": listed("head", "words"),
        "officer": [*listed("officer", "words"), *posts],
        "group": [*articles, *listed("group", "nouns"), *listed("group", "capital")],
        "committee": COMMITTEE_WORDS,
        "no body": [*articles, *bare],
    }
    return {kind: frozenset(_WORD.findall(fold(w))[0] for w in words) for kind, words in kinds.items()} | {"named": first_words()}


def opens_with_verb(text: str, position: int) -> bool:
    """True where a task begins at ``position``."""
    return verb().match(text[position : position + 40].lower()) is not None
