"""``luocdo check``: is the graph whole? Violations by document, in words; exit code 3 where there are any."""

from __future__ import annotations

import json
import os
import sys

import click

from corpus.errors import NotFoundError
from corpus.settings import Settings
from graph.check import by_document, check
from web.house import House


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Kết quả JSON / machine-readable output.")
@click.pass_obj
def check_command(settings: Settings, as_json: bool) -> None:
    """Kiểm tra toàn bộ đồ thị / check the whole graph: quotations, links, shapes."""
    house = House(settings)
    lang = os.environ.get("LUOCDO_LANG", "vi")

    def text(document: str) -> str | None:
        try:
            return house.library.get(document).document.text
        except NotFoundError:
            return None

    found = by_document(check(house.graph.reader().store, settings.base, text))
    if as_json:
        rows = [{"document": d, "node": v.node, "code": v.code, "vi": v.vi, "en": v.en} for d, vs in found.items() for v in vs]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    for document, violations in ({} if as_json else found).items():
        click.echo(document or ("shared things" if lang == "en" else "những điều dùng chung"))
        for v in violations:
            click.echo(f"  {v.en if lang == 'en' else v.vi}\n    {v.node}")
    total = sum(map(len, found.values()))
    if total:
        click.echo(
            f"{total} vi phạm trong {len(found)} văn bản." if lang != "en" else f"{total} violations in {len(found)} documents.", err=True
        )
        sys.exit(3)
    if not as_json:
        click.echo("Không có vi phạm nào." if lang != "en" else "No violations.")
