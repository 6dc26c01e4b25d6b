"""Suggestions while typing: works by number or words of their title, and bodies, in any case, with or without diacritics."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from web.asking import house, local
from web.names import Known
from web.shell import t

suggest = Blueprint("suggest", __name__)


@suggest.get("/api/suggest")
def answer() -> ResponseReturnValue:
    """At most eight works and bodies: ``[{label, detail, href}]``."""
    found = house().names.matching(request.args.get("q", "")[:200])
    return jsonify([{"label": k.label, "detail": _detail(k), "href": local(k.iri)} for k in found])


def _detail(known: Known) -> str:
    if known.kind == "agency":
        return t("search.agency")
    return known.title if known.title and known.title != known.label else "" if known.held else t("work.not_held")
