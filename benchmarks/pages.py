"""Pages over ten thousand documents: server time of each kind of page, and bytes that a search and a document page transfer.

    python -m benchmarks.pages [--home FOLDER] [--documents 10000] [--rounds 15]

The library is synthetic (``benchmarks.synthetic``), made once under ``--home`` and kept; making it takes some minutes of both
cores, measuring half a minute. Each request asks something else, so that nothing but the program's own caches helps. The
library's search has no model; the model's own time for a question is measured beside it and added to the search pages.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.synthetic import BODIES, PLACES, TOPICS, furnish, house_of
from corpus.settings import Settings
from graph import commitments, queries, relations
from search.encode import ShippedEncoder
from web import create_app
from web.house import House

BAR_MS, BAR_BYTES = 150.0, 200_000
MARKED = ("search", "document", "map", "agencies", "targets")
"""The kinds of page that the bar is about."""
_FONT = re.compile(r"""url\("(fonts/[^"]+)"\)""")
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def addresses(house: House, r: random.Random) -> dict[str, Callable[[], str]]:
    """For each kind of page, something that makes addresses of it."""
    base, ids = house.settings.base, [e.id for e in house.library.page(limit=400, offset=200)]
    bodies = [row.agency.removeprefix(base) for row in commitments.agencies(house.reader)[:200]]
    held = [w.work.removeprefix(base) for w in relations.works(house.reader) if w.held][::37]
    laws = [w.work.removeprefix(base) for w in queries.works_not_held(house.reader) if "/vb/" in w.work]  # most cited first

    def pick(*templates: str) -> Callable[[], str]:
        choices = {
            "id": ids,
            "body": bodies,
            "work": held,
            "law": laws[5:],
            "big": laws[:5],
            "topic": TOPICS,
            "place": PLACES,
            "name": BODIES,
        }
        return lambda: r.choice(templates).format(**{k: r.choice(v) for k, v in choices.items()}, n=r.randrange(1, 9))

    return {
        "home": pick("/"),
        "search": pick(
            "/tim?q={topic} {place} {n}", "/tim?q={name} hỗ trợ {place}", "/tim?q=danh gia {topic} {n}", '/tim?q="{topic}" {place}'
        ),
        "search by filters": pick("/tim?place={place}&sort=newest", "/tim?year=201{n}&targets=true", "/tim?level=province&trang={n}"),
        "more like this": pick("/tim?like=ban/{id}"),
        "suggestions": pick("/api/suggest?q={place} {n}", "/api/suggest?q={name}", "/api/suggest?q=12{n}/KH"),
        "documents": pick("/van-ban?trang={n}"),
        "document": pick("/ban/{id}", "/ban/{id}?den=300-340"),
        "document: RDF": pick("/ban/{id}/rdf", "/ban/{id}/rdf?loai=Citation"),
        "document: checks": pick("/ban/{id}/kiem-tra"),
        "work": pick("/{work}", "/{law}"),
        "map": pick("/luoc-do?vb={work}&len=3&xuong=3", "/luoc-do?vb={law}&len=2&xuong=1"),
        "map of 500": pick("/luoc-do?vb={big}&len=2&xuong=3"),
        "path": pick("/luoc-do?vb={work}&toi={law}"),
        "agencies": pick("/co-quan?trang={n}", "/co-quan?loc={place}"),
        "agency": pick("/{body}.html"),
        "calendar": pick("/lich?trang={n}", "/lich?ngay=30/11&loc={place}"),
        "targets": pick("/chi-tieu?ban={id}&ban={id}", "/chi-tieu"),
        "not held": pick("/chua-co?trang={n}"),
        "about": pick("/du-lieu"),
    }


def timed(client: FlaskClient, address: Callable[[], str], rounds: int) -> tuple[list[float], int]:
    """Milliseconds of each request after a first one, and the middle size of the compressed page."""
    client.get(address())
    times, sizes = [], []
    for _ in range(rounds):
        where = address()
        gc.collect()
        start = time.perf_counter()
        response = client.get(where, headers={"Accept-Encoding": "gzip"})
        times.append(1000 * (time.perf_counter() - start))
        sizes.append(len(response.data))
        assert response.status_code == 200, (where, response.status_code)
    return times, int(statistics.median(sizes))


def transferred(client: FlaskClient, address: str) -> int:
    """Bytes that a browser fetches for a page at its first visit at the most: all that the page and its style sheet name."""
    page = client.get(address, headers={"Accept-Encoding": "gzip"})
    named = {a.replace("&amp;", "&") for a in _ASSET.findall(client.get(address).text)}
    sheet = next(a for a in named if a.startswith("/static/luocdo.css"))
    named |= {f"/static/{a}" for a in _FONT.findall(client.get(sheet).text)}
    assets = [client.get(a, headers={"Accept-Encoding": "gzip"}) for a in sorted(named)]
    return len(page.data) + sum(len(a.data) for a in assets)


def encoding_ms(home: Path) -> float:
    """Milliseconds that the shipped model takes for a question."""
    encoder = ShippedEncoder(Settings(home=home).model_path)
    encoder.queries(["chuẩn bị"])
    times = []
    for topic in TOPICS:
        start = time.perf_counter()
        encoder.queries([f"ai phải báo cáo về {topic}"])
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=Path(tempfile.gettempdir()) / "luocdo-pages")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    started = time.perf_counter()
    furnish(given.home, given.documents)
    house = house_of(given.home)
    print(f"{len(house.library):,} documents, {len(house.reader):,} triples; made or found in {time.perf_counter() - started:.0f} s")
    app = create_app(house.settings)
    app.extensions["luocdo"] = house
    client, model = app.test_client(), encoding_ms(given.home)
    print(f"a question takes the model {model:.0f} ms\n{'page':18} {'median':>8} {'slowest':>8} {'KB':>6}")
    medians = {}
    for kind, address in addresses(house, random.Random(3)).items():
        times, size = timed(client, address, given.rounds)
        extra = model if kind == "search" else 0.0
        medians[kind] = statistics.median(times) + extra
        mark = "*" if kind in MARKED else " "
        print(f"{kind:17}{mark} {medians[kind]:8.1f} {max(times) + extra:8.1f} {size / 1000:6.1f}", flush=True)
    over_all = statistics.median(medians[k] for k in MARKED)
    print(f"median over the kinds marked *: {over_all:.1f} ms (bar: {BAR_MS:.0f})")
    document = next(iter(house.library.page(limit=1))).id
    for kind, where in (("search", "/tim?q=bình đẳng giới"), ("document", f"/ban/{document}")):
        print(f"first visit, {kind} page: {transferred(client, where) / 1000:.1f} KB (bar: {BAR_BYTES / 1000:.0f})")


if __name__ == "__main__":
    main()
