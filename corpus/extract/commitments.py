"""Who must do what, how much, by when: the extractors of commitments, run over one layout of the document."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from corpus.extract.agencies import Naming, agency_mentions
from corpus.extract.assignments import assignments
from corpus.extract.deadlines import deadlines
from corpus.extract.line_tables import line_tables
from corpus.extract.links import link, responsibilities
from corpus.extract.reading import read
from corpus.extract.targets import targets
from corpus.model import AgencyMention, Citation, Document, Facts


def read_commitments(document: Document, citations: Sequence[Citation] = ()) -> Facts:
    """Bodies, assignments, targets and deadlines; ``citations`` are what is cited, whose dates are no deadlines."""
    reading = read(document, line_tables(document.text))
    naming = Naming.of(document)
    aims = targets(reading)
    tasks, dates = link(reading, naming, assignments(reading, naming), deadlines(reading, citations))
    return Facts(
        agencies=_outside_names(agency_mentions(reading, naming), citations),
        assignments=tasks,
        targets=aims,
        responsibilities=responsibilities(tasks, aims),
        deadlines=dates,
    )


def _outside_names(mentions: Sequence[AgencyMention], citations: Sequence[Citation]) -> tuple[AgencyMention, ...]:
    """Without the words of a law's own name: "Luật Công an nhân dân" speaks of no body."""
    names = sorted((c.start, c.end) for c in citations if c.kind == "named")

    def inside(m: AgencyMention) -> bool:
        at = bisect.bisect_right(names, (m.start, m.end)) - 1
        return at >= 0 and m.end <= names[at][1]

    return tuple(m for m in mentions if not inside(m))
