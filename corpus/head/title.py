"""The type line of a document and its title (trích yếu) below it, or after "V/v"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.gazetteer import DocumentType, gazetteer
from corpus.head.casing import is_upper
from corpus.head.view import Line
from corpus.text import fold

_CUE = re.compile(
    r"(?:can cu|thuc hien|thi hanh|trien khai|xet|theo|tren co so|de |nham|trong |ngay |nam |hien nay|thoi gian|kinh gui|dieu"
    r" \d|chuong [ivx\d]|phan (?:thu|[ivx\d])"
    r"|muc \d|[ivx]+[.)] ?|\d+[.)] ?|ban hanh kem theo|\(?kem theo|quyet dinh:?$|quyet nghi:?$|nghi quyet:?$|phan i|so |v v|qua"
    r" |sau |thuc hien|de )"
)
_HARD_CUE = re.compile(
    r"(?:can cu |xet |kinh gui|dieu \d|chuong [ivx\d]|quyet dinh:?$|quyet nghi:?$|chi thi:?$|phan (?:thu|[ivx])|trong (?:thoi"
    r" gian|nhung|nam|qua)|theo de nghi"
    r"|\(?ban hanh kem theo|\(?kem theo|(?:ngay|nam) \d+|de (?:trien khai|thuc hien|tiep tuc|tang cuong|bao dam|dam bao|gop"
    r" phan)|[ivx]+\. |\d+\. |thuc hien (?:luat|nghi|quyet|chi thi|cong van|ke hoach so)"
    r"|ra sac lenh|nay ban bo|hien nay|thoi gian qua|nham )"
)
_NUMBERED = re.compile(r"(?:[IVX]{1,4}|\d{1,2}|[a-dA-D])[.)/] ")
_AUTHORITY = re.compile(
    r"(?:chu tich|pho chu tich|uy ban nhan dan|uy ban thuong vu|hoi dong|bo truong|chinh phu|thu tuong|quoc hoi|giam doc|cuc truong"
    r"|tong (?:thanh tra|cuc truong|kiem toan|giam doc|bi thu)|thong doc|chanh (?:an|van phong|thanh tra)|vien truong|ban thuong"
    r"|ban chap hanh|ban bi thu|bo chinh tri|truong ban|hieu truong|chi cuc truong)\b"
)
_CONNECTOR = re.compile(
    r"(?:\b(?:của|do|và|bởi|tại|theo|về|với|cho|trong|trên|từ|các|những|một số|số|giữa|kèm|là|hoặc|để|thuộc|ngày|tháng|năm|nhân"
    r"|hội đồng nhân|ủy ban nhân|ủy ban|hội|bộ)|[,\-–])$",
    re.I,
)
_VE_VIEC = re.compile(r"(?:^|(?<=\n))[ ]?[(\"“]?[ ]?(?:V/v|V/V|v/v|Vv|V /v|Về việc:?)[ ]?[:.]?[ ]?", re.M)
_MAX_LINES = 26


@dataclass(frozen=True, slots=True)
class TypeLine:
    """Where the type of the document stands, with what follows it on the same line."""

    type: DocumentType
    index: int
    begin: int
    """The line before where the type's name is broken over two lines, else ``index``."""
    rest: str = ""


def find_type(lines: list[Line], limit: int) -> TypeLine | None:
    """The first of the lines that is the name of a type, or begins with one in capitals."""
    tables = gazetteer()
    for i, line in enumerate(lines[:limit]):
        words = re.sub(r"^[\W_]+|[\W_\d]+$|\[\d+\]", "", line.text)
        two = i + 1 < len(lines) and is_upper(words) and tables.type_named(f"{words} {lines[i + 1].text}")
        if two and " " in two.name and len(words) > 3:
            return TypeLine(two, i + 1, i)
        found = tables.type_named(words)
        if found and (is_upper(words) or line.text == words) and words[:1].isupper():
            return TypeLine(found, i, i)
    for i, line in enumerate(lines[:limit]):
        if is_upper(line.text) and len(line.text) > 8:
            m = _leading_type(line.text)
            if m:
                return TypeLine(m[0], i, i, m[1])
    return None


def _leading_type(text: str) -> tuple[DocumentType, str] | None:
    words = text.split(" ")
    for n in (4, 3, 2, 1):
        found = gazetteer().type_named(" ".join(words[:n]))
        if found and len(words) > n:
            return found, " ".join(words[n:])
    return None


def read_title(lines: list[Line], at: TypeLine) -> tuple[str, int, int] | None:
    """The title below (or behind) the type line: its words and extent in the view."""
    first = lines[at.index]
    parts = [(at.rest, first.end - len(at.rest), first.end)] if at.rest else []
    for line in lines[at.index + 1 : at.index + 1 + _MAX_LINES]:
        if _stops(line, parts):
            break
        parts.append((line.text, line.start, line.end))
    if not parts:
        return None
    words = re.sub(r"\s+", " ", " ".join(p[0] for p in parts))
    words = re.sub(r"(?<=[^\W\d])\d{1,2}$|\s*\[\d+\]$", "", words).strip(" _-–.*|")
    words = re.sub(r"^V/v:? ?", "", words, flags=re.I)
    return (words, parts[0][1], parts[-1][2]) if words else None


def _stops(line: Line, parts: list[tuple[str, int, int]]) -> bool:
    """True where ``line`` no longer belongs to the title read so far."""
    if len(line.key) < 2 or _NUMBERED.match(line.text):
        return True
    if line.text.startswith(("/-", "(")) and not parts:
        return not line.text.startswith("(V/v")
    if not parts:
        return bool(_HARD_CUE.match(line.key)) or (bool(_AUTHORITY.match(line.key)) and is_upper(line.text) and line.gap)
    before = parts[-1][0]
    connected = bool(_CONNECTOR.search(before))
    goes_on = connected and not line.gap and (line.text[:1].islower() or is_upper(line.text))
    if _HARD_CUE.match(line.key) and not goes_on:
        return True
    upper, upper_before = is_upper(line.text), is_upper(parts[0][0])
    if upper_before and not upper and _CUE.match(line.key) and line.text[:1].isupper():
        return True
    if upper != upper_before and len(line.text) > 12 and not connected:
        return not (upper_before and not line.gap and line.text[:1].islower())
    if upper and _AUTHORITY.match(line.key) and (line.gap or not connected):
        return True
    if line.text[:1].islower():
        return False
    if line.gap and not connected and not upper:
        return True
    if upper and line.gap and not connected and len(parts) > 0 and not upper_before:
        return True
    return not upper and bool(_CUE.match(line.key)) and before.rstrip()[-1:] in ".;:"


def about(text: str) -> tuple[str, int, int] | None:
    """What stands after "V/v" in the head of a công văn, to the end of its cell or block."""
    m = _VE_VIEC.search(text)
    if m is None:
        return None
    parts: list[str] = []
    end = m.end()
    at = m.end()
    for line in text[m.end() : m.end() + 900].split("\n"):
        words = line.strip()
        if (not words and parts) or (words and parts and re.match(r"(?:kinh gui|ha noi,|[\w ]+, ngay|cong hoa|doc lap)", fold(words))):
            break
        if words:
            parts.append(words)
            end = at + len(line.rstrip())
        at += len(line) + 1
        if len(parts) > 10:
            break
    words = re.sub(r"\s+", " ", " ".join(parts)).strip(' _-.)"”')
    return (words, m.end(), end) if words else None
