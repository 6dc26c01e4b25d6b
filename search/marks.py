"""What a passage is like, whatever is asked: how much it says of its own, and whether it names quantities or times.

Formulas that repeat a document's title ("Ban hành kèm theo Quyết định này Quy định về ...", "Trên đây là Kế hoạch ...") resemble
every question about the document and answer none; a question for a number is answered by a passage that has one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.passages import Passage
from search.said import said
from search.tokens import FUNCTION_WORDS, NUMBER

MARKS = np.dtype([("own", "<f2"), ("quantity", "?"), ("time", "?"), ("text", "<u4")])
"""``own``: share of the words that title and formulas do not say; ``text``: a hash of the words, equal for equal passages."""
Marks = npt.NDArray[np.void]
Mark = tuple[float, bool, bool, int]
FILE = "marks.npy"

_FORMULA_WORDS = """
ban hành kèm theo quy định này nghị quyết quyết định kế hoạch thông tư nghị định căn cứ điều khoản số ngày tháng năm thực hiện tổ chức
việc trên đây nội dung sau đối địa bàn tỉnh thành phố ủy nhân dân hội đồng
"""
_FORMULA = frozenset(_FORMULA_WORDS.split())
_NUMBER = re.compile(NUMBER)
_NUMBERED = re.compile(r"\d\s?[/-]")
_ONE_PART = "một phần"
_UNITS = (
    "đồng|triệu|tỷ|nghìn|ngàn|người|lần|bộ|hộ|m2|ha|tháng|năm|tuổi|ngày|giờ|phút|km|mét|kg|tấn|lít|cuốn|quyển|bản|chiếc|cái|suất|mẫu|điểm|"
    "trạm|trường|lớp|trẻ|xã|phường|thôn|cuộc|đợt|buổi|tiết|tầng|phòng|căn|xe|tàu|con|cây|MW|kWh|kV|USD|VND|lượt|phiếu|đại biểu|cơ sở|"
    "phần trăm|học sinh|công trình|dự án|nhiệm vụ|chỉ tiêu|văn bản|hồ sơ|đơn vị|thành viên"
)
_QUANTITY = re.compile(rf"\d[\d.,]{{0,20}}\s?(?:%|(?:{_UNITS})(?!\w))|\d \(")
_TIMES = tuple(
    map(
        re.compile,
        (
            r"\d(?:\d?/\d{1,2}| (?:\(\w{1,20}\) )?(?:ngày|tháng|giờ))",
            r"ngày(?<=\bngày)\s\d",
            r"năm(?<=\bnăm) \d{4}",
            r"quý(?<=\bquý)\b",
            r"thời (?:hạn|gian)",
            r"trước ngày",
            r"hằng (?:năm|tháng|quý)",
            r"hàng (?:năm|tháng|quý)",
        ),
    )
)
"""Each begins with letters or a digit, so that it is looked for many times as fast as all of them in one."""


def mark(passage: Passage, forms: Sequence[str], joined: str) -> Mark:
    """The record of a passage whose terms are known, also as one string."""
    text = passage.plain
    words = [t for t in forms if t not in FUNCTION_WORDS and t.isalpha()]
    known = _known(passage.title)
    own = len([w for w in words if w not in known]) / len(words) if words else 0.0
    return own, _has_quantity(text), _has_time(text), zlib.crc32(joined.encode())


def append_marks(folder: Path, new: Sequence[Mark]) -> None:
    """Add the records of the newest passages: the file holds one for each id that was ever given."""
    path = folder / FILE
    old = np.load(path) if path.exists() else np.empty(0, MARKS)
    path.unlink(missing_ok=True)  # may be a link into the published generation
    np.save(path, np.concatenate([old, np.array(new, MARKS)]))


def load_marks(folder: Path) -> Marks:
    """The records, by id."""
    found: Marks = np.load(folder / FILE)
    return found


@lru_cache(maxsize=16)
def _known(title: str) -> frozenset[str]:
    """The words that say nothing of their own under this title."""
    return _FORMULA.union(said(title).forms)


def _has_quantity(text: str) -> bool:
    if _ONE_PART in text:
        return True
    return bool(_QUANTITY.search(_NUMBER.sub(" ", text) if _NUMBERED.search(text) else text))


def _has_time(text: str) -> bool:
    return any(pattern.search(text) for pattern in _TIMES)
