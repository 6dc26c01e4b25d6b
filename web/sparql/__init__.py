"""``/sparql``: the SPARQL 1.1 Protocol for queries, the service description, and the page with the editor."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

from flask import Blueprint, Response, request

from corpus.errors import LuocdoError
from graph.engine.limits import StoppedError
from graph.engine.text import QueryText, read
from web.asking import house
from web.sparql import formats
from web.sparql.describe import description
from web.sparql.formats import Choice, NotAcceptableError
from web.sparql.page import editor_page
from web.sparql.protocol import Operation, operation
from web.sparql.run import admitted, evaluator, job, start

sparql = Blueprint("sparql", __name__)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
HEAD_BYTES = 1 << 20
"""An answer up to this size is complete before its status is sent; of a longer one the first part is."""
_GZIP_FROM = 1024
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition, Retry-After, X-Row-Limit, X-Row-Limit-Reached",
}


@sparql.route("/sparql", methods=METHODS, strict_slashes=False, provide_automatic_options=False)
def endpoint() -> Response:
    """Everything that may be asked of the endpoint."""
    try:
        response = _preflight() if request.method == "OPTIONS" else _respond()
    except LuocdoError as error:
        response = _in_words(error)
    response.headers.update(_CORS)
    return response


def _respond() -> Response:
    asked = operation(request)
    if asked is None:
        if formats.wants_html(formats.GRAPHS, request.accept_mimetypes) and not request.args.get("format"):
            return editor_page(None)
        return _described(formats.choose(formats.GRAPHS, request.accept_mimetypes, request.args.get("format")))
    query = read(asked.query)
    offered = formats.GRAPHS if query.is_graph else formats.RESULTS
    if request.method != "POST" and not asked.format and formats.wants_html(offered, request.accept_mimetypes):
        return editor_page(asked, query)
    query = admitted(query)
    choice = formats.choose(offered, request.accept_mimetypes, asked.format)
    tag = _tag(asked, query, choice)
    if tag is not None and request.if_none_match.contains_weak(tag):
        return _tagged(Response(status=304), tag)
    return _tagged(_answer(asked, query, choice), tag)


def _answer(asked: Operation, query: QueryText, choice: Choice) -> Response:
    work = job(asked, query, choice.format.key)
    answer = start(work, asked.seconds)
    head, rest = answer.head(HEAD_BYTES)
    zipped = request.accept_encodings.quality("gzip") > 0 and (rest is not None or len(head) >= _GZIP_FROM)
    response = Response(content_type=choice.content_type)
    response.headers["X-Row-Limit"] = str(work.rows)
    if rest is None:
        response.set_data(zlib.compress(head, 6, wbits=31) if zipped else head)
        if answer.cut:
            response.headers["X-Row-Limit-Reached"] = str(work.rows)
    else:
        stream = _joined(head, rest)
        response.response = _gzip(stream) if zipped else stream
        response.call_on_close(answer.close)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    if asked.format:
        response.headers["Content-Disposition"] = f'inline; filename="luocdo.{choice.format.suffix}"'
    return response


def _joined(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, wbits=31)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()


def _described(choice: Choice) -> Response:
    body = description(evaluator(), request.base_url, house().settings.base, choice.format.key)
    response = Response(body, content_type=choice.content_type)
    tag = hashlib.sha256(body).hexdigest()[:32]
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    return _tagged(response, tag)


def _tag(asked: Operation, query: QueryText, choice: Choice) -> str | None:
    """The same snapshot, query, dataset and format give the same answer; except where the query asks for the time or chance."""
    if query.volatile:
        return None
    said = repr((str(evaluator().snapshot()), query.text, asked, choice.media))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _tagged(response: Response, tag: str | None) -> Response:
    if tag is not None:
        response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Accept", "Accept-Encoding"))
    return response


def _preflight() -> Response:
    response = Response(status=204)
    response.headers["Allow"] = ", ".join(METHODS)
    if "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = request.headers.get("Access-Control-Request-Headers", "Accept, Content-Type")
        response.headers["Access-Control-Max-Age"] = "86400"
        response.vary.update(("Access-Control-Request-Headers",))
    return response


def _in_words(error: LuocdoError) -> Response:
    """Both languages in plain text: programs log it, people read it."""
    status = getattr(error, "status", 400)
    if isinstance(error, NotAcceptableError):
        status = 406
    elif isinstance(error, StoppedError):
        status = 503
    response = Response(f"{error.vi}\n{error.en}\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if isinstance(error, StoppedError) and error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    return response
