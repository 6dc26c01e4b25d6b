"""Every deadline of the graph, gathered column by column: a query that asked for all at once took a second per thousand."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from corpus.text import fold
from graph import identity
from graph.reader import Reader
from graph.relations import first, texts
from graph.rows import Concept
from ontology import PREFIXES, VNP

_LABEL = PREFIXES["rdfs"] + "label"


@dataclass(frozen=True, kw_only=True)
class Due:
    """One deadline."""

    text: str
    label: str
    title: str | None = None
    kind: Concept | None = None
    due: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    recurrence: str | None = None
    phrase: str
    what: str | None = None
    agency: str | None = None
    agency_label: str | None = None
    recipient: str | None = None
    start: int
    end: int

    @functools.cached_property
    def words(self) -> str:
        """All that is said of it, folded: what a filter looks into."""
        return fold(" ".join(x for x in (self.what, self.agency_label, self.recipient, self.label, self.title, self.phrase) if x))


def deadlines(reader: Reader) -> list[Due]:
    """Every deadline of every text, in the order of the texts; kept until there is a newer snapshot."""
    return reader.once("deadlines", lambda: _read(reader))


def _read(reader: Reader) -> list[Due]:
    named_by = texts(reader)
    phrases = dict(reader.pairs(str(VNP.rawPhrase)))
    columns = {
        name: {m: v for m, v in reader.pairs(str(VNP[term])) if m in phrases}
        for name, term in (
            ("due", "due"),
            ("start_date", "periodStart"),
            ("end_date", "periodEnd"),
            ("recurrence", "recurrence"),
            ("what", "what"),
            ("agency", "agency"),
        )
    }
    kinds, recipients = dict(reader.pairs(str(VNP.deadlineKind))), dict(reader.pairs(str(VNP.recipient)))
    bodies = {iri: first(reader.store, iri, _LABEL) for iri in {*columns["agency"].values(), *recipients.values()}}
    found = []
    for mention, phrase in phrases.items():
        text, _, start, end = identity.fact_place(mention)
        named = named_by.get(text)
        if named is None:
            continue
        agency, recipient, kind = columns["agency"].get(mention), recipients.get(mention), kinds.get(mention)
        found.append(
            Due(
                **{name: column.get(mention) for name, column in columns.items() if name != "agency"},
                text=text,
                label=named.label,
                title=named.title,
                kind=kind.rsplit("/", 1)[1] if kind else None,
                phrase=phrase,
                agency=agency,
                agency_label=bodies[agency] if agency else None,
                recipient=bodies[recipient] if recipient else None,
                start=start,
                end=end,
            )
        )
    return sorted(found, key=lambda d: (d.text, d.start, d.end))
