"""The JSON API of corrections: list, add, take back, carry away and bring in. The acts are those of :mod:`corpus.correcting`.

    GET  /api/dinh-chinh?ban=ID     {"total", "corrections": [{document, subject, action, value, who, at, why, quote, standing}]}
    POST /api/dinh-chinh            {"document", "subject", "action", "value", "who", "why"} -> 201 {"correction"}
    GET  /api/dinh-chinh.jsonl      all of them as a plain file, oldest first
    POST /api/dinh-chinh.jsonl      such a file -> {"new": how many were not known}

``action`` is ``confirm``, ``correct``, ``reject`` or, to take the last act on a subject back, ``withdraw``.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from corpus.correcting import correct
from corpus.curation import Correction, dump_lines, in_force, parse_lines
from corpus.errors import InputError
from corpus.jsonio import to_json
from web.allowed import require_editor
from web.asking import house

corrections = Blueprint("corrections", __name__)
LARGEST = 64 * 1024
"""Bytes of one act."""
LARGEST_FILE = 16 * 2**20
MOST = 1000
"""Acts in one list, the newest first."""
_FIELDS = ("document", "subject", "action", "who", "why")


@corrections.get("/api/dinh-chinh")
def listed() -> ResponseReturnValue:
    """Every act about one document, or about all; ``standing`` marks those that hold now."""
    found = house().library.corrections(request.args.get("ban") or None)
    by_document: dict[str, list[Correction]] = {}
    for c in found:
        by_document.setdefault(c.document, []).append(c)
    standing = {c for own in by_document.values() for c in map(_key, in_force(own).values())}
    newest = found[::-1][:MOST]
    return jsonify(total=len(found), corrections=[{**_json(c), "standing": _key(c) in standing} for c in newest])


def _key(c: Correction) -> tuple[str, str, str, str]:
    return c.document, c.subject, c.at, c.action


def _json(c: Correction) -> dict[str, Any]:
    kept: dict[str, Any] = to_json(c, compact=False)
    return kept


@corrections.post("/api/dinh-chinh")
def add() -> ResponseReturnValue:
    """Keep one act; graph, search and pages follow before the answer goes out."""
    require_editor()
    request.max_content_length = LARGEST
    given = _object(request.get_data())
    act = correct(house().library, **{name: given.get(name, "") for name in _FIELDS}, value=given.get("value"))
    house().sync()
    return jsonify(correction=_json(act)), 201


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or given.keys() - {*_FIELDS, "value"}:
        names = ", ".join((*_FIELDS, "value"))
        raise InputError(f"Cần một đối tượng JSON với các trường: {names}.", f"A JSON object with these fields is needed: {names}.")
    return given


@corrections.get("/api/dinh-chinh.jsonl")
def as_file() -> Response:
    """All acts as a plain file, which ``luocdo corrections --import`` and ``POST`` read again."""
    headers = {"Content-Disposition": 'attachment; filename="dinh-chinh.jsonl"'}
    return Response(dump_lines(house().library.corrections()), content_type="application/x-ndjson; charset=utf-8", headers=headers)


@corrections.post("/api/dinh-chinh.jsonl")
def from_file() -> ResponseReturnValue:
    """Take in a plain file of acts: all of it or, where a line is wrong, nothing."""
    require_editor()
    request.max_content_length = LARGEST_FILE
    try:
        text = request.get_data().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("Tệp không phải UTF-8; cần JSON Lines.", "Not UTF-8; JSON Lines are needed.") from error
    new = house().library.correct(parse_lines(text, "dinh-chinh.jsonl"))
    house().sync()
    return jsonify(new=new)
