"""What a person confirms, corrects or rejects of what the machine read. A correction wins over every later reading.

A document's id is the hash of its text, so offsets into it never move: a correction names its subject by them and
survives every re-reading. Corrections are only ever appended; the latest about a subject holds, ``withdraw`` takes
it back, and the history stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from corpus.errors import InputError
from corpus.jsonio import from_json, to_json

ACTIONS = ("confirm", "correct", "reject", "withdraw")
HEADER_FIELDS = frozenset({"type", "number", "date", "place", "issuer", "title", "signer", "signer_title", "effective", "status"})
CITATION_FIELDS = frozenset({"kind", "type", "number", "date", "issuer", "title", "role", "pinpoint", "work"})
_CHOICES = {
    "kind": ("numbered", "named", "programme"),
    "role": ("basis", "implements", "amends", "replaces", "repeals", "guides", "cites"),
}
RULE = "curation"
"""Rule name of a fact that a person put right."""
_DATES = ("date", "effective")
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_WORK = re.compile(r"(?:vb|chuong-trinh)/[a-z0-9][a-z0-9./~-]{0,400}")
_SUBJECT = re.compile(
    r"header/([a-z_]+)|citation/(\d{1,9})-(\d{1,9})|match/(\d{1,9})-(\d{1,9})/([0-9a-f]{16})/(\d{1,9})-(\d{1,9})", re.ASCII
)
MAX_TEXT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One act of a person. ``subject`` is ``header/FIELD``, ``citation/START-END`` or, for two targets held to be the
    same indicator (or not), ``match/START-END/OTHER_DOCUMENT/START-END``."""

    document: str
    subject: str
    action: str
    value: Mapping[str, str | None] | None = None
    """For ``correct``: the fields that change. A header field's own name; for citations any of ``CITATION_FIELDS``."""
    who: str
    at: str
    """UTC, ISO 8601."""
    why: str = ""
    quote: str | None = None
    """The words at the subject's offsets, for readers of an exported file and as a check on import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a subject names: ``kind`` is ``header``, ``citation`` or ``match``."""

    kind: str
    field: str = ""
    span: tuple[int, int] = (0, 0)
    other: str = ""
    """The other document of a match, and where in it."""
    other_span: tuple[int, int] = (0, 0)


def place(subject: str) -> Place:
    """Read a subject; raises ``ValueError`` for one that is none."""
    m = _SUBJECT.fullmatch(subject)
    if m is None or (m[1] and m[1] not in HEADER_FIELDS):
        raise ValueError(subject)
    if m[1]:
        return Place(kind="header", field=m[1])
    if m[2]:
        return Place(kind="citation", span=(int(m[2]), int(m[3])))
    return Place(kind="match", span=(int(m[4]), int(m[5])), other=m[6], other_span=(int(m[7]), int(m[8])))


def check(c: Correction) -> Correction:
    """Return ``c`` when it is well formed; raise :class:`InputError` in one sentence otherwise."""
    _check_texts(c)
    try:
        at = place(c.subject)
    except ValueError:
        raise _refused(
            c,
            "chủ thể không hợp lệ; cần header/TRƯỜNG, citation/ĐẦU-CUỐI hoặc match/ĐẦU-CUỐI/VĂN-BẢN/ĐẦU-CUỐI",
            "the subject is not header/FIELD, citation/START-END or match/START-END/DOCUMENT/START-END",
        ) from None
    if c.action not in ACTIONS:
        raise _refused(c, f"hành động phải là một trong {', '.join(ACTIONS)}", f"the action must be one of {', '.join(ACTIONS)}")
    if not c.who.strip():
        raise _refused(c, "thiếu tên người sửa", "the person's name is missing")
    allowed = {"header": {at.field}, "citation": CITATION_FIELDS}.get(at.kind, frozenset[str]())
    if (c.action == "correct") != bool(c.value) or not set(c.value or {}) <= allowed:
        names = ", ".join(sorted(allowed)) or "—"
        raise _refused(c, f"giá trị chỉ nhận: {names}", f"values may be: {names}")
    if at.kind == "citation":
        _check_choices(c)
    _check_forms(c)
    return c


