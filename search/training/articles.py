"""Articles of the codification (Pháp điển) and of ALQAC as passages to learn from and to rank."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from search.passages import plain

PHAPDIEN = Path("phapdien/phapdien_articles.jsonl.gz")
ALQAC = ("2022", "2023_2025")
"""Its corpora, each with questions of its own."""
LONGEST = 1000
"""Characters that the model reads at a time: about 256 tokens."""
MOST = 8
"""Windows of an article; eleven in a thousand articles are longer."""
_AGAIN = 300
"""Characters at the end of the first window in which the second may begin."""
_SHORTEST = 60
"""Characters: a last window shorter than this says nothing."""
_STOP = re.compile(r"(?<=[.;:!?…])\s+")
_ACT = re.compile(
    r"^\(Điều\s\S+\s(?P<type>[^\d(]{2,60}?)\ssố\s(?P<number>\d[\w./&-]*)\s(?P<name>.{4,400}?)(?:\sngày\s\d\d?/|,\scó hiệu lực|\)?$)"
)
"""How the note of an act's first article names the act."""
_NUMBER = re.compile(r"\ssố\s(\d[\w./&-]*)")


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

    def passage(self, longest: int | None = None) -> str:
        """As the index gives it to the model: what it is called, then what it says."""
        return plain(f"{self.title}\n{self.text}")[:longest]

    def windows(self) -> list[Article]:
        """The article as the passages that the model reads, each under the same id and title (a long text is cut in the product too)."""
        texts = windows(self.title, self.text)
        return [replace(self, text=text) for text in texts] if len(texts) > 1 else [self]


def in_windows(articles: Iterable[Article]) -> list[Article]:
    """All windows of all articles, those of one beside each other."""
    return [window for article in articles for window in article.windows()]


def windows(title: str, text: str) -> list[str]:
    """A text cut at stops so that each part and the title fit in LONGEST; the sentence that the first part cuts begins the second."""
    whole, room = plain(text), max(LONGEST - len(plain(title)) - 1, LONGEST // 2)
    if len(whole) <= room:
        return [whole]
    stops = [m.end() for m in _STOP.finditer(whole)]
    found, at = [whole[:room]], _last(stops, room - _AGAIN, room) or _space(whole, 0, room)
    while at < len(whole) and len(found) < MOST:
        end = len(whole)
        if end - at > room:
            end = _last(stops, at + room // 2, at + room) or _space(whole, at + room // 2, at + room)
        if end - at >= _SHORTEST or len(found) == 1:
            found.append(whole[at:end].strip())
        at = end
    return found


def _last(stops: list[int], low: int, high: int) -> int:
    """The last stop between two places, 0 where there is none."""
    return max((stop for stop in stops if low <= stop <= high), default=0)


def _space(text: str, low: int, high: int) -> int:
    """Behind the last space between two places, else the second of them."""
    return text.rfind(" ", low, high) + 1 or high


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def codified(data: Path) -> list[Article]:
    """All articles of the codification, in its order."""
    records = list(lines(data / PHAPDIEN))
    names: dict[str, str] = {}
    for r in records:
        if (act := _ACT.match(r["source"])) is not None:
            names.setdefault(act["number"], f"{act['type']} {act['name']}")
    return [
        Article(
            id=r["id"],
            act=names.get(_number(r["source"]), r.get("src_type", "")),
            number=r.get("src_num", "").lower(),
            article=str(r.get("src_article", "")),
            title=r["title"],
            text=r["text"],
            related=tuple(r["related"]),
        )
        for r in records
    ]


def _number(source: str) -> str:
    found = _NUMBER.search(source)
    return found[1] if found else ""


def alqac(data: Path, name: str) -> list[Article]:
    """The articles of one ALQAC corpus (``2022`` or ``2023_2025``); their first line is their title."""
    found = []
    for r in lines(data / "bench_alqac" / f"corpus_{name}.jsonl"):
        title, _, text = r["text"].partition("\n")
        law = r["law_id"]
        found.append(Article(r["id"], law, law.lower(), str(r["article_id"]), r.get("title") or title.strip(), text.strip() or title))
    return found
