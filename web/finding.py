"""Search for people and programs: the page, its CSV, and ``/api/search``. One address holds the whole question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from search.results import Hit, Query, Results
from web.asking import house, lit, local, page_number
from web.names import Known, distinct
from web.shell import render, t
from web.views.library import paging
from web.views.search import FACETS, Advice, NamedRow, SearchPage, changes, documents, facet_views, hidden, sort_views

finding = Blueprint("finding", __name__)
PER_PAGE = 20
CSV_ROWS = 200
_LONGEST = 2000


def asked(limit: int = PER_PAGE, offset: int = 0) -> Query:
    """The question that the address holds."""
    filters = {name: values for name in FACETS if (values := tuple(v for v in request.args.getlist(name) if v))}
    return Query(
        text=request.args.get("q", "")[:_LONGEST].strip(),
        filters=filters,
        limit=limit,
        offset=offset,
        verbatim=request.args.get("nguyen") == "1",
        sort=request.args.get("sort") or "relevance",
        like=request.args.get("like", "")[:_LONGEST].strip(),
    )


def address(query: Query, path: str = "/tim", **more: str) -> str:
    """The address of ``query``: what a reader may keep or send."""
    pairs = [("q", query.text)] if query.text else []
    pairs += [(name, value) for name, values in query.filters.items() for value in values]
    pairs += [("nguyen", "1")] if query.verbatim else []
    pairs += [("sort", query.sort)] if query.sort != "relevance" else []
    pairs += [("like", query.like)] if query.like else []
    pairs += list(more.items())
    return f"{path}?{urlencode(pairs)}" if pairs else path


@finding.get("/tim")
def search_page() -> ResponseReturnValue:
    number = page_number()
    query = asked(offset=(number - 1) * PER_PAGE)
    if work := _jump(query):
        return redirect(local(work.iri), 303)
    results = house().search.search(query)
    facets, chosen = facet_views(results.facets, query.filters, lambda name, value, on: address(_toggled(query, name, value, on)))
    page = SearchPage(
        title=_title(query),
        nav="search",
        query_text=query.text,
        total=results.total,
        documents=documents(results.hits, place, like),
        facets=facets,
        chosen=chosen,
        changes=changes(results),
        named=tuple(_named(k) for k in _recognised(query, results)),
        sorts=sort_views(query.sort, lambda name: address(replace(query, sort=name))),
        advice=_advice(query, results),
        source_href=_source(query.like),
        verbatim_href=address(query, nguyen="1"),
        clear_href=address(replace(query, filters={})),
        csv_href=address(query, "/tim.csv"),
        json_href=address(query, "/api/search"),
        hidden=hidden(query),
        paging=paging(number, PER_PAGE, results.total, _with_page(address(query))),
    )
    return render("search.html", page)


def _jump(query: Query) -> Known | None:
    """The work that a question which is nothing but its số hiệu leads to; with filters or "as typed" the passages are meant."""
    plain = query.text and not (query.filters or query.verbatim or query.like or query.offset or '"' in query.text)
    return house().names.meant(query.text) if plain else None


def _title(query: Query) -> str:
    if query.like:
        return t("search.like_passage" if "/doan/" in query.like else "search.like_document")
    return t("search.title", q=query.text) if query.text else t("search.all")


def _source(iri: str) -> str:
    """Where what was chosen as an example stands."""
    path = iri.removeprefix(house().settings.base).lstrip("/")
    return f"/{path}" if path.startswith("ban/") else ""


def _recognised(query: Query, results: Results) -> list[Known]:
    """Works and bodies that the question names: they have pages of their own."""
    names = house().names
    works = [k for number in results.query.numbers[:3] for k in names.numbered(number)[:6]]
    return distinct([*works, *(names.bodies(query.text) if query.text else ())])


def _named(known: Known) -> NamedRow:
    title = known.title if known.title != known.label else ""
    return NamedRow(href=local(known.iri), label=known.label, title=title, kind=known.kind, held=known.held)


def _advice(query: Query, results: Results) -> Advice | None:
    """What to try where nothing was found."""
    if results.hits:
        return None
    bare = query.text.replace('"', " ").replace("“", " ").replace("”", " ").strip()
    return Advice(
        unquoted_href=address(replace(query, text=" ".join(bare.split()))) if bare != query.text else "",
        unfiltered_href=address(replace(query, filters={})) if query.filters else "",
        mended_href=address(replace(query, verbatim=False)) if query.verbatim else "",
        near=tuple(_named(k) for k in house().names.near(query.text)),
    )


def place(hit: Hit) -> str:
    """The sentence that answers, on its document's page, lit; the passage where none says more than the others."""
    at = hit.best or hit
    return lit(hit.document, at.start, at.end)


def like(hit: Hit) -> str:
    """The search for what resembles this passage."""
    return address(Query(like=f"ban/{hit.document}/doan/{hit.start}-{hit.end}"))


def _toggled(query: Query, name: str, value: str, chosen: bool) -> Query:
    had = query.filters.get(name, ())
    values = tuple(v for v in had if v != value) if chosen else (*had, value)
    filters = {**query.filters, name: values}
    return replace(query, filters={k: v for k, v in filters.items() if v}, limit=PER_PAGE, offset=0)


def _with_page(base: str) -> str:
    return f"{base}{'&' if '?' in base else '?'}trang="


@finding.get("/tim.csv")
def search_csv() -> Response:
    """The first hits as a table that office programs open: UTF-8 with a mark, quoted by the csv module."""
    results = house().search.search(asked(limit=CSV_ROWS))
    columns = ("number", "title", "section", "start", "end", "text", "score", "why", "iri", "file")
    rows = ((h.number, h.title, h.section, h.start, h.end, h.text, h.score, h.why.rule, h.iri, h.file) for h in results.hits)
    return csv_response("luocdo-tim.csv", columns, rows)


def csv_response(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """A table for download. A cell that a spreadsheet would run as a formula is kept text by a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def safe_cell(cell: object) -> object:
    """A spreadsheet must not take a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "@", "\t", "\r") else cell


@finding.get("/api/search")
def search_json() -> Response:
    """The same as ``luocdo search --json``: ``?q=&limit=&offset=&sort=`` and the facets as filters; ``?like=IRI`` for what resembles it."""
    results: Results = house().search.search(asked(limit=_count("limit", 10, 200), offset=_count("offset", 0, 1_000_000)))
    return jsonify(results.to_json())


def _count(name: str, default: int, most: int) -> int:
    given = request.args.get(name, "")
    return min(int(given), most) if given.isascii() and given.isdigit() and len(given) < 9 else default
