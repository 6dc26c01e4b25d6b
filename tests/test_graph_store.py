"""The store is a function of the set of documents; readers see published snapshots only."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest

from corpus.library import Library
from corpus.model import Citation, Document, Facts, Header, Source
from corpus.settings import Settings
from graph import identity
from graph.store import GraphStore

VNP = "https://w3id.org/luocdo/ns#"


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


def statuses(graph: GraphStore) -> dict[str, set[str]]:
    """Quoted words -> statuses."""
    rows = graph.reader().query(f"SELECT ?raw ?status WHERE {{ ?m <{VNP}resolutionStatus> ?status ; <{VNP}rawText> ?raw }}")
    out: dict[str, set[str]] = {}
    for row in rows:
        out.setdefault(row["raw"].value, set()).add(row["status"].value.rsplit("/", 1)[1])
    return out


def test_the_order_of_arrival_and_the_number_of_syncs_change_nothing(tmp_path: Path) -> None:
    stores = [
        made(tmp_path / "a", papers()),
        made(tmp_path / "b", papers()[::-1], each=True),
        made(tmp_path / "c", [papers()[i] for i in (2, 0, 3, 1)], each=True),
    ]
    first, *others = [canonical(s.reader().store, s.settings.base) for s in stores]
    assert len(first) > 200
    for other in others:
        assert other == first


def test_a_mention_without_a_date_waits_for_the_only_candidate_and_is_ambiguous_when_a_second_comes(settings: Settings) -> None:
    library, graph = Library.open(settings.library_path), GraphStore(settings)
    a, b, c, d = papers()

    def status() -> set[str]:
        graph.sync(library)
        return statuses(graph)["Nghị quyết 28/NQ-CP"]

    library.add(*b)
    assert status() == {"not-held"}  # known from this mention only
    library.add(*a)
    assert status() == {"not-held"}  # the work of 2021, cited in full by A, held by nobody
    library.add(*d)
    assert status() == {"resolved"}
    library.add(*c)
    assert status() == {"ambiguous"}
    library.remove(c[0].id)
    assert status() == {"resolved"}
    library.remove(a[0].id)
    library.remove(d[0].id)
    assert status() == {"not-held"}


def test_only_what_is_affected_is_written_again(settings: Settings) -> None:
    library, graph = Library.open(settings.library_path), GraphStore(settings)
    a, b, c, d = papers()
    for p in (a, b, c):
        library.add(*p)
    assert graph.sync(library) == 3
    assert graph.sync(library) == 0
    library.add(*d)  # held now: A cites it in full; B, ambiguous between this and the one of 2014, ranks it first
    assert graph.sync(library) == 3


def test_removing_a_document_leaves_no_trace(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "x")
    library, graph = Library.open(settings.library_path), GraphStore(settings)
    a, b, *_ = papers()
    library.add(*a)
    graph.sync(library)
    before = canonical(graph.reader().store, settings.base)
    library.add(*b)
    graph.sync(library)
    assert canonical(graph.reader().store, settings.base) != before
    library.remove(b[0].id)
    graph.sync(library)
    assert canonical(graph.reader().store, settings.base) == before


def test_a_reader_moves_on_to_the_newer_snapshot_and_few_are_kept(settings: Settings) -> None:
    library, graph = Library.open(settings.library_path), GraphStore(settings)
    reader = graph.reader()
    assert len(reader) == 0
    sizes = []
    for p in papers():
        library.add(*p)
        graph.sync(library)
        sizes.append(len(reader))
        assert graph.revision == library.revision
    assert sizes == sorted(set(sizes))
    assert len(list((settings.graph_path / "snapshots").iterdir())) == 3


def test_bindings_are_terms_and_never_text(settings: Settings) -> None:
    graph = made(settings.home, papers()[:1])
    query = f"SELECT ?m ?n WHERE {{ ?m <{VNP}citedNumber> ?n }}"
    assert len(graph.reader().query(query, n=ox.Literal("28/NQ-CP"))) == 1
    assert graph.reader().query(query, n=ox.Literal('28/NQ-CP" } # ')) == []
    with pytest.raises(TypeError):
        graph.reader().query("ASK { ?s ?p ?o }")
