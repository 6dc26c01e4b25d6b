"""The quads of what frames a text: header fields, sections, objectives; each with the words that say it, its rule and its run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.curation import RULE
from corpus.model import FieldSpan, Header, Mention, Section, Target
from graph import identity
from graph import terms as t
from graph.nquads import string, text, typed
from graph.page import Page
from ontology import CONCEPTS

INFERRED = "header/inferred"
"""Rule of a field that is not printed as such: its span holds the words from which it was concluded."""
_EVIDENCE = ("signer_title", "signer", "number", "title", "type", "place", "date")
_LOOK_BACK = 200_000
"""How far before a target its objective's heading is looked for."""


def header(page: Page) -> None:
    """One reading per field that has a value, in the order of the text."""
    for f in sorted(_readings(page.document.header, page.document.text), key=lambda f: (f.start, f.end, f.field)):
        m = page.mention("the-thuc", "HeaderReading", Mention(start=f.start, end=f.end, surface=f.surface, rule=f.rule))
        value = f.surface if f.field == "recipients" else getattr(page.document.header, f.field, None)
        page.writer.many(
            m,
            [
                (t.vnp["headerField"], t.concept_term("header-field", f.field)),
                (t.vnp["fieldValue"], text(value) if isinstance(value, str) else None),
            ],
        )


def _readings(h: Header, content: str) -> Iterator[FieldSpan]:
    printed = [f for f in h.spans if f.field in CONCEPTS["header-field"] and f.field != "recipients"]
    yield from printed
    known = {f.field: f for f in reversed(printed)}
    for name in sorted(CONCEPTS["header-field"] - known.keys() - {"recipients"}):
        if getattr(h, name) is not None:
            yield _inferred(name, h, known)
    yield from _recipients(h, content)


def _inferred(name: str, h: Header, known: dict[str, FieldSpan]) -> FieldSpan:
    """A field without words of its own: concluded from others, or set by a person (then it stands on no words)."""
    evidence = next((known[e] for e in _EVIDENCE if e in known), None)
    if name in h.curated or evidence is None:
        return FieldSpan(field=name, start=0, end=0, surface="", rule=RULE if name in h.curated else INFERRED)
    return FieldSpan(field=name, start=evidence.start, end=evidence.end, surface=evidence.surface, rule=INFERRED)


def _recipients(h: Header, content: str) -> Iterator[FieldSpan]:
    end = len(content)
    for line in reversed(h.recipients):
        at = content.rfind(line, 0, end)
        at = at if at >= 0 else content.rfind(line)
        if at >= 0:
            yield FieldSpan(field="recipients", start=at, end=at + len(line), surface=line, rule="header/recipients")
            end = at


def sections(page: Page) -> None:
    """The sections that are worth a node of their own; the span is the heading line, the extent all that stands under it."""
    for i in page.sections_to_write():
        s = page.sections[i]
        parent = page.work if s.parent is None else page.section(s.parent)
        kind = s.kind if s.kind in CONCEPTS["section-kind"] else None
        page.writer.many(
            page.section(i),
            [
                (t.A, t.vnp["Section"]),
                (t.vnp["inText"], page.text),
                (t.oa("hasSelector"), page.span(s.start, heading_end(page.document.text, s))),
                (t.vnp["rule"], string(f"section/{s.kind}")),
                (t.eli("is_part_of"), parent),
                (t.vnp["sectionKind"], t.concept_term("section-kind", kind) if kind else None),
                (t.eli("number"), string(s.number) if s.number else None),
                (t.vnp["label"], text(s.label)),
                (t.dct("title"), text(s.heading) if s.heading else None),
                (t.vnp["extentEnd"], typed(s.end, "integer")),
            ],
        )


def heading_end(content: str, s: Section) -> int:
    """Where the printed heading ends: after the label, or where the heading's last letter stands, whatever marks lie between."""
    at = min(max(s.text_start, s.start), s.end)
    label = s.start + len(content[s.start : at].rstrip())
    printed = (s.heading or "").strip()
    if printed[-1:].isalnum() and content.startswith(printed, at, s.end):
        return at + len(printed)
    letters = [c for c in printed if c.isalnum()]
    for letter in letters:
        while at < s.end and not content[at].isalnum():
            at += 1
        if at >= s.end or content[at] != letter:
            return _line_end(content, s)
        at += 1
    return at if letters else label


def _line_end(content: str, s: Section) -> int:
    end = content.find("\n", s.start, s.end)
    return s.end if end < 0 else end


def objective(page: Page, a: Target) -> str | None:
    """Term of the objective under which a target stands: the heading before it; where that is not printed so, the target's own words."""
    if not a.objective:
        return None
    w = page.writer
    o = w.ref(f"ban/{page.id}/muc-tieu/{identity.short_hash((a.objective_number or '') + a.objective)}")
    if o in page.objectives:
        return o
    page.objectives.add(o)
    found = _printed_before(page.document.text, a.objective, a.start)
    w.many(
        o,
        [
            (t.A, t.vnp["Objective"]),
            (t.vnp["inText"], page.text),
            (t.oa("hasSelector"), page.span(*(found or (a.start, a.end)))),
            (t.vnp["rule"], string("objective/heading" if found else "objective/implied")),
            (t.LABEL, text(a.objective)),
            (t.vnp["objectiveNumber"], string(a.objective_number) if a.objective_number else None),
        ],
    )
    return o


def _printed_before(content: str, words: str, end: int) -> tuple[int, int] | None:
    """The last place before ``end`` where these words stand, whatever marks and line breaks lie between them."""
    parts = re.findall(r"\w+", words)
    if not parts:
        return None
    printed = re.compile(r"\W{1,20}".join(map(re.escape, parts)))
    found = [m.span() for m in printed.finditer(content, max(0, end - _LOOK_BACK), end)]
    return found[-1] if found else None
