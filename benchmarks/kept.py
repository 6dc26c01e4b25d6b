"""Pages and endpoint over a library of real documents that ``benchmarks.ingest --keep FOLDER`` made.

``python -m benchmarks.kept FOLDER [--rounds 15]``: middle milliseconds of each kind of request, each asking something else. Half a
minute. (``benchmarks.pages`` does the same for all kinds of pages over a synthetic library.)
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from benchmarks.pages import BAR_MS, timed
from corpus.settings import Settings
from graph import relations
from web import create_app
from web.house import House

QUESTIONS = (
    "bảo vệ môi trường làng nghề",
    "ai chủ trì phòng, chống bạo lực gia đình",
    "mức đóng bảo hiểm xã hội",
    "kế toán đơn vị sự nghiệp công lập",
    "so hieu 28/NQ-CP",
    "thủ tục cấp giấy phép xây dựng",
    "trợ giúp pháp lý cho người nghèo",
    "quy hoạch sử dụng đất cấp huyện",
)
SMALL = "PREFIX eli: <http://data.europa.eu/eli/ontology#> SELECT ?cited WHERE { <%s> eli:cites ?cited } LIMIT 50"


def addresses(house: House, r: random.Random) -> dict[str, Callable[[], str]]:
    ids = [e.id for e in house.library.page(limit=500)]
    works = [w.work for w in relations.works(house.reader) if w.held][::7]
    if not works:
        sys.exit(f"{house.settings.home}: no work of the library is in the graph; run “luocdo --home {house.settings.home} sync” first")
    base = house.settings.base
    return {
        "home": lambda: "/",
        "search": lambda: f"/tim?q={quote(r.choice(QUESTIONS))}+{r.randrange(1, 99)}",
        "document": lambda: f"/ban/{r.choice(ids)}",
        "map": lambda: f"/luoc-do?vb={quote(r.choice(works).removeprefix(base))}&len=2&xuong=2",
        "agencies": lambda: f"/co-quan?trang={r.randrange(1, 3)}",
        "targets": lambda: f"/chi-tieu?ban={r.choice(ids)}&ban={r.choice(ids)}",
        "endpoint": lambda: f"/sparql?query={quote(SMALL % r.choice(works))}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    house = House(Settings(home=given.folder))
    print(f"{len(house.library):,} documents, {len(house.reader):,} triples")
    app = create_app(house.settings)
    app.extensions["luocdo"] = house
    client, medians = app.test_client(), []
    for kind, address in addresses(house, random.Random(5)).items():
        times, size = timed(client, address, given.rounds)
        medians.append(statistics.median(times))
        print(f"{kind:10} {medians[-1]:8.1f} ms  slowest {max(times):8.1f}  {size / 1000:6.1f} KB", flush=True)
    print(f"median over all kinds {statistics.median(medians):.1f} ms (bar {BAR_MS:.0f})")


if __name__ == "__main__":
    main()
