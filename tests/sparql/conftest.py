"""An installation whose graph is whatever a test puts there, and a client of its endpoint."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from corpus.settings import Settings
from graph.engine.evaluate import Limits
from search.results import Hit, Query, Why
from web import create_app


def publish(graph: Path, quads: Iterable[ox.Quad]) -> None:
    """Lay a graph folder out as the graph store does, with one snapshot of ``quads``."""
    graph.mkdir(parents=True, exist_ok=True)
    live = graph / "live"
    store = ox.Store(str(live))
    store.extend(quads)
    store.flush()
    snapshots = graph / "snapshots"
    snapshots.mkdir(exist_ok=True)
    name = f"1-{len(list(snapshots.iterdir())) + 1}"
    store.backup(str(snapshots / name))
    (graph / "current").write_text(name)


def small() -> Iterator[ox.Quad]:
    """Two documents in graphs of their own, one of which cites the other."""
    cites, title = ox.NamedNode("http://data.europa.eu/eli/ontology#cites"), ox.NamedNode("http://purl.org/dc/terms/title")
    a, b = ox.NamedNode("http://vb.test/a"), ox.NamedNode("http://vb.test/b")
    yield ox.Quad(a, title, ox.Literal("Kế hoạch bình đẳng giới", language="vi"), ox.NamedNode("http://vb.test/g/a"))
    yield ox.Quad(a, cites, b, ox.NamedNode("http://vb.test/g/a"))
    yield ox.Quad(b, title, ox.Literal("Nghị quyết 28/NQ-CP", language="vi"), ox.NamedNode("http://vb.test/g/b"))


class FakeEngine:
    """A search that remembers what was asked and answers with two passages."""

    NASTY = 'ngoặc " kép \\ và } UNION { ?x ?y ?z }\nxuống dòng'

    def __init__(self) -> None:
        self.asked: list[Query] = []

    def search(self, query: Query) -> Any:
        self.asked.append(query)
        why = Why.__new__(Why)
        hits = [
            Hit(
                iri=f"http://vb.test/ban/d/doan/{i}-9", document="d", number=None, title="T", file="f", section="ii/1" if i else None,
                breadcrumb=(), start=i, end=9, text=self.NASTY, score=1.5, why=why,
            )
            for i in range(2)
        ]  # fmt: skip
        return SimpleNamespace(hits=tuple(hits))


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


def client_of(settings: Settings, limits: Limits | None = None) -> FlaskClient:
    app = create_app(settings)
    if limits is not None:
        app.extensions["luocdo"].evaluator.limits = limits
        app.extensions["luocdo"].evaluator._places.limits = limits
    return app.test_client()


@pytest.fixture(scope="session", name="publish")
def _publish() -> Callable[[Path, Iterable[ox.Quad]], None]:
    return publish


@pytest.fixture(scope="session", name="client_of")
def _client_of() -> Callable[..., FlaskClient]:
    return client_of


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("sparql"))


@pytest.fixture(scope="module")
def client(home: Settings) -> Iterator[FlaskClient]:
    """A client of an endpoint over :func:`small`."""
    publish(home.graph_path, small())
    client = client_of(home)
    yield client
    client.application.extensions["luocdo"].evaluator.close()


@pytest.fixture(scope="session")
def w3c(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The W3C SPARQL suites, unpacked; skipped where they are absent."""
    archive = shared / "data" / "standards" / "w3c-sparql-tests.tar.gz"
    if not archive.exists():
        pytest.skip(f"{archive} is absent")
    folder = tmp_path_factory.mktemp("w3c")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "sparql"
