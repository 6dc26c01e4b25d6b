"""Texts of the annotated documents, read in place from the corpora beside the checkout."""

from __future__ import annotations

import functools
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.text import nfc

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "benchmarks" / "gold"
FILES = {
    "tvpl_local_2025": "docs.jsonl.gz",
    "congbao_pdf_text": "docs.jsonl.gz",
    "vbpl_central": "vbpl_vi.jsonl.gz",
    "laws_uts_vlc": "laws.jsonl.gz",
}


def shared_folder(arguments: list[str]) -> Path:
    """``--shared FOLDER``, else the folder beside the checkout or its parent; exits with the reason where it is absent."""
    if "--shared" in arguments:
        folder = Path(arguments[arguments.index("--shared") + 1])
    else:
        folder = next((p for p in (ROOT.parent / "shared", ROOT.parent.parent / "shared") if p.is_dir()), ROOT.parent / "shared")
    if not (folder / "gold").is_dir():
        print(f"skipped: {folder} is absent; this benchmark reads gold annotations and corpora that are no part of the project")
        sys.exit(0)
    return folder


@functools.cache
def _texts(path: Path) -> dict[str, str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {record["id"]: record["text"] for record in map(json.loads, lines)}


def text_of(shared: Path, folder: str, name: str) -> str:
    """The text of one document in NFC."""
    if folder in FILES:
        return nfc(_texts(shared / "data" / folder / FILES[folder])[name])
    return nfc((shared / "data" / folder / f"{name}.txt").read_bytes().decode("utf-8"))


def plans(shared: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(name, text, annotations) of the five plans."""
    for file in sorted((shared / "gold").glob("0*.json")):
        text = nfc((ROOT / "corpus" / "documents" / f"{file.stem}.txt").read_bytes().decode("utf-8"))
        yield file.stem, text, json.loads(file.read_text("utf-8"))


def development(shared: Path, part: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(name, text, annotations) of a development set of our own: ``citations_dev`` or ``plans_dev``."""
    for file in sorted((GOLD / part).glob("*.json")):
        record = json.loads(file.read_text("utf-8"))
        yield file.stem, text_of(shared, record["source"]["folder"], record["source"]["id"]), record
