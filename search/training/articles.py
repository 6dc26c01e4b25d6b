"""Articles of the codification (Pháp điển) and of ALQAC as passages to learn from and to rank."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.passages import plain

PHAPDIEN = Path("phapdien/phapdien_articles.jsonl.gz")
ALQAC = ("2022", "2023_2025")
"""Its corpora, each with questions of its own."""
_NAME = re.compile(r"\bsố\s+\S+\s+(?P<name>\D.{4,180}?)\s+ngày\s+\d")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: where it stands, what it is called, what it says."""

    id: str
    act: str
    """Type and name of the law, as far as it is printed: ``Nghị định về công tác văn thư``."""
    number: str
    """Số hiệu in lower case."""
    article: str
    title: str
    text: str
    related: tuple[str, ...] = ()

    def passage(self, longest: int) -> str:
        """As the index gives it to the model: what it is called, then what it says."""
        return plain(f"{self.title}\n{self.text}")[:longest]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def codified(data: Path) -> list[Article]:
    """All articles of the codification, in its order."""
    records = list(lines(data / PHAPDIEN))
    names: dict[str, str] = {}
    for r in records:
        if (m := _NAME.search(r["source"])) and r.get("src_num"):
            names.setdefault(r["src_num"], f"{r.get('src_type', '')} {m['name']}".strip())
    return [
        Article(
            id=r["id"],
            act=names.get(r.get("src_num", ""), r.get("src_type", "")),
            number=r.get("src_num", "").lower(),
            article=str(r.get("src_article", "")),
            title=r["title"],
            text=r["text"],
            related=tuple(r["related"]),
        )
        for r in records
    ]


def alqac(data: Path, name: str) -> list[Article]:
    """The articles of one ALQAC corpus (``2022`` or ``2023_2025``); their first line is their title."""
    found = []
    for r in lines(data / "bench_alqac" / f"corpus_{name}.jsonl"):
        title, _, text = r["text"].partition("\n")
        law = r["law_id"]
        found.append(Article(r["id"], law, law.lower(), str(r["article_id"]), r.get("title") or title.strip(), text.strip() or title))
    return found
