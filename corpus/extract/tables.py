"""The TOML tables of ``corpus/patterns``, read once."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from typing import Any

from corpus.gazetteer import PATTERNS

UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""The capitals of Vietnamese, for a character class."""


@functools.cache
def table(name: str) -> dict[str, Any]:
    """``corpus/patterns/<name>.toml`` as read."""
    with (PATTERNS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, the longest first; flat, so that matching stays linear."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


def whole_words(words: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Any of ``words`` where no letter or digit follows."""
    return re.compile(rf"(?:{alternatives(words)})(?!\w)", flags)
