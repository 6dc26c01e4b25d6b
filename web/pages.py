"""The pages for people: thin routes that fetch, hand over to ``web.views`` and render."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from graph import identity, queries
from web.asking import SPAN, asked_span, house, lit, local, page_number
from web.legislation import legislation
from web.shell import render, t
from web.things import thing_page
from web.views.document import citation_links, document_page
from web.views.layout import section_anchor
from web.views.library import DocumentsPage, HomePage, paging, row

pages = Blueprint("pages", __name__)
PAGE_SIZE = 50
EXAMPLES = ("bạo lực gia đình", "1790/QĐ-TTg", "binh dang gioi", "tuổi nghỉ hưu của phụ nữ")


@pages.get("/")
def home() -> str:
    library = house().library
    recent = tuple(row(e) for e in library.page(limit=8))
    return render("home.html", HomePage(title=t("app.name"), nav="search", held=len(library), recent=recent, examples=EXAMPLES))


@pages.get("/van-ban")
def documents() -> str:
    library = house().library
    total, number = len(library), page_number()
    rows = tuple(row(e) for e in library.page(limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE))
    at = paging(number, PAGE_SIZE, total, "/van-ban?trang=")
    return render("documents.html", DocumentsPage(title=t("documents.title"), nav="documents", total=total, rows=rows, paging=at))


@pages.get("/ban/<document_id>")
def document(document_id: str) -> str:
    stored = house().library.get(document_id)
    text = house().settings.base + identity.text(stored.id)
    cited, work = queries.citations_of(house().reader, text), queries.work_of(house().reader, text)
    page = document_page(
        stored,
        links=citation_links(stored.facts.citations, cited, local, f"/ban/{stored.id}"),
        lit=asked_span(len(stored.document.text)),
        work_path=local(work) if work else None,
        structured=legislation(house().reader, work) if work else None,
    )
    return render("document.html", page)


def work_path(text: str) -> str | None:
    """Address of the work that a text is one of; None before the graph knows it."""
    work = queries.work_of(house().reader, text)
    return None if work is None else local(work)


@pages.get("/ban/<document_id>.txt")
def document_text(document_id: str) -> Response:
    return Response(house().library.get(document_id).document.text, mimetype="text/plain")


@pages.get("/ban/<document_id>/muc/<path:section_id>")
def section(document_id: str, section_id: str) -> BaseResponse:
    """A section is a place on its document's page."""
    return redirect(f"/ban/{document_id}#{section_anchor(section_id)}", 303)


@pages.get("/ban/<document_id>/<kind>/<span>")
def mention(document_id: str, kind: str, span: str) -> ResponseReturnValue:
    """A fact or a span is a place on its document's page, which opens there and lights it up."""
    m = SPAN.match(span)
    if not m:  # a task, an objective: named by a digest
        return thing_page(f"ban/{document_id}/{kind}/{span}")
    return redirect(lit(document_id, int(m[1]), int(m[2])), 303)
