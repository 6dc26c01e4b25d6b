"""Notes of the codification name their source with the title between number and date."""

from __future__ import annotations

from corpus.extract import extract
from corpus.model import Document, Header, Source


def test_a_note_of_the_codification_is_read_whole() -> None:
    title = "sửa đổi Nghị định số 89/2016/NĐ-CP ngày 01 tháng 7 năm 2016 của Chính phủ"
    note = f"(Điều 4 Nghị định số 23/2023/NĐ-CP {title} ngày 12/05/2023 của Chính phủ, có hiệu lực thi hành kể từ ngày 12/05/2023)"
    document = Document(source=Source(name="a", text=f"Chữ.\n{note}\n", sha256=""), header=Header())
    first, second = extract(document).citations
    assert (first.number, first.date, first.issuer, first.title) == ("23/2023/NĐ-CP", "2023-05-12", "Chính phủ", title)
    assert (second.number, second.date) == ("89/2016/NĐ-CP", "2016-07-01")
