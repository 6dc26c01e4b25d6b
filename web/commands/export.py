"""Command: export."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from corpus.settings import Settings
from graph import export
from graph.describe import dataset
from web.akn import akoma_ntoso
from web.house import House

FORMATS = ("nquads", "trig", "citations-csv", "graphml", "annotations", "void", "akn")


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("names", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), help="Tệp (akn: thư mục) / file (akn: folder); mặc định stdout.")
@click.option("--gzip", "zipped", is_flag=True, help="Nén / compress (nquads, trig).")
@click.pass_obj
def export_command(settings: Settings, form: str, names: tuple[str, ...], out: Path | None, zipped: bool) -> None:
    """Xuất đồ thị: nquads, trig, citations-csv, graphml, annotations, void, akn [VĂN BẢN…] / write the graph in other forms."""
    house = House(settings)
    if form == "akn":
        _akn(house, names, out)
        return
    reader = house.graph.reader()
    makers: dict[str, Callable[[], Iterable[bytes]]] = {
        "nquads": lambda: export.dump(reader.store, "nq", zipped=zipped),
        "trig": lambda: export.dump(reader.store, "trig", zipped=zipped),
        "citations-csv": lambda: [export.citations_csv(reader).encode("utf-8")],
        "graphml": lambda: [export.graphml(reader)],
        "annotations": lambda: [json.dumps(export.web_annotations(reader, settings.base), ensure_ascii=False, indent=1).encode("utf-8")],
    }
    makers["void"] = lambda: [export.serialise(dataset(reader, settings.base), "ttl")]
    pieces = makers[form]()
    if out is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    with out.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def _akn(house: House, names: tuple[str, ...], out: Path | None) -> None:
    library = house.library
    ids = [library.find(name) for name in names] or [e.id for e in library.documents()]
    for document_id in ids:
        xml = akoma_ntoso(house, document_id)
        if out is None:
            sys.stdout.buffer.write(xml)
        else:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{document_id}.xml").write_bytes(xml)
