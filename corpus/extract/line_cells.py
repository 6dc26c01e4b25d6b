"""Which lines of a row are which cell: the cheapest way to cut them, in the order of the columns, by what cells of each kind look like."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.extract.agencies.phrases import Phrase, opens_with_verb, read_list, read_phrase
from corpus.extract.tables import table

_TIME = re.compile(
    r"(?:(?:trước|chậm nhất|hoàn thành|đến|từ|trong|hết|năm|tháng|quý|quí|ngày|giai đoạn|h[ằà]ng|(?:nhiệm vụ |thực hiện )?thường xuyên|"
    r"theo|kỳ họp|định kỳ|cuối|đầu|sau|ngay)\b|20\d\d\b|(?:I{1,3}|IV)[/-]20|\d{1,2}[/.-]\d)[^;]{0,200}",
    re.IGNORECASE,
)
_OPENS_TIME = re.compile(r"(?:Tháng|Quý|Quí|Thường xuyên|Trước ngày|Hằng năm|Hàng năm)$")
_JOINT = re.compile(r"(?:[\s,;.:/–-]|và\s|cùng\s|\((?:\d{1,2}|[a-zđ])\)|\d{1,2}[.)]\s|\([^()]{3,160}\))+")
_OPEN_END = re.compile(
    r"[,;(/&–-]$|(?:^|\s)(?i:và|của|về|với|theo|các|số|do|tại|cho|từ|đến|ngày|(?:trước|từ|đến|đoạn)\snăm|giai đoạn)$"
    r"|^(?i:tháng|quý|quí|năm|trước)$|(?:^|\s)(?:Đài|Bộ|Sở|Ban|Hội|Cục)$"
)
"""A line that ends so goes on in the next, capital or not."""
_EMPTY = {"task": 3.0, "lead": 3.0, "support": 1.5, "product": 0.5, "approval": 1.0, "time": 1.5, "due": 1.5}
_SUBROW = {"lead": 8.0, "task": 8.0, "product": 3.5}
"""What it costs to begin a further row under the same number in a column of this kind."""
_NO_SUBROW = 9.0
_SWALLOWED = {"task": 4.0, "lead": 3.0, "product": 0.5}
"""What it costs to take a line that begins with a body, after a short line, for more of such a cell."""
_MAX_CUTS = 36


@dataclass(slots=True)
class Piece:
    """A line, or one of two that stand side by side in a line."""

    start: int
    end: int
    text: str
    page: bool
    """True for the first on a new page."""


Cells = dict[int, list[Piece]]


def cells_of(row: Sequence[Piece], columns: Sequence[str], widths: Sequence[int] = ()) -> list[Cells]:
    """The cells of a numbered row, by column; further dictionaries are rows below it that share its number and its task.

    ``widths`` are the longest lines of the columns, where they are known.
    """
    out: list[Cells] = [{}]
    last, goes_on = 0, False
    for start, stop, column in _best(row, _cuts(row), columns, widths):
        # On a new page the cells of the row go on, in their order; a column that comes again, or a further lead, begins a row of its own.
        goes_on = row[start].page or (goes_on and column > last)
        again = columns[column] == "lead" and column in out[-1] and _begins_body(row, start)
        if again or (column <= last and not goes_on):
            out.append({})
            goes_on = False
        out[-1].setdefault(column, []).extend(row[start:stop])
        last = column
    return [cells for cells in out if cells]


def _cuts(row: Sequence[Piece]) -> list[int]:
    """Where a cell may begin: at a capital after a line that is complete, and on each new page."""
    found = [0]
    for i in range(1, len(row)):
        opens = (row[i].text[0].isupper() or row[i].text[0].isdigit() or row[i].text[0] in '“"(') and not row[i].text.startswith("Và ")
        whole = not _OPEN_END.search(row[i - 1].text) or _OPENS_TIME.match(row[i].text)
        if row[i].page or (opens and whole and len(found) < _MAX_CUTS):
            found.append(i)
    return [*found, len(row)]


@dataclass(frozen=True, slots=True)
class _Table:
    """A row with what is known of its columns and of its lines."""

    row: Sequence[Piece]
    cuts: Sequence[int]
    columns: Sequence[str]
    widths: Sequence[int]
    bodies: frozenset[int]
    """The lines that begin with a body."""
    joined: frozenset[int]
    """The lines that go on with the body of the line before."""


def _best(row: Sequence[Piece], cuts: Sequence[int], columns: Sequence[str], widths: Sequence[int]) -> list[tuple[int, int, int]]:
    """Start, stop and column of each cell on the cheapest way through the row."""
    of = _Table(row, cuts, columns, widths, *_bodies(row, cuts))
    # best[n][c]: the value of the best way over the lines before cuts[n], the last cell under column c; where it came from.
    best: list[dict[int, tuple[float, int, int]]] = [{} for _ in cuts]
    best[0][0] = (0.0, -1, -1)
    for n in range(1, len(cuts)):
        for k in range(n - 1, -1, -1):
            if k < n - 1 and row[cuts[k + 1]].page:
                break  # a cell ends with its page
            _extend(of, best, k, n)
    n = len(cuts) - 1
    column = max(best[n], key=lambda c: best[n][c][0] - _skipped(columns, c, len(columns)))
    path = []
    while n > 0:
        _, k, before = best[n][column]
        path.append((cuts[k], cuts[n], column))
        n, column = k, before
    return path[::-1]


def _extend(of: _Table, best: list[dict[int, tuple[float, int, int]]], k: int, n: int) -> None:
    """The best ways that end with the lines from cut ``k`` to cut ``n`` as one cell."""
    lines = of.row[of.cuts[k] : of.cuts[n]]
    words = " ".join(p.text for p in lines)
    for column in range(1, len(of.columns)):
        kind = of.columns[column]
        own = _value(kind, words, page=lines[0].page) - _breaks(of, k, n, kind)
        own -= _misfit(lines, of.widths[column]) if of.widths else 0.0
        own -= 3.0 if kind == "product" and of.cuts[k] in of.bodies and not lines[0].page else 0.0
        own -= 3.0 if of.cuts[k] in of.joined else 0.0
        for before, (value, origin, _) in best[k].items():
            over = origin >= 0 and of.row[of.cuts[origin]].page
            total = value + own - _step(of.columns, before, column, page=lines[0].page, over=over)
            if total > best[n].get(column, (float("-inf"), 0, 0))[0]:
                best[n][column] = (total, k, before)


def _bodies(row: Sequence[Piece], cuts: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Which lines at the cuts begin with a body, and which go on with one."""
    begin, joined = set(), set()
    for i in cuts[:-1]:
        if _begins_body(row, i):
            begin.add(i)
        before = read_phrase(f"{row[i - 1].text} {row[i].text}", 0) if i else None
        if before is not None and not before.group and before.end > len(row[i - 1].text) + 1:
            joined.add(i)
    return frozenset(begin), frozenset(joined)


