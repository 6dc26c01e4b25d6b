"""Routes of the comparison of targets."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from corpus.errors import NotFoundError
from corpus.library import Stored
from graph import commitments
from web.asking import document_id, house, lit
from web.finding import csv_response, safe_cell
from web.shell import lang, render, t
from web.views.targets import IndicatorRow, TargetsPage, TextChoice, column_heads, rows

targets = Blueprint("targets", __name__)
MOST = 6
"""Documents side by side."""


def _chosen(available: Sequence[str]) -> list[Stored]:
    """The documents asked for, or the two with most targets."""
    asked = list(dict.fromkeys(request.args.getlist("ban")))[:MOST] or list(available[:2])
    stored = []
    for document in asked:
        try:
            stored.append(house().library.get(document))
        except NotFoundError:  # removed since the address was made: the others are still worth showing
            continue
    return stored


def _rows(stored: Sequence[Stored]) -> tuple[IndicatorRow, ...]:
    said = [c for s in stored for c in house().library.corrections(s.id)]
    return rows(stored, lit, lang(), said)


@targets.get("/chi-tieu")
def compared() -> str:
    found = commitments.texts_with_targets(house().reader)
    stored = _chosen([document_id(x.text) for x in found])
    made, only_shared = _rows(stored), request.args.get("chung") == "1"
    ids = [s.id for s in stored]
    keep = [("ban", i) for i in ids]
    return render(
        "targets.html",
        TargetsPage(
            title=t("targets.title"),
            nav="targets",
            texts=tuple(
                TextChoice(
                    id=document_id(x.text),
                    label=x.label,
                    title=x.title if x.title != x.label else None,
                    targets=x.targets,
                    chosen=document_id(x.text) in ids,
                )
                for x in found
            ),
            columns=column_heads(stored, made),
            rows=tuple(r for r in made if r.shared > 1 or not only_shared),
            only_shared=only_shared,
            csv_href="/chi-tieu.csv?" + urlencode(keep),
            xlsx_href="/chi-tieu.xlsx?" + urlencode(keep),
            toggle_href="/chi-tieu?" + urlencode(keep if only_shared else [*keep, ("chung", "1")]),
        ),
    )


def _table(stored: Sequence[Stored], made: Sequence[IndicatorRow]) -> Iterator[list[str]]:
    for r in made:
        cells = (x for c in r.cells for x in ((c.value, c.when, t(f"change.{c.change}") if c.change else "") if c else ("", "", "")))
        yield [r.objective, r.indicator, *cells]


def _head(stored: Sequence[Stored]) -> list[str]:
    names = [s.document.header.number or s.document.header.issuer or s.document.source.name for s in stored]
    return [t("targets.objective"), t("target.indicator"), *(x for n in names for x in (n, t("target.when"), t("targets.change")))]


@targets.get("/chi-tieu.csv")
def as_csv() -> ResponseReturnValue:
    stored = _chosen(())
    return csv_response("chi-tieu.csv", _head(stored), _table(stored, _rows(stored)))


@targets.get("/chi-tieu.xlsx")
def as_xlsx() -> ResponseReturnValue:
    """The table as a spreadsheet, made in memory; strings stay strings."""
    import xlsxwriter

    stored, out = _chosen(()), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(t("targets.sheet"))
    bold, wrap = book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, words in enumerate(_head(stored)):
        sheet.write_string(0, column, words, bold)
        sheet.set_column(column, column, 60 if column == 1 else 22)
    for line, cells in enumerate(_table(stored, _rows(stored)), 1):
        for column, words in enumerate(cells):
            sheet.write_string(line, column, str(safe_cell(words)), wrap)
    sheet.freeze_panes(1, 2)
    book.close()
    return Response(
        out.getvalue(),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="chi-tieu.xlsx"'},
    )
