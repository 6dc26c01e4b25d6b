"""Lines that begin with a section's label: "Chương II", "Điều 5.", "1.2.", "a)", "-"; and what only looks like one.

A label counts at the start of a line. It does not count where the line goes on with a sentence that was broken there
(hard-wrapped text: "khoản\n2 Điều 5", "giai đoạn 2021\n- 2025"), nor inside a quoted provision of an amending document.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text import UPPER, fold

_ORDINALS = {
    "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_LABEL = re.compile(
    r"""^[ \t\u00a0*_|\#>]{0,40}
    (?:
      (?P<appendix>(?:PHỤ[ ]LỤC|Phụ[ ]lục|PHỤ[ ]BIỂU|Phụ[ ]biểu)(?:[ ]+(?:SỐ|số|Số))?[ ]*[.:]?[ ]*
        (?P<a_no>[IVXLC]{1,7}|\d{1,3}[A-Z]?|[A-Z])?(?![^\W_])[.:]?)
    | (?P<attached>(?:QUY[ ]CHẾ|QUY[ ]ĐỊNH|KẾ[ ]HOẠCH|CHƯƠNG[ ]TRÌNH|ĐỀ[ ]ÁN|ĐIỀU[ ]LỆ|DANH[ ]MỤC
        |PHƯƠNG[ ]ÁN|QUY[ ]TRÌNH|HƯỚNG[ ]DẪN|NỘI[ ]QUY)
        (?=[*_ \t]*$))
    | (?P<part>(?:PHẦN|Phần)[ ]+(?P<p_no>(?:THỨ|thứ|Thứ)[ ]+[^\W\d_]{2,6}
        (?:[ ](?:MỘT|HAI|BA|TƯ|NĂM|một|hai|ba|tư|năm)(?![^\W_]))?|[IVXLC]{1,7}|\d{1,2}|[A-Z](?![^\W_]))[.:]?)
    | (?P<chapter>(?:CHƯƠNG|Chương)[ ]+(?P<c_no>[IVXLC]{1,7}|\d{1,3})[A-Za-z]?(?![^\W_])[.:]?)
    | (?P<subsection>(?:TIỂU[ ]MỤC|Tiểu[ ]mục)[ ]+(?P<s_no>\d{1,2}|[IVX]{1,5})(?![^\W_])[.:]?)
    | (?P<section>(?:MỤC|Mục)[ ]+(?P<m_no>\d{1,2}|[IVX]{1,5}|[A-Z])(?![^\W_]|\.\d)[.:]?)
    | (?P<article>(?:ĐIỀU|Điều|Ðiều|Điêu)[ ]+(?P<d_no>\d{1,4}[a-zđ]?)
        (?:(?:[*_ ]{0,6}[.:])|(?=[*_ \t]*$)|(?=[*_]{0,4}[ ]{1,3}[*_]{0,4}[§])))
    | (?P<decimal>(?P<n_no>\d{1,2}(?:\.\d{1,2}){1,4})[.)]?(?=[*_ \t\u00a0]))
    | (?P<numbered>(?P<k_no>\d{1,3})[.]|(?P<k2_no>\d{1,3})/(?=[ \t*]))(?=[*_ \t\u00a0]|[^\W\d_]|$)
    | (?P<paren>\(?(?P<q_no>\d{1,3})\)(?=[*_ \t\u00a0]|[^\W\d_]))
    | (?P<roman>(?P<r_no>[IVX]{1,6})(?:[.)]|[ ]?[-–/](?=[ ])))(?=[*_ \t\u00a0]|[^\W\d_]|$)
    | (?P<lettered>(?P<l_no>[A-HĐ])[.)/](?=[*_ \t\u00a0]))
    | (?P<point>(?P<o_no>[a-zđ]{1,2}\d?)[).](?=[*_ \t\u00a0]|[^\W\d_]))
    | (?P<dash>[-–—~−](?![-–—−_\d]))(?=[ \t\u00a0*]|[^\W\d_])
    | (?P<plus>[+](?=[ \t\u00a0*]|[^\W\d_]))
    | (?P<dot>[•●○▪■◦➢✓·](?=[ \t\u00a0*]|[^\W\d_]))
    )[*_ \t\u00a0]{0,12}""".replace("§", UPPER),
    re.X | re.M,
)
# What the sentence before must end with, for the next line to be able to begin something new in hard-wrapped text.
_CLOSED = '.;:?!…”"»)|*_/-'
# A line that ends so always goes on: what follows is the number of a provision or the end of a range.
_OPEN_WORDS = re.compile(
    r"(?:\b(?:số|khoản|điều|điểm|mục|chương|ngày|tháng|năm|phụ lục|và|hoặc|của|tại|theo|các|từ|đến|với|là|về)|,)[ *_]*$", re.I
)
# What is issued by a decision ("QUY CHẾ ... (Ban hành kèm theo Quyết định số ...)") is an annex of its own.
_ATTACHED_BY = re.compile(r"\(\s*(?:Được\s+)?(?:Ban\s+hành\s+)?kèm\s+theo", re.I)
_HARD = ("article", "chapter", "section", "subsection", "part")
# "khoản 6" at the end of a line: "Điều 39 Luật ..." on the next one belongs to it.
_PROVISION = re.compile(r"(?:khoản \d{1,3}|điểm [a-zđ]{1,2}|điểm [a-zđ], khoản \d{1,3}|mục \d{1,3}) ?$", re.I)
_OF_OTHERS = re.compile(
    r"[ ](?:Luật|Bộ luật|Nghị|Thông tư|Quyết định|Pháp lệnh|Hiến pháp|Quy chế|Quy định|Điều lệ|Phần|Chương"
    r"|Mục)[ ][^\n]{0,80}?(?:này|số|năm|[,;.])"
)
_LOOSE = ("decimal", "numbered", "paren", "point", "dash", "plus", "roman", "lettered")
_MAX_QUOTE = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The label of one line: where it stands, as printed and normalised, and the heading behind it."""

    style: str
    printed: str
    number: str | None
    start: int
    text_start: int
    heading: str | None
    depth: int = 0
    """Dots inside a decimal number less one: 1.1 is 0, 1.1.1 is 1."""

    @property
    def first(self) -> bool:
        """True for 1, a, i, A and for bullets: what may open a list of its own below."""
        return self.number in (None, "1", "a", "A") or (self.number or "").endswith(".1")


