"""The title that follows a citation: "về việc ...", "ban hành ..."; it is no part of the span."""

from __future__ import annotations

import functools
import re

from corpus.extract.citations.cues import cues, exact_pattern
from corpus.extract.citations.surface import View, one_line

_END = re.compile(
    r"[;]|\.(?:\s|\Z)|\n[\s*]*\n|\n(?=[\s*]{0,4}(?:[-+•]|\d{1,2}\.|Căn cứ|Theo |Điều ))|\)\s*[;,.]"
    r"|,[\s*]+(?=(?:Nghị|Quyết|Công văn|Thông tư|Chỉ thị|Kế hoạch|Luật)\b)"
)


@functools.cache
def _opening() -> re.Pattern[str]:
    words = [w for w in cues("title_openers") if w != "của"]
    return re.compile(rf"[\s*]{{1,4}}(?P<quote>[“\"][\s*]{{0,2}})?(?:{exact_pattern(words)})(?!\w)")


def title_after(view: View, end: int) -> str | None:
    """The title of the document cited just before ``end``; None where none follows."""
    m = _opening().match(view.lower, end)
    if m is None:
        return None
    limit = min(len(view.text), end + 500)
    stop = _END.search(view.text, end, limit)
    return one_line(view.clean[end : stop.start() if stop else limit]) or None
