"""``luocdo sparql``: a query from a file or standard input, answered from the newest snapshot."""

from __future__ import annotations

import csv
import json
import sys
from typing import Any

import click
import pyoxigraph as ox

from corpus.errors import QueryError
from corpus.settings import Settings
from graph.engine.functions import FUNCTIONS
from graph.guard import check
from graph.store import GraphStore


@click.command("sparql")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--json", "form", flag_value="json", help="SPARQL 1.1 JSON.")
@click.option("--csv", "form", flag_value="csv", help="CSV.")
@click.option("--table", "form", flag_value="table", default=True, help="Bảng chữ / a table of text.")
@click.pass_obj
def sparql_command(settings: Settings, file: Any, form: str) -> None:
    """Trả lời một truy vấn SPARQL từ tệp hoặc «-» / answer a SPARQL query."""
    text = file.read()
    union = not check(text).names_dataset  # the union would hide a FROM
    store = GraphStore(settings).reader().store
    try:
        result = store.query(text, use_default_graph_as_union=union, custom_functions=FUNCTIONS)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"Truy vấn sai cú pháp: {error}.", f"The query is not valid SPARQL: {error}.") from error
    if isinstance(result, ox.QueryTriples):
        sys.stdout.buffer.write(result.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
    elif form == "json":
        sys.stdout.buffer.write((result.serialize(format=ox.QueryResultsFormat.JSON) or b"") + b"\n")
    elif isinstance(result, ox.QueryBoolean):
        click.echo(json.dumps(bool(result)))
    elif form == "csv":
        write_csv(result)
    else:
        write_table(result)


def write_csv(result: ox.QuerySolutions) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow([v.value for v in result.variables])
    writer.writerows([_plain(term) for term in row] for row in result)


def write_table(result: ox.QuerySolutions) -> None:
    """Columns as wide as their widest cell, cells cut at 60 characters."""
    rows = [[v.value for v in result.variables]] + [[_plain(term)[:60].replace("\n", " ") for term in row] for row in result]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    click.echo(f"({len(rows) - 1})", err=True)


def _plain(term: Any) -> str:
    return "" if term is None else str(getattr(term, "value", term))
