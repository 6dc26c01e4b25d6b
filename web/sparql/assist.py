"""What the editor asks for while one types: prefixes, the classes and properties of our own graph, and the ready questions."""

from __future__ import annotations

import functools
import json
from typing import Any

from flask import Blueprint, Response, request

from graph.engine.evaluate import Evaluator, Job
from graph.engine.functions import NAMESPACE as FUNCTIONS
from graph.questions import GROUPS, Question, question, questions
from ontology import PREFIXES
from web.asking import house
from web.shell import lang
from web.sparql.hits import NAMESPACE as SEARCH

assist = Blueprint("sparql_assist", __name__, url_prefix="/sparql")
_LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_CLASSES = _LABELS + "SELECT ?iri ?vi ?en { { SELECT DISTINCT ?iri { ?s a ?iri } } %s }"
_PROPERTIES = _LABELS + "SELECT ?iri ?vi ?en { { SELECT DISTINCT ?iri { ?s ?iri ?o } } %s }"
_NAMES = 'OPTIONAL { ?iri rdfs:label ?vi FILTER (LANG(?vi) = "vi") } OPTIONAL { ?iri rdfs:label ?en FILTER (LANG(?en) = "en") }'


@assist.get("/prefixes.json")
def prefixes() -> Response:
    """Prefix -> namespace, those of the vocabulary and of our functions and search."""
    return _kept(PREFIXES | {"fn": FUNCTIONS, "tim": SEARCH})


@assist.get("/terms.json")
def terms() -> Response:
    """The classes and properties that the graph uses, with their labels."""
    return _kept(_terms(house().evaluator, house().evaluator.snapshot()))


@assist.get("/questions.json")
def ready_questions() -> Response:
    """The ready questions, by group."""
    return _kept([{"group": g, "questions": [_plain(q) for q in questions() if q.group == g]} for g in GROUPS])


@assist.get("/questions/<name>")
def filled(name: str) -> Response:
    """A ready question with its parameters filled in from the query string."""
    return Response(question(name).fill(request.args.to_dict()), mimetype="application/sparql-query")


def _plain(q: Question) -> dict[str, Any]:
    said = q.en if lang() == "en" else q.vi
    parameters = [{"name": p.name, "kind": p.kind, "label": p.en if lang() == "en" else p.vi, "value": p.value} for p in q.parameters]
    return {"id": q.id, "title": said, "parameters": parameters}


@functools.lru_cache(maxsize=2)
def _terms(evaluator: Evaluator, snapshot: str) -> dict[str, Any]:
    return {"classes": _listed(evaluator, _CLASSES % _NAMES), "properties": _listed(evaluator, _PROPERTIES % _NAMES)}


def _listed(evaluator: Evaluator, query: str) -> list[dict[str, str]]:
    answer = b"".join(evaluator.start(Job(query=query, format="json", base="urn:", rows=evaluator.limits.rows)))
    rows = json.loads(answer)["results"]["bindings"]
    return sorted(({name: term["value"] for name, term in row.items()} for row in rows), key=lambda r: r["iri"])


def _kept(value: Any) -> Response:
    response = Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")
    response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
