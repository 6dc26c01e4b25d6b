"""The body in the stamp of an electronic signature, which stands between the pages as a running head does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.agencies.phrases import Phrase, read_phrase

_BODY = re.compile(r"(?:^|\n)[ ]?Ký bởi:[^\n]{0,120}\n(?:[ ]?(?:Email|Thời gian ký|Ngày ký):[^\n]{0,120}\n){0,2}[ ]?Cơ quan:[ ]?(?=\S)")


def stamped(text: str) -> Iterator[Phrase]:
    """The body of each stamp ``Ký bởi: … Cơ quan: VĂN PHÒNG CHÍNH PHỦ`` of ``text``."""
    for found in _BODY.finditer(text) if "Ký bởi:" in text else ():
        phrase = read_phrase(text, found.end())
        if phrase is not None and phrase.body is not None and not phrase.group:
            yield phrase
