"""What a person confirms, corrects or rejects of what the machine read. A correction wins over every later reading.

A document's id is the hash of its text, so offsets into it never move: a correction names its subject by them and
survives every re-reading. Corrections are only ever appended; the latest about a subject holds, ``withdraw`` takes
it back, and the history stays.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import InputError
from corpus.jsonio import from_json, to_json
from corpus.model import Citation, Document, Facts, FieldSpan, Header

ACTIONS = ("confirm", "correct", "reject", "withdraw")
HEADER_FIELDS = frozenset({"type", "number", "date", "place", "issuer", "title", "signer", "signer_title", "effective", "status"})
CITATION_FIELDS = frozenset({"kind", "type", "number", "date", "issuer", "title", "role", "pinpoint"})
_CHOICES = {
    "kind": ("numbered", "named", "programme"),
    "role": ("basis", "implements", "amends", "replaces", "repeals", "guides", "cites"),
}
RULE = "curation"
"""Rule name of a fact that a person put right."""
_SUBJECT = re.compile(r"header/([a-z_]+)|citation/(\d{1,9})-(\d{1,9})|match/(\d{1,9})-(\d{1,9})/([0-9a-f]{16})/(\d{1,9})-(\d{1,9})")
_MAX_TEXT = 2_000


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


def check(c: Correction) -> Correction:
    """Return ``c`` when it is well formed; raise :class:`InputError` in one sentence otherwise."""
    texts = (c.document, c.subject, c.action, c.who, c.at, c.why, c.quote or "", *(v or "" for v in (c.value or {}).values()))
    if not all(isinstance(x, str) for x in texts):
        raise _refused(c, "mọi trường phải là chữ", "every field must be text")
    if any(len(x) > _MAX_TEXT for x in texts):
        raise _refused(c, f"chữ dài quá {_MAX_TEXT} ký tự", f"a text is longer than {_MAX_TEXT} characters")
    match = _SUBJECT.fullmatch(c.subject)
    if match is None or (match[1] and match[1] not in HEADER_FIELDS):
        raise _refused(c, "chủ thể không hợp lệ; cần header/TRƯỜNG, citation/ĐẦU-CUỐI hoặc match/…", "the subject is not header/FIELD, …")
    if c.action not in ACTIONS:
        raise _refused(c, f"hành động phải là một trong {', '.join(ACTIONS)}", f"the action must be one of {', '.join(ACTIONS)}")
    if not c.who.strip():
        raise _refused(c, "thiếu tên người sửa", "the person's name is missing")
    allowed = {match[1]} if match[1] else CITATION_FIELDS if match[2] else frozenset[str]()
    if (c.action == "correct") != bool(c.value) or not set(c.value or {}) <= allowed:
        names = ", ".join(sorted(allowed)) or "—"
        raise _refused(c, f"giá trị chỉ nhận: {names}", f"values may be: {names}")
    for name, choices in _CHOICES.items():
        if name in (c.value or {}) and match[2] and (c.value or {})[name] not in choices:
            raise _refused(c, f"{name} phải là một trong {', '.join(choices)}", f"{name} must be one of {', '.join(choices)}")
    return c


def _refused(c: Correction, vi: str, en: str) -> InputError:
    subject = str(c.subject)[:80]
    return InputError(f"Đính chính {c.document} {subject}: {vi}.", f"Correction {c.document} {subject}: {en}.")


def in_force(corrections: Iterable[Correction]) -> dict[str, Correction]:
    """Subject -> the latest correction of it, those withdrawn left out. ``corrections`` in order of time."""
    latest = {c.subject: c for c in corrections}
    return {s: c for s, c in latest.items() if c.action != "withdraw"}


def apply_to_header(header: Header, corrections: Mapping[str, Correction]) -> Header:
    """The header with corrected fields; a rejected field is null."""
    changes: dict[str, str | None] = {}
    for subject, c in corrections.items():
        name = subject.removeprefix("header/")
        if subject != name and c.action in ("correct", "reject"):
            changes[name] = (c.value or {}).get(name)
    if not changes:
        return header
    spans = tuple(_curated(s) if s.field in changes else s for s in header.spans)
    return dataclasses.replace(header, spans=spans, **changes)  # type: ignore[arg-type]


def _curated(span: FieldSpan) -> FieldSpan:
    return dataclasses.replace(span, rule=RULE)


def apply(document: Document, facts: Facts, corrections: Mapping[str, Correction]) -> tuple[Document, Facts]:
    """What stands after the corrections: fields put right, rejected citations gone, the rest as read."""
    if not corrections:
        return document, facts
    header = apply_to_header(document.header, corrections)
    kept = [_citation(c, corrections.get(f"citation/{c.start}-{c.end}")) for c in facts.citations]
    return (
        dataclasses.replace(document, header=header),
        _without_rejected(facts, kept),
    )


def _citation(citation: Citation, correction: Correction | None) -> Citation | None:
    if correction is None or correction.action == "confirm":
        return citation
    if correction.action == "reject":
        return None
    return dataclasses.replace(citation, rule=RULE, **(correction.value or {}))  # type: ignore[arg-type]


def _without_rejected(facts: Facts, kept: list[Citation | None]) -> Facts:
    """Leave out the rejected citations; what points at them by index goes with them, the rest is renumbered."""
    new_index: dict[int, int] = {}
    for i, c in enumerate(kept):
        if c is not None:
            new_index[i] = len(new_index)
    return dataclasses.replace(
        facts,
        citations=tuple(c for c in kept if c is not None),
        references=tuple(
            dataclasses.replace(r, antecedent=None if r.antecedent is None else new_index[r.antecedent])
            for r in facts.references
            if r.antecedent is None or r.antecedent in new_index
        ),
        relations=tuple(
            dataclasses.replace(r, subject=new_index[r.subject], object=new_index[r.object])
            for r in facts.relations
            if r.subject in new_index and r.object in new_index
        ),
    )


def quote(document: Document, subject: str) -> str | None:
    """The words that a subject stands on, None for a header field that was not read anywhere."""
    match = _SUBJECT.fullmatch(subject)
    if match is None:
        return None
    if match[1]:
        return next((s.surface for s in document.header.spans if s.field == match[1]), None)
    start, end = (match[2], match[3]) if match[2] else (match[4], match[5])
    return document.text[int(start) : int(end)]


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
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise InputError(
                f"{name}, dòng {n}: không phải một đính chính ({error}); cần một đối tượng JSON mỗi dòng.",
                f"{name}, line {n}: not a correction ({error}); one JSON object a line is needed.",
            ) from error
        accept(correction)
        out.append(correction)
    return out
