"""A document's own list of abbreviations: ``CÁC TỪ VIẾT TẮT``, line by line or in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.extract.agencies.naming import Naming
from corpus.extract.agencies.phrases import read_phrase
from corpus.extract.block import Block
from corpus.extract.tables import UPPER
from corpus.model import AgencyMention

_HEADING = re.compile(r"(?:danh mục |bảng |các |những )*(?:từ ngữ|từ|chữ|cụm từ|ký hiệu)(?:,? ký hiệu)? viết tắt", re.IGNORECASE)
_CODE = rf"[{UPPER}][{UPPER}&\-]{{1,14}}"
_ENTRY = re.compile(
    rf"(?P<before>{_CODE})\s?(?:[:=–-]|là)\s?(?P<full>[^:;]{{4,120}}?)[.;,]?|(?P<long>[^:;]{{4,120}}?)\s?[:=–-]\s?(?P<after>{_CODE})[.;,]?"
)
_ITEM = re.compile(r"(?:^|\s)[-–+•]\s")
_MOST = 240
_LONGEST_HEADING = 60


def glossary(blocks: Sequence[Block], index: int) -> dict[str, str]:
    """What each code of the list stands for that begins after block ``index``; nothing where that is no heading of one."""
    text = blocks[index].text
    heading = _HEADING.search(text) if "VIẾT TẮT" in text else _HEADING.match(text)
    if heading is None:
        return {}
    if len(text) <= _LONGEST_HEADING or text.endswith("VIẾT TẮT"):
        return dict(_entries(blocks[index + 1 : index + _MOST]))
    # Wrapped lines without blank ones between them are one paragraph.
    items = _ITEM.split(text[heading.end() :]) if heading[0].isupper() else []
    return dict(_pair(entry) for item in items if (entry := _ENTRY.fullmatch(item.strip())))


def _entries(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for n, block in enumerate(blocks):
        entry = _ENTRY.fullmatch(block.text) if block.cell is None else None
        if entry:
            yield _pair(entry)
        elif block.cell is None:
            return
        elif re.fullmatch(_CODE, block.text):
            beside = [b for b in blocks[max(0, n - 1) : n + 2] if b.cell and b is not block and b.cell[:2] == block.cell[:2]]
            yield from ((block.text, b.text) for b in beside if len(b.text) > len(block.text))


def _pair(entry: re.Match[str]) -> tuple[str, str]:
    return entry["before"] or entry["after"], entry["full"] or entry["long"]


def bodies(codes: dict[str, str], naming: Naming) -> dict[str, AgencyMention]:
    """The codes that stand for a whole body."""
    out: dict[str, AgencyMention] = {}
    for code, full in codes.items():
        phrase = read_phrase(full, 0)
        if phrase is not None and phrase.end == len(full) and not phrase.group:
            named = naming.name(full, phrase)
            out[code] = AgencyMention(
                start=0, end=0, surface="", rule="agency/own", agency=named.name, kind=named.kind, level=named.level,
                place=named.place, parent=named.parent,
            )  # fmt: skip
    return out


def written_out(name: str, codes: dict[str, str]) -> str:
    """``Phòng QLCN&TĐC`` as the list has it."""
    return " ".join(codes.get(word, word) for word in name.split(" "))