def _begins_body(row: Sequence[Piece], i: int) -> bool:
    """True where line ``i``, maybe with the next, begins with the name of a body."""
    following = f" {row[i + 1].text}" if i + 1 < len(row) else ""
    found = read_phrase(row[i].text + following, 0)
    return found is not None and found.end >= len(row[i].text) - 4


def _step(columns: Sequence[str], before: int, column: int, *, page: bool, over: bool) -> float:
    """What it costs to pass from one column to another; ``over``: what goes before is the end of a cell from the last page."""
    if page:
        return 0.0 if column <= before else 0.2
    if column > before:
        return 0.0 if over else _skipped(columns, before, column)
    if over and columns[column] == "lead":
        return 1.0
    return _SUBROW.get(columns[column], _NO_SUBROW) + (0.0 if over else 2 * _skipped(columns, before, len(columns)))


def _misfit(lines: Sequence[Piece], width: int) -> float:
    """What speaks against lines in a column of this width: one that is too long, or many that are far too short."""
    longest = max(len(p.text) for p in lines)
    if longest > width * 1.25 + 2:
        return 4.0
    return 2.0 if len(lines) > (1 if lines[0].page else 2) and longest < 0.65 * width else 0.0


def _skipped(columns: Sequence[str], before: int, column: int) -> float:
    return sum(_EMPTY.get(c, 0.3) for c in columns[before + 1 : column])


