"""Where a sentence or list item begins, and the line that leads a list in."""

from __future__ import annotations

import re

from corpus.extract.citations.surface import View

_REACH = 700
_FAR = 6000
_UPPER = "A-ZĐÂĂÊÔƠƯÁÀẢÃẠÉÈẺẼẸÍÌỈĨỊÓÒỎÕỌÚÙỦŨỤÝẤẦẨẪẬẮẰẲẴẶẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰ"
_MARK = r"(?:[-+•][\s*]{0,2}|\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s|[a-zđ]\)\s|[IVX]{1,5}\.\s)"
_OPENS = rf"(?:{_MARK}|Điều \d|Chương |Mục |Phần |Căn cứ |Theo |Xét |Thực hiện |Nơi nhận)"
_BREAK = re.compile(  # one class of characters first, so that the search is fast
    rf"[\n.:;!?|](?:(?<=\n)(?:[\s*]{{0,8}}\n|(?=[\s*]{{0,8}}{_OPENS}))|(?<=[.:;!?|])[ \t*]{{0,4}}\n"
    rf"|(?<=[.!?])\s{{1,4}}(?=[{_UPPER}“\"])|(?<=\|)(?=\s))"
)
_ONLY_LABEL = re.compile(rf"[\s*|]{{0,12}}(?:{_MARK})?[\s*]{{0,6}}(?:(?:các|toàn bộ)[\s*]{{1,3}})?")
_NUMBERED_LINE = re.compile(r"\s*[*]{0,2}(?:[IVX]{1,5}\.|\d{1,2}[.)]|[A-Z]\.)")
_LEGAL_BASIS = re.compile(r"(?:căn cứ|cơ sở)[\s*]{1,3}pháp[\s*]{1,3}lý")


def sentence_start(view: View, at: int) -> int:
    """Where the sentence or list item that holds ``at`` begins, at most a few hundred characters back."""
    left = max(0, at - _REACH)
    start = left
    for b in _BREAK.finditer(view.text, left, at):
        start = b.end()
    return start


def only_label(view: View, start: int, end: int) -> bool:
    """Nothing but a label stands before the mention in its item."""
    return _ONLY_LABEL.fullmatch(view.text, start, end) is not None


def capital_line(view: View, at: int) -> bool:
    """True in the title of this document or of an annex: a line in capitals without a number."""
    if not view.text[at : at + 6].isupper():
        return False
    left = max(view.text.rfind("\n", max(0, at - 200), at), at - 200, 0)
    right = view.text.find("\n", at, at + 300)
    line = view.text[left : right if right > 0 else at + 300]
    return line.isupper() and not _NUMBERED_LINE.match(line)


def lead_in(view: View, item: int) -> tuple[int, int, str] | None:
    """The sentence before an item that holds nothing but a mention: ``(start, end, "list" | "line" | "table")``."""
    end = _trimmed(view, item)
    if end <= 0:
        return None
    last = view.text[end - 1]
    start = sentence_start(view, end - 1)
    if last == "|":
        return (start, end, "table") if _LEGAL_BASIS.search(view.lower, max(0, item - _FAR), item) else None
    if last in ";,.":
        return start, end, "list"
    if last == ":" or end - start < 160:
        return start, end, "line"
    return None


def _trimmed(view: View, end: int) -> int:
    while end > 0 and view.text[end - 1] in " \t\n*":
        end -= 1
    return end
