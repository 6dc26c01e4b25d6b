"""The tree of sections: Phần, Chương, Mục, Điều, khoản, điểm; I., A., 1., 1.1., a), -, +; annexes.

One pass over the lines that begin with a label. Parts, chapters and articles nest by law; the looser labels nest as
they are first used: a style that is already open closes back to it, a new one opens below. What is printed wrongly
(a second "d)" for "đ)", a number left out) is kept as printed and noted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.labels import Label, labels, read_number
from corpus.model import Note, Section

# Which labels hold which: smaller is outer. Between the loose ones this order only breaks ties.
RANK = {
    "appendix": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "subsection": 4,
    "article": 5,
    "lettered": 10,
    "roman": 11,
    "numbered": 12,
    "decimal": 13,
    "point": 15,
    "paren": 16,
    "dash": 17,
    "plus": 18,
    "dot": 19,
}
_HARD = 5
_BULLETS = ("dash", "plus", "dot")
_ID_PREFIX = {
    "appendix": "phu-luc",
    "part": "phan",
    "chapter": "chuong",
    "section": "muc",
    "subsection": "tieu-muc",
    "article": "dieu",
    "clause": "khoan",
    "point": "diem",
}
_KIND = {"decimal": "numbered", "paren": "numbered", "dash": "bullet", "plus": "bullet", "dot": "bullet"}
_ALPHABET = "abcdđeghiklmnopqrstuvxy"


@dataclass(slots=True, kw_only=True)
class _Row:
    """A section in the making."""

    id: str
    kind: str
    label: Label
    number: str | None
    level: int
    parent: int | None
    end: int


@dataclass(slots=True)
class _Node:
    """A section that is still open."""

    style: str
    rank: int
    index: int
    id: str
    last: dict[str, str] = field(default_factory=dict)
    """Last number of each style among the children, to notice what is skipped or repeated."""
    bullets: int = 0


def read_sections(text: str, body_start: int = 0, closing: tuple[int, int] | None = None) -> tuple[tuple[Section, ...], tuple[Note, ...]]:
    """The sections of ``text`` from ``body_start`` on, in document order, with notes on numbers skipped or repeated.

    ``closing`` is the extent of signature and recipients: what is open ends before it, and what stands in it is no section.
    """
    builder = _Builder(text)
    for label in labels(text, body_start):
        if closing and label.start >= closing[0]:
            builder.close(closing[0])
            if label.start < closing[1]:
                continue
        builder.add(label)
    if closing:
        builder.close(closing[0])
    return builder.finish()


class _Builder:
    """Keeps the stack of open sections while labels come in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root = _Node(style="", rank=-1, index=-1, id="")
        self._stack = [self._root]
        self._rows: list[_Row] = []
        self._ids: dict[str, int] = {}
        self._notes: list[Note] = []

    def close(self, at: int) -> None:
        """End at ``at`` what is still open and began before it."""
        if len(self._stack) > 1 and self._rows[self._stack[1].index].label.start < at:
            self._pop_to(1, at)

    def add(self, label: Label) -> None:
        self._close_for(label)
        parent = self._stack[-1]
        number = self._checked_number(parent, label)
        kind = self._kind(label)
        node_id = self._id(parent, label, kind, number)
        node = _Node(style=label.style, rank=RANK[label.style] + label.depth, index=len(self._rows), id=node_id)
        above = parent.index if parent.index >= 0 else None
        row = _Row(id=node_id, kind=kind, label=label, number=number, level=len(self._stack) - 1, parent=above, end=0)
        self._rows.append(row)
        self._stack.append(node)

    def _close_for(self, label: Label) -> None:
        rank = RANK[label.style] + label.depth
        if rank <= _HARD:
            self._pop_while(label.start, rank)
            return
        same = next((i for i in range(len(self._stack) - 1, 0, -1) if self._stack[i].style == label.style), None)
        hard = max((i for i, n in enumerate(self._stack) if n.rank <= _HARD), default=0)
        if same is not None and same > hard and self._stack[same].rank == rank:
            self._pop_to(same, label.start)
        elif label.first and label.style not in ("roman", "lettered") and self._stack[-1].style not in _BULLETS:
            return
        else:
            self._pop_while(label.start, max(rank, _HARD + 1))

    def _pop_while(self, at: int, rank: int) -> None:
        while self._stack[-1].rank >= rank:
            self._rows[self._stack.pop().index].end = at

    def _pop_to(self, depth: int, at: int) -> None:
        while len(self._stack) > depth:
            self._rows[self._stack.pop().index].end = at

    def _kind(self, label: Label) -> str:
        inside = any(n.style == "article" for n in self._stack)
        if label.style == "numbered" and inside:
            return "clause"
        if label.style == "point":
            return "point" if inside else "lettered"
        return _KIND.get(label.style, label.style)

    def _id(self, parent: _Node, label: Label, kind: str, number: str | None) -> str:
        if label.style in _BULLETS:
            parent.bullets += 1
            piece = f"gach-{parent.bullets}"
        else:
            plain = (number or label.number or "").replace("đ", "dd").replace("Đ", "dd").lower()
            piece = f"{_ID_PREFIX[kind]}-{plain}" if kind in _ID_PREFIX and plain else plain or _ID_PREFIX.get(kind, kind)
        # Articles run through the whole document, so that chapters do not belong to their address.
        outer = parent.id
        if kind == "article":
            outer = next((n.id for n in reversed(self._stack) if n.style == "appendix"), "")
        base = f"{outer}/{piece}" if outer else piece
        self._ids[base] = self._ids.get(base, 0) + 1
        if self._ids[base] == 1:
            return base
        unique = f"{base}~{self._ids[base]}"
        self._ids[unique] = 1
        return unique

    def _checked_number(self, parent: _Node, label: Label) -> str | None:
        """The number as it was meant; what does not follow its forerunner is noted."""
        number = label.number
        if number is None:
            return None
        # Articles are counted through all chapters of the document (or of the annex).
        counter = next((n for n in reversed(self._stack) if n.style == "appendix"), self._root) if label.style == "article" else parent
        before = counter.last.get(label.style)
        counter.last[label.style] = number
        if before is None or label.style == "appendix":
            return number
        meant, note = _compare(before, number, label)
        if meant:
            counter.last[label.style] = meant
        if note:
            self._notes.append(note)
        return meant or number

    def finish(self) -> tuple[tuple[Section, ...], tuple[Note, ...]]:
        self._pop_to(1, len(self._text.rstrip()))
        for row in reversed(self._rows):  # a child that ends in blanks is never longer than its parent
            row.end = max(row.end, row.label.text_start)
            if row.parent is not None:
                self._rows[row.parent].end = max(self._rows[row.parent].end, row.end)
        return tuple(_section(row) for row in self._rows), tuple(self._notes)


