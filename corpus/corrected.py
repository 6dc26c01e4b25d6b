"""What stands after the corrections: header, citations and pairs of targets as people put them right."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from corpus.curation import MAX_TEXT, RULE, Correction, place, when
from corpus.model import Citation, Document, Facts, FieldSpan, Header, Target


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
    return dataclasses.replace(header, spans=spans, curated=tuple(sorted(changes)), **changes)  # type: ignore[arg-type]


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


def decided(
    corrections: Iterable[Correction], ids: tuple[str, str], left: Sequence[Target], right: Sequence[Target]
) -> dict[tuple[int, int], bool]:
    """What people said of pairs of targets of two documents: indices -> the same indicator, or not; either may have been named first."""
    at = [{(t.start, t.end): i for i, t in enumerate(ts)} for ts in (left, right)]
    said: dict[tuple[int, int], bool] = {}
    for c in sorted((c for c in corrections if c.subject.startswith("match/")), key=when):
        own = place(c.subject)
        spans = {c.document: own.span, own.other: own.other_span}
        if set(spans) != set(ids):
            continue
        pair = at[0].get(spans[ids[0]]), at[1].get(spans[ids[1]])
        if pair[0] is None or pair[1] is None:
            continue
        said.pop((pair[0], pair[1]), None)
        if c.action != "withdraw":
            said[pair[0], pair[1]] = c.action != "reject"
    return said


def quoted(c: Correction, document: Document) -> Correction:
    """``c`` with the words that its subject stands on, none for a header field that was not read anywhere."""
    at = place(c.subject)
    if at.kind == "header":
        words = next((s.surface for s in document.header.spans if s.field == at.field), None)
    else:
        words = document.text[at.span[0] : at.span[1]]
    return dataclasses.replace(c, quote=words[:MAX_TEXT] if words else None)
