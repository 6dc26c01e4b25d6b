"""The pages for people: thin routes that fetch, hand over to ``web.views`` and render."""

from __future__ import annotations

import re

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from web.house import House
from web.shell import render, t
from web.views.document import document_page, section_anchor
from web.views.library import DocumentsPage, HomePage, paging, row

pages = Blueprint("pages", __name__)
PAGE_SIZE = 50
EXAMPLES = ("bạo lực gia đình", "1790/QĐ-TTg", "binh dang gioi", "tuổi nghỉ hưu của phụ nữ")


def house() -> House:
    """The house of the application at work."""
    it: House = current_app.extensions["luocdo"]
    return it


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
    return render("document.html", document_page(stored, links=(), lit=asked_span(len(stored.document.text))))


@pages.get("/ban/<document_id>.txt")
def document_text(document_id: str) -> Response:
    return Response(house().library.get(document_id).document.text, mimetype="text/plain")


@pages.get("/ban/<document_id>/muc/<path:section_id>")
def section(document_id: str, section_id: str) -> BaseResponse:
    """A section is a place on its document's page."""
    return redirect(f"/ban/{document_id}#{section_anchor(section_id)}", 303)


@pages.get("/ban/<document_id>/<kind>/<span>")
def mention(document_id: str, kind: str, span: str) -> BaseResponse:
    """A fact or a span is a place on its document's page, which opens there and lights it up."""
    m = _SPAN.match(span)
    if not m:
        raise NotFound
    return redirect(lit(document_id, int(m[1]), int(m[2])), 303)


_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})(?:-\d{1,6})?$", re.ASCII)


def lit(document_id: str, start: int, end: int) -> str:
    """Address of a place in a document; opens there and lights it up."""
    return f"/ban/{document_id}?den={start}-{end}#den"


def asked_span(length: int) -> tuple[int, int] | None:
    """The span that ``?den=`` names, None where it names none that the text has."""
    m = _SPAN.match(request.args.get("den", ""))
    return (int(m[1]), int(m[2])) if m and int(m[1]) < int(m[2]) <= length else None


def page_number() -> int:
    asked = request.args.get("trang", "1")
    return min(max(1, int(asked)), 100_000) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
