"""The W3C SPARQL evaluation suites, each test through our endpoint and through the engine called directly.

    python -m benchmarks.sparql_w3c ARCHIVE [--write docs/sparql-conformance.md]

ARCHIVE is w3c-sparql-tests.tar.gz. What the engine passes, the endpoint must pass; failures are listed by name.
"""

from __future__ import annotations

import argparse
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

from corpus.settings import Settings
from graph.engine.text import read
from web import create_app

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SUITES = {"SPARQL 1.0": "sparql10/manifest-evaluation.ttl", "SPARQL 1.1": "sparql11/manifest-sparql11-query.ttl"}
RESULT_FILES = {"srx": ox.QueryResultsFormat.XML, "srj": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
RDF_FILES = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML, "n3": ox.RdfFormat.N3}
DEFAULT = "urn:test:default"
SKIPPED = ("service", "entailment")
"""Federation needs other hosts, entailment regimes are not claimed."""


@dataclass(frozen=True, slots=True)
class Case:
    suite: str
    name: str
    query: str
    base: str
    default: tuple[Path, ...]
    named: tuple[tuple[str, Path], ...]
    expected: Path | None


def path(iri: Any) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))


def cases(root: Path) -> Iterator[Case]:
    for suite, manifest in SUITES.items():
        yield from _cases(suite, root / manifest)


def _cases(suite: str, manifest: Path) -> Iterator[Case]:
    g = Graph().parse(manifest, publicID=manifest.as_uri())
    node = next(g.subjects(RDF.type, MF.Manifest))
    for included in Collection(g, g.value(node, MF.include) or RDF.nil):
        if path(included).parent.name not in SKIPPED:
            yield from _cases(suite, path(included))
    for test in Collection(g, g.value(node, MF.entries) or RDF.nil):
        if (test, RDF.type, MF.QueryEvaluationTest) in g:
            yield _case(suite, manifest, g, test)


def _case(suite: str, manifest: Path, g: Graph, test: Any) -> Case:
    action = g.value(test, MF.action)
    query = path(g.value(action, QT.query) or action)
    default = tuple(path(d) for d in g.objects(action, QT.data))
    named = tuple((str(d), path(d)) for d in g.objects(action, QT.graphData) if isinstance(d, URIRef))
    expected = g.value(test, MF.result)
    name = f"{manifest.parent.name}/{str(test).rpartition('#')[2]}"
    return Case(suite, name, query.read_text("utf-8"), query.as_uri(), default, named, path(expected) if expected else None)


def quads(case: Case) -> Iterator[ox.Quad]:
    """The data of a test. Beside named graphs the default graph gets a name too, by which the request can ask for it."""
    files: list[tuple[str, Path]] = [(DEFAULT if case.named else "", p) for p in case.default] + list(case.named)
    query = read(case.query)
    froms = [t.text[1:-1] for t in query.tokens if t.kind == "iri" and t.brace == 0] if query.names_dataset else []
    for iri in froms:
        local = Path(unquote(urlsplit(case.base).path)).parent / iri if ":" not in iri else path(iri)
        files.append((local.as_uri(), local)) if local.is_file() else None
    for name, file in files:
        parsed = ox.parse(path=str(file), format=RDF_FILES[file.suffix[1:]], base_iri=file.as_uri(), rename_blank_nodes=True)
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        yield from (ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed)


def direct(case: Case, data: list[ox.Quad]) -> Any:
    """The engine's own answer."""
    store = ox.Store()
    store.extend(data)
    options: dict[str, Any] = {"use_default_graph_as_union": False}
    if case.named and not read(case.query).names_dataset:
        options = {"default_graph": [ox.NamedNode(DEFAULT)], "named_graphs": [ox.NamedNode(n) for n, _ in case.named]}
    result = store.query(case.query, base_iri=case.base, **options)
    if isinstance(result, ox.QueryTriples):
        return list(result)
    return ox.parse_query_results(result.serialize(format=ox.QueryResultsFormat.JSON) or b"", format=ox.QueryResultsFormat.JSON)


class Endpoint:
    """One endpoint whose graph is replaced for each test."""

    def __init__(self, home: Path) -> None:
        self.graph = home / "graph"
        (self.graph / "snapshots").mkdir(parents=True)
        self.app = create_app(Settings(home=home))
        self.client = self.app.test_client()
        self.published = 0

    def answer(self, case: Case, data: list[ox.Quad]) -> Any:
        """The endpoint's answer."""
        self.published += 1
        name = f"{self.published}-{self.published}"
        store = ox.Store(str(self.graph / f"live{self.published}"))
        store.extend(data)
        store.flush()
        store.backup(str(self.graph / "snapshots" / name))
        (self.graph / "current").write_text(name)
        house = self.app.extensions["luocdo"]
        house.settings = replace(house.settings, base=case.base)
        parameters: dict[str, Any] = {}
        if case.named and not read(case.query).names_dataset:
            parameters = {"default-graph-uri": DEFAULT, "named-graph-uri": [n for n, _ in case.named]}
        return _asked(self.client, case, parameters)


def _asked(client: FlaskClient, case: Case, parameters: dict[str, Any]) -> Any:
    response = client.post("/sparql", query_string=parameters, data=case.query.encode(), content_type="application/sparql-query")
    if response.status_code != 200:
        raise RuntimeError(response.text)
    if response.mimetype == "text/turtle":
        return [q.triple for q in ox.parse(response.data, format=ox.RdfFormat.TURTLE, base_iri=case.base)]
    return ox.parse_query_results(response.data, format=ox.QueryResultsFormat.JSON)


