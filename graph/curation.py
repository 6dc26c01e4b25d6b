"""Corrections as Web Annotations in a named graph of their own: who said what of which reading, when and why."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from corpus.curation import Correction
from corpus.jsonio import to_json
from graph import identity
from graph import terms as t
from graph.nquads import Writer, iri, string, text, typed

_MOTIVATION = {"confirm": "assessing", "correct": "editing", "reject": "moderating", "withdraw": "moderating"}
_SPAN = re.compile(r"citation/(\d+)-(\d+)")


def write(writer: Writer, corrections: Iterable[Correction]) -> None:
    """Add the quads of all ``corrections``; the same corrections make the same quads, whatever their order."""
    for c in corrections:
        _one(writer, c)


def _one(w: Writer, c: Correction) -> None:
    data = json.dumps(to_json(c), ensure_ascii=False, sort_keys=True)
    path = f"dinh-chinh/{c.document}-{hashlib.sha256(data.encode()).hexdigest()[:12]}"
    span = _SPAN.fullmatch(c.subject)
    body = json.dumps({"subject": c.subject, "action": c.action, "value": to_json(c.value)}, ensure_ascii=False, sort_keys=True)
    target = identity.fact(c.document, "trich", int(span[1]), int(span[2])) if span else identity.text(c.document)
    w.many(
        w.ref(path),
        [
            (t.A, t.oa("Annotation")),
            (t.oa("motivatedBy"), t.oa(_MOTIVATION[c.action])),
            (t.oa("hasTarget"), w.ref(target)),
            (
                t.oa("bodyValue"),
                string(body),
            ),
            (t.dct("creator"), string(c.who)),
            (t.dct("created"), typed(c.at, "dateTime")),
            (iri("http://www.w3.org/2000/01/rdf-schema#comment"), text(c.why) if c.why else None),
        ],
    )
