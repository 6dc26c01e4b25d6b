"""Adding documents in the browser: for those who may, never on behalf of another site; each file with a report."""

from __future__ import annotations

import hashlib
import hmac
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from corpus.ingest import IngestReport
from corpus.read import SUFFIXES
from graph import identity, queries
from graph.relations import citing
from web.allowed import COOKIE, may_edit, require_editor, stamp
from web.asking import house, lit, local
from web.curation import saved
from web.shell import lang, render, t
from web.views.add import AddPage, FileReport, ReportPage, read_report

upload = Blueprint("upload", __name__)
_MOST_FILES = 200
_MOST_REPORTS = 200
_WORK = re.compile(r"(?:vb|chuong-trinh)/[\w./~-]{1,400}")


@upload.get("/them")
def form() -> str:
    return _page((), False)


def _page(reports: tuple[FileReport, ...], wrong_token: bool) -> str:
    path = _wanted()
    work = queries.work(house().reader, house().settings.base + path) if path else None
    return render(
        "add.html",
        AddPage(
            title=t("add.title"),
            nav="add",
            allowed=may_edit(),
            wrong_token=wrong_token,
            reports=reports,
            wanted=(work.label if work else request.args.get("can", ""))[:200],
            wanted_path=path if work else "",
            accept=",".join(sorted({*SUFFIXES, ".zip"})),
            action="/them?vb=" + quote(path) if work else "/them",
        ),
    )


def _wanted() -> str:
    """Path of the work whose file the reader came to add; empty where none was named."""
    asked = request.args.get("vb", "").strip("/")
    return asked if _WORK.fullmatch(asked) else ""


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
    """Files of the form: read, sync, report. With ``?manh=1`` one file of a longer list: the page syncs after the last."""
    require_editor()
    reports = tuple(r for f in request.files.getlist("tep")[:_MOST_FILES] if f.filename for r in _read(f))
    if request.args.get("manh") == "1":
        return render("report_lines.html", _report_page(reports))
    house().sync()
    return _page(tuple(_linked(r) for r in reports), False)


@upload.post("/api/them")
def add_one() -> ResponseReturnValue:
    """One file, for programs; ``/api/dong-bo`` follows the last one. An archive gives several reports."""
    require_editor()
    file = request.files.get("tep")
    if file is None or not file.filename:
        return jsonify(error=t("error.400")), 400
    return jsonify(reports=_read(file))


@upload.post("/api/dong-bo")
def sync() -> ResponseReturnValue:
    """Bring graph and index up to what was added."""
    require_editor()
    house().sync()
    return jsonify(revision=house().library.revision)


@upload.get("/ban/<document>/doc")
def report(document: str) -> str:
    """What was read in a held document; with ``?manh=1`` only its line of the report."""
    name = house().library.get(document).sources[-1].name
    page = _report_page((_linked(FileReport(name=name, state="added", id=document)),))
    return render("report_lines.html" if request.args.get("manh") == "1" else "report.html", page)


def _report_page(reports: tuple[FileReport, ...]) -> ReportPage:
    return ReportPage(title=t("report.title"), nav="add", reports=reports, saved=saved(), wanted_path=_wanted())


def _read(file: FileStorage) -> list[FileReport]:
    """What became of one file; of each document in it, where it is an archive."""
    name = Path(file.filename or "").name
    with _kept(file) as path:
        known = house().library.holding(hashlib.sha256(path.read_bytes()).hexdigest())
        done = house().ingest([path])
    if len(done.added) + len(done.refused) + len(done.unchanged) > 1:
        return _read_archive(name, done)
    if done.refused:
        return [FileReport(name=name, state="refused", message=done.refused[0][1].message(lang()))]
    if not done.added:
        return [_held(name, known)]
    stored = house().library.get(done.added[0])
    return [_held(name, stored.id) if len(stored.sources) > 1 and known != stored.id else _report(stored.id, name)]


def _held(name: str, document: str | None) -> FileReport:
    """The library has this text already, from this file or from another."""
    title = house().library.get(document).document.header.title if document else None
    href = f"/ban/{document}" if document else "/van-ban"
    return FileReport(name=name, state="unchanged", message=t("add.unchanged_why"), href=href, title=title or t("add.open"))


def _read_archive(name: str, done: IngestReport) -> list[FileReport]:
    added = [_report(i, f"{name} › {house().library.sources(i)[-1].name}") for i in dict.fromkeys(done.added)]
    refused = [FileReport(name=f"{name} › {_last(origin)}", state="refused", message=e.message(lang())) for origin, e in done.refused]
    held = [FileReport(name=f"{name} › {_last(o)}", state="unchanged", message=t("add.unchanged_why")) for o in done.unchanged]
    return [*refused, *added, *held][:_MOST_REPORTS]


def _last(origin: str) -> str:
    return re.split(r"[/!\\]", origin)[-1]


def _report(document: str, name: str) -> FileReport:
    return read_report(house().library.get(document), name, lambda start, end: lit(document, start, end), lang())


def _linked(r: FileReport) -> FileReport:
    """The report with what the graph knows now: who cites the document, which citations are unclear."""
    if r.state != "added":
        return r
    reader, text = house().reader, house().settings.base + identity.text(r.id)
    stored, work = house().library.get(r.id), queries.work_of(reader, text)
    full = read_report(stored, r.name, lambda start, end: lit(r.id, start, end), lang(), queries.citations_of(reader, text))
    if work is None:
        return full
    linked = citing(reader, work, 0, 0).documents
    other = bool(_wanted()) and work != house().settings.base + _wanted()
    return replace(full, linked=linked, work_href=local(work), other_than_wanted=other)


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
