"""Commands on the library: ingest, sync, list, show, remove, extract."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click

from corpus.errors import LuocdoError
from corpus.ingest import IngestReport
from corpus.intake import Fields
from corpus.jsonio import to_json
from corpus.pool import Item, Pool
from corpus.read import read_file
from corpus.record import unpack
from corpus.settings import Settings
from web.commands.progress import Bar, report
from web.house import House

as_json = click.option("--json", "as_json", is_flag=True, help="Kết quả JSON / machine-readable output.")


def emit(data: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--text-field", default="", help="Trường chứa văn bản của .jsonl / field with the text of a record.")
@click.option("--id-field", default="", help="Trường chứa mã của bản ghi / field with the name of a record.")
@click.option("--group-field", default="", help="Các bản ghi cùng giá trị là một văn bản / records with one value are one document.")
@as_json
@click.pass_obj
def ingest_command(settings: Settings, paths: tuple[Path, ...], text_field: str, id_field: str, group_field: str, as_json: bool) -> None:
    """Đọc tệp, thư mục, .zip, .jsonl vào thư viện rồi cập nhật / read files, folders, archives and collections, then sync.

    Dừng giữa chừng lúc nào cũng được; chạy lại lệnh này thì đọc tiếp. It may be stopped at any time; run again, it goes on.
    """
    house, read = House(settings), IngestReport()
    try:
        with Bar("Đọc văn bản") as bar:
            house.ingest(paths, bar, Fields(text_field, id_field, group_field), read)
        with Bar("Cập nhật") as bar:
            house.sync(bar)
    except KeyboardInterrupt:
        report(read)
        click.echo("Đã dừng; những gì đã đọc được giữ lại, chạy lại lệnh này thì làm tiếp.", err=True)
        sys.exit(130)
    if as_json:
        emit(_report_json(read))
        for _, error in read.refused:
            click.echo(error.vi, err=True)
    else:
        report(read)
    if read.refused:
        sys.exit(1)


def _report_json(report: IngestReport) -> dict[str, Any]:
    return {
        "added": report.added,
        "unchanged": report.unchanged,
        "passed_over": report.passed_over,
        "repaired": [{"path": p, "repairs": codes} for p, codes in report.repaired],
        "refused": [{"path": p, "error": e.vi, "error_en": e.en} for p, e in report.refused],
    }


@click.command("sync")
@as_json
@click.pass_obj
def sync_command(settings: Settings, as_json: bool) -> None:
    """Đưa đồ thị và chỉ mục theo kịp thư viện / bring graph and index up to the library."""
    house = House(settings)
    with Bar("Đọc lại") as bar:
        refreshed = house.refresh(bar)
    with Bar("Cập nhật") as bar:
        house.sync(bar)
    if as_json:
        emit({"refreshed": refreshed, "revision": house.library.revision})


@click.command("list")
@as_json
@click.pass_obj
def list_command(settings: Settings, as_json: bool) -> None:
    """Các văn bản trong thư viện / the documents in the library."""
    entries = list(House(settings).library.documents())
    if as_json:
        emit([{"id": e.id, "name": e.name, "revision": e.revision, "header": to_json(e.header)} for e in entries])
        return
    for e in entries:
        h = e.header
        click.echo(f"{e.id}  {h.number or '(không số)':24} {h.date or '(không ngày)':10}  {h.type or ''} {h.title or e.name}")


@click.command("show")
@click.argument("name")
@as_json
@click.pass_obj
def show_command(settings: Settings, name: str, as_json: bool) -> None:
    """Một văn bản: phần đầu và dữ kiện / one document: header and facts."""
    library = House(settings).library
    stored = library.get(library.find(name))
    if as_json:
        emit({"id": stored.id, "sources": to_json(stored.sources), **_facts(stored.document, stored.facts)})
        return
    for key, value in to_json(stored.document.header).items():
        if key != "spans":
            click.echo(f"{key:12} {value}")
    for kind, facts in to_json(stored.facts).items():
        click.echo(f"{kind:12} {len(facts)}")


@click.command("remove")
@click.argument("names", nargs=-1, required=True)
@click.pass_obj
def remove_command(settings: Settings, names: tuple[str, ...]) -> None:
    """Bỏ văn bản khỏi thư viện / remove documents."""
    library = House(settings).library
    for document_id in [library.find(name) for name in names]:
        library.remove(document_id)
        click.echo(document_id)


@click.command("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Thư mục ghi <tên>.json / write <stem>.json there.")
@as_json
def extract_command(files: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """Dữ kiện của tệp, không cần thư viện / facts of files, without a library."""
    refused: list[LuocdoError] = []
    with Pool(min(len(files), os.cpu_count() or 1)) as pool:  # untrusted files are read under limits, here too
        for item, outcome in pool.read(_loaded(files, refused)):
            if isinstance(outcome, LuocdoError):
                refused.append(outcome)
            else:
                document, facts = unpack(outcome.body)
                _write_facts({"file": outcome.name, **_facts(document, facts)}, Path(item.name).stem, out)
    for error in refused:
        click.echo(error.vi, err=True)
    if refused:
        sys.exit(1)


def _loaded(files: Iterable[Path], refused: list[LuocdoError]) -> Iterator[tuple[Item, bytes]]:
    for path in files:
        item = Item(origin=str(path), name=path.name, load=partial(read_file, path))
        try:
            yield item, item.load()
        except LuocdoError as error:
            refused.append(error)


def _write_facts(data: dict[str, Any], stem: str, out: Path | None) -> None:
    if out is None:
        emit(data)
        return
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{stem}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")


def _facts(document: Any, facts: Any) -> dict[str, Any]:
    return {
        "header": to_json(document.header, compact=False),
        "sections": to_json(document.sections),
        **to_json(facts, compact=False),
        "notes": to_json((*document.source.notes, *document.notes, *facts.notes)),
    }
