"""Adding and removing documents in the browser: for those who may, never on behalf of another site."""

from __future__ import annotations

import hmac
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from corpus.correcting import correct as keep
from corpus.ingest import IngestReport
from corpus.read import SUFFIXES
from web.allowed import COOKIE, may_edit, require_editor, stamp
from web.asking import SPAN, house, lit
from web.shell import lang, render, t
from web.views.add import AddPage, FileReport, Repair

upload = Blueprint("upload", __name__)
_MOST_FILES = 200


@upload.get("/them")
def form() -> str:
    return _page((), False)


def _page(reports: tuple[FileReport, ...], wrong_token: bool) -> str:
    return render(
        "add.html",
        AddPage(
            title=t("add.title"),
            nav="add",
            allowed=may_edit(),
            wrong_token=wrong_token,
            reports=reports,
            wanted=request.args.get("can", "")[:200],
            accept=",".join(sorted(SUFFIXES)),
        ),
    )


@upload.post("/them/ma")
def token() -> ResponseReturnValue:
    """A person shows the token once; the browser keeps its stamp."""
    known, given = house().settings.token, request.form.get("token", "")
    if not known or not hmac.compare_digest(given.encode(), known.encode()):
        return _page((), True), 403
    response = redirect("/them", 303)
    response.set_cookie(COOKIE, stamp(known), max_age=30 * 24 * 3600, httponly=True, samesite="Strict", secure=request.is_secure)
    return response


@upload.post("/them")
def add() -> ResponseReturnValue:
    """Files of the form: read, sync, report."""
    require_editor()
    reports = tuple(_read(f) for f in request.files.getlist("tep")[:_MOST_FILES] if f.filename)
    house().sync()
    return _page(reports, False)


@upload.post("/api/them")
def add_one() -> ResponseReturnValue:
    """One file of a longer list, for the page's progress; ``/api/dong-bo`` follows the last one."""
    require_editor()
    file = request.files.get("tep")
    if file is None or not file.filename:
        return jsonify(error=t("error.400")), 400
    return jsonify(_read(file))


@upload.post("/api/dong-bo")
def sync() -> ResponseReturnValue:
    """Bring graph and index up to what was added."""
    require_editor()
    house().sync()
    return jsonify(revision=house().library.revision)


@upload.post("/ban/<document>/bo")
def remove(document: str) -> ResponseReturnValue:
    """Forget a document."""
    require_editor()
    house().library.remove(document)
    house().sync()
    return redirect("/van-ban", 303)


@upload.post("/ban/<document>/dan/<span>/sua")
def correct(document: str, span: str) -> ResponseReturnValue:
    """Confirm, correct or reject a citation: kept beside the text, stronger than every later reading."""
    require_editor()
    if not SPAN.match(span):
        return _page((), False), 404
    action = request.form.get("viec", "")
    given = {name: request.form.get(name, "").strip()[:300] or None for name in ("number", "date", "issuer")}
    keep(
        house().library,
        document=document,
        subject=f"citation/{span}",
        action=action,
        value=given if action == "correct" else None,
        who=request.form.get("ai", "").strip()[:100] or t("correct.somebody"),
        why=request.form.get("vi-sao", "").strip()[:500],
    )
    house().sync()
    start, end = span.split("-")[:2]
    return redirect(lit(document, int(start), int(end)), 303)


def _read(file: FileStorage) -> FileReport:
    with _kept(file) as path:
        report = house().ingest([path])
    name = Path(file.filename or "").name
    if report.refused:
        return FileReport(name=name, state="refused", message=report.refused[0][1].message(lang()))
    if not report.added:
        return FileReport(name=name, state="unchanged", message=t("add.unchanged_why"), href=_known(report))
    return _added(name, report)


def _added(name: str, report: IngestReport) -> FileReport:
    stored = house().library.get(report.added[-1])
    header, facts = stored.document.header, stored.facts
    return FileReport(
        name=name,
        state="added",
        href=f"/ban/{stored.id}",
        title=header.title or header.number or name,
        citations=len(facts.citations),
        targets=len(facts.targets),
        assignments=len(facts.assignments),
        repairs=tuple(Repair(code=code, count=n) for _, found in report.repaired for code, n in sorted(found.items())),
    )


def _known(report: IngestReport) -> str | None:
    return None if len(report.unchanged) != 1 else "/van-ban"


@contextmanager
def _kept(file: FileStorage) -> Iterator[Path]:
    """The upload as a file under its own last name, in a folder that goes away: no name can lead out of it."""
    house().settings.home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="incoming-", dir=house().settings.home))
    try:
        name = Path((file.filename or "").replace("\\", "/")).name.replace("\0", "")[-150:].lstrip(".") or "tep"
        path = folder / name
        file.save(path)
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)
