"""A page for every IRI that has no page of its own: a signer, an indicator, a run, an act of correction, a part of a mention."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from corpus.errors import NotFoundError
from graph import statements
from web.asking import house, lit
from web.rdf import term_name
from web.shell import lang, render
from web.views.base import Page
from web.views.rdf import StatementRow, ThingView, row, thing_view

things = Blueprint("things", __name__)
MOST = 200
"""Statements of others that one page shows."""
_KINDS = '"nguoi-ky", "chi-so", "dia-ban", "luot-doc", "dinh-chinh", "thay-doi", "tep", "bang"'


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingPage(Page):
    thing: ThingView
    pointing: tuple[StatementRow, ...]
    forms: tuple[str, ...]
    """Suffixes under which the same is served to programs."""


@things.get(f"/<any({_KINDS}):kind>/<path:rest>")
def named(kind: str, rest: str) -> str:
    return thing_page(f"{kind}/{rest}")


@things.get("/ban/<document>/<path:rest>")
def part(document: str, rest: str) -> str:
    """A selector, a candidate: parts of what was read."""
    return thing_page(f"ban/{document}/{rest}")


@things.get("/g/<name>")
def graph(name: str) -> ResponseReturnValue:
    """A named graph: that of a document is shown on the document's own page, the others on the page about the data."""
    return redirect(f"/ban/{name}/rdf" if name.isalnum() and len(name) == 16 else "/du-lieu", 303)


def thing_page(path: str) -> str:
    """All that the graph says of the thing at ``path``; raises :class:`NotFoundError` where it says nothing."""
    reader, base = house().reader, house().settings.base
    iri = base + path
    if not reader.contains(iri):
        raise NotFoundError(f"Đồ thị không biết «{path[:200]}».", f"The graph does not know “{path[:200]}”.")
    document = path.split("/")[1] if path.startswith("ban/") else ""
    seen = thing_view(statements.thing(reader, iri, lang()), base, lambda start, end: lit(document, start, end), term_name, lang())
    others = statements.pointing(reader, iri, lang(), MOST)
    return render(
        "thing.html",
        ThingPage(
            title=statements.label(reader, iri, lang()) or path,
            thing=seen,
            pointing=tuple(row(s, term_name, base, lang()) for s in others),
            forms=("ttl", "jsonld", "nt", "rdf"),
        ),
    )
