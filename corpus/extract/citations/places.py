"""Which "tỉnh", "huyện", "xã" a document means where it does not say: its issuer's, else the one it names most."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.extract.citations.surface import View, one_line
from corpus.gazetteer import gazetteer
from corpus.model import Header

LEVELS = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "tp": "thành phố", "tp.": "thành phố", "huyen": "huyện", "quan": "quận", "thi xa": "thị xã",
    "thi tran": "thị trấn", "xa": "xã", "phuong": "phường", "dac khu": "đặc khu",
}  # fmt: skip
_UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_NAME = rf"(?!(?:Về|Căn|Theo|Thực|Ban|Điều|Xét|Quy|Phê|Sửa|Và|Hướng|Triển|Số|Ngày|Ủy|Uỷ|Hội|Sở|Bộ)\b)[{_UPPER}][^\W\d]{{0,7}}"
PLACE_NAME = rf"{_NAME}(?:[ \n]{{1,2}}(?:-[ ])?{_NAME}|[-’']{_NAME}){{0,4}}|(?<=[nN] )\d{{1,2}}|(?<=[gG] )\d{{1,2}}"
_PLACE = re.compile(rf"\b(tỉnh|[Tt]hành phố|[Tt][Pp]\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)[ \n]({PLACE_NAME})", re.I)
_EXACT = re.compile(
    rf"\b([Tt]ỉnh|[Tt]hành phố|T[Pp]\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Đđ]ặc khu)[ \n]{{1,2}}({PLACE_NAME})"
)


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """The place that each level means in one document, ``{"tỉnh": "tỉnh Lạng Sơn"}``."""

    by_level: dict[str, str]

    @classmethod
    def of(cls, view: View, header: Header) -> PlaceContext:
        """From the issuer, then the place line, then the names in the text, most frequent first."""
        found: dict[str, str] = {}
        for text in (header.issuer or "", view.text):
            counts = Counter((_level(m[1]), one_line(m[2])) for m in _EXACT.finditer(text))
            for (level, name), _ in counts.most_common():
                found.setdefault(level, f"{level} {name}")
            if text is not view.text and header.place:
                _from_place(found, header.place)
        return cls(found)

    def complete(self, name: str) -> str:
        """``name`` with its place, where it ends with a bare level or party committee."""
        for level in set(LEVELS.values()):
            if name.endswith(f" {level}") and level in self.by_level:
                return name[: -len(level)] + self.by_level[level]
        return name


def _level(printed: str) -> str:
    words = printed.lower()
    return "thành phố" if words.startswith("tp") else words


def _from_place(found: dict[str, str], place: str) -> None:
    province = gazetteer().province(place)
    if province is not None:
        found.setdefault(province.kind, province.full)