def _check_texts(c: Correction) -> None:
    if not isinstance(c.value, Mapping | None):
        raise _refused(c, "giá trị phải là một đối tượng TRƯỜNG: chữ", "the value must be an object of FIELD: text")
    texts = (c.document, c.subject, c.action, c.who, c.at, c.why, c.quote or "", *(v or "" for v in (c.value or {}).values()))
    if not all(isinstance(x, str) for x in texts):
        raise _refused(c, "mọi trường phải là chữ", "every field must be text")
    if any(len(x) > MAX_TEXT for x in texts):
        raise _refused(c, f"chữ dài quá {MAX_TEXT} ký tự", f"a text is longer than {MAX_TEXT} characters")
    if any("\ud800" <= letter <= "\udfff" or letter == "\0" for x in texts for letter in x):
        raise _refused(c, "chữ có ký tự không hợp lệ", "a text has a character that is none")
    try:
        instant(c.at)
    except (ValueError, OverflowError):
        raise _refused(c, "thời điểm phải theo ISO 8601", "the time must be ISO 8601") from None


def _check_choices(c: Correction) -> None:
    for name, choices in _CHOICES.items():
        if name in (c.value or {}) and (c.value or {})[name] not in choices:
            raise _refused(c, f"{name} phải là một trong {', '.join(choices)}", f"{name} must be one of {', '.join(choices)}")


def _check_forms(c: Correction) -> None:
    for name, value in (c.value or {}).items():
        if value and name in _DATES and not _is_date(value):
            raise _refused(
                c, f"{name} phải là ngày dạng 2022, 2022-03 hoặc 2022-03-23", f"{name} must be a date like 2022, 2022-03 or 2022-03-23"
            )
        if value and name == "work" and not _WORK.fullmatch(value):
            raise _refused(c, "work phải là đường dẫn vb/… hoặc chuong-trinh/…", "work must be a path vb/… or chuong-trinh/…")


def _is_date(value: str) -> bool:
    if not _ISO.fullmatch(value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def instant(at: str) -> datetime:
    """When an act took place; a time without zone is UTC. Raises ``ValueError``."""
    when = datetime.fromisoformat(at)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _refused(c: Correction, vi: str, en: str) -> InputError:
    subject = str(c.subject)[:80]
    return InputError(f"Đính chính {c.document} {subject}: {vi}.", f"Correction {c.document} {subject}: {en}.")


def in_force(corrections: Iterable[Correction]) -> dict[str, Correction]:
    """Subject -> the latest correction of it, those withdrawn left out; the order of arrival does not count."""
    latest = {c.subject: c for c in sorted(corrections, key=when)}
    return {s: c for s, c in latest.items() if c.action != "withdraw"}


def when(c: Correction) -> tuple[datetime, str]:
    """What puts acts in their order, whenever they arrived."""
    return instant(c.at), json.dumps(to_json(c), ensure_ascii=False, sort_keys=True)


def dump_lines(corrections: Iterable[Correction]) -> str:
    """A plain file: one JSON object a line, oldest first."""
    return "".join(json.dumps(to_json(c), ensure_ascii=False) + "\n" for c in corrections)


def parse_lines(text: str, name: str, accept: Callable[[Correction], object] = check) -> list[Correction]:
    """The inverse of :func:`dump_lines`. Raises :class:`InputError` naming the file and line."""
    out = []
    for n, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            data: Any = json.loads(line)
            correction = from_json(Correction, data)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise InputError(
                f"{name}, dòng {n}: không phải một đính chính ({error}); cần một đối tượng JSON mỗi dòng.",
                f"{name}, line {n}: not a correction ({error}); one JSON object a line is needed.",
            ) from error
        accept(correction)
        out.append(correction)
    return out
