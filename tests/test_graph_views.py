"""The derived views say the same from the graph as from the documents themselves, on the five plans."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from graph_papers import FULL, made, numbered, paper

from corpus.extract import extract
from corpus.hygiene import hygiene
from corpus.library import Library
from corpus.matrix import matrix
from corpus.model import Document, Facts
from corpus.read import read_source
from corpus.settings import Settings
from corpus.structure import parse
from corpus.validity import approved_name, ended
from graph.questions import question
from graph.reader import Reader
from graph.store import GraphStore
from graph.views import bases_ended, due, duties, idle, unowned

LANG_SON = "Ủy ban nhân dân tỉnh Lạng Sơn"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, plans: list[Path]) -> Reader:
    settings = Settings(home=tmp_path_factory.mktemp("views"))
    library, graph = Library.open(settings.library_path), GraphStore(settings)
    for path in plans:
        source, content = read_source(path)
        document = parse(source)
        library.add(document, extract(document), extractor="test", content=content)
    graph.sync(library)
    return graph.reader()


@pytest.fixture(scope="module")
def read(plans: list[Path]) -> list[tuple[Document, Facts]]:
    documents = [parse(read_source(plan)[0]) for plan in plans]
    return [(document, extract(document)) for document in documents]


def report(reader: Reader, document: str) -> dict[tuple[str, int, int], str]:
    """(code, start, end) -> sentence, by the ready question."""
    rows = reader.query(question("hygiene-report").fill({"text_id": document}))
    return {(r["code"].value, int(r["start"].value), int(r["end"].value)): r["sentence"].value for r in rows}


def test_the_hygiene_report_is_the_same(reader: Reader, read: list[tuple[Document, Facts]]) -> None:
    for document, facts in read:
        told = hygiene(document, facts, in_force=lambda c, d=document.header.date: ended(c, d), period=approved_name)  # type: ignore[misc]
        asked = report(reader, document.id)
        assert {(code, start) for code, start, _ in asked} == {(f.code, f.start) for f in told}
        assert all(document.text[start:end] in sentence for (_, start, end), sentence in asked.items())


def test_the_hygiene_report_finds_what_contradicts_itself(tmp_path: Path) -> None:
    def programme(years: str) -> dict[str, str | None]:
        name = f"Chương trình xóa mù chữ cho phụ nữ nông thôn giai đoạn {years}"
        return {"surface": name, "title": name, "kind": "programme", "role": "implements"}

    law = {"surface": "Luật số 02/2007/QH12", "kind": "numbered", "type": "Luật", "number": "02/2007/QH12", "role": "basis"}
    wrong = numbered("Nghị quyết số 28/NQ-CP ngày 05/3/2021 của Chính phủ", "28/NQ-CP", "2021-03-05", "Chính phủ")
    late = paper("Căn cứ", "5/KH-UBND", "2024-03-23", LANG_SON, law, dict(FULL), programme("2021-2025"), wrong, programme("2021-2030"))
    found = report(made(tmp_path, [late]).reader(), late[0].id)
    assert {late[0].text[start:end]: code for code, start, end in found} == {
        "Luật số 02/2007/QH12": "basis-not-in-force",
        "Nghị quyết số 28/NQ-CP ngày 05/3/2021 của Chính phủ": "date-contradicts",
        "Chương trình xóa mù chữ cho phụ nữ nông thôn giai đoạn 2021-2030": "period-differs",
    }


def test_the_matrix_is_the_same(reader: Reader, read: list[tuple[Document, Facts]]) -> None:
    # A group has one name in the graph, whether a sentence begins with it or not.
    asked = {(d.text_id, d.name.casefold(), d.role, d.kind, d.what, d.part, d.start, d.end) for d in duties(reader)}
    told = {(d.id, r.agency.casefold(), r.role, r.kind, r.what, r.part, r.start, r.end) for d, f in read for r in matrix(f).rows if r.what}
    assert asked == told and len(told) > 100


def test_what_lacks_an_owner_and_who_owns_nothing_is_the_same(reader: Reader, read: list[tuple[Document, Facts]]) -> None:
    found = [(document, facts, matrix(facts)) for document, facts in read]
    lacking = {(d.id, f.targets[i].start, f.targets[i].end) for d, f, m in found for i in m.unowned}
    assert {(u.text_id, u.start, u.end) for u in unowned(reader)} == lacking and lacking
    assert {(i.text_id, i.name) for i in idle(reader)} == {(d.id, name) for d, _, m in found for name in m.idle}


def test_the_calendar_is_the_same(reader: Reader, read: list[tuple[Document, Facts]]) -> None:
    asked = {(d.text_id, d.kind, d.due, d.since, d.until, d.recurrence, d.name, d.recipient, d.start, d.end) for d in due(reader)}
    told = {
        (document.id, d.kind, d.date, d.from_, d.to, d.recurrence, d.agency, d.recipient, d.start, d.end)
        for document, facts in read
        for d in facts.deadlines
    }
    assert asked == told and len(told) > 20


def test_a_basis_that_a_work_of_the_library_ended_is_found(tmp_path: Path) -> None:
    issuer, old = "Ủy ban nhân dân tỉnh Lạng Sơn", "10/KH-UBND"
    ends = paper("B", "20/KH-UBND", "2021-12-01", issuer, numbered(f"Kế hoạch số {old}", old, "2020-01-05", issuer, "repeals"))
    rests = paper("C", "30/KH-UBND", "2023-05-01", issuer, numbered(f"Kế hoạch số {old}", old, "2020-01-05", issuer, "basis"))
    early = paper("D", "31/KH-UBND", "2021-05-01", issuer, numbered(f"Kế hoạch số {old}", old, "2020-01-05", issuer, "basis"))
    started = dataclasses.replace(ends[0], header=dataclasses.replace(ends[0].header, effective="2022-01-01"))
    found = bases_ended(made(tmp_path, [(started, ends[1]), rests, early]).reader())
    assert [(e.text_id, e.day) for e in found] == [(rests[0].id, "2022-01-01")]
