"""What documents say together of one thing: a work that several cite, an agency that several name.

It lives once, in the shared graph, so that a query counts it once. Each document contributes a payload per thing; the
quads are made from all payloads, whatever the order in which the documents came.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from graph import identity
from graph import terms as t
from graph.nquads import Writer, date, string, text
from ontology import CONCEPTS

HELD, CITED = "held", "cited"


def work_payload(said_by: str, kind: str | None, number: str | None, issuer: str | None, day: str | None, name: str | None) -> str:
    """What one document says of a work; ``said_by`` is :data:`HELD` where the document is a text of it."""
    return json.dumps(["work", said_by, kind, number, issuer, day, name], ensure_ascii=False)


def agency_payload(name: str, kind: str | None, level: str | None, place: str | None, parent: str | None, group: bool) -> str:
    return json.dumps(["agency", name, kind, level, place, parent, group], ensure_ascii=False)


def programme_payload(name: str, approved_by: Iterable[str]) -> str:
    return json.dumps(["programme", name, sorted(approved_by)], ensure_ascii=False)


def named_payload(kind: str, name: str) -> str:
    """What has only a name: ``kind`` is ``indicator``, ``place`` or ``signer``."""
    return json.dumps([kind, name], ensure_ascii=False)


def merge(payloads: Sequence[str]) -> str:
    """The payloads of one document on one thing, as one."""
    return json.dumps([x for p in payloads for x in _items(p)], ensure_ascii=False)


def _items(payload: str) -> list[list[object]]:
    data = json.loads(payload)
    return data if data and isinstance(data[0], list) else [data]


def write(writer: Writer, subject: str, payloads: Iterable[str]) -> None:
    """Add the quads of the thing at path ``subject``."""
    items = [item for p in payloads for item in _items(p)]
    for kind, make in (("work", _work), ("agency", _agency), ("programme", _programme)):
        mine = [i[1:] for i in items if i[0] == kind]
        if mine:
            make(writer, subject, mine)
    for kind, cls in _NAMED.items():
        if name := _usual(i[1] for i in items if i[0] == kind):
            writer.many(writer.ref(subject), [(t.A, t.vnp[cls]), (t.LABEL, text(name)), (t.PREF_LABEL, text(name))])


_NAMED = {"indicator": "Indicator", "place": "Place", "signer": "Signer"}


def _usual(values: Iterable[object]) -> str | None:
    """What most say; of equals the first in alphabetical order."""
    counts = Counter(str(v) for v in values if v)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def _work(w: Writer, subject: str, items: list[list[object]]) -> None:
    told = [i for i in items if i[0] == HELD] or items
    kind, number, issuer, day, name = (_usual(i[n] for i in told) for n in range(1, 6))
    s = w.ref(subject)
    label = " ".join(x for x in (kind, number) if x) if number else name or subject
    w.many(
        s,
        [
            (t.A, t.vnp["Document"]),
            (t.LABEL, text(label)),
            (t.eli("type_document"), t.document_type(kind)),
            (t.eli("number"), string(number) if number else None),
            (t.eli("id_local"), string(number) if number else None),
            (t.eli("date_document"), date(day) if day else None),
            (t.dct("title"), text(name) if name else None),
        ],
    )
    if issuer:
        body = identity.agency(issuer)
        w.add(s, t.vnp["issuedBy"], w.ref(body))


def _agency(w: Writer, subject: str, items: list[list[object]]) -> None:
    names = Counter(str(i[0]) for i in items)
    name = min(names, key=lambda n: (-names[n], n))
    group = any(i[5] for i in items)
    level, place, parent = (_usual(i[n] for i in items) for n in (2, 3, 4))
    s = w.ref(subject)
    w.many(
        s,
        [
            (t.A, t.vnp["AgencyGroup" if group else "Agency"]),
            (t.LABEL, text(name)),
            (t.PREF_LABEL, text(name)),
            (t.vnp["adminLevel"], t.concept_term("level", level) if level in CONCEPTS["level"] else None),
            (t.vnp["place"], w.ref(identity.place(place)) if place else None),
            (t.org("subOrganizationOf"), w.ref(identity.agency(parent)) if parent else None),
        ],
    )
    for other in sorted(names.keys() - {name}):
        w.add(s, t.ALT_LABEL, text(other))


def _programme(w: Writer, subject: str, items: list[list[object]]) -> None:
    names = Counter(str(i[0]) for i in items if i[0])
    name = min(names, key=lambda n: (-names[n], n)) if names else subject
    s = w.ref(subject)
    w.many(s, [(t.A, t.vnp["Programme"]), (t.LABEL, text(name)), (t.PREF_LABEL, text(name))])
    for other in sorted(names.keys() - {name}):
        w.add(s, t.ALT_LABEL, text(other))
    for i in items:
        works = i[1]
        for path in works if isinstance(works, list) else ():
            w.add(s, t.vnp["approvedBy"], w.ref(str(path)))
