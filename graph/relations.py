"""All relations between works, read from a snapshot once and kept: a page follows them without asking the store at each step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from graph.queries import Citing, Named, Related
from graph.reader import Reader
from graph.rows import ask
from graph.terms import RELATIONS
from ontology import CITO, DCT, ELI, OA, PREFIXES, VNP

GENERIC = str(ELI["cites"])
"""Stands beside every relation that says more, and is shown only where it stands alone."""
WALKED = tuple(dict.fromkeys([*(r.strip("<>") for r in RELATIONS.values()), GENERIC, str(VNP["approvedBy"])]))
_LABEL, _TITLE, _DATE = PREFIXES["rdfs"] + "label", str(DCT["title"]), str(ELI["date_document"])
_TEXT = str(ELI["is_realized_by"])
_NONE: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Relations:
    """For each work, (relation, other work) of what it refers to and of what refers to it; which works are held, and dates."""

    out: Mapping[str, Sequence[tuple[str, str]]]
    into: Mapping[str, Sequence[tuple[str, str]]]
    held: frozenset[str]
    dates: Mapping[str, str]

    def of(self, work: str, direction: int) -> Sequence[tuple[str, str]]:
        """``direction`` above 0: what ``work`` refers to; below: what refers to it."""
        return (self.out if direction > 0 else self.into).get(work, _NONE)

    def newest(self, works: Iterable[str]) -> list[str]:
        """Held ones first, newest first, undated last."""
        return sorted(sorted(works), key=lambda w: (w in self.held, self.dates.get(w, "")), reverse=True)


def relations(reader: Reader) -> Relations:
    """The relations of the newest snapshot."""
    return reader.once("relations", lambda: _read(reader))


def _read(reader: Reader) -> Relations:
    out, into = defaultdict(list), defaultdict(list)
    same: dict[str, str] = {}  # one string per work, however often it is named
    for relation in WALKED:
        for source, target in dict.fromkeys(reader.pairs(relation)):
            a, b = same.setdefault(source, source), same.setdefault(target, target)
            out[a].append((relation, b))
            into[b].append((relation, a))
    return Relations(dict(out), dict(into), frozenset(s for s, _ in reader.pairs(_TEXT)), dict(reader.pairs(_DATE)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All works that stand in one relation to a work, in one direction (``out`` or ``in``); the first of them described."""

    relation: str
    direction: str
    held: int
    not_held: int
    shown: tuple[Related, ...]


def distinct(reader: Reader, work: str, direction: int) -> tuple[int, int]:
    """How many works stand on one side of ``work``, each counted once: held, not held."""
    known = relations(reader)
    works = {w for _, w in known.of(work, direction) if w != work}
    held = sum(w in known.held for w in works)
    return held, len(works) - held


def groups(reader: Reader, work: str, most: int) -> list[Group]:
    """The lược đồ of ``work``: the generic relation only for works that no other one names; ``most`` described of each group."""
    known, found = relations(reader), []
    for direction, name in ((1, "out"), (-1, "in")):
        pairs = [(r, w) for r, w in known.of(work, direction) if w != work]
        said = {w for r, w in pairs if r != GENERIC}
        telling = sorted((r, w) for r, w in pairs if r != GENERIC or w not in said)
        for relation, same in groupby(telling, key=lambda p: p[0]):
            works = known.newest(w for _, w in same)
            held = sum(w in known.held for w in works)
            shown = tuple(_related(reader, known, relation, name, w) for w in (*works[:most], *works[max(most, held) : held + most]))
            found.append(Group(relation=relation, direction=name, held=held, not_held=len(works) - held, shown=shown))
    return found


def refers_to(reader: Reader, work: str) -> list[Related]:
    """Every relation from ``work`` to another, as it stands."""
    known = relations(reader)
    return [_related(reader, known, relation, "out", other) for relation, other in known.of(work, 1)]


