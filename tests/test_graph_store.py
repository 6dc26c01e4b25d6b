"""The store is a function of the set of documents; readers see published snapshots only."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_papers import canonical, made, papers

from corpus.library import Library
from corpus.settings import Settings
from graph.store import GraphStore

VNP = "https://w3id.org/luocdo/ns#"


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
