"""Correcting in the browser: forms over :mod:`corpus.correcting`. They work without a script, and for those who may only."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from corpus.correcting import correct as keep
from corpus.curation import CITATION_FIELDS, in_force, place
from corpus.library import Stored
from graph import identity, queries
from web.allowed import may_edit, require_editor
from web.asking import SPAN, house, lit
from web.shell import lang, render, t
from web.views.curation import CurationPage, RemovePage, act_rows, citation_rows, field_rows, source_rows

curation = Blueprint("curation", __name__)
_NAME_COOKIE = "ai"
_MOST_CITATIONS = 500
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_OWN_PATH = re.compile(r"/(?![/\\])")
_MONTH = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)


@curation.get("/ban/<document>/sua")
def listed(document: str) -> str:
    """What people put right in a document, for everybody to see; the forms for those who may."""
    library = house().library
    stored, as_read = library.get(document), library.get(document, curated=False)
    acts, own = library.corrections(stored.id), f"/ban/{stored.id}"

    def at(start: int, end: int) -> str:
        return lit(stored.id, start, end)

    standing = in_force(acts)
    return render(
        "curation.html",
        CurationPage(
            title=t("curate.title", what=_label(stored)),
            nav="documents",
            label=_label(stored),
            document_href=own,
            action=f"{own}/sua",
            allowed=may_edit(),
            saved=saved(),
            who=known_name(),
            fields=field_rows(as_read.document.header, stored.document.header, standing, at, lang()),
            citations=citation_rows(as_read.facts.citations[:_MOST_CITATIONS], standing, own),
            acts=act_rows(acts, own, at, lang()),
            sources=source_rows(stored, lang()),
            reread_href=f"{own}/doc-lai",
            remove_href=f"{own}/bo",
            report_href=f"{own}/doc",
        ),
    )


def _label(stored: Stored) -> str:
    h = stored.document.header
    return " ".join(x for x in (h.type, h.number or h.title) if x) or stored.document.source.name


def saved() -> bool:
    """True on the page that a form of ours came back to."""
    return request.args.get("ghi") == "1"


def known_name() -> str:
    """The name under which this browser last put something right."""
    return unquote(request.cookies.get(_NAME_COOKIE, ""))[:100]


@curation.post("/ban/<document>/sua")
def act(document: str) -> ResponseReturnValue:
    """Any act on any subject: ``chu-the`` names it, ``viec`` says what is done, ``ve`` is the page to come back to."""
    return _kept(document, request.form.get("chu-the", "")[:200])


@curation.post("/ban/<document>/dan/<span>/sua")
def citation(document: str, span: str) -> ResponseReturnValue:
    """Confirm, correct or reject a citation."""
    if not SPAN.match(span):
        raise NotFound
    return _kept(document, f"citation/{span}")


def _kept(document: str, subject: str) -> BaseResponse:
    require_editor()
    action, given = request.form.get("viec", ""), _given(subject)
    if action == "correct":
        action, given = _meant(house().library.get(document, curated=False), subject, given)
    keep(
        house().library,
        document=document,
        subject=subject,
        action=action,
        value=given if action == "correct" else None,
        who=request.form.get("ai", "").strip()[:100] or t("correct.somebody"),
        why=request.form.get("vi-sao", "").strip()[:500],
    )
    house().sync()
    return _back(f"/ban/{document}/sua")


def _given(subject: str) -> dict[str, str | None]:
    """The values of the form: those of the subject's own fields that it has."""
    kind, _, name = subject.partition("/")
    names = sorted(CITATION_FIELDS) if kind == "citation" else [name] if kind == "header" else []
    return {n: iso_day(v) if n in ("date", "effective") else v or None for n in names if (v := _field(n)) is not None}


def _field(name: str) -> str | None:
    value = request.form.get(name)
    return None if value is None else value.strip()[:1000]


def iso_day(written: str) -> str | None:
    """15/11/2022 or 11/2022 as ISO 8601; anything else as it is, for the check to take or refuse."""
    if m := _DAY.fullmatch(written):
        return f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}"
    if m := _MONTH.fullmatch(written):
        return f"{m[2]}-{int(m[1]):02d}"
    return written or None


def _meant(read: Stored, subject: str, given: dict[str, str | None]) -> tuple[str, dict[str, str | None]]:
    """Only what differs from the machine's reading is a correction; where nothing does, the reading is confirmed."""
    try:
        at = place(subject)
    except ValueError:
        return "correct", given  # refused in words where it is kept
    if at.kind == "header":
        now: object = read.document.header
    else:
        now = next((c for c in read.facts.citations if (c.start, c.end) == at.span), None)
    changed = {k: v for k, v in given.items() if v != getattr(now, k, None)}
    return ("correct", changed) if changed else ("confirm", {})


def _back(otherwise: str) -> BaseResponse:
    """Back to the page of the form, which says that it was kept; never to another site."""
    wanted = urlsplit(request.form.get("ve", ""))
    path = wanted.path if _OWN_PATH.match(wanted.path) and not wanted.netloc else otherwise
    query = "&".join(q for q in (wanted.query, "ghi=1") if q)
    response = redirect(f"{path}?{query}" + (f"#{wanted.fragment}" if wanted.fragment else ""), 303)
    name = request.form.get("ai", "").strip()[:100]
    if name:
        response.set_cookie(_NAME_COOKIE, quote(name), max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return response


@curation.post("/ban/<document>/la")
def is_work(document: str) -> ResponseReturnValue:
    """This document is the work ``vb``: type, number, date and issuer of its header are put right by what its citations say."""
    require_editor()
    path = request.form.get("vb", "").strip("/")[:400]
    work = queries.work(house().reader, house().settings.base + path) if path else None
    if work is None:
        raise NotFound
    header = house().library.get(document, curated=False).document.header
    meant = {"type": work.type, "number": work.number, "date": work.date, "issuer": work.issuer_label}
    for name, value in meant.items():
        if value and value != getattr(header, name):
            keep(
                house().library,
                document=document,
                subject=f"header/{name}",
                action="correct",
                value={name: value},
                who=known_name() or t("correct.somebody"),
                why=t("curate.is_why", what=work.label),
            )
    house().sync()
    return redirect(f"/ban/{document}/doc?ghi=1&vb={quote(path)}", 303)


@curation.post("/ban/<document>/doc-lai")
def reread(document: str) -> ResponseReturnValue:
    """Read a document again from its kept files."""
    require_editor()
    now = house().reread(document)
    house().sync()
    return redirect(f"/ban/{now}/doc?ghi=1", 303)


@curation.get("/ban/<document>/bo")
def ask_to_remove(document: str) -> str:
    """Ask before forgetting a document."""
    stored, reader = house().library.get(document), house().reader
    work = queries.work_of(reader, house().settings.base + identity.text(stored.id))
    citing = {c.text for c in queries.who_cites(reader, work)} if work else set()
    return render(
        "remove.html",
        RemovePage(
            title=t("curate.remove_title", what=_label(stored)),
            nav="documents",
            label=_label(stored),
            document_href=f"/ban/{stored.id}",
            action=f"/ban/{stored.id}/bo",
            citing=len(citing),
            corrections=len(in_force(house().library.corrections(stored.id))),
        ),
    )


@curation.post("/ban/<document>/bo")
def remove(document: str) -> ResponseReturnValue:
    """Forget a document."""
    require_editor()
    house().library.remove(document)
    house().sync()
    return redirect("/van-ban", 303)
