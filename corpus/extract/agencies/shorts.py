"""Short names: those that the document defines, and those that can only mean one body that it names in full."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.extract.agencies.phrase import Phrase
from corpus.extract.tables import UPPER
from corpus.gazetteer import key
from corpus.model import AgencyMention

_LONGER = re.compile(rf"\s(?:dự án|các|khu|rừng|cấp|tỉnh|huyện|xã|trưởng|luật|phận|máy|đội|tiêu chí|chỉ số|[{UPPER}])|\w")
_DEFINED = re.compile(
    rf"\s?\((?:[Ss]au đây\s)?(?:được\s)?(?:gọi|viết)\s(?:chung\s)?(?:tắt\s)?là:?\s?"
    rf"[“\"'‘]?(?P<name>[{UPPER}][^()“”\"'’]{{1,60}}?)[”\"'’]?\)"
)
"""``(sau đây gọi tắt là “Ban Quản lý”)``: from here on the words mean this body."""
_FIELD = re.compile(r"\s(?:phát triển|phòng|chống|cải cách|liên ngành|công tác|đổi mới|về)\s")
"""``Ban Chỉ đạo phát triển du lịch các địa phương`` is another body than the ``Ban Chỉ đạo`` of the document."""
_BARE = ("Ban Chỉ đạo",)
"""Names that say nothing alone."""


def defined_after(text: str, phrase: Phrase, full: str) -> str | None:
    """The short name that the text gives the body ``full`` of ``phrase``; "(sau đây gọi là Đề án 911)" names no body.

    In "Cục Lãnh sự Bộ Ngoại giao (sau đây gọi là Cục Lãnh sự)" it is the name of the department before it.
    """
    match = _DEFINED.match(text, phrase.end)
    if match is None:
        return None
    name = match["name"]
    of_body = key(name).split()[0] in key(full).split()
    coded = name.isupper() and name.isalpha() and not text.endswith("của ", 0, phrase.start)
    return name if of_body or coded else None


def short_name(text: str, start: int, phrase: Phrase | None, defined: Mapping[str, AgencyMention]) -> str | None:
    """The longest name defined above that stands here, where nothing longer is read."""
    if not defined:
        return None
    found = [
        n for n in defined if text.startswith(n, start) and not (_LONGER.match(text, start + len(n)) or _FIELD.match(text, start + len(n)))
    ]
    longest = max(found, key=len, default=None)
    return longest if longest and (phrase is None or phrase.end <= start + len(longest)) else None


def opened(mentions: Sequence[AgencyMention], text: str) -> tuple[AgencyMention, ...]:
    """``Ban Chỉ đạo`` alone is the one that the document names in full; where it names several, the last one before."""
    out: list[AgencyMention] = list(mentions)
    for bare in _BARE:
        full = [m for m in mentions if not m.group and m.agency.startswith(f"{bare} ")]
        if not full:
            continue
        one = full[0] if len({key(m.agency) for m in full}) == 1 else None
        for n, m in enumerate(out):
            meant = one or next((f for f in reversed(full) if f.start < m.start), None)
            post, alone, _ = m.agency.rpartition(bare)
            if meant is not None and not _FIELD.match(text, m.end) and alone and m.agency.endswith(bare) and not m.group:
                out[n] = replace(
                    m, agency=post + meant.agency, place=meant.place, kind=meant.kind, level=meant.level, rule="agency/defined"
                )
    return tuple(out)