def _related(reader: Reader, known: Relations, relation: str, direction: str, other: str) -> Related:
    return Related(
        relation=relation,
        direction=direction,
        other=other,
        label=first(reader.store, other, _LABEL) or other,
        title=first(reader.store, other, _TITLE),
        date=known.dates.get(other),
        held=other in known.held,
    )


def first(store: ox.Store, subject: str, predicate: str) -> str | None:
    """The first value of a property, in a fixed order."""
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return min((str(q.object.value) for q in quads if not isinstance(q.object, ox.Triple)), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    work: str
    label: str


def works(reader: Reader) -> list[Named]:
    """Every work and programme by its name."""
    return reader.once("works", lambda: _works(reader))


def _works(reader: Reader) -> list[Named]:
    held, titles = relations(reader).held, dict(reader.pairs(_TITLE))
    named = sorted(ask(reader, _Name, "works", per="work"), key=lambda n: n.work)
    return [Named(work=n.work, label=n.label, title=titles.get(n.work), held=n.work in held) for n in named]


def texts(reader: Reader) -> dict[str, Named]:
    """IRI of a text as read -> the work that it is one of."""
    return reader.once("texts", lambda: _texts(reader))


def _texts(reader: Reader) -> dict[str, Named]:
    named = {w.work: w for w in works(reader)}
    return {text: named[work] for text, work in reader.pairs(str(ELI.realizes)) if work in named}


@dataclass(frozen=True, slots=True, kw_only=True)
class _CitingDocument:
    document: str
    mention: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingPage:
    """Some of those who cite a work, newest first, with how many there are."""

    documents: int
    mentions: int
    rows: tuple[Citing, ...]


def citing(reader: Reader, work: str, offset: int, limit: int, without: str = "") -> CitingPage:
    """The mentions of ``work`` in ``limit`` of the documents that cite it; ``without`` leaves one document out."""
    found: dict[str, set[str]] = {}
    for c in ask(reader, _CitingDocument, "citing_documents", work=work):
        if c.document != without:
            found.setdefault(c.document, set()).add(c.mention)
    rows: list[Citing] = []
    for document in relations(reader).newest(found)[offset : offset + limit]:
        rows += sorted((_mention(reader, m, document) for m in found[document]), key=lambda c: c.start)
    return CitingPage(documents=len(found), mentions=sum(map(len, found.values())), rows=tuple(rows))


def _mention(reader: Reader, mention: str, document: str) -> Citing:
    """One mention in words, read from what stands at it: a query for one mention would plan for all."""
    store = reader.store
    said = said_of(store, mention)
    start, _, end = said[str(OA.hasSelector)].rpartition("/")[2].partition("-")
    return Citing(
        mention=mention,
        document=document,
        text=said[str(VNP.inText)],
        label=first(store, document, _LABEL) or document,
        title=first(store, document, _TITLE),
        date=relations(reader).dates.get(document),
        role=said[str(VNP.role)].rpartition("/")[2],
        relation=said[str(CITO.hasCitationCharacterization)],
        status=said[str(VNP.resolutionStatus)].rpartition("/")[2],
        sentence=said[str(VNP.citingSentence)],
        raw=said[str(VNP.rawText)],
        pinpoint=said.get(str(VNP.pinpoint)),
        section=said.get(str(VNP.inSection)),
        start=int(start),
        end=int(end),
    )


def said_of(store: ox.Store, subject: str) -> dict[str, str]:
    """Predicate -> value of what stands at a thing; one value where there are several."""
    quads = store.quads_for_pattern(ox.NamedNode(subject), None, None, None)
    return {q.predicate.value: str(q.object.value) for q in quads if not isinstance(q.object, ox.Triple)}


def subjects(store: ox.Store, predicate: str, value: str) -> list[str]:
    """The things of which ``predicate`` says ``value``, each once."""
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), None)
    return sorted({str(q.subject.value) for q in quads if not isinstance(q.subject, ox.Triple)})


def objects(store: ox.Store, subject: str, predicate: str) -> list[str]:
    """All values of a property, each once."""
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return sorted({str(q.object.value) for q in quads if not isinstance(q.object, ox.Triple)})
