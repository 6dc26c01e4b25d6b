"""Routes of the comparison of targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from corpus.library import Stored
from graph import commitments
from web.agencies import asked
from web.allowed import may_edit
from web.asking import chosen_documents, house, lit
from web.curation import known_name, saved
from web.finding import csv_response
from web.sheets import xlsx_response
from web.shell import lang, render, t
from web.views.duties import choices, label_of
from web.views.targets import VIEWS, IndicatorPage, IndicatorRow, Tally, TargetsPage, column_heads, rows, seen

targets = Blueprint("targets", __name__)
MOST, CHOICES = 6, 60
"""Documents side by side; documents offered to choose from."""


def _rows(stored: Sequence[Stored]) -> tuple[IndicatorRow, ...]:
    said = [c for s in stored for c in house().library.corrections(s.id)]
    return rows(stored, lit, lang(), said)


@targets.get("/chi-tieu")
def compared() -> str:
    found = commitments.texts_with(house().reader, "targets")
    stored = chosen_documents([x.document for x in found][:2], MOST)
    made, view = _rows(stored), request.args.get("xem", "all")
    listed = choices(found, {s.id for s in stored}, asked("loc"))
    keep = urlencode([("ban", s.id) for s in stored])
    return render(
        "targets.html",
        TargetsPage(
            title=t("targets.title"),
            nav="targets",
            texts=tuple(listed[:CHOICES]),
            more=max(0, len(listed) - CHOICES),
            words=asked("loc"),
            columns=column_heads(stored, made),
            rows=seen(made, view),
            tallies=tuple(Tally(key=v, href=f"/chi-tieu?{keep}&xem={v}", count=len(seen(made, v)), current=v == view) for v in VIEWS),
            csv_href=f"/chi-tieu.csv?{keep}",
            xlsx_href=f"/chi-tieu.xlsx?{keep}",
            back=f"/chi-tieu?{keep}&xem={view if view in VIEWS else 'all'}",
            may_edit=may_edit(),
            saved=saved(),
            who=known_name(),
        ),
    )


@targets.get("/chi-tieu/mot")
def one() -> str:
    """One indicator in the documents chosen: its sentences side by side, why they were paired, and what a person says of it."""
    stored, wanted = chosen_documents((), MOST), request.args.get("ct", "")[:60]
    row = next((r for r in _rows(stored) if r.id == f"ct-{wanted.replace(':', '-')}"), None)
    if row is None:
        raise NotFound
    keep = urlencode([("ban", s.id) for s in stored])
    return render(
        "indicator.html",
        IndicatorPage(
            title=row.indicator,
            nav="targets",
            row=row,
            columns=column_heads(stored, (row,)),
            owners=tuple(_owners(s, row, i) for i, s in enumerate(stored)),
            back=f"/chi-tieu?{keep}#{row.id}",
            here=row.href,
            may_edit=may_edit(),
            saved=saved(),
            who=known_name(),
        ),
    )


def _owners(s: Stored, row: IndicatorRow, column: int) -> tuple[str, ...]:
    """Who answers for the target of ``row`` in this document."""
    cell = row.cells[column]
    at = {i for i, x in enumerate(s.facts.targets) if cell is not None and cell.href == lit(s.id, x.start, x.end)}
    return tuple(dict.fromkeys(r.agency for r in s.facts.responsibilities if at & set(r.targets)))


def _table(stored: Sequence[Stored], made: Sequence[IndicatorRow]) -> Iterator[list[str]]:
    for r in made:
        cells = (
            x
            for c in r.cells
            for x in (
                (c.value, c.when, t(f"change.{c.change}") if c.change else "", c.sentence) if c else ("", "", t("targets.missing"), "")
            )
        )
        yield [r.objective, r.indicator, *cells]


def _head(stored: Sequence[Stored]) -> list[str]:
    names = [label_of(s) for s in stored]
    heads = (x for n in names for x in (n, t("target.when"), t("targets.change"), t("targets.sentence")))
    return [t("targets.objective"), t("target.indicator"), *heads]


@targets.get("/chi-tieu.<kind>")
def table(kind: str) -> ResponseReturnValue:
    """The table as CSV or XLSX, each value with its sentence."""
    stored = chosen_documents((), MOST)
    cells = _table(stored, _rows(stored))
    if kind == "xlsx":
        return xlsx_response("chi-tieu.xlsx", t("targets.sheet"), _head(stored), cells, (36, 60, 18, 10, 20, 60, 18, 10, 20, 60))
    if kind != "csv":
        raise NotFound
    return csv_response("chi-tieu.csv", _head(stored), cells)