def labels(text: str, start: int = 0) -> Iterator[Label]:
    """The labels of ``text`` from ``start`` on, in order."""
    wrapped = is_wrapped(text)
    quotes = _quotes(text, start)
    quote = next(quotes, None)
    for m in _LABEL.finditer(text, start):
        style = m.lastgroup or ""
        at = m.start(style)
        while quote and quote[1] <= at:
            quote = next(quotes, None)
        if quote and quote[0] < at:
            continue
        if style == "attached":
            if not _ATTACHED_BY.search(text, m.end(), m.end() + 800):
                continue
            style = "appendix"
        if (style in _LOOSE and _goes_on(text, m, style, wrapped)) or (style in _HARD and _refers(text, m, style)):
            continue
        yield _label(text, m, style, wrapped)


_NUMBER_GROUPS = {
    "appendix": ("a_no",), "part": ("p_no",), "chapter": ("c_no",), "subsection": ("s_no",), "section": ("m_no",), "article": ("d_no",),
    "decimal": ("n_no",), "numbered": ("k_no", "k2_no"), "paren": ("q_no",), "roman": ("r_no",), "lettered": ("l_no",), "point": ("o_no",),
}  # fmt: skip


def _label(text: str, m: re.Match[str], style: str, wrapped: bool) -> Label:
    raw = next((m[g] for g in _NUMBER_GROUPS.get(style, ()) if m[g]), None)
    printed = m.lastgroup or style
    return Label(
        style=style,
        printed=m[printed],
        number=normal_number(raw, style),
        start=m.start(printed),
        text_start=m.end(),
        heading=_heading(text, m.end(), style, wrapped),
        depth=raw.count(".") - 1 if style == "decimal" and raw else 0,
    )


def normal_number(raw: str | None, style: str) -> str | None:
    """``II`` and ``thứ hai`` as ``2`` for parts and chapters; Roman headings keep their letters in lower case."""
    if raw is None:
        return None
    if style in ("part", "chapter", "section", "subsection", "appendix"):
        value = read_number(raw)
        return str(value) if value else raw
    if style == "roman":
        return raw.lower()
    return raw if style == "lettered" else raw.lstrip("0") or raw


@functools.lru_cache(maxsize=4096)
def read_number(raw: str) -> int | None:
    """The value of ``12``, ``XII``, ``thứ hai`` or ``1.3`` (its last piece); None for letters."""
    word = fold(raw).removeprefix("thu").strip()
    if word in _ORDINALS:
        return _ORDINALS[word]
    digits = re.match(r"\d+(?=[a-z]?$)", word.rsplit(".", 1)[-1])
    if digits:
        return int(digits[0])
    if not word or any(c not in _ROMAN for c in word):
        return None
    values = [_ROMAN[c] for c in word]
    return sum(-v if any(w > v for w in values[i + 1 :]) else v for i, v in enumerate(values))


def is_wrapped(text: str) -> bool:
    """True where lines are broken at the width of a page, so that a sentence runs over several."""
    sample = text[:60_000]
    lines = [len(line) for line in sample.split("\n") if len(line) > 40]
    return bool(lines) and sum(n for n in lines if n > 140) < 0.25 * sum(lines) and len(lines) > 5


