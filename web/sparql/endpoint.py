"""The endpoint itself, a WSGI application: the SPARQL 1.1 Protocol for queries, and the service description."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request
from werkzeug.wsgi import ClosingIterator

from corpus.errors import LuocdoError
from graph.engine.limits import StoppedError
from graph.engine.text import QueryText, read
from web.house import House
from web.shell import HEADERS
from web.sparql import formats
from web.sparql.describe import description
from web.sparql.formats import Choice, NotAcceptableError
from web.sparql.protocol import Operation, ProtocolError, operation
from web.sparql.run import admitted, job, start

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
HEAD_BYTES = 1 << 20
"""An answer up to this size is complete before its status is sent; of a longer one the first part is."""
_PATHS = ("/sparql", "/sparql/")
_GZIP_FROM = 1024
_ALWAYS = [
    *HEADERS.items(),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Content-Disposition, Retry-After, X-Row-Limit, X-Row-Limit-Reached"),
]
_KEPT = [("Cache-Control", "no-cache"), ("Vary", "Accept, Accept-Encoding")]
Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class Reply:
    """One answer; ``body`` is all of it, or a stream, at whose end or breaking off ``close`` is called."""

    status: int
    headers: Pairs
    body: bytes | Iterator[bytes] = b""
    close: Callable[[], None] | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        headers = [*self.headers, *_ALWAYS]
        if isinstance(self.body, bytes) and self.status not in (204, 304):
            headers.append(("Content-Length", str(len(self.body))))
        start_response(f"{self.status} {HTTPStatus(self.status).phrase}", headers)
        body = [self.body] if isinstance(self.body, bytes) else self.body
        return ClosingIterator([] if environ["REQUEST_METHOD"] == "HEAD" else body, self.close)


class Endpoint:
    """Answers programs at ``/sparql``; every other path, and who likes a page better, goes on to ``pages``."""

    def __init__(self, house: Callable[[], House], pages: WSGIApplication) -> None:
        self._house, self._pages = house, pages

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") not in _PATHS:
            return self._pages(environ, start_response)
        request = Request(environ)
        try:
            response = self._response(request)
        except LuocdoError as error:
            response = _in_words(error)
        return (response or self._pages)(environ, start_response)

    def _response(self, request: Request) -> Reply | None:
        if request.method == "OPTIONS":
            return _preflight(request)
        if request.method not in METHODS:
            raise ProtocolError(405, f"Chỉ nhận {', '.join(METHODS)}.", f"Only {', '.join(METHODS)} are taken.")
        asked = operation(request)
        query = read(asked.query) if asked else None
        offered = formats.RESULTS if query and not query.is_graph else formats.GRAPHS
        name = asked.format if asked else request.args.get("format")
        choice = formats.choose(offered, request.headers.get("Accept", ""), name, page=request.method != "POST")
        if choice is None:
            return None
        return self._answer(request, asked, query, choice) if asked and query else self._described(request, choice)

    def _answer(self, request: Request, asked: Operation, query: QueryText, choice: Choice) -> Reply:
        house = self._house()
        query = admitted(house, query)
        work = job(house, asked, query, choice.format.key)
        tag = None if query.volatile else _tag(repr((work, choice.media)).encode())
        if tag and request.if_none_match.contains_weak(tag):
            return Reply(304, _kept(tag))
        answer = start(house, work, asked.seconds, request.environ)
        head, rest = answer.head(HEAD_BYTES)
        headers = [("Content-Type", choice.content_type), ("X-Row-Limit", str(work.rows)), *_kept(tag)]
        if asked.format:
            headers.append(("Content-Disposition", f'inline; filename="luocdo.{choice.format.suffix}"'))
        if answer.cut:
            headers.append(("X-Row-Limit-Reached", str(work.rows)))
        zipped = (rest is not None or len(head) >= _GZIP_FROM) and request.accept_encodings.quality("gzip") > 0
        if zipped:
            headers.append(("Content-Encoding", "gzip"))
        if rest is None:
            return Reply(200, headers, zlib.compress(head, 6, wbits=31) if zipped else head)
        stream = _joined(head, rest)
        return Reply(200, headers, _gzip(stream) if zipped else stream, answer.close)

    def _described(self, request: Request, choice: Choice) -> Reply:
        house = self._house()
        body = description(house.evaluator, request.base_url, house.settings.base, choice.format.key)
        tag = _tag(body)
        if request.if_none_match.contains_weak(tag):
            return Reply(304, _kept(tag))
        return Reply(200, [("Content-Type", choice.content_type), *_kept(tag)], body)


def _joined(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, wbits=31)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()


def _tag(said: bytes) -> str:
    """The same job gives the same answer, for the snapshot is part of it; but where the query asks for the time or chance."""
    return hashlib.blake2b(said, digest_size=16).hexdigest()


def _kept(tag: str | None) -> Pairs:
    return [("ETag", f'W/"{tag}"'), *_KEPT] if tag else _KEPT


def _preflight(request: Request) -> Reply:
    headers = [("Allow", ", ".join(METHODS))]
    if "Access-Control-Request-Method" in request.headers:
        headers += [
            ("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
            ("Access-Control-Allow-Headers", request.headers.get("Access-Control-Request-Headers", "Accept, Content-Type")),
            ("Access-Control-Max-Age", "86400"),
            ("Vary", "Access-Control-Request-Headers"),
        ]
    return Reply(204, headers)


def _in_words(error: LuocdoError) -> Reply:
    """Both languages in plain text: programs log it, people read it."""
    status = getattr(error, "status", 400)
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
    if isinstance(error, NotAcceptableError):
        status = 406
    elif isinstance(error, StoppedError):
        status = 503
        headers += [("Retry-After", str(error.retry_after))] if error.retry_after else []
    if status == 405:
        headers.append(("Allow", ", ".join(METHODS)))
    return Reply(status, headers, f"{error.vi}\n{error.en}\n".encode())
