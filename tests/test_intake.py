"""Folders, archives and collections give their documents one by one, counted beforehand."""

from __future__ import annotations

import gzip
import hashlib
import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import making
import pytest

from corpus.collection import Collection, shapes
from corpus.errors import InputError
from corpus.extract import extract
from corpus.ingest import IngestReport, ingest, refresh
from corpus.intake import Fields, Intake
from corpus.library import Library
from corpus.model import Document
from corpus.read import read_bytes
from corpus.structure import parse


def records(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_bytes(gzip.compress("\n".join(json.dumps(r, ensure_ascii=False) for r in rows).encode()))
    return path


def loaded(intake: Intake) -> list[tuple[str, str]]:
    return [(item.name, item.load().decode()) for item in intake]


@pytest.mark.parametrize("shape", shapes(), ids=lambda s: s.name)
def test_each_known_shape_reads_its_example(tmp_path: Path, shape: object) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(shape.example, "utf-8")  # type: ignore[attr-defined]
    collection = Collection(path)
    assert collection.shape == shape and len(collection) == 1
    assert len(loaded(Intake([path], IngestReport()))) == 1


def test_articles_of_one_source_become_one_document_with_its_properties(tmp_path: Path) -> None:
    source = {"src_num": "08/2007/QH12", "src_date": "21/11/2007", "src_type": "Luật", "src_issuer": "Quốc hội"}
    rows: list[dict[str, object]] = [
        {**source, "id": "b", "src_article": "2", "title": "Hai", "text": "Chữ hai"},
        {"id": "c", "src_num": None, "src_article": "1", "title": "Lẻ", "text": "Chữ lẻ", "src_date": None},
        {**source, "id": "a", "src_article": "1", "title": "Một", "text": "Chữ một"},
    ]
    intake = Intake([records(tmp_path / "p.jsonl.gz", rows)], IngestReport())
    assert len(intake) == 2
    (name, text), (other, _) = loaded(intake)
    assert (name, other) == ("08/2007/QH12", "c")
    assert text.split("\n") == [
        *("Số hiệu | 08/2007/QH12 |", "Ngày ban hành | 21/11/2007 |", "Loại văn bản | Luật |", "Cơ quan ban hành | Quốc hội |"),
        *("Điều 1. Một", "Chữ một", "Điều 2. Hai", "Chữ hai"),
    ]


def test_fields_are_named_on_the_command_line_where_they_are_not_known(tmp_path: Path) -> None:
    path = records(tmp_path / "c.jsonl.gz", [{"ma": 1, "toan_van": "Một"}, {"ma": 2, "toan_van": "Hai"}])
    report = IngestReport()
    assert len(Intake([path], report)) == 0 and "--text-field" in report.refused[0][1].vi
    assert loaded(Intake([path], IngestReport(), Fields("toan_van", "ma"))) == [("1", "Một"), ("2", "Hai")]


def test_an_archive_gives_its_members_and_a_word_file_called_zip_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(making.archive({"thu muc/a.txt": b"A", "b.exe": b"MZ", ".c.txt": b"C", "d.html": b"<p>D</p>"}))
    (tmp_path / "b.zip").write_bytes(making.word(["Kế hoạch"]))
    report = IngestReport()
    intake = Intake([tmp_path], report)
    assert len(intake) == 3
    assert [item.name for item in intake] == ["a.txt", "d.html", "b.zip"]
    assert [p.rsplit("!", 1)[1] for p in report.passed_over] == ["b.exe"]


def test_a_file_that_newer_code_reads_otherwise_moves_to_its_new_document(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "l.sqlite3")
    kept, moved = read_bytes(b"<p>Gi\xe1\xbb\xaf</p>", "a.html"), read_bytes(b"chu cu", "b.txt")
    bare = read_bytes("Không giữ tệp".encode(), "c.txt")
    new = b"<html><p>ch\xe1\xbb\xaf m\xe1\xbb\x9bi</p>"
    moved = replace(moved, sha256=hashlib.sha256(new).hexdigest())  # as if older code had read "chu cu" in it
    for source, content in ((kept, b"<p>Gi\xe1\xbb\xaf</p>"), (moved, new), (bare, None)):
        document: Document = parse(source)
        library.add(document, extract(document), extractor="old", content=content)
    assert refresh(library, "new", lambda *_: None) == 3
    assert library.stale("new") == []
    texts = {library.get(e.id).document.text for e in library.documents()}
    assert texts == {"Giữ", "chữ mới", "Không giữ tệp"}
    assert [c.kind for c in library.changes_since(0) if c.document == moved.document_id] == ["delete"]
    assert [len(library.sources(e.id)) for e in library.documents()] == [1, 1, 1]


def test_a_library_made_in_pieces_is_the_one_made_in_one_go(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"id": i, "text": f"Văn bản số {i % 7}"} for i in range(12)]
    path = records(tmp_path / "c.jsonl.gz", rows)
    for name, stops in (("one", (99,)), ("pieces", (3, 8, 99))):
        library = Library.open(tmp_path / name)
        for stop in stops:
            report = IngestReport()
            items = [item for item, _ in zip(Intake([path], report), range(stop), strict=False)]
            ingest(library, items, "e", report, lambda *_: None, 0)
    one, pieces = (Library.open(tmp_path / n) for n in ("one", "pieces"))
    assert [(e.id, e.revision, e.name) for e in one.documents()] == [(e.id, e.revision, e.name) for e in pieces.documents()]
    assert len(one) == 7


def test_a_damaged_collection_is_refused_where_it_breaks(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"text": "a"}\nrac\n{"text": 5}\n', "utf-8")
    good, *bad = list(Intake([tmp_path / "c.jsonl"], IngestReport()))
    assert good.load() == b"a"
    for item in bad:
        with pytest.raises(InputError, match="dòng"):
            item.load()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_names_in_an_archive_without_the_flag_are_read_as_they_were_meant(tmp_path: Path, encoding: str) -> None:
    meant = "Kế hoạch số 62.txt"
    raw = meant.encode() if encoding == "utf-8" else _windows(meant)
    packed = making.archive({"x" * len(raw): b"A"}).replace(b"x" * len(raw), raw)
    (tmp_path / "a.zip").write_bytes(packed)
    report = IngestReport()
    assert [(item.name, item.load()) for item in Intake([tmp_path / "a.zip"], report)] == [(meant, b"A")]


def _windows(name: str) -> bytes:
    """As Windows in Vietnamese writes it: letters with their tones apart."""
    letters = "".join(
        c if (base := unicodedata.normalize("NFD", c))[-1] not in TONES else unicodedata.normalize("NFC", base[:-1]) + base[-1]
        for c in unicodedata.normalize("NFC", name)
    )
    return letters.encode("cp1258")


TONES = "\u0300\u0301\u0303\u0309\u0323"
