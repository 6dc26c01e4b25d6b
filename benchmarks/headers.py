"""Header fields against labels that nobody here made: python -m benchmarks.headers [--errors] [FOLDER ...]

Folders of ../shared/data: tvpl_local_2025 (number, type, issuer, signer, date), vbpl_central (number, type) and
congbao_pdf_text (number and type, from the address of the page). Prints accuracy per field and folder against the bars;
``--errors`` lists every difference. Some labels are wrong or name another document than the text: WRONG_LABELS says which
and why; the figures are given with all labels, and again without those.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.gazetteer import key
from corpus.header import read_header
from corpus.model import Header
from corpus.symbol import LOOK_ALIKES
from corpus.text import fold, nfc

ROOT = Path(__file__).resolve().parent.parent
SHARED = next((p for p in (ROOT.parent / "shared", ROOT.parent.parent / "shared") if p.is_dir()), ROOT.parent / "shared")
FILES = {"tvpl_local_2025": "docs.jsonl.gz", "vbpl_central": "vbpl_vi.jsonl.gz", "congbao_pdf_text": "docs.jsonl.gz"}
BARS = {
    ("tvpl_local_2025", "number"): 0.97, ("vbpl_central", "number"): 0.97, ("congbao_pdf_text", "number"): 0.93,
    ("tvpl_local_2025", "type"): 0.97, ("vbpl_central", "type"): 0.97, ("congbao_pdf_text", "type"): 0.97,
    ("tvpl_local_2025", "date"): 0.97, ("tvpl_local_2025", "issuer"): 0.93, ("tvpl_local_2025", "signer"): 0.93,
}  # fmt: skip
_NOT_PRINTED = "the text begins with its type line and prints no number anywhere"
_BODY_SAYS = "the page's title differs from the number that the text itself prints"
WRONG_LABELS: dict[tuple[str, str], str] = {
    ("tvpl_local_2025", "8180ae11188469fd.signer"): "the text prints Võ Minh Lương",
    ("tvpl_local_2025", "9a53c71ee9f5781f.number"): "the text prints 3799/CHQ-GSQL",
    ("tvpl_local_2025", "ad0066b8d39e5c85.issuer"): "a Thông báo of Văn phòng Chính phủ (653/TB-VPCP), as its head says",
    ("tvpl_local_2025", "e452177a27361c26.issuer"): "the head says tỉnh Bắc Ninh, which Bắc Giang had joined",
    **{
        ("vbpl_central", f"doc_{n}.number"): _NOT_PRINTED
        for n in (
            "000045",
            "000121",
            "000253",
            "000262",
            "000271",
            "000304",
            "000357",
            "000437",
            "000463",
            "000482",
            "000525",
            "000540",
            "000745",
        )
    },
    **{
        ("vbpl_central", f"doc_{n}.number"): _BODY_SAYS
        for n in (
            "000013",
            "000114",
            "000163",
            "000216",
            "000220",
            "000224",
            "000295",
            "000407",
            "000529",
            "000573",
            "000707",
            "000735",
        )
    },
    ("vbpl_central", "doc_000048.number"): "the text prints TT-BGDVĐT",
    ("vbpl_central", "doc_000140.number"): "the text prints 03/2026-BCT",
    ("vbpl_central", "doc_000152.number"): "a consolidated text; the label is that of the amending Thông tư",
    ("vbpl_central", "doc_000152.type"): "a consolidated text",
    ("vbpl_central", "doc_000252.number"): "the label is cut off",
    ("vbpl_central", "doc_000539.number"): "the label is cut off",
    ("vbpl_central", "doc_000531.number"): "the label has a letter too many",
    ("vbpl_central", "doc_000590.number"): "the number is blank in the text",
    ("vbpl_central", "doc_000619.number"): "the text prints ĐCTUBTWMTQVN",
    ("vbpl_central", "doc_000619.type"): "Nghị quyết liên tịch is a type of its own",
    ("vbpl_central", "doc_000707.type"): "the page holds a Quyết định of Chủ tịch nước",
    ("congbao_pdf_text", "bo-luat-lao-dong-so-45-2019-qh14-29268.number"): "the file is the consolidated text 125/VBHN-VPQH",
    ("congbao_pdf_text", "bo-luat-lao-dong-so-45-2019-qh14-29268.type"): "the file is the consolidated text 125/VBHN-VPQH",
    ("congbao_pdf_text", "luat-so-91-2015-qh13-18397.type"): "91/2015/QH13 is Bộ luật Dân sự",
    ("congbao_pdf_text", "nghi-quyet-so-45-2019-qh14-30232.type"): "45/2019/QH14 is Bộ luật Lao động",
    **{
        ("congbao_pdf_text", f"{n}.number"): _NOT_PRINTED
        for n in (
            "luat-so-12-2012-qh13-4823",
            "luat-so-26-2012-qh13-6276",
            "nghi-dinh-so-135-2026-nd-cp-469360",
            "thong-tu-so-09-2026-tt-bnv-469696",
            "thong-tu-so-32-2026-tt-bkhcn-469766",
        )
    },
    **{
        ("congbao_pdf_text", f"van-ban-hop-nhat-so-{n}.number"): "the file breaks off before the certificate that carries the number"
        for n in (
            "14-vbhn-vpqh-42949",
            "19-vbhn-vpqh-30971",
            "2022-vbhn-bldtbxh-37412",
            "5162-vbhn-bldtbxh-43035",
        )
    },
}


def records(folder: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(id, text, labels) of each labelled document."""
    with gzip.open(SHARED / "data" / folder / FILES[folder], "rt", encoding="utf-8") as lines:
        for line in lines:
            record: dict[str, Any] = json.loads(line)
            label = record.get("label") or record.get("slug_label") or {}
            names = {"num": "number", "number_folded": "number"}
            wanted = {
                names.get(k, k): v
                for k, v in label.items()
                if k in ("num", "number", "number_folded", "type", "issuer", "signer", "date") and v
            }
            if wanted:
                yield record["id"], nfc(record["text"]), wanted


