"""What every answer of the server shares: language and theme, security headers, compression, errors in words."""

from __future__ import annotations

import functools
import gzip
import hashlib
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from corpus.errors import InputError, LuocdoError, NotFoundError, QueryError
from web.i18n import LANGS, Lang, date, number, translate
from web.views.base import ErrorPage, Page

THEMES = ("auto", "light", "dark")
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_TEXTUAL = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/xml")
_WORTH_COMPRESSING = 1024
_YEAR = 365 * 24 * 3600


def furnish(app: Flask) -> None:
    """Hang the shell on ``app``."""
    app.before_request(_preferences)
    app.after_request(_remember)
    app.after_request(_secure)
    app.after_request(_compress)
    app.register_error_handler(LuocdoError, _luocdo_error)
    app.register_error_handler(HTTPException, _http_error)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_helpers)
    # Globals, not context: macros of imported templates see them too.
    app.jinja_env.globals.update(t=t, number=_number, date=_date, switched=_switched, asset=_asset)


def lang() -> Lang:
    """The language of the current request."""
    return cast(Lang, g.get("lang", "vi"))


def t(key: str, **values: object) -> str:
    """A message in the language of the current request."""
    return translate(lang(), key, **values)


def _preferences() -> None:
    """``?lang=`` and ``?theme=`` choose and are remembered; else the cookie; Vietnamese first."""
    asked, kept = request.args.get("lang"), request.cookies.get("lang")
    g.lang = asked if asked in LANGS else kept if kept in LANGS else "vi"
    asked, kept = request.args.get("theme"), request.cookies.get("theme")
    g.theme = asked if asked in THEMES else kept if kept in THEMES else "auto"


def _remember(response: Response) -> Response:
    for name, allowed in (("lang", LANGS), ("theme", THEMES)):
        value = request.args.get(name)
        if value in allowed and request.cookies.get(name) != value:
            response.set_cookie(name, str(value), max_age=_YEAR, samesite="Lax", httponly=True)
    return response


def _secure(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.vary.update(("Cookie", "Accept-Encoding"))
    return response


def _compress(response: Response) -> Response:
    """gzip for text of some length, where the client takes it and nothing streams."""
    streams = response.is_streamed and not response.direct_passthrough  # a file is passed through, and may be packed
    textual = (response.mimetype or "").startswith(_TEXTUAL)
    done = "Content-Encoding" in response.headers or response.status_code not in (200, 404)
    if streams or done or not textual or not request.accept_encodings.quality("gzip"):
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < _WORTH_COMPRESSING:
        return response
    response.set_data(gzip.compress(body, 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _helpers() -> dict[str, Any]:
    return {"lang": lang(), "theme": g.get("theme", "auto"), "nav": NAV}


def _number(value: float | int | None) -> str:
    return number(value, lang())


def _date(iso: str | None) -> str:
    return date(iso, lang())


def _switched(**changes: str) -> str:
    """The current address with some of its parameters changed: the language switch."""
    pairs = [(k, v) for k, v in request.args.items(multi=True) if k not in changes] + list(changes.items())
    return f"{request.path}?{urlencode(pairs)}"


def _asset(name: str) -> str:
    """The address of a static file with a piece of its hash, so that browsers may keep it for ever."""
    return url_for("static", filename=name, v=_hash(str(Path(current_app.static_folder or "") / name)))


@functools.cache
def _hash(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


NAV = (
    ("search", "/"),
    ("documents", "/van-ban"),
    ("targets", "/chi-tieu"),
    ("agencies", "/co-quan"),
    ("calendar", "/lich"),
    ("missing", "/chua-co"),
    ("sparql", "/sparql"),
    ("add", "/them"),
    ("help", "/tro-giup"),
    ("about", "/du-lieu"),
)

_STATUS: tuple[tuple[type[LuocdoError], int], ...] = ((NotFoundError, 404), (InputError, 400), (QueryError, 400))


def _luocdo_error(error: LuocdoError) -> tuple[Any, int]:
    status = next((s for kind, s in _STATUS if isinstance(error, kind)), 500)
    return error_page(status, error.message(lang())), status


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    key = f"error.{status}" if status in (400, 403, 404, 405, 406, 413) else "error.500"
    response = Response(status=status) if request.method == "HEAD" else None
    return response or (error_page(status, t(key)), status)


def error_page(status: int, sentence: str) -> Any:
    """The error in words: JSON under ``/api/``, else a page."""
    if request.path.startswith("/api/"):
        return {"error": sentence}
    return render("error.html", ErrorPage(title=t("error.title"), status=status, sentence=sentence))


def render(template: str, page: Page) -> str:
    """A page from its typed context: templates see ``page`` and the helpers of this module, nothing else."""
    return render_template(template, page=page)
