"""Route of the RDF tab: what the graph says of one document, in words, with downloads."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, request

from graph import identity, statements
from web.asking import house, lit, local, page_number
from web.facts import frame
from web.i18n import catalogue
from web.shell import lang, render, t
from web.views.library import paging
from web.views.rdf import RdfTab, downloads, kind_choices, thing_view

rdf = Blueprint("rdf", __name__)
PAGE_SIZE = 30
_FIRST = ("Document", "Text", "Citation", "Target", "Responsibility", "Assignment", "Deadline", "Task")
_QUERY = """SELECT ?subject ?predicate ?object
WHERE {{ GRAPH <{graph}> {{ ?subject ?predicate ?object }} }}
ORDER BY ?subject ?predicate
LIMIT 1000
"""


def term_name(curie: str) -> str | None:
    """What a term of another vocabulary is called on our pages."""
    return t(f"term.{curie}") if f"term.{curie}" in catalogue() else None


@rdf.get("/ban/<document>/rdf")
def tab(document: str) -> str:
    stored = house().library.get(document)
    reader, base = house().reader, house().settings.base
    graph, own = base + identity.graph(stored.id), f"/ban/{stored.id}/rdf"
    counted = statements.kinds(reader, graph)
    order = sorted(counted, key=lambda k: _FIRST.index(k) if k in _FIRST else len(_FIRST))
    asked = request.args.get("loai", "")
    kind = asked if asked in counted else next(iter(order), "")
    number = page_number()
    found = statements.things(reader, graph, kind, lang(), (number - 1) * PAGE_SIZE, PAGE_SIZE) if kind else []
    run = base + identity.run(stored.id)
    return render(
        "tab_rdf.html",
        RdfTab(
            **frame(stored, "rdf"),
            kinds=kind_choices([(k, _class_name(k), counted[k]) for k in order], kind, own),
            things=tuple(thing_view(x, base, lambda start, end: lit(stored.id, start, end), term_name, lang()) for x in found),
            version=stored.extractor,
            read_at=statements.read_at(reader, run) or "",
            run_href=local(run),
            downloads=downloads(stored.id),
            sparql_href="/sparql?" + urlencode({"query": _QUERY.format(graph=graph)}),
            paging=paging(number, PAGE_SIZE, counted.get(kind, 0), f"{own}?loai={kind}&trang="),
        ),
    )


def _class_name(kind: str) -> str:
    return statements.label(house().reader, statements.class_iri(kind), lang()) or term_name(f"prov:{kind}") or kind
