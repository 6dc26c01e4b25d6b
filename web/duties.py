"""Routes of the responsibility matrix over chosen documents, and its exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from corpus.text import fold
from graph import commitments
from web.agencies import asked, body_href
from web.asking import chosen_documents, document_id, house, lit
from web.finding import csv_response
from web.sheets import xlsx_response
from web.shell import lang, render, t
from web.views.duties import DocumentChoice, DutyRow, MatrixPage, body_rows, duty_rows, label_of

duties = Blueprint("duties", __name__)
MOST, CHOICES, DEFAULT = 8, 60, 3


@duties.get("/ma-tran")
def matrix() -> str:
    found = commitments.texts_with_tasks(house().reader)
    stored = chosen_documents([document_id(x.text) for x in found][:DEFAULT], MOST)
    ids, words = {s.id for s in stored}, asked("loc")
    every = tuple(
        DocumentChoice(
            id=document_id(x.text),
            label=x.label,
            title=x.title if x.title != x.label else None,
            count=x.count,
            chosen=document_id(x.text) in ids,
        )
        for x in found
        if document_id(x.text) in ids or all(w in fold(f"{x.label} {x.title or ''}") for w in fold(words).split())
    )
    listed = sorted(every, key=lambda c: not c.chosen)
    keep = urlencode([("ban", s.id) for s in stored])
    return render(
        "matrix.html",
        MatrixPage(
            title=t("matrix.title"),
            nav="agencies",
            choices=tuple(listed[:CHOICES]),
            more=max(0, len(listed) - CHOICES),
            words=words,
            documents=tuple(
                DocumentChoice(id=s.id, label=label_of(s), title=s.document.header.title, count=len(s.facts.assignments), chosen=True)
                for s in stored
            ),
            bodies=body_rows(stored, body_href),
            duties=duty_rows(stored, lit, lang()),
            csv_href=f"/ma-tran.csv?{keep}",
            xlsx_href=f"/ma-tran.xlsx?{keep}",
        ),
    )


def _head() -> list[str]:
    return [t("matrix.what"), t("assignment.lead"), t("assignment.support"), t("deadline.when"), t("calendar.source")]


def _table(rows: Sequence[DutyRow]) -> Iterator[list[str]]:
    for r in rows:
        yield [r.what, "; ".join(r.leads), "; ".join(r.supports), r.when, r.document]


@duties.get("/ma-tran.<kind>")
def table(kind: str) -> ResponseReturnValue:
    """The table of tasks as CSV or XLSX."""
    rows = _table(duty_rows(chosen_documents((), MOST), lit, lang()))
    if kind == "xlsx":
        return xlsx_response("ma-tran.xlsx", t("matrix.title"), _head(), rows, (70, 36, 36, 18, 24))
    if kind != "csv":
        raise NotFound
    return csv_response("ma-tran.csv", _head(), rows)
