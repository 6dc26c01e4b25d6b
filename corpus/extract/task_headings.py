"""Headings that say whose tasks stand under them: "1. Sở Y tế", "Đề nghị Ủy ban nhân dân xã phối hợp:", "Trách nhiệm của …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extract.agencies import Phrase, read_list
from corpus.extract.agencies.phrases import opens_with_verb
from corpus.extract.block import BULLET, LEAF, Block
from corpus.extract.members import listed_end, members
from corpus.extract.reading import Reading
from corpus.extract.tasks import Role

_HEADING_LEAD = re.compile(
    r"(?:Đề nghị|Giao|Trách nhiệm của|Đối với|Nhiệm vụ của|Trách nhiệm|Kính đề nghị|Yêu cầu)(?:\s?:)?\s", re.IGNORECASE
)
_CALL = re.compile(r"(?:(?:có trách nhiệm|chủ trì|phối hợp|thực hiện|triển khai|chỉ đạo|quan tâm)(?:, | và | )?){1,4}:?")
"""What a heading may add to its bodies: ``2. Đề nghị Ủy ban nhân dân xã phối hợp``."""
_JOINED = re.compile(r"\s?(?:,|;|và)\s(?=các\s|hệ thống\s|cộng đồng|toàn thể|lực lượng)")
"""``…, Cổng Thông tin điện tử và hệ thống truyền thanh cơ sở``: one group more ends the heading."""
_DUTIES = re.compile(r"(?:Trách nhiệm|Nhiệm vụ) của (?P<who>[^\W\d]+(?:,? [^\W\d]+){1,11})\s?:?")
_NOTE = re.compile(r"\s?\([^()]{0,160}\)")
_ASIDE = re.compile(r"\s[-–]\s[^.;:]{3,120}$")
_NO_NAME = re.compile(r"[;:.]|\s(?:có|chịu)\s(?:trách nhiệm|nhiệm vụ|quyền)(?!\w)")
"""What stands in no name: marks, and words that give a duty."""
_COLON = re.compile(r"\s?:\s?(?:-\s)?")
ORGANISING = re.compile(
    r"\b(?:to chuc thuc hien|trach nhiem|che do bao cao|thong tin bao cao|phan cong|nhiem vu cu the|to chuc trien khai)\b"
)


@dataclass(frozen=True, slots=True)
class Headings:
    """Which blocks are headings of bodies, beside those already found."""

    reading: Reading
    heads: dict[int, tuple[Role, ...]]

    def of(self, index: int, block: Block) -> tuple[list[Phrase], int] | None:
        """Bodies that make up a whole block, or stand before its colon; and where the task begins."""
        lead = _HEADING_LEAD.match(block.text)
        if block.rank == BULLET and ":" not in block.text[:200]:
            return None
        phrases = read_list(block.text, lead.end() if lead else 0)
        if not phrases:
            return self._unlisted(index, block)
        end = phrases[-1].end
        note = _NOTE.match(block.text, end)
        end = note.end() if note else end
        aside = _ASIDE.match(block.text, end)
        if aside and self.children(index) and block.label is not None:
            end = len(block.text)
        rest = block.text[end:].strip(" .;")
        if _CALL.fullmatch(rest) and self.children(index):
            rest = ""
        if rest in ("", ":") and (block.label is not None or block.strong or rest == ":"):
            return None if rest == "" and lead is None and self._speaks_of(index, block, phrases) else (phrases, len(block.text))
        colon = _COLON.match(block.text, end)
        if colon and members(block.text, phrases[-1]):
            whole = block.text[listed_end(block.text, phrases[-1]) :].strip(" .;:") == ""
            return (phrases, len(block.text)) if whole and self.children(index) else None
        if colon:
            return phrases, colon.end()
        return self._wide_heading(index, block, phrases)

    def children(self, index: int) -> bool:
        """True where the next block stands under block ``index``."""
        following = self.reading.blocks[index + 1 : index + 2]
        return bool(following) and following[0].parent == index

    def organises(self, index: int) -> bool:
        """True under a heading that tells who does what."""
        return any(ORGANISING.search(h[:60]) for h in self.reading.folded_headings(index))

    def _unlisted(self, index: int, block: Block) -> tuple[list[Phrase], int] | None:
        """``1.5. Trách nhiệm của đối tượng thực hiện kiểm kê:`` names a group that no table knows."""
        match = _DUTIES.fullmatch(block.text)
        if match is None or block.label is None or not self.children(index):
            return None
        return [Phrase(start=match.start("who"), end=match.end("who"), name_end=match.end("who"), group=True)], len(block.text)

    def _speaks_of(self, index: int, block: Block, phrases: list[Phrase]) -> bool:
        """``9. Doanh nghiệp số`` among other matters is a heading about firms, no firms that are given tasks."""
        bare = all(p.group and block.text[p.start : p.start + 4].lower() not in ("các ", "nhữn", "toàn") for p in phrases)
        return bare and not self.organises(index) and not self._beside_heads(index, block)

    def _beside_heads(self, index: int, block: Block) -> bool:
        """True where a heading before it at its level names bodies."""
        blocks = self.reading.blocks
        return any(blocks[i].parent == block.parent and blocks[i].rank == block.rank for i in reversed(self.heads))

    def _wide_heading(self, index: int, block: Block, phrases: list[Phrase]) -> tuple[list[Phrase], int] | None:
        """``5. Các chủ đầu tư xây dựng và kinh doanh hạ tầng``: a name runs to the end of the heading, or to its colon."""
        colon = block.text.find(":")
        stop = colon if 0 < colon < 200 else len(block.text.rstrip(" ."))
        last = phrases[-1]
        rest = block.text[last.end : stop]
        headed = colon > 0 or (self.children(index) and block.text[-1:] not in ".;")
        if block.label is None or block.rank >= LEAF or not headed or len(rest) > 130 or _NO_NAME.search(rest):
            return None
        if colon > 0 and not (self.organises(index) or self._beside_heads(index, block)):
            return None
        joined = _JOINED.match(block.text, last.end)
        if (last.body is not None and not last.group and not joined) or not self._tells_tasks(index, block, colon):
            return None
        end = len(block.text) if colon < 0 else stop + 1
        return [*phrases[:-1], *_to_the_end(block.text, last, stop)], end

    def _tells_tasks(self, index: int, block: Block, colon: int) -> bool:
        """True where a task follows: after the colon, or as the first item below."""
        if colon > 0 and len(block.text) - colon > 12:
            return opens_with_verb(block.text, colon + 2)
        return self.children(index) and opens_with_verb(self.reading.blocks[index + 1].text, 0)


def _to_the_end(text: str, last: Phrase, stop: int) -> list[Phrase]:
    """The last name of a heading with what still follows it: more of the name, or one group more."""
    joined = _JOINED.match(text, last.end)
    if joined:
        begin = joined.end()
        return [last, Phrase(start=begin, end=stop, name_end=stop, group=True)]
    return [Phrase(start=last.start, end=stop, name_end=stop, group=last.group, officer=last.officer)]
