"""What the routes share: the house, the parts of an address, addresses of places."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence

from flask import current_app, request

from corpus.errors import NotFoundError
from corpus.library import Stored
from web.house import House

SPAN = re.compile(r"(\d{1,9})-(\d{1,9})(?:-\d{1,6})?$", re.ASCII)


def house() -> House:
    """The house of the application at work."""
    it: House = current_app.extensions["luocdo"]
    return it


def local(iri: str) -> str:
    """The address of the page of a thing of ours; other IRIs lead where they say."""
    base = house().settings.base
    return "/" + iri[len(base) :] if iri.startswith(base) else iri


def document_id(text: str) -> str:
    """The library's id in the IRI of a text as read."""
    return text.rsplit("/", 1)[1]


def lit(document_id: str, start: int, end: int) -> str:
    """Address of a place in a document; opens there and lights it up."""
    return f"/ban/{document_id}?den={start}-{end}#den"


def asked_span(length: int) -> tuple[int, int] | None:
    """The span that ``?den=`` names, None where it names none that the text has."""
    m = SPAN.match(request.args.get("den", ""))
    return (int(m[1]), int(m[2])) if m and int(m[1]) < int(m[2]) <= length else None


def chosen_documents(otherwise: Sequence[str], most: int) -> list[Stored]:
    """The documents that ``?ban=`` names, at most ``most``; ``otherwise`` where it names none. Removed ones are passed over."""
    stored = []
    for document in list(dict.fromkeys(request.args.getlist("ban")))[:most] or otherwise:
        with contextlib.suppress(NotFoundError):  # removed since the address was made: the others are still worth showing
            stored.append(house().library.get(document))
    return stored


def page_number() -> int:
    asked = request.args.get("trang", "1")
    return min(max(1, int(asked)), 100_000) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