def _breaks(of: _Table, k: int, n: int, kind: str) -> float:
    """What speaks against the lines from cut ``k`` to cut ``n`` as one cell: short lines before a capital, bodies that begin there."""
    longest = max(len(p.text) for p in of.row[of.cuts[k] : of.cuts[n]])
    cost = 0.0
    for i in of.cuts[k + 1 : n]:
        last = of.row[i - 1].text
        short = longest - len(last) > len(of.row[i].text.split(" ")[0]) + 1 and " " in last
        if i in of.joined:
            continue
        if i in of.bodies and (short or last.endswith(".") or kind in ("lead", "support")):
            cost += _SWALLOWED.get(kind, 1.5)
        else:
            cost += (0.5 if kind == "product" else 1.5) if short else 0.1
    return cost


@functools.lru_cache(maxsize=4096)
def _value(kind: str, words: str, *, page: bool) -> float:
    """How well ``words`` fit a column of ``kind``; what goes on from the page before need not begin like a cell."""
    time = len(words) < 140 and _TIME.fullmatch(words) is not None
    if kind in ("time", "due"):
        return 5.0 - len(words) / 60 if time else (0.0 if page and len(words) < 60 else -3.0)
    if kind in ("lead", "support"):
        share = _share(words) if words[0].isupper() or words[0] in "(0123456789" else 0.0
        if page and share < 0.5:
            # The end of a name may come first: "Việt Nam và các bộ, ngành".
            _, _, after = words.partition(" và ")
            share = max(share, 0.8 * _share(after)) if after else share
        return 6 * share - 3 * (1 - share) if share > 0.5 else (-0.5 if page and len(words) < 40 else -4.0)
    wrong = (time and len(words) < 40) or (len(words) < 200 and _share(words) > 0.9)
    if kind == "task":
        if wrong:
            return -4.0
        return (1.0 if len(words) > 15 else 0.0) + (1.0 if opens_with_verb(words[:1].lower() + words[1:], 0) else 0.0)
    if kind == "approval":
        return 3.0 if words.startswith(_approving()) and len(words) < 90 else -2.0
    if wrong:
        return -3.0 if kind == "product" else -0.3
    return 0.5 if kind == "product" else -0.2


@functools.cache
def _approving() -> tuple[str, ...]:
    """What the cells of a column of those who approve begin with."""
    return tuple(w for row in table("task_cues")["column"] if row["kind"] == "approval" for w in row["opens"])


def body_list(text: str) -> list[Phrase]:
    """The bodies of a cell: lists one after another, numbered ones too, with the notes in brackets passed over."""
    out: list[Phrase] = []
    position = 0
    while position < len(text) and len(out) < 40:
        joint = _JOINT.match(text, position)
        position = joint.end() if joint else position
        found = read_list(text, position)
        if not found:
            break
        out.extend(found)
        position = found[-1].end
    return out


@functools.lru_cache(maxsize=4096)
def _share(words: str) -> float:
    """How much of ``words`` names bodies."""
    found = body_list(words[:400])
    if not found:
        return 0.0
    last = found[-1].end
    tail = _JOINT.match(words, last)
    covered = (tail.end() if tail else last) - found[0].start
    lists = sum(1 for a, b in itertools.pairwise(found) if words[a.end : b.start].strip() == "")
    return max(0.0, covered / len(words) - 0.15 * lists)


def whole_bodies(words: str) -> bool:
    """True where ``words`` are names of bodies throughout."""
    return _share(words) > 0.7
