"""Who may add, remove and correct: people at this machine, and those who know the token of the installation."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import Forbidden

from web.asking import house

COOKIE = "luocdo_token"
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]", "::1")
_FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


def may_edit() -> bool:
    """True for a request from this very machine, or with the token."""
    return _local() or _has_token()


def require_editor() -> None:
    """Raise ``403`` for a writing request that may not write, or that another site's page sent."""
    if not _same_site() or not may_edit():
        raise Forbidden


def _local() -> bool:
    """From loopback, to a local name (a foreign name that leads here is another site's trick), not through a proxy."""
    if any(h in request.headers for h in _FORWARDED):
        return False
    try:
        loopback = ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    name = urlsplit(f"//{request.host}").hostname or ""
    return loopback and name in _LOCAL_NAMES


def _has_token() -> bool:
    token = house().settings.token
    if not token:
        return False
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    # WSGI hands header bytes over as Latin-1; a token may well be Vietnamese.
    return hmac.compare_digest(bearer.encode("latin-1", "replace"), token.encode()) or hmac.compare_digest(
        request.cookies.get(COOKIE, ""), stamp(token)
    )


def stamp(token: str) -> str:
    """What the cookie holds: the token is not to be read from a browser's files."""
    return hashlib.sha256(f"luocdo {token}".encode()).hexdigest()


def _same_site() -> bool:
    """Browsers say where a writing request comes from; programs say nothing and carry no cookies of a person."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
