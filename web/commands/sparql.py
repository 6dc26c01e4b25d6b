"""``luocdo sparql``: a query from a file or standard input, answered from the newest snapshot."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from collections.abc import Callable
from typing import Any

import click
import pyoxigraph as ox

from corpus.errors import QueryError
from corpus.settings import Settings
from graph.engine.functions import FUNCTIONS
from graph.engine.text import read
from ontology import PREFIXES
from web.house import House
from web.sparql.run import admitted

_NARROWEST = 12
_LOCAL_NAME = re.compile(r"[\w-]+")
Show = Callable[[Any], str]


@click.command("sparql")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--json", "form", flag_value="json", help="SPARQL 1.1 JSON.")
@click.option("--csv", "form", flag_value="csv", help="CSV.")
@click.option("--table", "form", flag_value="table", default=True, help="Bảng chữ / a table of text.")
@click.option("--wide", is_flag=True, help="Bảng không cắt ô, IRI viết đủ (mặc định khi chuyển ra tệp) / nothing cut or shortened.")
@click.pass_obj
def sparql_command(settings: Settings, file: Any, form: str, wide: bool) -> None:
    """Trả lời một truy vấn SPARQL từ tệp hoặc «-» / answer a SPARQL query."""
    result = _answer(settings, file.read())
    if isinstance(result, ox.QueryTriples):
        sys.stdout.buffer.write(result.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
    elif form == "json":
        sys.stdout.buffer.write((result.serialize(format=ox.QueryResultsFormat.JSON) or b"") + b"\n")
    elif isinstance(result, ox.QueryBoolean):
        click.echo(json.dumps(bool(result)))
    elif form == "csv":
        write_csv(result)
    elif wide or not sys.stdout.isatty():
        write_table(result, plain, None)
    else:
        write_table(result, lambda term: shortened(term, settings.base), shutil.get_terminal_size().columns)


def _answer(settings: Settings, text: str) -> ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples:
    house = House(settings)
    query = admitted(house, read(text))
    union = not query.names_dataset  # the union would hide a FROM
    try:
        return house.reader.store.query(query.text, base_iri=settings.base, use_default_graph_as_union=union, custom_functions=FUNCTIONS)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"Truy vấn sai cú pháp: {error}.", f"The query is not valid SPARQL: {error}.") from error


def write_csv(result: ox.QuerySolutions) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow([v.value for v in result.variables])
    writer.writerows([plain(term) for term in row] for row in result)


def write_table(result: ox.QuerySolutions, show: Show, width: int | None) -> None:
    """Columns as wide as their widest cell; within ``width``, the widest columns give way and say so with ``…``."""
    rows = [[v.value for v in result.variables]] + [[" ".join(show(term).split()) for term in row] for row in result]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    full = list(widths)
    while width is not None and sum(widths) + 2 * len(widths) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    for row in rows:
        click.echo("  ".join(_fitted(cell, w).ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())
    note = "; … = --wide" if widths != full else ""
    click.echo(f"({len(rows) - 1}{note})", err=True)


def _fitted(cell: str, width: int) -> str:
    return cell if len(cell) <= width else cell[: width - 1] + "…"


def plain(term: Any) -> str:
    """The value of a term."""
    return "" if term is None else str(getattr(term, "value", term))


def shortened(term: Any, base: str) -> str:
    """As a query may write it: ``eli:cites``, ``<vb/chinh-phu/2021/28-nq-cp>``; what is no IRI as it is."""
    value = plain(term)
    if not isinstance(term, ox.NamedNode):
        return value
    if value.startswith(base):
        return f"<{value[len(base) :]}>"
    found = max(((name, space) for name, space in PREFIXES.items() if value.startswith(space)), key=lambda p: len(p[1]), default=None)
    if found and _LOCAL_NAME.fullmatch(value[len(found[1]) :]):
        return f"{found[0]}:{value[len(found[1]) :]}"
    return f"<{value}>"
