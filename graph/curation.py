"""Corrections as Web Annotations in a named graph of their own: who said what of which reading, when and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from corpus.curation import Correction, Place, place
from corpus.jsonio import to_json
from graph import identity
from graph import terms as t
from graph.nquads import Writer, iri, string, text, typed

_MOTIVATION = {"confirm": "assessing", "correct": "editing", "reject": "moderating", "withdraw": "moderating"}


def write(writer: Writer, corrections: Iterable[Correction]) -> None:
    """Add the quads of all ``corrections``; the same corrections make the same quads, whatever their order."""
    for c in corrections:
        _one(writer, c)


def _one(w: Writer, c: Correction) -> None:
    data = json.dumps(to_json(c), ensure_ascii=False, sort_keys=True)
    path = f"dinh-chinh/{c.document}-{hashlib.sha256(data.encode()).hexdigest()[:12]}"
    at = place(c.subject)
    body = json.dumps({"subject": c.subject, "action": c.action, "value": to_json(c.value)}, ensure_ascii=False, sort_keys=True)
    w.many(
        w.ref(path),
        [
            (t.A, t.oa("Annotation")),
            (t.oa("motivatedBy"), t.oa(_MOTIVATION[c.action])),
            *((t.oa("hasTarget"), w.ref(target)) for target in _targets(c, at)),
            (t.vnp["headerField"], t.concept_term("header-field", at.field) if at.field else None),
            (
                t.oa("bodyValue"),
                string(body),
            ),
            (t.dct("creator"), string(c.who)),
            (t.dct("created"), typed(c.at, "dateTime")),
            (iri("http://www.w3.org/2000/01/rdf-schema#comment"), text(c.why) if c.why else None),
        ],
    )


def _targets(c: Correction, at: Place) -> list[str]:
    """Paths of what the act is about: a citation, the two targets of a match, or the text whose header it is."""
    if at.kind == "citation":
        return [identity.fact(c.document, "trich", *at.span)]
    if at.kind == "match":
        return [identity.fact(c.document, "chi-tieu", *at.span), identity.fact(at.other, "chi-tieu", *at.other_span)]
    return [identity.text(c.document)]
