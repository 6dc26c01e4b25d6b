"""The page with the editor: works without JavaScript as a form with a table of results."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from corpus.errors import LuocdoError, QueryError
from graph.engine.text import QueryText
from graph.questions import GROUPS, questions
from web.asking import house
from web.shell import CONTENT_SECURITY_POLICY, lang, render, t
from web.sparql import formats
from web.sparql.protocol import Operation
from web.sparql.run import admitted, job, start
from web.views.base import Page

SHOWN_ROWS = 500
# Yasgui's table makes one style element of fixed text (its column grips); it is allowed by its hash, nothing else inline is.
_GRIPS = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
_POLICY = CONTENT_SECURITY_POLICY.replace("style-src 'self'", f"style-src 'self' {_GRIPS}")
START = """PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>

SELECT ?citing ?cited WHERE {
  ?citing eli:cites ?cited .
}
LIMIT 20"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a table; ``href`` where it is an IRI that can be followed."""

    text: str
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A ready question: its id, its title in the language of the page, its whole text."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlPage(Page):
    query: str
    asked: bool
    groups: tuple[Group, ...]
    formats: tuple[str, ...]
    table: Table | None = None
    boolean: str = ""
    turtle: str = ""
    error: str = ""
    told: dict[str, Any] | None = None
    """The answer as Yasr takes it, so that the script need not ask again; None where there is none or it is only a part."""


def editor_page(asked: Operation | None, query: QueryText | None = None) -> Response:
    """The editor; with the answer of ``asked``, if there is one, below it."""
    page = SparqlPage(
        title=t("sparql.title"),
        nav="sparql",
        query=asked.query if asked else START,
        asked=asked is not None,
        groups=tuple(Group(name=g, links=_links(g)) for g in GROUPS),
        formats=tuple(f.names[0] for f in (*formats.RESULTS, *formats.GRAPHS)),
    )
    status = 200
    if asked is not None and query is not None:
        try:
            page = dataclasses.replace(page, **_answered(asked, query))
        except LuocdoError as error:
            status = getattr(error, "status", 400 if isinstance(error, QueryError) else 500)
            said = error.message(lang())
            page = dataclasses.replace(page, error=said, told={"error": {"status": status, "statusText": said, "text": said}})
    response = Response(render("sparql.html", page), status=status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _links(group: str) -> tuple[Link, ...]:
    return tuple(Link(id=q.id, title=q.en if lang() == "en" else q.vi, text=q.text) for q in questions() if q.group == group)


def _answered(asked: Operation, query: QueryText) -> dict[str, Any]:
    """The fields of the page that hold the answer."""
    query = admitted(house(), query)
    few = dataclasses.replace(asked, rows=min(asked.rows or SHOWN_ROWS, SHOWN_ROWS))
    work = job(house(), few, query, "turtle" if query.is_graph else "json")
    answer = start(house(), work, asked.seconds, request.environ)
    body = b"".join(answer).decode("utf-8")
    media = formats.GRAPHS[0].media[0] if query.is_graph else formats.RESULTS[0].media[0]
    told = None if answer.cut else {"data": body, "contentType": media, "status": 200}
    if query.is_graph:
        return {"turtle": body, "told": told}
    document = json.loads(body)
    if "boolean" in document:
        return {"boolean": t("sparql.yes") if document["boolean"] else t("sparql.no"), "told": told}
    columns = tuple(document["head"]["vars"])
    rows = tuple(tuple(_cell(row.get(c)) for c in columns) for row in document["results"]["bindings"])
    return {"table": Table(columns=columns, rows=rows, cut=answer.cut), "told": told}


def _cell(term: dict[str, str] | None) -> Cell:
    if term is None:
        return Cell(text="")
    if term["type"] == "uri":
        return Cell(text=term["value"], href=term["value"] if term["value"].startswith(("http://", "https://")) else "")
    return Cell(text=f"_:{term['value']}" if term["type"] == "bnode" else str(term["value"]), lang=term.get("xml:lang", ""))
