"""What a person puts right wins over the machine, survives re-reading and removal, and travels as a plain file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from corpus.corrected import quoted
from corpus.curation import Correction, dump_lines, parse_lines
from corpus.errors import InputError
from corpus.library import Library
from corpus.model import Citation, Document, Facts, FieldSpan, Header, Reference, Relation, Source

TEXT = "Số: 5/KH-UBND. Căn cứ Quyết định số 1/QĐ-TTg và Quyết định số 2/QĐ-TTg, gọi tắt là Quyết định 2."


def cited(words: str, number: str) -> Citation:
    start = TEXT.index(words)
    return Citation(start=start, end=start + len(words), surface=words, kind="numbered", number=number, rule="citation/numbered")


ONE, TWO = cited("Quyết định số 1/QĐ-TTg", "1/QĐ-TTg"), cited("Quyết định số 2/QĐ-TTg", "2/QĐ-TTg")
DOCUMENT = Document(
    source=Source(name="a.txt", text=TEXT, sha256="0" * 64),
    header=Header(number="5/KH-UBND", spans=(FieldSpan(field="number", start=4, end=13, surface="5/KH-UBND", rule="header/number"),)),
)
FACTS = Facts(
    citations=(ONE, TWO),
    references=(Reference(start=86, end=98, surface="Quyết định 2", kind="short", antecedent=1),),
    relations=(Relation(start=15, end=20, surface="x", role="amends", subject=1, object=0),),
)


def correction(subject: str, action: str, value: dict[str, str | None] | None = None, at: str = "2026-01-01T00:00:00+00:00") -> Correction:
    return Correction(document=DOCUMENT.id, subject=subject, action=action, value=value, who="lan", at=at, why="đọc lại bản giấy")


def about(c: Citation) -> str:
    return f"citation/{c.start}-{c.end}"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open(tmp_path / "l.sqlite3")
    made.add(DOCUMENT, FACTS, extractor="e1")
    return made


def test_a_corrected_header_field_and_citation_win_and_say_so(library: Library) -> None:
    before = library.revision
    library.correct(
        [correction("header/number", "correct", {"number": "6/KH-UBND"}), correction(about(ONE), "correct", {"number": "11/QĐ-TTg"})]
    )
    stored = library.get(DOCUMENT.id)
    assert (stored.document.header.number, stored.document.header.spans[0].rule) == ("6/KH-UBND", "curation")
    assert [(c.number, c.rule) for c in stored.facts.citations] == [("11/QĐ-TTg", "curation"), ("2/QĐ-TTg", "citation/numbered")]
    assert next(library.documents()).header.number == "6/KH-UBND"
    assert [c.document for c in library.changes_since(before)] == [DOCUMENT.id]
    assert library.get(DOCUMENT.id, curated=False).facts == FACTS


def test_it_survives_reading_again_and_removal(library: Library) -> None:
    library.correct([correction("header/number", "correct", {"number": "6/KH-UBND"})])
    library.add(DOCUMENT, dataclasses.replace(FACTS, citations=(ONE,), references=(), relations=()), extractor="e2")
    assert library.get(DOCUMENT.id).document.header.number == "6/KH-UBND"
    library.remove(DOCUMENT.id)
    library.add(DOCUMENT, FACTS, extractor="e2")
    assert library.get(DOCUMENT.id).document.header.number == "6/KH-UBND"


def test_a_rejected_citation_goes_with_what_points_at_it(library: Library) -> None:
    library.correct([correction(about(ONE), "reject")])
    facts = library.get(DOCUMENT.id).facts
    assert (facts.citations, facts.relations) == ((TWO,), ())
    assert [r.antecedent for r in facts.references] == [0]


def test_the_latest_holds_and_withdraw_takes_it_back(library: Library) -> None:
    library.correct([correction("header/number", "correct", {"number": "6/KH-UBND"})])
    library.correct([correction("header/number", "reject", at="2026-01-02T00:00:00+00:00")])
    assert library.get(DOCUMENT.id).document.header.number is None
    library.correct([correction("header/number", "withdraw", at="2026-01-03T00:00:00+00:00")])
    assert library.get(DOCUMENT.id).document == DOCUMENT
    assert len(library.corrections()) == 3


def test_a_plain_file_there_and_back(library: Library, tmp_path: Path) -> None:
    library.correct([correction("header/number", "correct", {"number": None}), correction(about(TWO), "confirm")])
    text = dump_lines(library.corrections())
    other = Library.open(tmp_path / "other.sqlite3")
    assert other.correct(parse_lines(text, "f")) == 2
    assert other.correct(parse_lines(text, "f")) == 0
    assert other.corrections() == library.corrections()


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (correction("header/spans", "reject"), "chủ thể"),
        (correction("citation/1", "reject"), "chủ thể"),
        (correction("header/number", "delete"), "hành động"),
        (correction("header/number", "correct", {"title": "x"}), "giá trị"),
        (correction("header/number", "correct"), "giá trị"),
        (correction("header/number", "confirm", {"number": "x"}), "giá trị"),
        (correction("header/number", "correct", {"number": "x" * 3000}), "2000"),
        (dataclasses.replace(correction("header/number", "reject"), who=" "), "người"),
        (dataclasses.replace(correction("header/number", "reject"), who=5), "phải là chữ"),
        (correction("citation/1-2", "correct", {"role": "loves"}), "role phải là"),
    ],
)
def test_a_malformed_one_is_refused_and_nothing_of_the_batch_kept(library: Library, bad: Correction, word: str) -> None:
    with pytest.raises(InputError, match=word):
        library.correct([correction(about(ONE), "reject"), bad])
    assert library.corrections() == []


@pytest.mark.parametrize("line", ["{", "[]", "3", '{"document": 5}'])
def test_a_file_that_is_no_correction_names_its_line(line: str) -> None:
    with pytest.raises(InputError, match=r"f\.jsonl, dòng 2"):
        parse_lines("\n" + line, "f.jsonl")


def test_the_quote_is_what_stands_in_the_text() -> None:
    subjects = (about(ONE), "header/number", "header/title")
    assert [quoted(correction(s, "confirm"), DOCUMENT).quote for s in subjects] == [ONE.surface, "5/KH-UBND", None]


def test_the_time_decides_and_not_the_order_of_arrival(library: Library) -> None:
    late = correction("header/number", "correct", {"number": "9/KH-UBND"}, at="2026-01-02T08:00:00+07:00")
    early = correction("header/number", "correct", {"number": "8/KH-UBND"}, at="2026-01-02T00:30:00+00:00")
    library.correct([late])
    library.correct([early])
    assert library.get(DOCUMENT.id).document.header.number == "9/KH-UBND"
