"""Which "tỉnh", "huyện", "xã" a document means where it does not say: its issuer's, else the one it names most."""

from __future__ import annotations

import functools
import re
from collections import Counter

from corpus.extract.citations.surface import one_line
from corpus.gazetteer import gazetteer
from corpus.model import Header

LEVELS = ("tỉnh", "thành phố", "tp", "tp.", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_BARE = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_NAME = rf"(?!(?:Về|Căn|Theo|Thực|Ban|Điều|Xét|Quy|Phê|Sửa|Và|Hướng|Triển|Số|Ngày|Ủy|Uỷ|Hội|Sở|Bộ)\b)[{_UPPER}][^\W\d]{{0,7}}"
PLACE_NAME = rf"{_NAME}(?:[ \n]{{1,2}}(?:-[ ])?{_NAME}|[-’']{_NAME}){{0,4}}|(?<=[nN] )\d{{1,2}}|(?<=[gG] )\d{{1,2}}"
_EXACT = re.compile(
    r"([TtHhQqXxPpĐđ](?<!\w.)"  # one class of characters first, so that the search is fast
    r"(?:(?<=[Tt])(?:ỉnh|hành phố|hị xã|hị trấn)|(?<=T)[Pp]\.?|(?<=[Hh])uyện|(?<=[Qq])uận|(?<=[Xx])ã|(?<=[Pp])hường|(?<=[Đđ])ặc khu))"
    rf"[ \n]{{1,2}}({PLACE_NAME})"
)


class PlaceContext:
    """The place that each level means in one document: its issuer's, its place line's, else the one that it names most."""

    def __init__(self, text: str, header: Header) -> None:
        self._text = text
        self._own: dict[str, str] = {}
        _most_named(self._own, header.issuer or "")
        if header.place:
            _from_place(self._own, header.place)

    @functools.cached_property
    def _in_text(self) -> dict[str, str]:
        found: dict[str, str] = {}
        _most_named(found, self._text[:200_000])
        return found

    def of_level(self, level: str) -> str | None:
        """``tỉnh Lạng Sơn`` for ``tỉnh``."""
        return self._own.get(level) or self._in_text.get(level)

    def complete(self, name: str) -> str:
        """``name`` with its place, where it ends with a bare level."""
        for level in _BARE:
            if name.lower().endswith(f" {level}"):
                return name[: -len(level)] + (self.of_level(level) or level)
        return name


def _most_named(found: dict[str, str], text: str) -> None:
    counts = Counter((_level(m[1]), one_line(m[2])) for m in _EXACT.finditer(text))
    for (level, name), _ in counts.most_common():
        found.setdefault(level, f"{level} {name}")


def _level(printed: str) -> str:
    words = printed.lower()
    return "thành phố" if words.startswith("tp") else words


def _from_place(found: dict[str, str], place: str) -> None:
    province = gazetteer().province(place)
    if province is not None:
        found.setdefault(province.kind, province.full)
