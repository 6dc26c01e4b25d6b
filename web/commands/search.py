"""``luocdo search TEXT``: the engine's answer, as lines or as the API's JSON."""

from __future__ import annotations

import click

from corpus.settings import Settings
from search.engine import SearchEngine
from search.results import SORTS, Query, Results
from web.commands.library import as_json, emit


@click.command("search")
@click.argument("text", default="")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 200), help="Số đoạn / number of passages.")
@click.option("--offset", default=0, type=click.IntRange(0), help="Bỏ qua số đoạn đầu / passages to skip.")
@click.option("--verbatim", is_flag=True, help="Không sửa câu hỏi / take the words as typed.")
@click.option("--sort", type=click.Choice(SORTS), default=SORTS[0], show_default=True, help="Thứ tự / order.")
@click.option("--like", metavar="IRI", default="", help="Tương tự một đoạn hay văn bản / like a passage or a text (IRI).")
@as_json
@click.pass_obj
def search_command(settings: Settings, text: str, limit: int, offset: int, verbatim: bool, sort: str, like: str, as_json: bool) -> None:
    """Tìm đoạn văn theo từ và theo nghĩa / find passages by words and by meaning."""
    query = Query(text=text, limit=limit, offset=offset, verbatim=verbatim, sort=sort, like=like)
    results = SearchEngine(settings).search(query)
    if as_json:
        emit(results.to_json())
    else:
        _print(results)


def _print(results: Results) -> None:
    for change in results.query.changes:
        click.echo(f"({change.typed} → {change.read})", err=True)
    for hit in results.hits:
        where = " › ".join(x for x in (hit.number or hit.file, *hit.breadcrumb) if x)
        click.echo(f"{hit.score:6.2f}  {where}\n        {' '.join(hit.text.split())}\n        {hit.iri}")
    click.echo(f"{results.total} đoạn.", err=True)
