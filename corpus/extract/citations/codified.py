"""Notes of the codification (Bộ pháp điển), in which the title stands between the number and the date and body:

``(Điều 1 Luật số 08/2007/QH12 Tương trợ tư pháp ngày 21/11/2007 của Quốc hội, có hiệu lực thi hành kể từ ngày 01/07/2008)``
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.model import Citation

_OPEN = re.compile(r"\(Điều \S{1,12} ")
_CLOSE = ", có hiệu lực thi hành kể từ ngày"
_SIGNED = re.compile(r"ngày (\d{1,2})/(\d{1,2})/(\d{4}) của ")
_REACH = 1500
_LONGEST_BODY = 250
_NEAR = 40


def complete(text: str, citations: Sequence[Citation]) -> list[Citation]:
    """``citations`` (in text order), the one that opens a note with the date, body and title that close it."""
    out = list(citations)
    starts = [c.start for c in out]
    for opening, label_end, close in _notes(text):
        i = bisect.bisect_left(starts, opening)
        if i == len(out) or out[i].start > label_end + _NEAR or out[i].kind != "numbered":
            continue
        signed = list(_SIGNED.finditer(text, out[i].end, close))
        if signed and close - signed[-1].end() <= _LONGEST_BODY:
            day, month, year = signed[-1].groups()
            title = " ".join(text[out[i].end : signed[-1].start()].split())
            date, issuer = f"{year}-{month:0>2}-{day:0>2}", text[signed[-1].end() : close].strip()
            out[i] = replace(out[i], date=date, issuer=issuer, title=title or out[i].title)
    return out


def _notes(text: str) -> Iterator[tuple[int, int, int]]:
    """(start of the note, end of its provision, where "có hiệu lực" begins)."""
    for match in _OPEN.finditer(text):
        close = text.find(_CLOSE, match.end(), match.end() + _REACH)
        if close >= 0:
            yield match.start(), match.end(), close
