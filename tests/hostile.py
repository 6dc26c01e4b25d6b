"""A corpus of files that mean harm, or are simply broken: each must be refused in one sentence or read within bounds."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import zipfile
import zlib
from pathlib import Path

import making

_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write(folder: Path) -> dict[str, str | None]:
    """Write the corpus; name -> a pattern of the refusal (after ``?``: or else it is read), None for what is read."""
    folder.mkdir(parents=True)
    expected: dict[str, str | None] = {}
    for name, (content, word) in {**_texts(), **_words(), **_pdfs(), **_pages(), **_others()}.items():
        (folder / name).write_bytes(content)
        expected[name] = word
    with (folder / "mot-gb.txt").open("wb") as sparse:
        sparse.truncate(2**30)
    os.mkfifo(folder / "ong.txt")
    (folder / "vong.txt").symlink_to(folder / "vong.txt")
    os.close(os.open(os.fsencode(folder) + b"/ten-\xff\n.txt", os.O_CREAT | os.O_WRONLY))
    return expected | {"mot-gb.txt": "1024 MB", "ten-\ufffd\ufffd.txt": "không có chữ"}


def _texts() -> dict[str, tuple[bytes, str | None]]:
    return {
        "tot.txt": ("Văn bản tốt số 1/KH-UBND".encode(), None),
        "trong.txt": (b"", "không có chữ"),
        "cach.txt": (b" " * 30_000_000, "triệu ký tự"),
        "bom.txt": (b"\xef\xbb\xbf", "không có chữ"),
        "nul.txt": (b"a\0\0\0" * 500, "nhị phân"),
        "ngau-nhien.txt": (random.Random(9).randbytes(9000).replace(b"\0", b"\1"), "không phải UTF-8"),
        "utf16-le.txt": ("Kế hoạch".encode("utf-16")[:-1], "UTF-16"),
        "surrogate.txt": (b"\xff\xfe\x00\xd8" * 50, "UTF-16"),
        "dau.txt": (("a" + "\u0301\u0323" * 400_000).encode(), None),
        "mot-dong.txt": (("căn cứ Điều 1 " * 100_000).encode(), "?quá lâu"),
        "qua-dai.txt": (b"a b " * (5 * 2**20), "triệu ký tự"),
        "ngoac.txt": (b"(" * 300_000 + b"[" * 300_000, None),
        "so.txt": (("Số: " + "1/" * 200_000).encode(), None),
    }


def _words() -> dict[str, tuple[bytes, str | None]]:
    good = making.word(["Kế hoạch"])
    entity = f"{_ENTITIES}<w:document {_W}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    outside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {_W}><w:body>'
    outside += "<w:p><w:r><w:t>&e;Xin</w:t></w:r></w:p></w:body></w:document>"
    deep = f"<w:document {_W}><w:body>" + "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000 + "</w:body></w:document>"
    return {
        "exe.docx": (b"MZ\x90\0" * 100, "chương trình"),
        "bom.docx": (_replaced(good, b" " * 300_000_000), "giải nén ra"),
        "thuc-the.docx": (_replaced(good, entity.encode()), "không có chữ|hỏng"),
        "ben-ngoai.docx": (_replaced(good, outside.encode()), "?không có chữ"),
        "sau.docx": (_replaced(good, deep.encode()), "hỏng|sâu|bộ nhớ|dừng"),
        "khong-xml.docx": (_replaced(good, b"khong phai xml"), "hỏng"),
        "cut.docx": (good[: len(good) // 2], "hỏng"),
        "rong.docx": (making.word([]), "không có chữ"),
        "thieu.docx": (making.archive({"word/document.xml": b"<a/>"}), "hỏng"),
        "bang-tinh.docx": (making.archive({"xl/workbook.xml": b"<a/>"}), "bảng tính"),
        "chi-la-zip.docx": (making.archive({"a.txt": b"x"}), "không phải một văn bản Word"),
    }


def _replaced(docx: bytes, body: bytes) -> bytes:
    """A Word file with another main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def _pdfs() -> dict[str, tuple[bytes, str | None]]:
    good = making.pdf(["Kế hoạch thực hiện"])
    start, end = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n", b"trailer<</Root 1 0 R>>"
    loop = start + b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9999999>>endobj\n" + end
    packed = zlib.compress(b" " * 200_000_000, 1)
    bomb = start + b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    bomb += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    bomb += b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream endobj\n" + end
    return {
        "dau.pdf": (b"%PDF-1.7\n", "hỏng"),
        "rac.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "hỏng"),
        "cut.pdf": (good[:200], "hỏng"),
        "mat-khau.pdf": (making.pdf(["Mật"], encrypt="abc"), "mật khẩu"),
        "vong.pdf": (loop, "trang|hỏng|không có chữ"),
        "bom.pdf": (bomb, "không có chữ|bộ nhớ|hỏng|lâu"),
        "exe.pdf": (b"MZ\x90\0" * 100, "chương trình"),
    }


