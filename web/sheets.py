"""Tables for office programs: spreadsheets made in memory, in which strings stay strings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from flask import Response

from web.finding import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(name: str, title: str, head: Sequence[str], rows: Iterable[Iterable[object]], widths: Sequence[int]) -> Response:
    """A sheet for download with its first row fixed; ``widths`` are in characters, the last holds for all that follow."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    bold, wrap = book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, bold)
        sheet.set_column(column, column, widths[min(column, len(widths) - 1)])
    for line, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet.write_number(line, column, cell, wrap)
            else:
                sheet.write_string(line, column, str(safe_cell(cell if cell is not None else "")), wrap)
    sheet.freeze_panes(1, 0)
    book.close()
    return Response(out.getvalue(), mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
