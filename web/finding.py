"""Search for people and programs: the page, its CSV, and ``/api/search``. One address holds the whole question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from graph import identity, queries
from search.results import Hit, Query, Results
from web.asking import house, lit, local, page_number
from web.shell import render, t
from web.views.library import paging
from web.views.search import FACETS, SearchPage, WorkRow, changes, documents, facet_views

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
    results = house().search.search(query)
    facets, chosen = facet_views(results.facets, query.filters, lambda name, value, on: address(_toggled(query, name, value, on)))
    page = SearchPage(
        title=t("search.title", q=query.text) if query.text else t("search.all"),
        nav="search",
        query_text=query.text,
        total=results.total,
        documents=documents(results.hits, place),
        facets=facets,
        chosen=chosen,
        changes=changes(results),
        works=tuple(w for number in results.query.numbers[:3] for w in _works(number)),
        verbatim_href=address(query, nguyen="1"),
        clear_href=address(replace(query, filters={})),
        csv_href=address(query, "/tim.csv"),
        json_href=address(query, "/api/search"),
        hidden=tuple((name, value) for name, values in query.filters.items() for value in values),
        paging=paging(number, PER_PAGE, results.total, _with_page(address(query))),
    )
    return render("search.html", page)


def _works(number: str) -> list[WorkRow]:
    """Works that a số hiệu in the question names: it alone may mean several."""
    found = queries.works_by_key(house().reader, identity.number_key(number))
    return [WorkRow(href=local(w.work), label=w.label, title=w.title if w.title != w.label else None, held=w.held) for w in found[:6]]


def place(hit: Hit) -> str:
    """The passage on its document's page, lit."""
    return lit(hit.document, hit.start, hit.end)


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
