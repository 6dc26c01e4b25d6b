"""What kind of answer a question wants: a quantity ("bao nhiêu", "mấy"), a time ("khi nào", "thời hạn")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUANTITY = re.compile(
    r"(?<!\w)(?:bao nhiêu|mấy|mức nào|mức (?:phạt|chi|thu|hỗ trợ|lương|đóng|hưởng|trợ cấp|phụ cấp|vay|giảm|thưởng)|tỷ lệ|số lượng|"
    r"how many|how much|what (?:percentage|share|proportion|rate|amount))(?!\w)"
)
_TIME = re.compile(
    r"(?<!\w)(?:khi nào|bao giờ|(?:ngày|tháng|năm|lúc|thời gian|thời điểm|dịp|giờ) nào|mấy giờ|(?:tháng|ngày) mấy|hạn|chậm nhất|thời hạn|"
    r"xong trước|trước ngày|bao lâu|deadline|when|how long|by what date)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Wants:
    """Answers that a passage may have."""

    quantity: bool = False
    time: bool = False


def wants(forms: Sequence[str]) -> Wants:
    """Read from the words of a question, mended."""
    asked = " ".join(forms)
    return Wants(bool(_QUANTITY.search(asked)), bool(_TIME.search(asked)))