def _section(row: _Row) -> Section:
    label = row.label
    return Section(
        id=row.id,
        kind=row.kind,
        label=label.printed,
        number=row.number,
        heading=label.heading,
        start=label.start,
        end=row.end,
        text_start=label.text_start,
        level=row.level,
        parent=row.parent,
    )


def _compare(before: str, number: str, label: Label) -> tuple[str | None, Note | None]:
    """(the number meant, where it is not the one printed; a note, where it does not follow ``before``)."""
    if label.style == "point":
        return _compare_letters(before, number, label)
    a, b = read_number(before), read_number(number)
    if a is None or b is None or b == a + 1:
        return None, None
    if b == a and before != number:  # 5a after 5
        return None, None
    if b == a:
        return None, _note("numbering-repeated", label, f"số {number} đã có ngay trước")
    if b > a + 1:
        return None, _note("numbering-skipped", label, f"sau {before} đến {number}")
    return None, _note("numbering-restarted", label, f"sau {before} lại đến {number}") if b > 1 else None


def _compare_letters(before: str, number: str, label: Label) -> tuple[str | None, Note | None]:
    if before == "d" and number == "d":
        return "đ", _note("numbering-repeated", label, "điểm «d» in hai lần liền nhau: lần sau được hiểu là «đ»", "đ")
    if before == number:
        return None, _note("numbering-repeated", label, f"điểm «{number}» in hai lần liền nhau")
    if before not in _ALPHABET or number not in _ALPHABET or number == "a":
        return None, None
    step = _ALPHABET.index(number) - _ALPHABET.index(before)
    if step == 1 or (before, number) in (("d", "e"), ("e", "g")):
        return None, None
    code = "numbering-skipped" if step > 1 else "numbering-restarted"
    return None, _note(code, label, f"sau điểm «{before}» đến điểm «{number}»")


def _note(code: str, label: Label, reason: str, read_as: str | None = None) -> Note:
    end = label.start + len(label.printed)
    return Note(code=code, start=label.start, end=end, printed=label.printed, read_as=read_as, reason=f"Đánh số: {reason}.")
