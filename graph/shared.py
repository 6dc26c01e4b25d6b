"""What documents say together of one thing: a work that several cite, an agency that several name.

It lives once, in the shared graph, so that a query counts it once. Each document contributes a payload per thing; the
quads are made from all payloads, whatever the order in which the documents came.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from graph import identity, tables
from graph import terms as t
from graph.classes import document_class
from graph.force import End, status
from graph.nquads import Writer, date, string, text, typed
from ontology import CONCEPTS

HELD, CITED = "held", "cited"


def work_payload(
    said_by: str,
    *,
    kind: str | None = None,
    number: str | None = None,
    issuer: str | None = None,
    day: str | None = None,
    name: str | None = None,
    force: str | None = None,
    effective: str | None = None,
    file: str | None = None,
) -> str:
    """What one document says of a work; ``said_by`` is :data:`HELD` where the document is a text of it.

    ``name`` is its title; ``file`` what to call it where it has none."""
    return json.dumps(["work", said_by, kind, number, issuer, day, name, force, effective, file], ensure_ascii=False)


def end_payload(by: str, stated_in: str, day: str | None, issued: str | None, *, part: bool) -> str:
    """A document says that a work, or a part of it, ended: by which work (``issued`` then), in which mention, from which day."""
    return json.dumps(["end", by, stated_in, day, issued, part], ensure_ascii=False)


@lru_cache(maxsize=1 << 12)
def agency_payload(name: str, kind: str | None, level: str | None, place: str | None, parent: str | None, group: bool) -> str:
    return json.dumps(["agency", name, kind, level, place, parent, group], ensure_ascii=False)


def programme_payload(name: str, approved_by: Iterable[str]) -> str:
    return json.dumps(["programme", name, sorted(approved_by)], ensure_ascii=False)


def change_payload(name: str, to: str | None, day: str, act: str, work: str) -> str:
    """A body became another, or ended, on ``day`` by ``act``, the work at the path ``work``."""
    return json.dumps(["change", name, to, day, act, work], ensure_ascii=False)


@lru_cache(maxsize=1 << 12)
def named_payload(kind: str, name: str) -> str:
    """What has only a name: ``kind`` is ``indicator``, ``place`` or ``signer``."""
    return json.dumps([kind, name], ensure_ascii=False)


def merge(payloads: Sequence[str]) -> str:
    """The payloads of one document on one thing, as one: each is JSON already."""
    return f"[{', '.join(payloads)}]"


@lru_cache(maxsize=1 << 12)
def _items(payload: str) -> tuple[list[object], ...]:
    """The things said; many documents say the same of a body."""
    data = json.loads(payload)
    return tuple(data) if data and isinstance(data[0], list) else (data,)


def write(writer: Writer, subject: str, payloads: Iterable[str], today: str) -> None:
    """Add the quads of the thing at path ``subject``; its force is that of ``today``."""
    told: dict[str, list[list[object]]] = {}
    for item in (item for p in payloads for item in _items(p)):
        told.setdefault(str(item[0]), []).append(item[1:])
    for kind, make in (("work", _work), ("agency", _agency), ("programme", _programme), ("change", _change)):
        if kind in told:
            make(writer, subject, told[kind])
    if "work" in told:
        _force(writer, subject, told["work"], told.get("end", []), today)
    for kind, cls in _NAMED.items():
        if name := _usual(i[0] for i in told.get(kind, ())):
            writer.many(writer.ref(subject), [(t.A, t.vnp[cls]), (t.LABEL, text(name)), (t.PREF_LABEL, text(name))])


_NAMED = {"indicator": "Indicator", "place": "Place", "signer": "Signer"}


def _usual(values: Iterable[object]) -> str | None:
    """What most say; of equals the first in alphabetical order."""
    said = [str(v) for v in values if v]
    if len(set(said)) < 2:
        return said[0] if said else None
    counts = Counter(said)
    return min(counts, key=lambda v: (-counts[v], v))


def _work(w: Writer, subject: str, items: list[list[object]]) -> None:
    said = [i for i in items if i[0] == HELD] or items
    kind, number, issuer, _, name = (_usual(i[n] for i in said) for n in range(1, 6))
    days = [str(i[4]) for i in said if i[4]]
    day = _usual([d for d in days if len(d) == max(map(len, days))])  # a year alone never outvotes a whole date
    table = None if any(i[0] == HELD for i in items) else tables.told(subject)
    s = w.ref(subject)
    if table:
        kind, number, issuer, name = kind or table.kind, number or table.number, issuer or table.issuer, name or table.name
        day = max(day or "", table.date or "", key=len) or None
        w.add(s, t.prov("wasDerivedFrom"), w.ref(table.table))
    label = " ".join(x for x in (kind, number) if x) if number else name or _usual(i[8] for i in said) or subject
    cls = document_class(kind, number, identity.series(issuer) if issuer else None)
    w.many(
        s,
        [
            (t.A, t.vnp["Document"]),
            (t.LABEL, text(label)),
            (t.eli("type_document"), t.document_type(kind)),
            (t.vnp["documentClass"], t.concept_term("document-class", cls) if cls else None),
            (t.eli("number"), string(number) if number else None),
            (t.eli("id_local"), string(number) if number else None),
            (t.eli("date_document"), date(day) if day else None),
            (t.dct("title"), text(name) if name else None),
            (t.vnp["issuedBy"], w.ref(identity.agency(issuer)) if issuer else None),
        ],
    )


def _force(w: Writer, subject: str, works: list[list[object]], stated: list[list[object]], today: str) -> None:
    """What the texts of the work print, what those that ended it say, and what the table of laws knows; else unknown, never guessed."""
    held = [i for i in works if i[0] == HELD]
    ends = sorted((str(by), str(at), str(day or ""), str(issued or ""), bool(part)) for by, at, day, issued, part in stated)
    table = tables.told(subject)
    effective = _usual(i[7] for i in held) or (table.effective if table else None)
    over = [End(day=day or issued or None, part=part) for _, _, day, issued, part in ends]
    over += [End(day=table.until)] if table and table.until else []
    now = status(today, printed=_usual(i[6] for i in held if i[6] != "unknown"), effective=effective, ends=over)
    s = w.ref(subject)
    w.add(s, t.eli("in_force"), t.concept_term("force", now))
    w.add(s, t.eli("first_date_entry_in_force"), date(effective) if effective else None)
    for by, stated_in, day, _, part in ends:
        w.many(s, [(t.vnp["partlyEndedBy" if part else "endedBy"], w.ref(by)), (t.vnp["endStatedIn"], w.ref(stated_in))])
        w.add(s, t.eli("date_no_longer_in_force"), date(day) if day and not part else None)
    if table and table.until and table.follower:
        w.many(s, [(t.vnp["endedBy"], w.ref(table.follower)), (t.eli("date_no_longer_in_force"), date(table.until))])
        w.add(s, t.prov("wasDerivedFrom"), w.ref(table.table))


def depends_on_day(payload: str) -> bool:
    """True where the force of the thing may change with the day alone."""
    return any(i[0] == "end" or (i[0] == "work" and i[8]) for i in _items(payload))


def _agency(w: Writer, subject: str, items: list[list[object]]) -> None:
    names = Counter(str(i[0]) for i in items)
    name = min(names, key=lambda n: (-names[n], n))
    group = any(i[5] for i in items)
    kind, level, place, parent = (_usual(i[n] for i in items) for n in (1, 2, 3, 4))
    s = w.ref(subject)
    w.many(
        s,
        [
            (t.A, t.vnp["AgencyGroup" if group else "Agency"]),
            (t.LABEL, text(name)),
            (t.PREF_LABEL, text(name)),
            (t.vnp["agencyKind"], t.concept_term("agency-kind", kind) if kind in CONCEPTS["agency-kind"] else None),
            (t.vnp["adminLevel"], t.concept_term("level", level) if level in CONCEPTS["level"] else None),
            (t.vnp["place"], w.ref(identity.place(place)) if place else None),
            (t.org("subOrganizationOf"), w.ref(identity.agency(parent)) if parent else None),
        ],
    )
    for other in sorted(names.keys() - {name}):
        w.add(s, t.ALT_LABEL, text(other))


def _change(w: Writer, subject: str, items: list[list[object]]) -> None:
    name, to, day, act, work = (None if x is None else str(x) for x in min(items, key=str))
    said = f"{name} trở thành {to}" if to else f"{name} kết thúc hoạt động"
    w.many(
        w.ref(subject),
        [
            (t.A, t.org("ChangeEvent")),
            (t.LABEL, text(said)),
            (t.org("originalOrganization"), w.ref(identity.agency(str(name)))),
            (t.org("resultingOrganization"), w.ref(identity.agency(to)) if to else None),
            (t.dct("date"), date(str(day))),
            (t.prov("startedAtTime"), typed(f"{day}T00:00:00+07:00", "dateTime")),
            (t.dct("description"), text(str(act))),
            (t.vnp["legalBasis"], w.ref(str(work))),
        ],
    )


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
