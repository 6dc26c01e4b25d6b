"""The formats of answers, and which of them a request gets: ``?format=``, else ``Accept``."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from corpus.errors import QueryError


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation: the worker's name for it, its media types (the first is its own), the names ``?format=`` knows."""

    key: str
    media: tuple[str, ...]
    names: tuple[str, ...]
    w3c: str
    """Its name at http://www.w3.org/ns/formats/."""
    suffix: str
    charset: bool = False


RESULTS = (
    Format("json", ("application/sparql-results+json", "application/json"), ("json",), "SPARQL_Results_JSON", "srj"),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), ("xml",), "SPARQL_Results_XML", "srx"),
    Format("csv", ("text/csv",), ("csv",), "SPARQL_Results_CSV", "csv", True),
    Format("tsv", ("text/tab-separated-values",), ("tsv",), "SPARQL_Results_TSV", "tsv", True),
)
GRAPHS = (
    Format("turtle", ("text/turtle", "application/x-turtle"), ("turtle", "ttl"), "Turtle", "ttl", True),
    Format("nt", ("application/n-triples",), ("n-triples", "ntriples", "nt"), "N-Triples", "nt"),
    Format("jsonld", ("application/ld+json", "application/json"), ("json-ld", "jsonld", "json"), "JSON-LD", "jsonld"),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), ("rdf+xml", "rdfxml", "rdf", "xml"), "RDF_XML", "rdf"),
    Format("trig", ("application/trig",), ("trig",), "TriG", "trig"),
    Format("nq", ("application/n-quads",), ("n-quads", "nquads", "nq"), "N-Quads", "nq"),
    Format("n3", ("text/n3",), ("n3",), "N3", "n3", True),
)
HTML = "text/html"


class NotAcceptableError(QueryError):
    """None of the formats asked for is one that this answer has: HTTP 406."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A format and the media type to answer under."""

    format: Format
    media: str

    @property
    def content_type(self) -> str:
        return f"{self.media}; charset=utf-8" if self.format.charset else self.media


def choose(formats: tuple[Format, ...], accept: str, name: str | None, page: bool = False) -> Choice | None:
    """The format for a request; ``name`` is the value of ``?format=`` and wins over the header ``accept``.

    ``None`` where there is a ``page`` and the client likes it best: a browser, not a program that takes anything.
    """
    if name:
        return _by_name(formats, name.strip().lower().replace(" ", "+"))
    media = _best(accept, (*(m for f in formats for m in f.media), *([HTML] if page else [])))
    if media is None:
        raise _not_acceptable(formats)
    return None if media == HTML else Choice(next(f for f in formats if media in f.media), media)


@functools.lru_cache(maxsize=64)  # clients say one of a few things
def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    """The media type that is liked best; the first where the header says nothing."""
    liked = parse_accept_header(accept, MIMEAccept)
    return liked.best_match(offered) if liked else offered[0]


def _by_name(formats: tuple[Format, ...], names: str) -> Choice:
    """Some clients send several names, in one value or many: the first that is known counts."""
    for name in names.split(","):
        for f in formats:
            if name in f.names or name in f.media:
                return Choice(f, name if name in f.media else f.media[0])
    raise _not_acceptable(formats)


def _not_acceptable(formats: tuple[Format, ...]) -> NotAcceptableError:
    media, names = ", ".join(f.media[0] for f in formats), ", ".join(f.names[0] for f in formats)
    return NotAcceptableError(
        f"Không có dạng kết quả được yêu cầu; hãy dùng một trong: {media}; hoặc ?format= {names}.",
        f"No such format for this answer; use one of: {media}; or ?format= {names}.",
    )
