"""What reads like a body and is none where it stands: land, people, a portal to read on, money of social insurance."""

from __future__ import annotations

import functools
import re

from corpus.extract.agencies.forms import articles, listed, opens_with_verb
from corpus.extract.agencies.phrase import Phrase
from corpus.extract.tables import UPPER, alternatives, any_case, table

_FIELD = re.compile(r"[^.;:\n]{0,20}:\s?(?:\.{4,}|…{2,})|\s?(?:\.{5,}|…{2,})")
"""``Cơ quan, đơn vị công tác: ......``: a line to be filled in."""
_UNITS_CONCERNED = re.compile(r"bộ phận.*liên quan")
"""Units, though "các bộ phận" alone are parts of a thing."""
_FAR = 24
_TO_FILL_IN = re.compile(r"(?:LÃNH ĐẠO |NGƯỜI ĐỨNG ĐẦU |THỦ TRƯỞNG )?(?:CƠ QUAN|TỔ CHỨC|ĐƠN VỊ|DOANH NGHIỆP|CÁ NHÂN|NHÀ ĐẦU TƯ)(?!\w)")
"""The place of a signature in a form: ``LÃNH ĐẠO CƠ QUAN, ĐƠN VỊ``."""
_IN_A_NAME = re.compile(rf"(?<!\S)[{UPPER}][^\W\d_]*[^\W\d_{UPPER}]\s$")
"""``Hội`` of "khu kinh tế Nhơn Hội, tỉnh Bình Định": a capital right before it."""
_BEFORE_IN_CLAUSE = 60


def is_body(text: str, phrase: Phrase) -> bool:
    """False where the words of ``phrase`` name no body in this place."""
    for row in _contexts():
        if row.opens.match(text, phrase.start) and row.holds(text, phrase):
            return False
    if phrase.group and phrase.body is None and _TO_FILL_IN.match(text, phrase.start) and text[phrase.start : phrase.end].isupper():
        return False
    if phrase.group and text[phrase.start].isupper() and _IN_A_NAME.search(text, max(0, phrase.start - _FAR), phrase.start):
        return False
    return not phrase.group or phrase.body is not None or phrase.officer is not None or _of_bodies(text, phrase)


def _of_bodies(text: str, phrase: Phrase) -> bool:
    """A group in which there is more than people, the public and land."""
    words = text[phrase.start : phrase.end]
    if _FIELD.match(text, phrase.end):
        return False
    if _only(_listed("people")).fullmatch(words) and not _UNITS_CONCERNED.search(words):
        return False
    public = _only(_listed("public"))
    if words[0].isupper() and (
        public.fullmatch(words) or (public.match(words) and not _doing(text, phrase.end) and "liên quan" not in words)
    ):
        return False
    return not _land().fullmatch(words) or _acts(text, phrase)


def _acts(text: str, phrase: Phrase) -> bool:
    """True where the group does something, is asked to, or is a line of its own ("Nơi nhận: - Các xã, phường;")."""
    if _doing(text, phrase.end):
        return True
    if _asked().search(text, max(0, phrase.start - _FAR), phrase.start):
        return True
    alone = not re.search(r"\w", text[max(0, phrase.start - _BEFORE_IN_CLAUSE) : phrase.start])
    ends = (";", ".", "") if articles().match(text, phrase.start) else (";", ".")  # the row "Xã, phường" of a table is land
    return alone and text[phrase.start].isupper() and text[phrase.end : phrase.end + 1] in ends


def _doing(text: str, end: int) -> bool:
    return text[end : end + 1] == " " and opens_with_verb(text, end + 1)


class _Context:
    """A row of the table: what a mention opens with, and the words beside it that make it none."""

    def __init__(self, row: dict[str, list[str]]) -> None:
        named = rf"(?:[{UPPER}][^\W\d_]*\s)?" if "named" in row else ""
        self.opens = re.compile(rf"(?:{alternatives(row['of'])})" if row["of"] != [""] else "")
        self.before = re.compile(
            rf"(?<!\w)(?:{alternatives(row['before'])})\s(?:\*{{2,4}})?{named}$", 0 if row["of"] == [""] else re.IGNORECASE
        )
        self.after = re.compile(rf"(?:,\s|\s)(?:{any_case(row['after'])})(?!\w)", re.IGNORECASE) if "after" in row else None

    def holds(self, text: str, phrase: Phrase) -> bool:
        """True where a mention that the row opens is none by it."""
        if self.after is not None and self.after.match(text, phrase.end):
            return True
        return self.before.search(text[max(0, phrase.start - _FAR) : phrase.start]) is not None


_NUMBER_SO_FAR = re.compile(r"(?:(?<!\S)|[….]|\d[\w.]{0,12})/(?:[\w&.]{1,20}[-–/])*$")

_DASHES = ("-", "–")
_BROKEN = re.compile(rf"[\d….]/[{UPPER}]{{1,8}}[-–]\s$")
"""``964/QĐ- UBND``."""


def in_number(text: str, start: int) -> bool:
    """``UBND`` in ``199/KH-UBND`` or ``/KH-UBND`` is a piece of a số hiệu, not a body that does anything."""
    if text[start - 2 : start - 1] in _DASHES and _BROKEN.search(text, max(0, start - 60), start):
        return True
    return text[start - 1 : start] in ("-", "–", "/") and _NUMBER_SO_FAR.search(text, max(0, start - 60), start) is not None


@functools.cache
def _contexts() -> tuple[_Context, ...]:
    return tuple(_Context(row) for row in table("agency_senses")["context"])


def _listed(name: str) -> tuple[str, ...]:
    words = listed("people", "words")
    return (*words, *listed("people", "public")) if name == "public" else tuple(words)


@functools.cache
def _only(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """Nothing but these words: for the public only without an article, since "các doanh nghiệp" are a group."""
    people = _listed("people")
    article, whose = (
        (r"(?:(?:các|những|mỗi|từng|một số|toàn thể)\s)?", r"(?:\s(?:của|thuộc)\s.*|\s(?:có\s)?liên quan(?:\s(?:đến|tới)\s.*)?|\skhác)?")
        if nouns == people
        else ("", "")
    )
    words = any_case(nouns)
    return re.compile(rf"{article}(?:{words})(?:(?:,\s|\svà\s|/|\shoặc\s)(?:{words})){{0,6}}{whose}", re.IGNORECASE)


@functools.cache
def _land() -> re.Pattern[str]:
    """``các xã Đỉnh Bàn``, ``Tỉnh/Thành phố``, ``các tỉnh, thành phố trực thuộc Trung ương``."""
    words = any_case(listed("people", "territory"))
    name = rf"(?:\s[{UPPER}][^\W\d_]*){{0,4}}"
    return re.compile(
        rf"(?i:(?:các|những|mỗi|từng|một số)\s)?(?i:{words}){name}(?:(?:,\s|\svà\s|/|\s[-–]\s)(?i:{words}){name}){{0,6}}"
        r"(?:\s(?:(?:trực\s)?thuộc (?:[Tt]rung ương|TW|TƯ)|khác|nghèo|ĐBSCL|mới))?"
        r"(?:\s(?:khu vực|miền|phía|vùng|ven|giáp|có|thuộc|của|trong)\s.*)?"
    )


@functools.cache
def _asked() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_case(listed('people', 'asking'))})(?:\s(?:và|cho|với))?\s$", re.IGNORECASE)
