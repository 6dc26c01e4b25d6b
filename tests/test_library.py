"""The library keeps what it was given, numbers every change and forgets only what it is told to."""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path

import pytest

from corpus.errors import LibraryError, NotFoundError
from corpus.library import Change, Library
from corpus.model import Citation, Deadline, Document, Facts, Header, Note, Section, Source

ROOT = Path(__file__).resolve().parent.parent


def make(text: str, name: str = "a.txt", number: str | None = None) -> Document:
    return Document(
        source=Source(name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), notes=(Note(code="x", start=0, end=1),)),
        header=Header(number=number),
        sections=(Section(id="i", kind="roman", label="I.", number="1", heading="A", start=0, end=1, text_start=0, level=1, parent=None),),
    )


FACTS = Facts(
    citations=(Citation(start=0, end=1, surface="x", kind="numbered", number="1/QĐ-TTg", notes=(Note(code="n", start=0, end=1),)),),
    deadlines=(Deadline(start=0, end=1, surface="x", kind="during", from_="2024-01", to="2024-02"),),
)


@pytest.mark.parametrize("package", ["corpus", "ontology", "graph", "search", "web"])
def test_each_package_is_the_one_of_this_checkout(package: str) -> None:
    assert Path(importlib.import_module(package).__file__ or "").is_relative_to(ROOT)


def test_what_is_added_comes_back_equal(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "l.sqlite3")
    document = make("xyz", number="1/KH-UBND")
    revision = library.add(document, FACTS, extractor="e1", origin="/o", content=b"raw")
    stored = library.get(document.id)
    assert (stored.document, stored.facts, stored.revision) == (document, FACTS, revision)
    assert library.content(document.source.sha256) == b"raw"
    assert [e.header.number for e in library.documents()] == ["1/KH-UBND"]


def test_the_same_again_changes_nothing_and_another_file_of_the_same_text_is_a_second_source(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "l.sqlite3")
    first = library.add(make("xyz"), FACTS, extractor="e1")
    assert library.add(make("xyz"), FACTS, extractor="e1") == first
    assert library.add(make("xyz", name="b.txt"), FACTS, extractor="e1") > first
    (entry,) = library.documents()
    assert (entry.name, [s.name for s in library.sources(entry.id)]) == ("a.txt", ["a.txt", "b.txt"])


def test_newer_code_makes_a_change_only_where_it_reads_something_else(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "l.sqlite3")
    document = make("xyz")
    first = library.add(document, FACTS, extractor="e1")
    assert library.stale("e2") == [document.id]
    assert library.add(document, FACTS, extractor="e2") == first
    assert library.stale("e2") == []
    assert library.add(document, Facts(), extractor="e3") == first + 1


def test_changes_since_gives_the_latest_of_each_document(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "l.sqlite3")
    a, b = make("aaa"), make("bbb", name="b.txt")
    library.add(a, FACTS)
    library.add(b, FACTS)
    last = library.remove(a.id)
    assert library.changes_since(0) == [Change(2, b.id, "put"), Change(3, a.id, "delete")]
    assert library.changes_since(2) == [Change(3, a.id, "delete")]
    assert library.revision == last == 3
    assert library.add(a, FACTS) == 4


def test_unknown_names_and_foreign_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "l.sqlite3")
    for call in (library.get, library.remove, library.find):
        with pytest.raises(NotFoundError, match="khong-co"):
            call("khong-co")
    (tmp_path / "other").write_bytes(b"not a database" * 100)
    with pytest.raises(LibraryError, match="other"):
        Library.open(tmp_path / "other")


def test_find_by_id_prefix_file_name_and_number(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "l.sqlite3")
    a, b = make("aaa", number="1/KH-UBND"), make("bbb", name="b.txt", number="1/KH-UBND")
    library.add(a, FACTS)
    library.add(b, FACTS)
    assert library.find(a.id[:6]) == library.find("a.txt") == library.find("a") == a.id
    with pytest.raises(NotFoundError, match="2 văn bản"):
        library.find("1/KH-UBND")
