"""The page of one held document: header card, contents, and the text as it was with its facts marked in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.library import Stored
from corpus.model import Citation
from graph.queries import Cited
from web.views.frame import DocumentFrame, card, like_address, reference, tabs
from web.views.layout import Block, ContentsEntry, blocks, contents
from web.views.marks import KINDS, Link, Mark, marks_of, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many facts of a kind the text holds."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(DocumentFrame):
    """The text with its facts marked, the contents that lead into it, and how many facts of each kind it holds."""

    contents: tuple[ContentsEntry, ...]
    blocks: tuple[Block, ...]
    kinds: tuple[KindCount, ...]


def kind_counts(stored: Stored) -> tuple[KindCount, ...]:
    f = stored.facts
    counts = (f.citations, f.agencies, f.assignments, f.targets, f.deadlines)
    return tuple(KindCount(kind=k, count=len(c)) for k, c in zip(KINDS, counts, strict=True))


def citation_links(citations: Sequence[Citation], cited: Sequence[Cited], local: Callable[[str], str], own: str) -> tuple[Link | None, ...]:
    """Where each citation leads: to its work's page, or to its card where several works may be meant."""
    known = {(c.start, c.end): c for c in cited}
    return tuple(_link(known.get((c.start, c.end)), local, own) for c in citations)


_OPEN = ("not-held", "ambiguous")
"""Statuses that a link shows: nothing is held at its end, or several works may be meant."""


def _link(c: Cited | None, local: Callable[[str], str], own: str) -> Link | None:
    if c is None:
        return None
    target, of_citation = c.work or c.programme, f"{own}/dan/{c.start}-{c.end}"
    return Link(local(target) if target else of_citation, c.status if c.status in _OPEN else "", of_citation)


def _lit(text: str, start: int, end: int) -> tuple[Mark, ...]:
    """The place that a reader was sent to, and the sentence around it where it is less than one."""
    first, last = sentence(text, start, end)
    around = (Mark(first, last, "lit-sentence", ""),) if (first, last) != (start, end) else ()
    return (*around, Mark(start, end, "lit", "den"))


def document_page(
    stored: Stored,
    links: Sequence[Link | None],
    lit: tuple[int, int] | None = None,
    work_path: str | None = None,
    structured: Mapping[str, object] | None = None,
) -> DocumentPage:
    """Everything that the document page shows; ``lit`` is the span that another page sent the reader to."""
    marks = marks_of(stored.facts, links)
    if lit is not None:
        marks = sorted([*marks, *_lit(stored.document.text, *lit)], key=lambda m: (m.start, -m.end))
    head = card(stored)
    return DocumentPage(
        title=" ".join(x for x in (head.kind, head.number, "–" if head.number else "", head.title) if x),
        nav="documents",
        id=stored.id,
        tabs=tabs(stored, "text", work_path),
        card=head,
        contents=contents(stored.document),
        blocks=blocks(stored.document, marks),
        kinds=kind_counts(stored),
        reference=reference(stored.document),
        structured=structured,
        like_href=like_address(stored.id),
    )
