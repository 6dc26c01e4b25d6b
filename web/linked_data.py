"""Linked data: every IRI under the base answers, HTML to people and RDF to programs, by ``Accept`` or by suffix.

A document and a text are information and answer themselves; an agency, a programme or a person is not, and its IRI
sends on with 303 (W3C "Cool URIs for the Semantic Web", 4.2): to ``….html`` or to ``….ttl`` and its sisters.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, redirect, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response as BaseResponse

from graph import export, identity
from graph.describe import dataset, describe
from web.akn import akoma_ntoso
from web.asking import house
from web.vocabulary import vocabulary

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

linked_data = Blueprint("linked_data", __name__)

INFORMATION = ("vb", "ban", "tep", "g", "bang")
"""First path segments of what a document is: it answers itself."""
THINGS = ("co-quan", "nguoi-ky", "chuong-trinh", "chi-so", "dia-ban", "luot-doc", "dinh-chinh", "thay-doi")
"""First path segments of what is not a document: its IRI sends on with 303."""
MEDIA = {media: suffix for suffix, (_, media) in export.FORMATS.items()}
HTML = "text/html"
_FLAG = "luocdo.page"
_TEXT = re.compile(r"/(?:ban|g)/([0-9a-z-]{1,64})")
"""A text, or the named graph of what was read in it."""


def install(app: Flask) -> None:
    """Hang linked data on ``app``: the suffixes, the negotiation and the dumps."""
    app.wsgi_app = _html_suffix(app.wsgi_app)  # type: ignore[assignment, method-assign]  # Flask's own idiom
    app.before_request(_negotiate)
    app.register_blueprint(linked_data)
    app.register_blueprint(vocabulary)


def _html_suffix(inner: WSGIApplication) -> WSGIApplication:
    """``/co-quan/x.html`` is the page of ``/co-quan/x``: the routes know the page by the thing's own path."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.endswith(".html") and _kind(path) is not None:
            environ = {**environ, "PATH_INFO": path[: -len(".html")], _FLAG: True}
        return inner(environ, start_response)

    return application


def _kind(path: str) -> str | None:
    """``information``, ``thing`` or None for a path that is no IRI of ours."""
    first, _, rest = path.lstrip("/").partition("/")
    if not rest:
        return None
    return "information" if first in INFORMATION else "thing" if first in THINGS else None


def _negotiate() -> BaseResponse | None:
    """Answer RDF, send on with 303, or leave the request to the pages (None)."""
    kind = _kind(request.path)
    if kind is None or request.method not in ("GET", "HEAD") or request.environ.get(_FLAG):
        return None
    path, dot, suffix = request.path.rpartition(".")
    if dot and suffix in export.FORMATS:
        return _rdf(path, suffix)
    wanted = _wanted()
    if kind == "thing":
        return _see_other(wanted)
    if wanted == "html":
        return None
    response = _rdf(request.path, wanted)
    response.headers["Content-Location"] = quote(f"{posixpath.basename(request.path)}.{wanted}")
    response.vary.add("Accept")
    return response


def _wanted() -> str:
    """``html`` or a suffix, by the ``Accept`` header; HTML where the client does not mind. Raises 406 in words."""
    header = request.headers.get("Accept")
    if not header:
        return "html"
    best = parse_accept_header(header, MIMEAccept).best_match([HTML, *MEDIA])
    if best is None:
        kinds = ", ".join([HTML, *MEDIA])
        abort(_words(406, f"Chỉ có các dạng: {kinds}.\nAvailable formats: {kinds}.\n"))
    return MEDIA.get(best, "html")


def _see_other(suffix: str) -> BaseResponse:
    if suffix != "html" and not house().reader.contains(_iri(request.path)):
        abort(_words(404, f"Đồ thị không biết {_iri(request.path)}.\nThe graph does not know it.\n"))
    response = redirect(f"{quote(request.path)}.{suffix}", 303)
    response.vary.add("Accept")
    return response


def _rdf(path: str, suffix: str) -> Response:
    iri = _iri(path)
    text = _TEXT.fullmatch(path)
    quads = describe(house().reader, iri, _iri(identity.graph(text[1])) if text else None)
    if not quads:
        abort(_words(404, f"Đồ thị không biết {iri}.\nThe graph does not know {iri}.\n"))
    return _body(export.serialise(quads, suffix), export.FORMATS[suffix][1])


def _words(status: int, text: str) -> Response:
    """An error for a program: plain text, not a page."""
    return Response(text, status, content_type="text/plain; charset=utf-8")


def _body(data: bytes, media: str) -> Response:
    response = Response(data, content_type=media if media.endswith(("json", "xml")) else f"{media}; charset=utf-8")
    response.set_etag(hashlib.sha256(data).hexdigest()[:20])
    response.cache_control.no_cache = True
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.make_conditional(request)
    return response


def _iri(path: str) -> str:
    return house().settings.base + path.lstrip("/")


@linked_data.get("/.well-known/void")
@linked_data.get("/du-lieu/void", endpoint="void_alias")
def void() -> Response:
    """VoID and DCAT description of the dataset, Turtle unless something else is asked for."""
    best = request.accept_mimetypes.best_match(list(MEDIA), default="text/turtle")
    here = house()
    return _body(export.serialise(dataset(here.reader, here.settings.base), MEDIA[best]), best)


@linked_data.get("/du-lieu/luocdo.<any(nq, trig):form>", defaults={"zipped": ""})
@linked_data.get("/du-lieu/luocdo.<any(nq, trig):form>.<any(gz):zipped>")
def dump(form: str, zipped: str) -> Response:
    """The whole dataset, streamed."""
    media = "application/gzip" if zipped else {"nq": "application/n-quads", "trig": "application/trig"}[form]
    snapshot = house().graph.snapshot_path
    response = Response(export.dump(house().reader.store, form, zipped=bool(zipped)), content_type=media)
    if snapshot is not None:
        response.set_etag(f"{snapshot.name}.{form}{zipped}")
        response.make_conditional(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@linked_data.get("/du-lieu/trich-dan.csv")
def citations_csv() -> Response:
    """All citations with their sentences."""
    return Response(export.citations_csv(house().reader), content_type="text/csv; charset=utf-8")


@linked_data.get("/du-lieu/trich-dan.graphml")
def citations_graphml() -> Response:
    """The citation graph for network programs."""
    return Response(export.graphml(house().reader), content_type="application/graphml+xml")


@linked_data.get("/du-lieu/chu-giai.jsonld")
def web_annotations() -> Response:
    """All mentions as Web Annotations."""
    data = json.dumps(export.web_annotations(house().reader, house().settings.base), ensure_ascii=False)
    return Response(data, content_type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"')


@linked_data.get("/ban/<document_id>.akn.xml")
def akn(document_id: str) -> Response:
    """One document as Akoma Ntoso."""
    return _body(akoma_ntoso(house(), document_id), "application/akn+xml")
