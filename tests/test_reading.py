"""Files of every format become the same text; what was put right or left out is on record."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import making
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import InputError
from corpus.model import Source
from corpus.read import read_bytes
from corpus.reading import scan

LINE = "Căn cứ Luật Bình đẳng giới số 73/2006/QH11; Ủy ban nhân dân tỉnh Lạng Sơn ban hành Kế hoạch."


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def codes(source: Source) -> list[str]:
    return [n.code for n in source.notes]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_of_a_plan_reads_like_its_text(plans: list[Path], columns: int) -> None:
    for plan in plans:
        want = lines_of(plan.read_text("utf-8"))
        source = read_bytes(making.pdf(want, columns), "plan.pdf")
        got = lines_of(source.text)
        assert sum(a != b for a, b in zip(want, got, strict=True)) <= 1  # two-column setting may space out an ampersand
        assert making.RUNNING_HEAD not in source.text
        assert codes(source) == ["running-head-left-out"]


def test_each_page_of_a_pdf_is_known() -> None:
    words = [f"{i}. {LINE}" for i in range(1, 120)]
    source = read_bytes(making.pdf(words), "a.pdf")
    assert len(source.pages) > 3 and source.pages[0] == 0
    assert list(source.pages) == sorted(source.pages)
    assert "1. " in source.text[: source.pages[1]] and "119. " in source.text[source.pages[-1] :]


def test_a_ruled_table_in_a_pdf_is_read_row_by_row() -> None:
    rows = [["STT", "Chỉ tiêu", "Năm 2025"], ["1", "Tỷ lệ nữ tham gia cấp ủy đảng các cấp nhiệm kỳ 2020-2025 đạt từ 25% trở lên", "25%"]]
    text = read_bytes(making.pdf_table("Phụ lục một", rows, "Ghi chú cuối"), "t.pdf").text
    assert lines_of(text) == ["Phụ lục một", *(" | ".join(row) + " |" for row in rows), "Ghi chú cuối"]


def test_word_paragraphs_and_tables_stand_in_their_order_and_list_numbers_are_computed() -> None:
    document = docx.Document()
    document.add_paragraph("Mở đầu")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("a", "b", "", "d"), strict=True):
        cell.text = text
    for text in ("một", "hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("gạch", style="List Bullet")
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    out = io.BytesIO()
    document.save(out)
    source = read_bytes(out.getvalue(), "a.docx")
    assert source.text.split("\n") == ["Mở đầu", "a | b |", "| d |", "1. một", "2. hai", "- gạch"]
    assert [(n.code, n.printed) for n in source.notes] == [("running-head-left-out", "Đầu trang")]


def test_word_insertions_are_read_deletions_are_not_and_old_fonts_become_unicode() -> None:
    document = docx.Document()
    p = document.add_paragraph("Giữ ")
    p._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>thêm</w:t></w:r></w:ins>"))
    p._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>bỏ</w:delText></w:r></w:del>"))
    document.add_paragraph().add_run("Céng hßa x· héi chñ nghÜa").font.name = ".VnTime"
    document.add_paragraph().add_run("quèc héi").font.name = ".VnTimeH"
    document.add_section(WD_SECTION.NEW_PAGE).header.paragraphs[0].text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    out = io.BytesIO()
    document.save(out)
    text = read_bytes(out.getvalue(), "a.docx").text
    assert text.split("\n") == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Giữ thêm", "Cộng hòa xã hội chủ nghĩa", "QUỐC HỘI"]


PORTAL = """<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><form>
<div class="top-menu nav"><ul><li><a href=1>Trang chủ</a></ul></div>
<div><ul><li><a href=1>Liên kết một</a><li><a href=1>Liên kết hai</a><li><a href=1>Ba</a><li><a href=1>Bốn</a></ul></div>
<table><tr><td>Số hiệu</td><td>62/KH-UBND</td></tr></table><dl><dt>Loại văn bản</dt><dd>Kế hoạch</dd></dl>
<table><tr><td><p>UBND TỈNH</p><p>Số: 62/KH-UBND</p></td><td>CỘNG HÒA<br>Độc lập</td></tr></table>
<p>Thực hi&#7879;n <b>Kế</b> hoạch<script>bad()</script></p><ol start="3"><li>ba<li>bốn</ol>
<footer>Bản quyền</footer></form></body></html>"""


def test_a_portal_page_keeps_its_property_table_and_loses_its_navigation() -> None:
    source = read_bytes(PORTAL.encode(), "trang.txt")  # the content decides, not the name
    assert source.media_type == "text/html"
    assert source.text.split("\n") == [
        "Số hiệu | 62/KH-UBND |",
        "Loại văn bản | Kế hoạch |",
        "UBND TỈNH",
        "Số: 62/KH-UBND |",
        "CỘNG HÒA",
        "Độc lập |",
        "Thực hiện Kế hoạch",
        "3. ba",
        "4. bốn",
    ]
    (note,) = source.notes
    assert note.code == "navigation-left-out" and note.printed is not None and "Trang chủ" in note.printed


def test_every_encoding_gives_the_same_text() -> None:
    from viparse.normalize.encodings import get_charmap

    text = (LINE + "\n") * 4
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert read_bytes(text.encode(encoding), "a.txt").text == text, encoding
    for name in ("tcvn3", "vni"):
        table = {u: legacy for legacy, u in reversed(get_charmap(name).pairs)}
        table.setdefault("ẳ", "aú")
        old = "".join(table.get(c, c) for c in text.lower())
        for content in (old.encode("latin-1", "strict"), old.encode("utf-8")):
            source = read_bytes(content, "a.txt")
            assert source.text == text.lower(), name
            assert codes(source) == ["encoding-legacy"]


def test_decomposed_text_and_windows_1258_come_out_composed() -> None:
    import unicodedata

    loose = read_bytes(unicodedata.normalize("NFD", LINE).encode(), "a.txt")
    assert loose.text == LINE and codes(loose) == ["unicode-normalised"]
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    half = "".join(
        unicodedata.normalize("NFC", d.translate({ord(t): None for t in tones})) + "".join(t for t in d if t in tones)
        for d in (unicodedata.normalize("NFD", c) for c in LINE)
    )
    assert read_bytes(half.encode("cp1258"), "a.txt").text == LINE


def test_look_alikes_are_put_right_without_moving_anything() -> None:
    printed = "Thông tư 10/2020/TT-BTС và QÐ-UBND; tiếng Nga: Москва."
    source = read_bytes(printed.encode(), "a.txt")
    assert source.text == "Thông tư 10/2020/TT-BTC và QĐ-UBND; tiếng Nga: Москва."
    assert [(n.printed, n.read_as) for n in source.notes] == [("10/2020/TT-BTС", "10/2020/TT-BTC"), ("QÐ-UBND;", "QĐ-UBND;")]
    assert all(printed[n.start : n.end] == n.printed for n in source.notes)


def test_what_is_no_text_is_refused_in_a_sentence() -> None:
    for content, word in (
        (b"MZ\x90\0" * 40, "chương trình"),
        (b"", "không có chữ"),
        (b" \n" * 999, "không có chữ"),
        (b"\0\1" * 99, "nhị phân"),
    ):
        with pytest.raises(InputError, match=word) as caught:
            read_bytes(content, "a.docx")
        assert str(caught.value).startswith("a.docx: ") and caught.value.en.endswith(".")


@pytest.mark.slow
def test_a_scan_is_read_by_ocr_and_its_doubtful_words_are_on_record(shared: Path) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is absent")
    path = shared / "data" / "ocr_scans" / "bgddt" / "02_2750.pdf"
    source = read_bytes(path.read_bytes(), path.name)
    assert source.scanned and source.pages == (0,) and "Nghị định số 37/2025/NĐ-CP ngày 26 tháng 02 năm 2025" in source.text
    doubtful = [n for n in source.notes if n.code == "scan-doubtful"]
    assert doubtful and all(n.end - n.start == len(n.printed or "") for n in doubtful)


@pytest.mark.parametrize("suffix", ["odt", "rtf", "doc"])
@pytest.mark.slow
def test_old_office_files_are_read_through_libreoffice(tmp_path: Path, suffix: str) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is absent")
    (tmp_path / "a.docx").write_bytes(making.word(["Kế hoạch số 62/KH-UBND", "Điều 1. Phạm vi"]))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run([program, profile, "--headless", "--convert-to", suffix, "--outdir", tmp_path, tmp_path / "a.docx"], check=True)
    source = read_bytes((tmp_path / f"a.{suffix}").read_bytes(), f"a.{suffix}")
    assert source.text.split("\n") == ["Kế hoạch số 62/KH-UBND", "Điều 1. Phạm vi"]


def test_without_libreoffice_and_ocr_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    scan._tesseract.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    for content, name, word in ((b"{\\rtf1 a}", "a.rtf", "LibreOffice"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a.png", "tesseract")):
        with pytest.raises(InputError, match=word):
            read_bytes(content, name)
    scan._tesseract.cache_clear()
