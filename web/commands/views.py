"""Commands on commitments: compare, matrix, calendar, hygiene. A document is named by file, id or number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import click

from corpus.calendar import Event, events, to_ics
from corpus.compare import Pair, Similarity, compare, measured
from corpus.compare_many import Indicator, compare_many
from corpus.corrected import decided
from corpus.extract import extract
from corpus.hygiene import hygiene
from corpus.jsonio import to_json
from corpus.matrix import matrix, numbered
from corpus.model import Citation, Document, Facts, Target
from corpus.read import read_source
from corpus.settings import Settings
from corpus.structure import parse
from corpus.validity import approved_name, ended
from graph.views import bases_ended
from web.commands.library import as_json, emit
from web.house import House

_STATUS = {"same": "bằng", "higher": "cao hơn", "lower": "thấp hơn", "unlike": "khác dạng"}
_AMBITION = {"more": "chặt hơn", "less": "nới hơn", "same": "", None: ""}


def _load(settings: Settings, name: str) -> tuple[Document, Facts]:
    """A file read now, or a document of the library."""
    if Path(name).is_file():
        document = parse(read_source(Path(name))[0])
        return document, extract(document)
    library = House(settings).library
    stored = library.get(library.find(name))
    return stored.document, stored.facts


def figure(target: Target) -> str:
    """``>= 70 %``; ``có/không`` for an aim without a figure."""
    if target.value is None:
        return "có/không"
    unit = target.unit or ""
    joint = "" if unit.startswith("/") else " "
    return f"{target.comparator or ''} {target.value:g}{joint}{unit}".strip()


@click.command("compare")
@click.argument("names", nargs=-1, required=True, metavar="TEXT TEXT...")
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="Bảng CSV / comma-separated table.")
@click.option("--meaning", is_flag=True, help="Thêm bằng chứng về nghĩa từ mô hình / add evidence of meaning from the model.")
@click.pass_obj
def compare_command(settings: Settings, names: tuple[str, ...], as_json: bool, as_csv: bool, meaning: bool) -> None:
    """Chỉ tiêu của các văn bản cạnh nhau / targets of documents side by side: national, provincial, district, ward."""
    if len(names) < 2:
        raise click.UsageError("Cần ít nhất hai văn bản / at least two documents are needed.")
    loaded = [_load(settings, name) for name in names]
    likeness = _likeness(settings, loaded) if meaning else None
    if len(loaded) > 2:
        _side_by_side(settings, loaded, likeness, as_json, as_csv)
        return
    (a, facts_a), (b, facts_b) = loaded
    one, two = facts_a.targets, facts_b.targets
    result = compare(one, two, likeness, decided=_decided(settings, a, b, one, two))
    if as_json:
        emit({"left": a.id, "right": b.id, **to_json(result, compact=False), "targets": {"left": to_json(one), "right": to_json(two)}})
        return
    rows = [_row(one[p.left], two[p.right], p) for p in result.pairs]
    rows += [[one[i].indicator, figure(one[i]), "", _year(one[i]), "", "thiếu", "", ""] for i in result.only_left]
    rows += [[two[j].indicator, "", figure(two[j]), "", _year(two[j]), "thêm", "", ""] for j in result.only_right]
    _print(["chỉ tiêu", "trái", "phải", "năm trái", "năm phải", "so sánh", "mức", "điểm"], rows, as_csv)


def _likeness(settings: Settings, loaded: list[tuple[Document, Facts]]) -> Similarity:
    from search.alike import alike  # the model is read only where it is asked for
    from search.encode import load_encoder

    return alike(load_encoder(settings), (t.indicator for _, facts in loaded for t in facts.targets))


def _side_by_side(
    settings: Settings, loaded: list[tuple[Document, Facts]], likeness: Similarity | None, as_json: bool, as_csv: bool
) -> None:
    """One row per indicator, one column per document; each figure measured by the first one of its row."""
    targets = [facts.targets for _, facts in loaded]

    def said(left: int, right: int) -> dict[tuple[int, int], bool]:
        return _decided(settings, loaded[left][0], loaded[right][0], targets[left], targets[right])

    found = compare_many(targets, likeness, said)
    if as_json:
        emit({"texts": [d.id for d, _ in loaded], "rows": to_json(found, compact=False), "targets": [to_json(t) for t in targets]})
        return
    head = ["chỉ tiêu", *(_called(document) for document, _ in loaded)]
    rows = [[_named(targets, row), *(_cell(targets, row, column) for column in range(len(loaded)))] for row in found]
    _print(head, rows, as_csv)


def _called(document: Document) -> str:
    header = document.header
    return " ".join(x for x in (header.number or header.type, header.issuer) if x) or document.source.name


def _named(targets: list[tuple[Target, ...]], row: Indicator) -> str:
    column, cell = row.first
    return targets[column][cell.target].indicator


def _cell(targets: list[tuple[Target, ...]], row: Indicator, column: int) -> str:
    """``>= 50 % (2025), thấp hơn, nới hơn [0.93]``; "thiếu" where the document lacks it."""
    cell = row.cells[column]
    if cell is None:
        return "thiếu"
    target = targets[column][cell.target]
    figured = f"{figure(target)} ({target.year})" if target.year else figure(target)
    if cell.pair is None:
        return figured
    first_column, first = row.first
    verdict = measured(targets[first_column][first.target], target)
    return ", ".join(x for x in (figured, _STATUS[verdict[0]], _AMBITION[verdict[1]]) if x) + f" [{cell.pair.score:.2f}]"


def _decided(settings: Settings, a: Document, b: Document, one: tuple[Target, ...], two: tuple[Target, ...]) -> dict[tuple[int, int], bool]:
    """What people said of pairs of these two documents."""
    if not settings.library_path.exists():
        return {}
    library = House(settings).library
    return decided([*library.corrections(a.id), *library.corrections(b.id)], (a.id, b.id), one, two)


def _year(target: Target) -> str:
    return str(target.year or "")


def _row(a: Target, b: Target, pair: Pair) -> list[str]:
    verdict = [_STATUS[pair.status], _AMBITION[pair.ambition], f"{pair.score:.2f}"]
    return [a.indicator, figure(a), figure(b), _year(a), _year(b), *verdict]


def _print(head: list[str], rows: list[list[str]], as_csv: bool) -> None:
    if as_csv:
        out = io.StringIO()
        csv.writer(out).writerows([head, *rows])
        click.echo(out.getvalue(), nl=False)
        return
    for row in rows:
        click.echo("  ".join(f"{h}: {c}" for h, c in zip(head[1:], row[1:], strict=True) if c) + f"  | {row[0][:100]}")


@click.command("matrix")
@click.argument("name")
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="Bảng CSV / comma-separated table.")
@click.pass_obj
def matrix_command(settings: Settings, name: str, as_json: bool, as_csv: bool) -> None:
    """Ma trận trách nhiệm: ai chịu chỉ tiêu, nhiệm vụ nào / who answers for which target and task."""
    _, facts = _load(settings, name)
    found = matrix(facts)
    if as_json:
        emit({**to_json(found, compact=False), "targets": to_json(facts.targets)})
        return
    rows = []
    for row in found.rows:
        number = numbered(facts.targets[row.index]) if row.kind == "target" else ""
        rows.append([row.agency, row.role, row.kind, number, row.what, row.part or ""])
    _print(["cơ quan", "vai trò", "loại", "số", "việc", "phần"], rows, as_csv)
    if not as_csv:
        for i in found.unowned:
            click.echo(f"chưa ai chịu trách nhiệm: {numbered(facts.targets[i])} {facts.targets[i].indicator}")
        for agency in found.idle:
            click.echo(f"không chịu chỉ tiêu nào: {agency}")


@click.command("calendar")
@click.argument("agency", required=False)
@click.option("--in", "names", multiple=True, help="Chỉ trong các văn bản này / only in these documents.")
@click.option("--ics", is_flag=True, help="Tệp lịch iCalendar / an iCalendar file.")
@as_json
@click.pass_obj
def calendar_command(settings: Settings, agency: str | None, names: tuple[str, ...], ics: bool, as_json: bool) -> None:
    """Lịch thời hạn của một cơ quan / deadlines of a body, in every document or those named."""
    found = sorted(_events(settings, agency, names), key=lambda e: (e.first, e.uid))
    if ics:
        click.echo(to_ics(found), nl=False)
    elif as_json:
        emit([{"uid": e.uid, "first": str(e.first), "last": str(e.last), "rule": e.rule, "summary": e.summary} for e in found])
    else:
        for e in found:
            click.echo(f"{e.first}{' – ' + str(e.last) if e.last != e.first else ''}  {e.rule or ''}  {e.summary}")


def _events(settings: Settings, agency: str | None, names: tuple[str, ...]) -> Iterator[Event]:
    if names:
        loaded = [_load(settings, n) for n in names]
    else:
        library = House(settings).library
        loaded = [(s.document, s.facts) for s in (library.get(e.id) for e in library.documents())]
    for document, facts in loaded:
        yield from events(document, facts, agency)


@click.command("hygiene")
@click.argument("name")
@as_json
@click.pass_obj
def hygiene_command(settings: Settings, name: str, as_json: bool) -> None:
    """Những chỗ cần sửa của một văn bản, kèm câu / what to put right in a document, each with its sentence."""
    document, facts = _load(settings, name)

    known = _ended_in_library(settings, document)

    def gone(citation: Citation) -> str | None:
        return ended(citation, document.header.date) or known.get((citation.start, citation.end))

    found = hygiene(document, facts, in_force=gone, period=approved_name)
    if as_json:
        emit(to_json(found, compact=False))
        return
    for f in found:
        click.echo(f"{f.code:20} {f.vi}\n    {f.sentence}")


def _ended_in_library(settings: Settings, document: Document) -> dict[tuple[int, int], str]:
    """What works of the library say of the bases of a document that it holds too: where each stands, and the day it ended."""
    if not settings.library_path.exists():
        return {}
    house = House(settings)
    if all(e.id != document.id for e in house.library.documents()):
        return {}
    return {(e.start, e.end): e.day for e in bases_ended(house.reader) if e.text_id == document.id}
