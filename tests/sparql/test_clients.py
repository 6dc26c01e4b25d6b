"""The clients that people have, over a real socket."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

ROOT = Path(__file__).parents[2]
COMUNICA = """
const { QueryEngine } = require("@comunica/query-sparql");
(async () => {
  const [address, query] = process.argv.slice(1);
  const sources = [{ type: "sparql", value: address }];
  const rows = await (await new QueryEngine().queryBindings(query, { sources })).toArray();
  const quads = await (await new QueryEngine().queryQuads("CONSTRUCT WHERE { ?s ?p ?o }", { sources })).toArray();
  console.log(JSON.stringify({ titles: rows.map((row) => row.get("t").value), quads: quads.length }));
})().catch((error) => { console.error(error); process.exit(1); });
"""
QUERY = 'SELECT ?s ?t { ?s <http://purl.org/dc/terms/title> ?t FILTER(CONTAINS(?t, "bình đẳng")) }'
TITLE = "Kế hoạch bình đẳng giới"


@pytest.fixture(scope="module")
def address(client: FlaskClient) -> Iterator[str]:
    from waitress import create_server

    server = create_server(client.application, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}/sparql"
    server.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_select(address: str, method: str, form: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    asked = wrapper.SPARQLWrapper(address)
    asked.setQuery(QUERY)
    asked.setMethod(method)
    asked.setReturnFormat(form)
    answer = asked.queryAndConvert()
    text = answer.toxml() if form == "xml" else answer.decode() if isinstance(answer, bytes) else str(answer)
    assert TITLE in text


@pytest.mark.parametrize("form", ["turtle", "xml", "json-ld", "n3"])
def test_sparqlwrapper_construct(address: str, form: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    asked = wrapper.SPARQLWrapper(address)
    asked.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
    asked.setReturnFormat(form)
    answer = asked.queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format=form)
    assert len(graph) == 3


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(address: str, method: str) -> None:
    graph = Graph(store=SPARQLStore(address, method=method))
    assert [str(row.t) for row in graph.query(QUERY)] == [TITLE]
    assert len(list(graph.triples((URIRef("http://vb.test/a"), None, None)))) == 2
    assert graph.query("ASK {}").askAnswer


def test_pandas_reads_csv_from_the_address(address: str) -> None:
    pandas = pytest.importorskip("pandas")
    with urllib.request.urlopen(f"{address}?{urlencode({'query': QUERY, 'format': 'csv'})}") as answer:
        frame = pandas.read_csv(io.BytesIO(answer.read()))
    assert frame.t.tolist() == [TITLE]


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
@pytest.mark.parametrize("options", [["-G"], [], ["--compressed"], ["-H", "Accept: text/csv"]])
def test_curl(address: str, options: list[str]) -> None:
    command = ["curl", "-sS", "--fail", *options, "--data-urlencode", f"query={QUERY}", address]
    assert TITLE in subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("node") is None, reason="no Node.js")
@pytest.mark.skipif(not (ROOT / "node_modules" / "@comunica").is_dir(), reason="Comunica is not installed: `make comunica`")
def test_comunica(address: str) -> None:
    done = subprocess.run(["node", "-e", COMUNICA, address, QUERY], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"titles": [TITLE], "quads": 3}
