"""``/sparql``: the protocol for programs (:mod:`web.sparql.endpoint`), and the page with the editor for people."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request

from graph.engine.text import read
from web.sparql.endpoint import Endpoint
from web.sparql.page import editor_page
from web.sparql.protocol import operation

sparql = Blueprint("sparql", __name__)


def install(app: Flask) -> None:
    """Hang the endpoint on ``app``, before its routes: a program's question pays for nothing that only pages need."""
    app.wsgi_app = Endpoint(lambda: app.extensions["luocdo"], app.wsgi_app)  # type: ignore[method-assign]  # Flask's own idiom
    app.register_blueprint(sparql)


@sparql.get("/sparql", strict_slashes=False)
def page() -> Response:
    """The editor, with the answer to the query in the address."""
    asked = operation(request)
    return editor_page(asked, read(asked.query)) if asked else editor_page(None)