def _goes_on(text: str, m: re.Match[str], style: str, wrapped: bool) -> bool:
    """True where the line before is an unfinished sentence, so that this label is none."""
    end = m.start() - 1
    if end < 0:
        return False
    begin = max(text.rfind("\n", max(0, end - 400), end) + 1, end - 400, 0)
    before = text[begin:end].rstrip(" \t\u00a0")
    if not before or before[-1] in _CLOSED or before.isupper():
        return False
    if style == "dash" and before[-1].isdigit() and text[m.end() : m.end() + 1].isdigit():
        return True
    if _OPEN_WORDS.search(before[-12:]):
        return style != "dash" or wrapped
    if not wrapped or len(before) < 45:
        return False
    # A full line without a full stop: a dash or a bare number goes on with it unless something new plainly starts.
    following = text[m.end() : m.end() + 2]
    return style in ("dash", "plus", "decimal") or not following[:1].isupper()


def _refers(text: str, m: re.Match[str], style: str) -> bool:
    """ "Điều 5 của Luật" or "Chương IX Phần này" at the start of a broken line is a reference, no heading."""
    before = text[max(0, m.start() - 40) : max(0, m.start() - 1)].rstrip(" \t")
    printed_stop = m[style].rstrip(" *_")[-1:] in ".:"
    if printed_stop or not before or before[-1] in _CLOSED or before.isupper():
        return False
    if _OPEN_WORDS.search(before[-12:]) or _PROVISION.search(before[-24:]):
        return True
    return "\n" not in text[m.end(style) : m.end()] and bool(_OF_OTHERS.match(text, m.end(style)))


_QUOTE_LINE = re.compile(r"^[ \t*_]{0,20}[“\"]", re.M)
_CURLY = re.compile(r"[“”]")


def _quotes(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Extents of quoted provisions: from a line that opens a quotation to where it closes."""
    at = start
    while m := _QUOTE_LINE.search(text, at):
        opening = m.end() - 1
        end = _closing(text, opening)
        if end is None:
            at = m.end()
            continue
        yield opening, end
        at = end


def _closing(text: str, opening: int) -> int | None:
    limit = min(len(text), opening + _MAX_QUOTE)
    if text[opening] == '"':
        end = text.find('"', opening + 1, limit)
        return None if end < 0 else end + 1
    depth = 0
    for m in _CURLY.finditer(text, opening, limit):
        depth += 1 if m[0] == "“" else -1
        if depth == 0:
            return m.end()
    return None


def _heading(text: str, at: int, style: str, wrapped: bool) -> str | None:
    """The heading behind a label: the rest of a short line that is no sentence, or the line below for a bare label."""
    if style in ("dash", "plus", "dot"):
        return None
    end = text.find("\n", at, at + 400)
    if end < 0:
        end = min(len(text), at + 400)
        if end - at >= 400:
            return None
    rest = _plain(text[at:end])
    if not rest and style in ("appendix", "part", "chapter", "section", "subsection", "article"):
        return _block_below(text, end + 1)
    if style in ("chapter", "section", "part", "appendix") and rest.isupper():
        return rest + _continued_upper(text, end + 1)
    if wrapped and rest and len(rest) > 30 and rest[-1] not in ".;:":
        rest = _healed(text, rest, end + 1)
    limit = 300 if style == "article" else 200
    if not rest or len(rest) > limit or rest[-1] in ";,." or not rest[:1].isalnum() or rest[:1].islower():
        return None
    return rest.rstrip(":").strip() or None


def _plain(line: str) -> str:
    for mark in "*_|":
        line = line.replace(mark, " ")
    return " ".join(line.split())


def _block_below(text: str, at: int) -> str | None:
    """Upper-case lines, or one line, directly below a bare label ("Chương I / QUY ĐỊNH CHUNG")."""
    found = ""
    for line in text[at : at + 500].split("\n")[:6]:
        plain = _plain(line)
        if not plain:
            if found:
                break
            continue
        if found and not (found.isupper() and plain.isupper()):
            break
        if _LABEL.match(line) or len(plain) > 200 or (not plain.isupper() and plain[-1] in ".;:,"):
            break
        found = f"{found} {plain}".strip()
    return found or None


def _continued_upper(text: str, at: int) -> str:
    line, _, _ = text[at : at + 300].partition("\n")
    plain = _plain(line)
    return f" {plain}" if plain.isupper() and len(plain) > 3 and not _LABEL.match(line) else ""


def _healed(text: str, rest: str, at: int) -> str:
    """A heading broken over lines: the next line goes on in lower case."""
    for _ in range(3):
        end = text.find("\n", at, at + 300)
        line = text[at : end if end >= 0 else at + 300]
        plain = _plain(line)
        if not plain or not plain[0].islower() or _LABEL.match(line):
            break
        rest = f"{rest} {plain}"
        if end < 0 or rest[-1] in ".;:":
            break
        at = end + 1
    return rest
