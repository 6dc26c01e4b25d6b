"""Units of the issuer itself: ``Vụ Pháp chế`` in a ministry's circular, ``Phòng`` in a department's plan."""

from __future__ import annotations

import re

from corpus.extract.agencies.phrase import Phrase
from corpus.gazetteer import key

MINISTRY = re.compile(
    r"(?:Bộ|Ngân hàng Nhà nước|Thanh tra Chính phủ|Văn phòng Chính phủ|Kiểm toán|Viện kiểm sát|Tòa án|Bảo hiểm xã hội)(?!\w)"
)
_UNITS = (
    (MINISTRY, re.compile(r"(?:Cục|Vụ|Phòng)\s|Trung tâm (?:Công nghệ [Tt]hông tin|Thông tin|Tin học|Chuyển đổi số)$")),
    (re.compile(r"Cục\s"), re.compile(r"(?:Ban|Phòng|Chi cục|Đội)\s(?!Chính phủ|Bí thư|Thường|Chấp)")),
    (re.compile(r"(?:Sở|Thuế|Thống kê|Công an|Thanh tra|Chi cục|Kho bạc|Hải quan)\s"), re.compile(r"(?:Phòng|Đội|Tổ)\s")),
)
"""By whom a document is issued, and which bodies in it are the issuer's own."""


def inner_unit(issuer: str | None, name: str, phrase: Phrase) -> str | None:
    """The issuer, where ``name`` is one of its own units: ``Vụ Pháp chế`` in a ministry's circular."""
    if issuer is None or phrase.body is not None or phrase.place is not None or phrase.owner is not None:
        return None
    return issuer if any(of.match(issuer) and unit.match(name) for of, unit in _UNITS) and key(issuer) not in key(name) else None