def _pages() -> dict[str, tuple[bytes, str | None]]:
    return {
        "sau.html": (b"<html>" + b"<div>" * 300_000 + b"x", "quá lâu|bộ nhớ"),
        "bang.html": (b"<html>" + b"<table><tr><td>" * 20_000 + b"x", "?quá lâu"),
        "thuoc-tinh.html": (b"<html><p " + b" ".join(b"a%d=1" % i for i in range(50_000)) + b">Xin</p>", "?quá lâu"),
        "thuc-the.html": (f"<html>{_ENTITIES}<p>&i;</p></html>".encode(), None),
        "trong.html": (b"<html><body><script>alert(1)</script></body></html>", "không có chữ"),
        "dong.html": (b"<html><!--" + b"-" * 2_000_000, "không có chữ"),
    }


def _others() -> dict[str, tuple[bytes, str | None]]:
    lines = [
        b"khong phai json",
        b'{"id": 1}',
        b'{"id": 2, "text": " "}',
        b"[" * 100_000,
        b'{"id": 3, "text": "T\\u1ed1t"}',
        b'{"id": 4, "text": 5}',
    ]
    zipped = making.archive(
        {"../ra.txt": b"x", "/tuyet-doi.txt": b"x", "tot.txt": "Tốt lắm".encode(), "long.zip": making.archive({"a.txt": b"x"})}
    )
    secret = bytearray(making.archive({"a.txt": b"bi mat"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        secret[secret.index(signature) + offset] |= 1
    damaged = bytearray(making.archive({"a.txt": b"noi dung " * 50}))
    damaged[40] ^= 0xFF
    return {
        "hong.rtf": (b"{\\rtf1 {{{{" + b"\0" * 100, "LibreOffice|không có chữ"),
        "elf.txt": (b"\x7fELF\2\1\1\0" * 30, "chương trình Linux"),
        "nen.txt": (gzip.compress(bytes(1000)), "gzip"),
        "bay.doc": (b"7z\xbc\xaf'\x1c\0\4" * 30, "7z"),
        "rar.doc": (b"Rar!\x1a\7\0\0" * 30, "RAR"),
        "sqlite.txt": (b"SQLite format 3\0" * 30, "SQLite"),
        "hong.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "ảnh"),
        "dong.jsonl": (b"\n".join(lines), "không có chữ trong trường"),
        "khong-truong.jsonl": (json.dumps({"a": 1}).encode(), "--text-field"),
        "bom.jsonl.gz": (gzip.compress(b'{"text": "' + b" " * 70_000_000, 1), "dài hơn"),
        "cut.jsonl.gz": (gzip.compress(b'{"text": "a"}\n' * 3)[:-6], "hỏng"),
        "duong-dan.zip": (zipped, "../"),
        "mat-khau.zip": (bytes(secret), "mật khẩu"),
        "hong.zip": (bytes(damaged), "hỏng"),
        "khong.zip": (b"PK\x03\x04 khong phai zip", "hỏng"),
    }
