"""Small made-up documents with hand-made facts, and the canonical form of a store, for the tests of the graph."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pyoxigraph as ox

from corpus.library import Library
from corpus.model import Citation, Document, Facts, Header, Source
from corpus.settings import Settings
from graph import identity
from graph.store import GraphStore


def paper(text: str, number: str | None, date: str | None, issuer: str, *cited: dict[str, str | None]) -> tuple[Document, Facts]:
    """A document whose text ends with the citations' surfaces."""
    citations = []
    for c in cited:
        surface = c.pop("surface")
        assert surface
        start = len(text) + 1
        text = f"{text} {surface}."
        citations.append(Citation(start=start, end=start + len(surface), surface=surface, rule="citation/test", **c))  # type: ignore[arg-type]
    source = Source(name=f"{number}.txt", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    return Document(source=source, header=Header(type="Kế hoạch", number=number, date=date, issuer=issuer)), Facts(
        citations=tuple(citations)
    )


def numbered(surface: str, number: str, date: str | None = None, issuer: str | None = None, role: str = "cites") -> dict[str, str | None]:
    return {"surface": surface, "kind": "numbered", "type": "Nghị quyết", "number": number, "date": date, "issuer": issuer, "role": role}


FULL = numbered("Nghị quyết số 28/NQ-CP ngày 3/3/2021 của Chính phủ", "28/NQ-CP", "2021-03-03", "Chính phủ", "basis")
BARE = numbered("Nghị quyết 28/NQ-CP", "28/NQ-CP")
OLDER = numbered("Nghị quyết 28/NQ-CP ngày 5/5/2014", "28/NQ-CP", "2014-05-05")


def papers() -> list[tuple[Document, Facts]]:
    lang_son, hue = "Ủy ban nhân dân tỉnh Lạng Sơn", "Ủy ban nhân dân tỉnh Thừa Thiên Huế"
    return [
        paper("A", "62/KH-UBND", "2022-03-23", lang_son, dict(FULL)),
        paper("B", "10/KH-UBND", "2022-05-01", hue, dict(BARE)),
        paper("C", "11/KH-UBND", "2023-05-01", hue, dict(OLDER), dict(numbered("62/KH-UBND", "62/KH-UBND", "2022-03-23", lang_son))),
        paper("D", "28/NQ-CP", "2021-03-03", "Chính phủ"),
    ]


def canonical(store: ox.Store, base: str) -> list[str]:
    """Every quad but the runs' times and the revision, in canonical order."""
    left_out = {base + identity.RUNS_GRAPH, base + identity.STATE_GRAPH}
    data = ox.Dataset(q for q in store if getattr(q.graph_name, "value", "") not in left_out)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, data))


def made(home: Path, documents: list[tuple[Document, Facts]], each: bool = False) -> GraphStore:
    settings = Settings(home=home)
    library, graph = Library.open(settings.library_path), GraphStore(settings)
    for document, facts in documents:
        library.add(document, facts)
        if each:
            graph.sync(library)
    graph.sync(library)
    return graph


def many_papers(n: int) -> list[tuple[Document, Facts]]:
    """Documents that cite each other, in full and in part."""
    rolls = random.Random(3)
    provinces = ["Lạng Sơn", "An Giang", "Ninh Bình"]
    out = []
    for i in range(n):
        cited = []
        for _ in range(rolls.randrange(1, 9)):
            k = rolls.randrange(n)
            number, year, place = f"{k}/KH-UBND", 2020 + k % 3, provinces[k % 3]
            day, issuer = f"{year}-02-01", f"Ủy ban nhân dân tỉnh {place}"
            full = rolls.random() < 0.6
            surface = f"Kế hoạch số {number} ngày 1/2/{year} của {issuer}" if full else f"Kế hoạch số {number}"
            cited.append(numbered(surface, number, day if full else None, issuer if full else None))
        out.append(paper(f"Văn bản {i}", f"{i}/KH-UBND", f"{2020 + i % 3}-02-01", f"Ủy ban nhân dân tỉnh {provinces[i % 3]}", *cited))
    return out
