"""The words of ``patterns/deadline_cues.toml`` as patterns: what stands around a date and makes it a deadline."""

from __future__ import annotations

import functools
import re

from corpus.extract.tables import alternatives, any_case, table
from corpus.text import fold


@functools.cache
def field_pattern() -> re.Pattern[str]:
    """The label of a line whose content is a time."""
    labels = alternatives(fold(x) for row in table("deadline_cues")["field"] for x in row["labels"])
    return re.compile(rf"\W{{0,4}}(?:{labels})(?:\s\w+){{0,4}}\s?:")


@functools.cache
def cue_pattern(kind: str) -> re.Pattern[str]:
    """Words right before a deadline of ``kind``."""
    words = any_case(w for row in table("deadline_cues")["cue"] if row["kind"] == kind for w in row["before"])
    return re.compile(
        rf"(?<!\w)(?P<cue>(?:thời\sgian\s)?(?:{words}))(?:\s(?:là|trong|vào|đến|trước|hết|thời\sgian))*[\s:(]*$", re.IGNORECASE
    )


@functools.cache
def onwards_pattern(since: bool) -> re.Pattern[str]:
    """Words right after the beginning of an open period."""
    forms = [f for row in table("deadline_cues")["onwards"] if since or not row.get("since") for f in row["forms"]]
    words = "|".join(re.escape(f).replace(r"\{words\}", r"[^\s.;,()]+(?:\s[^\s.;,()]+){0,8}") for f in sorted(forms, key=len, reverse=True))
    return re.compile(rf"\s(?:{words})(?!\w)", re.IGNORECASE)


@functools.cache
def delivered() -> re.Pattern[str]:
    """What is handed over, up to the words of its time."""
    words = any_case(table("deadline_cues")["delivered"]["words"])
    return re.compile(rf"(?<!\w)(?:{words})\s(?:[^;.:]{{0,70}}\s)?$", re.IGNORECASE)


@functools.cache
def from_now() -> re.Pattern[str]:
    """A period that begins with the document itself: ``Từ nay đến hết năm 2025``."""
    words = any_case(table("deadline_cues")["from_now"]["words"])
    return re.compile(rf"(?<!\w)(?:{words})\s(?:đến|tới)\s(?:(?:hết|cuối)\s)?$", re.IGNORECASE)


@functools.cache
def lasting() -> re.Pattern[str]:
    """What goes on, up to the words of its time."""
    words = any_case(table("deadline_cues")["lasting"]["words"])
    return re.compile(rf"(?<!\w)(?:{words})\s(?:[^\s;.:,]+\s){{0,4}}$", re.IGNORECASE)
