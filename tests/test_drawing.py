"""The geometry of the drawn lược đồ, and the chains it draws."""

from __future__ import annotations

from itertools import combinations

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import queries
from graph.chains import Chain, ChainLink, ChainWork, chain, path
from graph.relations import GENERIC, citing, groups
from web.drawing import DENSE, Drawing, draw
from web.house import House

ISSUERS = [None, "Chính phủ", "Ủy ban nhân dân tỉnh Lạng Sơn", "Ủy ban nhân dân phường Mỹ Thạnh"]
DATES = st.one_of(st.none(), st.dates().map(str), st.integers(1990, 2025).map(str), st.just("2016-Q2"))


def work(i: int, date: str | None = None, issuer: str | None = None) -> ChainWork:
    return ChainWork(work=f"w{i}", label=f"Kế hoạch {i}/KH-UBND", title=None, date=date, issuer=issuer, held=True, step=0)


def assert_apart_and_inside(drawing: Drawing) -> None:
    width, height = drawing.size.width, drawing.size.height
    for a, b in combinations(drawing.boxes, 2):
        assert abs(a.x - b.x) >= width or abs(a.y - b.y) >= height
    for box in drawing.boxes:
        lane = next(x for x in drawing.lanes if x.name == box.lane)
        assert lane.y <= box.y and box.y + height <= lane.y + lane.height
        assert box.x >= 0 and box.x + width <= drawing.width and box.y + height <= drawing.height


@settings(deadline=None)
@given(st.lists(st.tuples(DATES, st.sampled_from(ISSUERS)), min_size=1, max_size=40))
def test_boxes_never_overlap_and_lie_inside(things: list[tuple[str | None, str | None]]) -> None:
    drawing = draw(Chain(works=tuple(work(i, d, n) for i, (d, n) in enumerate(things)), links=()))
    assert len(drawing.boxes) == len(things) and not drawing.dense
    assert_apart_and_inside(drawing)


def test_many_works_are_drawn_smaller_and_still_apart() -> None:
    works = tuple(work(i, f"{2005 + i % 20}-{1 + i % 12:02d}", ISSUERS[i % 4]) for i in range(5 * DENSE))
    drawing = draw(Chain(works=works, links=()))
    assert drawing.dense and len(drawing.boxes) == 5 * DENSE
    assert {b.first for b in drawing.boxes} == {f"{i}/KH-UBND" for i in range(5 * DENSE)}, "the number whole, no room for the type"
    assert_apart_and_inside(drawing)


def test_later_stands_further_right_and_lower_levels_below() -> None:
    drawing = draw(Chain(works=(work(0, "2021-03-03", "Chính phủ"), work(1, "2024-03-07", "Ủy ban nhân dân phường Mỹ Thạnh")), links=()))
    first, second = drawing.boxes
    assert first.x < second.x and first.y < second.y
    assert [t.label for t in drawing.ticks] == ["2021", "2022", "2023", "2024"]


def test_an_arrow_for_each_link() -> None:
    links = (ChainLink(source="w1", relation="r", target="w0"), ChainLink(source="w0", relation="r", target="w1"))
    assert len(draw(Chain(works=(work(0, "2021"), work(1, "2024")), links=links)).arrows) == 2


NQ28 = "vb/chinh-phu/2021/28-nq-cp"


def test_chains_stop_at_the_depth_asked_for_and_paths_join(furnished_app: Flask) -> None:
    house: House = furnished_app.extensions["luocdo"]
    centre = house.settings.base + NQ28
    alone = chain(house.reader, centre, 0, 0)
    assert [w.work for w in alone.works] == [centre] and not alone.links
    followers = chain(house.reader, centre, 0, 1)
    held = [w.work for w in followers.works if w.held]
    assert len(held) == 2
    assert {(x.source, x.target) for x in followers.links} >= {(h, centre) for h in held}
    way = path(house.reader, held[0], held[1])
    assert way is not None and (way.works[0].work, way.works[-1].work) == (held[0], held[1])
    assert path(house.reader, held[0], house.settings.base + "vb/khong/2000/co") is None
    assert chain(house.reader, centre, 3, 3, limit=2).cut


def test_the_map_exports_what_it_shows(furnished_app: Flask) -> None:
    import networkx as nx

    client: FlaskClient = furnished_app.test_client()
    page = client.get(f"/luoc-do?vb={NQ28}&lang=vi")
    assert page.status_code == 200 and 'class="box-of centre-box' in page.text
    graph = nx.parse_graphml(client.get(f"/luoc-do?vb={NQ28}&dang=graphml").text)
    assert graph.number_of_nodes() == page.text.count('class="box-of')
    assert client.get(f"/luoc-do?vb={NQ28}&dang=svg").mimetype == "image/svg+xml"
    assert len(client.get(f"/luoc-do?vb={NQ28}&dang=csv").text.splitlines()) == page.text.count('class="arrow ') + 1
    assert "<script" not in client.get(f"/luoc-do?vb={NQ28}&dang=svg").text
    assert "Không có đường nào" in client.get(f"/luoc-do?vb={NQ28}&toi=9999/KHÔNG-CÓ").text
    assert client.get("/luoc-do?vb=vb/khong/2000/co").status_code == 404


def test_an_arrow_opens_the_sentence_that_states_it(furnished_app: Flask) -> None:
    house: House = furnished_app.extensions["luocdo"]
    link = next(x for x in chain(house.reader, house.settings.base + NQ28, 0, 1).links if not x.relation.endswith("approvedBy"))
    answer = furnished_app.test_client().get(
        "/luoc-do/cau", query_string={"tu": "/" + link.source.removeprefix(house.settings.base), "den": "/" + NQ28}
    )
    assert answer.status_code == 303 and "?den=" in answer.location


def test_what_is_said_around_a_work_is_counted_once_and_shown_in_part(furnished_app: Flask) -> None:
    house: House = furnished_app.extensions["luocdo"]
    reader, centre = house.reader, house.settings.base + NQ28
    whole = groups(reader, centre, 50)
    assert len({(g.relation, g.direction) for g in whole}) == len(whole)
    for g in groups(reader, centre, 1):
        full = next(x for x in whole if (x.relation, x.direction) == (g.relation, g.direction))
        assert (g.held, g.not_held) == (full.held, full.not_held) == (sum(r.held for r in full.shown), sum(not r.held for r in full.shown))
        assert len(g.shown) == min(1, g.held) + min(1, g.not_held)
    generic = {r.other for g in whole if g.relation == GENERIC for r in g.shown if g.direction == "in"}
    assert not generic & {r.other for g in whole if g.relation != GENERIC for r in g.shown if g.direction == "in"}


def test_those_who_cite_a_work_come_in_pages(furnished_app: Flask) -> None:
    house: House = furnished_app.extensions["luocdo"]
    reader, centre = house.reader, house.settings.base + NQ28
    whole = citing(reader, centre, 0, 20)
    assert list(whole.rows) == sorted(
        queries.who_cites(reader, centre), key=lambda c: ([x.document for x in whole.rows].index(c.document), c.start)
    )
    pages = [citing(reader, centre, i, 1) for i in range(whole.documents)]
    assert [c for p in pages for c in p.rows] == list(whole.rows)
    assert {(p.documents, p.mentions) for p in pages} == {(whole.documents, len(whole.rows))}
    assert citing(reader, centre, 0, 20, without=whole.rows[0].document).documents == whole.documents - 1
