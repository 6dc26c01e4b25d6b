"""The vocabulary as N-Quads terms, made once."""

from __future__ import annotations

from functools import cache

from corpus.text import slug
from ontology import CITO, CONCEPTS, DCT, ELI, OA, ORG, PREFIXES, PROV, VNP, concept

A = f"<{PREFIXES['rdf']}type>"
LABEL = f"<{PREFIXES['rdfs']}label>"
PREF_LABEL = f"<{PREFIXES['skos']}prefLabel>"
ALT_LABEL = f"<{PREFIXES['skos']}altLabel>"

SELECTORS = frozenset({str(OA.TextPositionSelector), str(OA.TextQuoteSelector)})
"""Classes of the place of a mention: it is both."""

vnp: dict[str, str] = {name: f"<{VNP[name]}>" for name in VNP.__annotations__}
"""Every term of ours: ``vnp["inText"]``; a misspelt one raises ``KeyError``."""


@cache
def eli(name: str) -> str:
    return f"<{ELI[name]}>"


@cache
def cito(name: str) -> str:
    return f"<{CITO[name]}>"


@cache
def oa(name: str) -> str:
    return f"<{OA[name]}>"


@cache
def org(name: str) -> str:
    return f"<{ORG[name]}>"


@cache
def prov(name: str) -> str:
    return f"<{PROV[name]}>"


@cache
def dct(name: str) -> str:
    return f"<{DCT[name]}>"


@cache
def concept_term(scheme: str, name: str) -> str:
    """A concept as a term; raises ``KeyError`` where the scheme has no such concept."""
    return f"<{concept(scheme, name)}>"


def document_type(name: str | None) -> str | None:
    """The concept of a document type by its Vietnamese name; None where the scheme has none."""
    key = slug(name or "")
    return concept_term("document-type", key) if key in CONCEPTS["document-type"] else None


RELATIONS = {
    "basis": eli("based_on"),
    "implements": vnp["implements"],
    "guides": vnp["guides"],
    "amends": eli("amends"),
    "corrects": eli("corrects"),
    "consolidates": eli("consolidates"),
    "replaces": vnp["replaces"],
    "repeals": vnp["abrogates"],
    "annuls": vnp["annuls"],
    "suspends": vnp["suspends"],
}
"""Role of a citation -> the relation that it states between two works. Every citation is an ``eli:cites`` besides."""

STATUS_OF_FORCE = {
    "còn hiệu lực": "in-force",
    "hết hiệu lực toàn bộ": "ended",
    "hết hiệu lực": "ended",
    "hết hiệu lực một phần": "partly-ended",
    "chưa có hiệu lực": "not-yet",
    "ngưng hiệu lực": "suspended",
    "ngưng hiệu lực một phần": "partly-suspended",
}
