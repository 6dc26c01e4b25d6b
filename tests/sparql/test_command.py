"""``luocdo sparql`` on a terminal and in a pipe."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from corpus.settings import Settings
from web.cli import main
from web.commands.sparql import shortened, write_table
from web.house import House

BASE = "http://127.0.0.1:8000/"
LONG = "Kế hoạch " + "rất dài " * 30


def run(home: Settings, query: str, *options: str) -> str:
    result = CliRunner().invoke(main, ["--home", str(home.home), "sparql", *options, "-"], input=query)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("options", [(), ("--wide",)])
def test_in_a_pipe_nothing_is_cut_or_shortened(client: FlaskClient, home: Settings, options: tuple[str, ...]) -> None:
    table = run(home, f'SELECT ?s ?t {{ ?s <http://purl.org/dc/terms/title> ?x BIND("{LONG}" AS ?t) }}', *options)
    assert "http://vb.test/a" in table
    assert LONG.strip() in table


def test_relative_iris_are_those_of_the_data(client: FlaskClient, home: Settings) -> None:
    assert run(home, "SELECT (<vb/x> AS ?x) {}").splitlines()[1] == BASE + "vb/x"


def test_the_search_of_the_endpoint_is_answered_here_too(
    client: FlaskClient, home: Settings, engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(House, "search", engine)
    query = "PREFIX tim: <https://w3id.org/luocdo/search#> SELECT ?score { SERVICE tim:lexical { ?hit tim:query 'x' ; tim:score ?score } }"
    assert run(home, query, "--csv").split() == ["score", "1.5", "1.5"]


def test_other_hosts_are_not_asked(home: Settings) -> None:
    query = "SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }"
    result = CliRunner().invoke(main, ["--home", str(home.home), "sparql", "-"], input=query)
    assert (result.exit_code, "192.0.2.1" in result.output) == (1, True)


def test_a_terminal_gets_what_fits_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    query = f'SELECT * {{ VALUES (?work ?title) {{ (<{BASE}vb/chinh-phu/2021/28-nq-cp> "{LONG}") }} }}'
    solutions = ox.Store().query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    write_table(solutions, lambda term: shortened(term, BASE), 80)
    out, err = capsys.readouterr()
    assert max(map(len, out.splitlines())) <= 80
    assert "<vb/chinh-phu/2021/28-nq-cp>" in out
    assert "…" in out
    assert "--wide" in err


def test_iris_are_written_as_a_query_may_write_them() -> None:
    assert shortened(ox.NamedNode("http://data.europa.eu/eli/ontology#cites"), BASE) == "eli:cites"
    assert shortened(ox.NamedNode("https://w3id.org/luocdo/ns#Target"), BASE) == "vnp:Target"
    assert shortened(ox.NamedNode("http://x.test/a"), BASE) == "<http://x.test/a>"
    assert shortened(ox.Literal("http://x.test/a"), BASE) == "http://x.test/a"
    assert shortened(None, BASE) == ""
