"""A work in the terms of schema.org (schema:Legislation), for the JSON-LD that stands in its pages.

Built from the graph alone, so that a work which the library does not hold is described as far as those that cite it tell.
What nobody states is left out: an unknown force is no ``legislationLegalForce``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph import queries
from graph.queries import Related, WorkRow
from graph.reader import Reader
from graph.relations import refers_to
from ontology import ELI, PREFIXES, VNP

MOST = 200
"""Works that one property names: a law that a whole library cites stays a page."""
_SCHEMA = "https://schema.org/"
_FORCE = {
    "in-force": "InForce",
    "ended": "NotInForce",
    "not-yet": "NotInForce",
    "suspended": "NotInForce",
    "partly-ended": "PartiallyInForce",
    "partly-suspended": "PartiallyInForce",
}
_CHANGES = ("legislationChanges",)
_OUT: dict[str, tuple[str, ...]] = {
    str(ELI["cites"]): ("citation",),
    str(ELI["based_on"]): ("isBasedOn",),
    str(ELI["amends"]): ("legislationAmends", *_CHANGES),
    str(ELI["corrects"]): ("legislationCorrects", *_CHANGES),
    str(ELI["consolidates"]): ("legislationConsolidates",),
    str(VNP.replaces): ("legislationRepeals", *_CHANGES),
    str(VNP.abrogates): ("legislationRepeals", *_CHANGES),
    str(VNP.annuls): ("legislationRepeals", *_CHANGES),
    str(VNP.suspends): _CHANGES,
    str(VNP.implements): ("legislationApplies",),
    str(VNP.guides): ("legislationApplies",),
}
"""Relation of the graph -> properties of schema.org that say it of this work."""


def legislation(reader: Reader, iri: str) -> Mapping[str, object] | None:
    """The JSON-LD of the work ``iri``; None where the graph does not know it."""
    row = queries.work(reader, iri)
    if row is None:
        return None
    told = {
        "@context": _SCHEMA.rstrip("/"),
        "@id": iri,
        "@type": "Legislation",
        "url": iri,
        "name": row.title or row.label,
        "alternateName": row.label if row.label != row.title else None,
        "legislationIdentifier": row.number,
        "legislationType": row.type,
        "additionalType": f"{PREFIXES['vnc']}document-class/{row.document_class}" if row.document_class else None,
        "legislationDate": row.date,
        "legislationPassedBy": _body(row),
        "accountablePerson": _person(row),
        "legislationLegalForce": _SCHEMA + _FORCE[row.force] if row.force in _FORCE else None,
        "temporalCoverage": f"{row.effective or '..'}/{row.end or '..'}" if row.effective or row.end else None,
        "legislationJurisdiction": {"@type": "Country", "name": "Việt Nam", "identifier": "VN"},
        "inLanguage": "vi",
        "encoding": [e for text in row.texts for e in _encodings(text)],
        **_relations(refers_to(reader, iri)),
    }
    return {name: value for name, value in told.items() if value}


def _body(row: WorkRow) -> dict[str, str] | None:
    if row.issuer is None:
        return None
    return {"@type": "GovernmentOrganization", "@id": row.issuer, "name": row.issuer_label or row.issuer}


def _person(row: WorkRow) -> dict[str, str] | None:
    if row.signer is None:
        return None
    return {"@type": "Person", "name": row.signer, **({"jobTitle": row.signer_title} if row.signer_title else {})}


def _encodings(text: str) -> Iterable[dict[str, str]]:
    """The forms in which a text that is held can be fetched."""
    for suffix, media in (("", "text/html"), (".txt", "text/plain"), (".akn.xml", "application/akn+xml"), (".ttl", "text/turtle")):
        yield {
            "@type": "LegislationObject",
            "@id": text + suffix,
            "contentUrl": text + suffix,
            "encodingFormat": media,
            "inLanguage": "vi",
            "legislationLegalValue": _SCHEMA + "UnofficialLegalValue",
        }


def _relations(related: Iterable[Related]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for r in related:
        for name in _OUT.get(r.relation, ()) if "/vb/" in r.other else ():
            others = found.setdefault(name, [])
            if len(others) < MOST and all(o["@id"] != r.other for o in others):
                others.append({"@type": "Legislation", "@id": r.other, "name": r.title or r.label})
    return found
