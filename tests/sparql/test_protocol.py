"""The protocol beyond what the W3C suite asks: formats, errors in words, CORS, caching, compression, datasets."""

from __future__ import annotations

import gzip
import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph, URIRef

ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p"
A, B = "http://vb.test/g/a", "http://vb.test/g/b"


def ask(client: FlaskClient, query: str, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
    return client.get("/sparql?" + urlencode({"query": query} | parameters, doseq=True), headers=headers)


def rows(response: Any) -> list[dict[str, Any]]:
    return json.loads(response.data)["results"]["bindings"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/tab-separated-values, */*;q=0.1", "text/tab-separated-values"),
        ("text/*", "text/xml"),
        ("application/sparql-results+json;q=0.2, text/csv;q=0.9", "text/csv"),
        ("application/pdf, text/csv;q=0.1", "text/csv"),
    ],
)
def test_select_negotiates(client: FlaskClient, accept: str, media: str) -> None:
    response = ask(client, ALL, {"Accept": accept} if accept else {})
    assert (response.status_code, response.mimetype) == (200, media)
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.5", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
        ("application/trig", "application/trig"),
    ],
)
def test_construct_negotiates_and_parses(client: FlaskClient, accept: str, media: str) -> None:
    response = ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", {"Accept": accept})
    assert response.mimetype == media
    graph = Dataset(default_union=True) if "trig" in media else Graph()
    assert len(graph.parse(data=response.data, format=media)) == 3


@pytest.mark.parametrize("accept", ["application/pdf", "text/turtle", "text/csv;q=0"])
def test_406_says_what_there_is(client: FlaskClient, accept: str) -> None:
    response = ask(client, ALL, {"Accept": accept})
    assert response.status_code == 406
    assert "application/sparql-results+json" in response.text


@pytest.mark.parametrize(("name", "media"), [("csv", "text/csv"), ("xml", "application/sparql-results+xml"), ("text/csv", "text/csv")])
def test_format_parameter_wins(client: FlaskClient, name: str, media: str) -> None:
    assert ask(client, ALL, {"Accept": "application/pdf"}, format=name).mimetype == media


def test_format_of_the_other_kind_is_not_acceptable(client: FlaskClient) -> None:
    assert ask(client, ALL, format="turtle").status_code == 406
    assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", format="csv").status_code == 406


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400),
        ("GET", "?default-graph-uri=http://x/", {}, None, 400),
        ("GET", "?update=CLEAR%20ALL", {}, None, 403),
        ("GET", "?query=ASK%7B%7D%FF", {}, None, 400),
        ("GET", "?query=ASK%7B%7D&default-graph-uri=relative", {}, None, 400),
        ("GET", "?query=ASK%7B%7D&timeout=soon", {}, None, 400),
        ("POST", "", {"Content-Type": "application/x-www-form-urlencoded"}, b"", 400),
        ("POST", "", {"Content-Type": "application/x-www-form-urlencoded"}, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("POST", "?query=ASK%7B%7D", {"Content-Type": "application/sparql-query"}, b"ASK {}", 400),
        ("POST", "", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "", {}, b"query=ASK%7B%7D", 415),
        ("POST", "", {"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}".encode("utf-16"), 415),
        ("POST", "", {"Content-Type": "application/sparql-query"}, b"ASK { ?s ?p '\xff' }", 400),
        ("POST", "", {"Content-Type": "application/x-www-form-urlencoded"}, b"query=ASK%7B%7D%FF", 400),
        ("POST", "", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
        ("POST", "", {"Content-Type": "application/sparql-query"}, b"CLEAR ALL", 400),
        ("POST", "", {"Content-Type": "application/sparql-query"}, b"ASK {} #" + b"x" * (1 << 20), 413),
        ("PUT", "", {}, b"", 405),
        ("DELETE", "", {}, None, 405),
    ],
)
def test_bad_requests(client: FlaskClient, method: str, path: str, headers: dict[str, str], body: bytes | None, status: int) -> None:
    assert client.open("/sparql" + path, method=method, headers=headers, data=body).status_code == status


def test_a_syntax_error_names_line_and_column(client: FlaskClient) -> None:
    response = ask(client, "SELECT * {\n  ?s ?p \n}")
    assert response.status_code == 400
    assert "dòng 3, cột" in response.text
    assert "line 3, column" in response.text


def test_an_undeclared_prefix_is_an_error(client: FlaskClient) -> None:
    assert ask(client, "SELECT * { ?s nope:x ?o }").status_code == 400


def test_form_bodies_are_decoded_once(client: FlaskClient) -> None:
    text = "a%20b+c%2525"
    body = "query=" + quote(f'SELECT ("{text}" AS ?x) {{}}')
    response = client.post("/sparql", data=body, content_type="application/x-www-form-urlencoded; charset=UTF-8")
    assert rows(response)[0]["x"]["value"] == text


def test_vietnamese_goes_in_and_out_unharmed(client: FlaskClient) -> None:
    for name in ("json", "csv", "tsv", "xml"):
        response = ask(client, 'SELECT ?t { ?s ?p ?t FILTER(CONTAINS(STR(?t), "bình đẳng")) }', format=name)
        assert "Kế hoạch bình đẳng giới" in response.data.decode("utf-8")


class TestDataset:
    def count(self, client: FlaskClient, query: str = "SELECT * { ?s ?p ?o }", **parameters: Any) -> int:
        return len(rows(ask(client, query, **parameters)))

    def test_the_default_graph_is_the_union_of_all(self, client: FlaskClient) -> None:
        assert self.count(client) == 3
        assert self.count(client, "SELECT * { GRAPH ?g { ?s ?p ?o } }") == 3

    def test_the_protocol_restricts(self, client: FlaskClient) -> None:
        parameters = {"default-graph-uri": A}
        assert self.count(client, **parameters) == 2
        assert self.count(client, "SELECT * { GRAPH ?g { ?s ?p ?o } }", **parameters) == 0
        parameters = {"named-graph-uri": B}
        assert self.count(client, **parameters) == 0
        assert self.count(client, "SELECT * { GRAPH ?g { ?s ?p ?o } }", **parameters) == 1
        assert self.count(client, **{"default-graph-uri": [A, B]}) == 3
        assert self.count(client, **{"default-graph-uri": "http://vb.test/g/unknown"}) == 0

    def test_from_restricts_and_the_protocol_wins_over_it(self, client: FlaskClient) -> None:
        query = f"SELECT * FROM <{B}> {{ ?s ?p ?o }}"
        assert self.count(client, query) == 1
        assert self.count(client, query, **{"default-graph-uri": A}) == 2
        assert self.count(client, f"SELECT * FROM NAMED <{A}> {{ ?s ?p ?o }}") == 0


def test_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    got = ask(client, ALL)
    head = client.head("/sparql?" + urlencode({"query": ALL}))
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == got.headers[name]


class TestCors:
    def test_preflight(self, client: FlaskClient) -> None:
        wanted = {"Origin": "https://x.test", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        response = client.options("/sparql", headers=wanted)
        assert response.status_code == 204
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in response.headers["Access-Control-Allow-Methods"]
        assert "content-type" in response.headers["Access-Control-Allow-Headers"]

    @pytest.mark.parametrize("query", [ALL, "SELEC"])
    def test_answers_and_errors_may_be_read_by_any_page(self, client: FlaskClient, query: str) -> None:
        assert ask(client, query, {"Origin": "https://x.test"}).headers["Access-Control-Allow-Origin"] == "*"


class TestCaching:
    def test_etag_and_304(self, client: FlaskClient) -> None:
        tag = ask(client, ALL).headers["ETag"]
        assert ask(client, ALL, {"If-None-Match": tag}).status_code == 304
        assert ask(client, ALL + " LIMIT 1", {"If-None-Match": tag}).status_code == 200
        assert ask(client, ALL, {"If-None-Match": tag, "Accept": "text/csv"}).status_code == 200

    def test_what_changes_by_itself_has_no_etag(self, client: FlaskClient) -> None:
        assert "ETag" not in ask(client, "SELECT (NOW() AS ?now) {}").headers


def test_gzip(client: FlaskClient) -> None:
    query = 'SELECT (CONCAT("x", REPEATED) AS ?x) {}'.replace("REPEATED", '"' + "y" * 5000 + '"')
    plain, packed = ask(client, query), ask(client, query, {"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in ask(client, query, {"Accept-Encoding": "gzip;q=0"}).headers


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://192.0.2.1/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://192.0.2.1/sparql> { ?s ?p ?o } }",
        "SELECT * { { SELECT ?s { OPTIONAL { sErViCe sIlEnT <http://192.0.2.1/sparql> { ?s ?p ?o } } } } }",
        "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE#\n<http://192.0.2.1/sparql>#\n{ ?s ?p ?o } } }",
        "PREFIX e: <http://192.0.2.1/> SELECT * { GRAPH ?g { SERVICE e:sparql { ?s ?p ?o } } }",
        "SELECT * { VALUES ?h { <http://192.0.2.1/> } SERVICE ?h { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://w3id.org/luocdo/search#hybrid> { SERVICE <http://192.0.2.1/> { ?s ?p ?o } } }",
        "SELECT * { \\u0053ERVICE <http://192.0.2.1/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://192.0.2.1/\\u0073parql> { ?s ?p ?o } }",
        "LOAD <http://192.0.2.1/x.ttl>",
        "# SELECT\nlOaD SILENT <http://192.0.2.1/x.ttl> INTO GRAPH <urn:g>",
        "\\u004COAD <http://192.0.2.1/x.ttl>",
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "PREFIX e: <urn:> insert { ?s e:p 1 } where { ?s ?p ?o }",
        "BASE <urn:x> WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "clear silent all",
    ],
)
def test_nothing_goes_out_and_nothing_is_written(client: FlaskClient, query: str) -> None:
    before = len(rows(ask(client, ALL)))
    response = client.post("/sparql", data=query, content_type="application/sparql-query")
    assert response.status_code == 400
    assert len(response.text.strip().splitlines()) == 2  # in both languages
    assert len(rows(ask(client, ALL))) == before


def test_from_names_graphs_of_ours_and_fetches_nothing(client: FlaskClient) -> None:
    assert rows(ask(client, "SELECT * FROM <http://192.0.2.1/x.ttl> { ?s ?p ?o }", timeout=5)) == []


def test_vietnamese_text_functions(client: FlaskClient) -> None:
    fn = "PREFIX fn: <https://w3id.org/luocdo/fn#> "
    [row] = rows(ask(client, fn + 'SELECT ?s { ?s ?p ?t FILTER(fn:containsFolded(?t, "binh dang gioi")) }'))
    assert row["s"]["value"] == "http://vb.test/a"
    [row] = rows(ask(client, fn + 'SELECT (fn:fold("Đắk Lắk") AS ?x) {}'))
    assert row["x"]["value"] == "dak lak"
    values = 'VALUES ?x { "Đà Nẵng" "An Giang" "Ă" "Điện Biên" "Đắk Lắk" "Bà Rịa" "Ba Vì" }'
    ordered = rows(ask(client, fn + f"SELECT ?x {{ {values} }} ORDER BY fn:collationKey(?x)"))
    assert [r["x"]["value"] for r in ordered] == ["An Giang", "Ă", "Ba Vì", "Bà Rịa", "Đà Nẵng", "Đắk Lắk", "Điện Biên"]


def test_row_limit_cuts_with_a_notice(client: FlaskClient) -> None:
    response = ask(client, ALL, **{"max-rows": 2})
    assert len(rows(response)) == 2
    assert response.headers["X-Row-Limit-Reached"] == "2"
    assert "2 rows" in json.loads(response.data)["notice"]
    assert "notice" not in json.loads(ask(client, ALL).data)
    assert b"<!--" in ask(client, ALL, **{"max-rows": 2, "format": "xml"}).data
    turtle = ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", **{"max-rows": 2})
    assert len(Graph().parse(data=turtle.data, format="turtle")) == 2
    assert b"# " in turtle.data


def test_relative_iris_are_under_the_base_of_the_data(client: FlaskClient) -> None:
    [row] = rows(ask(client, "SELECT (<vb/x> AS ?x) {}"))
    assert row["x"]["value"] == "http://127.0.0.1:8000/vb/x"


def test_the_service_description_lists_graphs_and_formats(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "application/rdf+xml"})
    graph = Graph().parse(data=response.data, format="xml")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert {str(g) for g in graph.objects(None, URIRef(sd + "name"))} == {A, B}
    assert len(set(graph.objects(None, URIRef(sd + "resultFormat")))) >= 9
    assert [int(n) for n in graph.objects(None, URIRef("http://rdfs.org/ns/void#triples"))] == [3]
    assert client.get("/sparql", headers={"If-None-Match": response.headers["ETag"], "Accept": "application/rdf+xml"}).status_code == 304


def test_a_browser_gets_the_page(client: FlaskClient) -> None:
    accept = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert client.get("/sparql", headers=accept).mimetype == "text/html"
    shared = ask(client, "SELECT ('<b>' AS ?x) {}", accept)
    assert shared.mimetype == "text/html"
    assert "&lt;b&gt;" in shared.text