def number_key(number: str | None) -> str:
    """A number as the labels can be compared: no accents, spaces, leading zeros or alien letters."""
    plain = fold((number or "").translate(LOOK_ALIKES)).replace(" ", "").replace("–", "-")
    return plain.lstrip("0")


def agrees(field: str, want: str, header: Header) -> bool:
    got = getattr(header, field)
    if field == "number":
        return number_key(got) == number_key(want)
    if field == "issuer":
        # The portals name the place only: "Tỉnh Bắc Ninh" stands for its Ủy ban nhân dân, Hội đồng nhân dân or departments.
        a, b = key(got or ""), key(want)
        return a == b or (b.startswith(("tinh ", "thanh pho ")) and a.endswith(b))
    return key(got or "") == key(want)


def main(arguments: list[str]) -> None:
    show = "--errors" in arguments
    folders = [a for a in arguments if not a.startswith("-")] or list(FILES)
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is absent: this benchmark reads real corpora that are not part of the project")
    print(f"{'folder':18s} {'field':8s} {'right':>5s} {'of':>5s} {'accuracy':>8s} {'bar':>5s}  without wrong labels")
    for folder in folders:
        right: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        start, size = time.process_time(), 0
        for name, text, wanted in records(folder):
            header = read_header(text).header
            size += len(text.encode())
            for field, want in wanted.items():
                ok = agrees(field, want, header)
                excused = not ok and (folder, f"{name}.{field}") in WRONG_LABELS
                for i, n in enumerate((ok, 1, excused)):
                    right[field][i] += n
                if show and not ok:
                    why = WRONG_LABELS.get((folder, f"{name}.{field}"), "")
                    print(f"  {folder} {name} {field}: label {want!r}, read {getattr(header, field)!r}  {why}")
        seconds = time.process_time() - start
        for field, (n, of, excused) in right.items():
            bar = BARS.get((folder, field), 0.0)
            print(f"{folder:18s} {field:8s} {n:5d} {of:5d} {n / of:8.4f} {bar:5.2f}  {n / max(1, of - excused):.4f} ({excused} set aside)")
        print(f"{folder:18s} {size / 1e6 / seconds:.1f} MB/s on one core")


if __name__ == "__main__":
    main(sys.argv[1:])