def expected(case: Case) -> Any:
    file = case.expected
    if file is None:
        return None
    if file.suffix[1:] in RESULT_FILES:
        return ox.parse_query_results(path=str(file), format=RESULT_FILES[file.suffix[1:]])
    if file.suffix == ".csv":
        return file.read_text("utf-8")
    triples = [q.triple for q in ox.parse(path=str(file), format=RDF_FILES[file.suffix[1:]], base_iri=file.as_uri())]
    return _result_set(triples)


def _result_set(triples: list[ox.Triple]) -> Any:
    """Results that the older suite writes as RDF, as rows; a graph stays a graph."""
    about: dict[Any, dict[str, list[Any]]] = {}
    for t in triples:
        about.setdefault(t.subject, {}).setdefault(t.predicate.value.removeprefix(RS), []).append(t.object)
    sets = [s for s in about.values() if any(o.value == RS + "ResultSet" for o in s.get(str(RDF.type), []) if isinstance(o, ox.NamedNode))]
    if not sets:
        return triples
    if "boolean" in sets[0]:
        return sets[0]["boolean"][0].value == "true"
    rows = []
    for solution in sets[0].get("solution", []):
        bound = [about[b] for b in about.get(solution, {}).get("binding", [])]
        rows.append({b["variable"][0].value: b["value"][0] for b in bound})
    return rows


def comparable(answer: Any) -> Any:
    """Something that is equal for equal answers: rows as a graph without names where blank nodes occur."""
    if isinstance(answer, ox.QueryBoolean | bool):
        return bool(answer)
    if isinstance(answer, ox.QuerySolutions):
        names = [v.value for v in answer.variables]
        answer = [{n: t for n, t in zip(names, row, strict=True) if t is not None} for row in answer]
    if answer and isinstance(answer[0], ox.Triple):
        return _canonical(ox.Quad(t.subject, t.predicate, by_value(t.object)) for t in answer)
    if any(isinstance(t, ox.BlankNode) for row in answer for t in row.values()):
        return _canonical(
            ox.Quad(ox.BlankNode(f"row{i}"), ox.NamedNode(f"urn:v:{n}"), by_value(t))
            for i, row in enumerate(answer)
            for n, t in row.items()
        )
    return Counter(frozenset((n, str(by_value(t))) for n, t in row.items()) for row in answer)


def by_value(term: Any) -> Any:
    """Numbers and truth values in one spelling each: the engine writes the canonical one, the suite the one of its data."""
    if not isinstance(term, ox.Literal):
        return term
    kind = term.datatype.value.partition("XMLSchema#")[2]
    try:
        if kind == "boolean":
            return ox.Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=term.datatype)
        if kind in ("float", "double"):
            return ox.Literal(repr(float(term.value)), datatype=term.datatype)
        if kind == "decimal" or kind.lower().endswith(("integer", "int", "long", "short", "byte")):
            return ox.Literal(f"{Decimal(term.value).normalize():f}", datatype=term.datatype)
    except (ValueError, InvalidOperation):
        pass
    return term


def _canonical(quads: Any) -> Any:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return Counter(str(q) for q in dataset)


def passes(case: Case, answer: Any) -> bool:
    wanted = expected(case)
    if isinstance(wanted, str):  # CSV loses the kinds of terms: compare the values
        names = [v.value for v in answer.variables]
        cells = [",".join(names)] + [",".join("" if t is None else t.value for t in row) for row in answer]
        return Counter(c.replace('"', "") for c in cells) == Counter(w.replace('"', "") for w in wanted.splitlines())
    return bool(comparable(answer) == comparable(wanted))


def outcome(case: Case, how: Any) -> str:
    """Empty where the test passes, else why not."""
    try:
        return "" if passes(case, how(case, list(quads(case)))) else "another answer"
    except Exception as error:
        return f"{type(error).__name__}: {str(error).splitlines()[-1][:160] if str(error) else ''}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", type=Path)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    lines: list[str] = []
    totals: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(asked.archive) as tar:
            tar.extractall(folder, filter="data")
        ours = Endpoint(Path(folder) / "home")
        for case in cases(Path(folder) / "sparql"):
            engine, endpoint = outcome(case, direct), outcome(case, ours.answer)
            total = totals.setdefault(case.suite, Counter())
            total.update({"tests": 1, "engine": not engine, "endpoint": not endpoint})
            if engine or endpoint:
                lines.append(f"| {case.suite} | {case.name} | {engine or 'passes'} | {endpoint or 'passes'} |")
    table = [f"| {suite} | {t['tests']} | {t['engine']} | {t['endpoint']} |" for suite, t in totals.items()]
    report = "\n".join(
        [
            "| suite | tests | engine | endpoint |",
            "|---|---|---|---|",
            *table,
            "",
            "| suite | test | engine | endpoint |",
            "|---|---|---|---|",
            *lines,
        ]
    )
    print(report)
    if asked.write:
        head, _, _ = asked.write.read_text("utf-8").partition("<!-- measured -->")
        asked.write.write_text(f"{head}<!-- measured -->\n\n{report}\n", "utf-8")


if __name__ == "__main__":
    main()
