"""The header in the making: clean head, fields found, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.head.view import View, mask, view
from corpus.model import FieldSpan, Note
from corpus.text import fold

_HEAD = 4000
_NATION = re.compile(
    r"\bc\w{3}\s+h\w{1,2}\s+x\w\s+h\w{2}\s+ch\w\s+n\w{2,4}\s+v\w{2,3}\s+nam\b|\bviet nam dan chu cong hoa\b|\bdang cong san viet nam\b"
)
_MOTTO = re.compile(r"\bd\w{1,2}c\s+l\w{1,2}p\s*\W{0,3}\s*t\w\s+[dg]\w{1,2}\s*\W{0,3}\s*h\w{2,3}\s+ph\w{1,2}c\b")
_STAMP = re.compile(
    r"(?:^|(?<=\n))[ ]?['\"]?(?:Ký bởi|Người ký|Cơ quan|Thời gian ký|Email|Ký ngày)[ ]?:[^\n]*(?:\n(?:(?:tỉnh|thành phố"
    r"|Ngãi)[^\n]*|[ ]?\n))?"
)


@dataclass(slots=True)
class Reading:
    """What has been read so far, and where."""

    text: str
    head: View
    masked: str
    values: dict[str, str] = field(default_factory=dict)
    spans: list[FieldSpan] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def put(self, name: str, value: str | None, at: tuple[int, int] | None, rule: str) -> None:
        if not value or name in self.values:
            return
        self.values[name] = value
        if at:
            self.spans.append(FieldSpan(field=name, start=at[0], end=at[1], surface=self.text[at[0] : at[1]], rule=rule))

    def note(self, code: str, at: tuple[int, int], reason: str, read_as: str | None = None) -> None:
        printed = self.text[at[0] : at[1]] or None
        self.notes.append(Note(code=code, start=at[0], end=at[1], printed=printed, read_as=read_as, reason=reason))


def open_head(text: str, start: int) -> Reading:
    """The head of ``text`` from ``start``, with the nation's name, the motto and signing stamps masked."""
    head = view(text, start, min(len(text), start + _HEAD))
    masked = head.text
    plain = fold(masked)
    for pattern in (_NATION, _MOTTO):
        m = pattern.search(plain, 0, 4000)
        if m:
            masked = mask(masked, *m.span())
    for m in _STAMP.finditer(masked[:2500]):
        masked = mask(masked, *m.span())
    reading = Reading(text=text, head=head, masked=masked)
    for torn in head.torn[:20]:
        at = head.span(torn[0], min(len(head.text), torn[1] + 1))
        reading.note(
            "spacing-repaired", at, "Chữ bị tách rời khi quét hoặc chuyển đổi, đã được ghép lại.", head.text[torn[0] : torn[1] + 1]
        )
    return reading
