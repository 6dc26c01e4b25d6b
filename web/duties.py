"""Routes of the responsibility matrix over chosen documents, and its exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from graph import commitments
from web.agencies import asked, body_href
from web.asking import chosen_documents, house, lit
from web.finding import csv_response
from web.sheets import xlsx_response
from web.shell import lang, render, t
from web.views.duties import DocumentChoice, DutyRow, MatrixPage, body_rows, choices, duty_rows, label_of

duties = Blueprint("duties", __name__)
MOST, CHOICES, DEFAULT = 8, 60, 3


@duties.get("/ma-tran")
def matrix() -> str:
    found = commitments.texts_with(house().reader, "tasks")
    stored = chosen_documents([x.document for x in found][:DEFAULT], MOST)
    listed = choices(found, {s.id for s in stored}, asked("loc"))
    keep = urlencode([("ban", s.id) for s in stored])
    return render(
        "matrix.html",
        MatrixPage(
            title=t("matrix.title"),
            nav="agencies",
            choices=tuple(listed[:CHOICES]),
            more=max(0, len(listed) - CHOICES),
            words=asked("loc"),
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
