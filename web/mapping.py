"""Routes of the drawn lược đồ: chains up and down, the way between two works, and their exports."""

from __future__ import annotations

from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from graph import queries
from graph.chains import Chain, ChainLink, chain, path
from web.asking import document_id, house, lit, local
from web.drawing import draw, lane_of
from web.finding import csv_response
from web.shell import lang, render, t
from web.views.map import MapPage, arrows, boxes, level_choices, relation_choices, relation_id, rows

mapping = Blueprint("mapping", __name__)
DEEPEST = 9
LIMIT = 500


@mapping.get("/luoc-do")
def show() -> ResponseReturnValue:
    base = house().settings.base
    work = base + request.args.get("vb", "").strip("/")
    row = queries.work(house().reader, work)
    if row is None:
        raise NotFound
    up, down = _depth("len"), _depth("xuong")
    asked = request.args.get("toi", "").strip()[:200]
    whole, found = _whole(work, up, down, asked)
    relations, levels = frozenset(request.args.getlist("qh")), frozenset(request.args.getlist("cap"))
    shown = narrowed(whole, work, relations, levels)
    export = _EXPORTS.get(request.args.get("dang", ""))
    if export:
        return export(shown, work)
    labels, drawing = queries.relation_labels(house().reader, lang()), draw(shown)
    return render(
        "map.html",
        MapPage(
            title=t("map.title", what=row.label),
            nav="documents",
            work=work.removeprefix(base),
            label=row.label,
            work_href=local(work),
            drawing=drawing,
            boxes=boxes(drawing, work, local),
            arrows=arrows(drawing, labels, local, _sentence),
            rows=rows(shown, labels, local, _sentence),
            works=len(shown.works),
            cut=shown.cut,
            up=up,
            down=down,
            to=asked,
            to_found=found,
            relations=relation_choices(whole, labels, relations),
            levels=level_choices(frozenset(lane_of(w) for w in whole.works), levels),
            svg_href=_export_address("svg"),
            graphml_href=_export_address("graphml"),
            csv_href=_export_address("csv"),
        ),
    )


def _whole(work: str, up: int, down: int, asked: str) -> tuple[Chain, bool]:
    """The way to the work asked for, or the chains where none was asked for or there is no way."""
    reader = house().reader
    ends = _named(asked) if asked else []
    way = next((found for end in ends if (found := path(reader, work, end))), None)
    return way or chain(reader, work, up, down, LIMIT), way is not None or not asked


def _named(asked: str) -> list[str]:
    """Works that ``asked`` names: the address of one, or a số hiệu."""
    reader, base = house().reader, house().settings.base
    address = base + asked.removeprefix(base).strip("/")
    if reader.contains(address):
        return [address]
    return [w.iri for w in house().names.numbered(asked)]


def narrowed(whole: Chain, centre: str, relations: frozenset[str], levels: frozenset[str]) -> Chain:
    """Only works of the chosen levels (the centre always) and links of the chosen relations; works left alone go."""
    works = {w.work: w for w in whole.works if not levels or w.work == centre or lane_of(w) in levels}
    links = tuple(
        x for x in whole.links if x.source in works and x.target in works and (not relations or relation_id(x.relation) in relations)
    )
    joined = {centre, *(x.source for x in links), *(x.target for x in links)}
    return Chain(works=tuple(w for w in works.values() if w.work in joined), links=links, cut=whole.cut)


def _depth(name: str) -> int:
    asked = request.args.get(name, "2")
    return min(int(asked), DEEPEST) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 2


def _sentence(source: str, target: str) -> str:
    return "/luoc-do/cau?" + urlencode({"tu": local(source), "den": local(target)})


@mapping.get("/luoc-do/cau")
def sentence() -> ResponseReturnValue:
    """From a link to the sentence that states it."""
    base = house().settings.base
    source, target = (base + request.args.get(name, "").strip("/") for name in ("tu", "den"))
    place = queries.citing_place(house().reader, source, target)
    return redirect(local(target) if place is None else lit(document_id(place[0]), place[1], place[2]), 303)


def _export_address(form: str) -> str:
    return "/luoc-do?" + urlencode([*((k, v) for k, v in request.args.items(multi=True) if k not in ("dang", "lang")), ("dang", form)])


def _svg(shown: Chain, centre: str) -> Response:
    drawing = draw(shown)
    labels = queries.relation_labels(house().reader, lang())
    svg = render_template(
        "drawing.svg",
        drawing=drawing,
        boxes=boxes(drawing, centre, lambda iri: iri),
        arrows=arrows(drawing, labels, local, _sentence),
        alone=True,
    )
    return Response(svg, mimetype="image/svg+xml", headers={"Content-Disposition": 'attachment; filename="luoc-do.svg"'})


def _csv(shown: Chain, centre: str) -> Response:
    names = {w.work: w.label for w in shown.works}
    columns = ("source", "source_label", "relation", "target", "target_label")
    return csv_response("luoc-do.csv", columns, ((x.source, names[x.source], x.relation, x.target, names[x.target]) for x in shown.links))


_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_KEYS = (("label", "node"), ("title", "node"), ("date", "node"), ("issuer", "node"), ("held", "node"), ("relation", "edge"))


def graphml(shown: Chain) -> bytes:
    """The chain as GraphML, with the words of each work and link as attributes."""
    root = ET.Element("graphml", xmlns=_GRAPHML)
    for name, domain in _KEYS:
        ET.SubElement(root, "key", {"id": name, "for": domain, "attr.name": name, "attr.type": "string"})
    graph = ET.SubElement(root, "graph", edgedefault="directed")
    for w in shown.works:
        _data(ET.SubElement(graph, "node", id=w.work), label=w.label, title=w.title, date=w.date, issuer=w.issuer, held=str(w.held).lower())
    for x in shown.links:
        _data(ET.SubElement(graph, "edge", source=x.source, target=x.target), relation=_curie(x))
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _curie(link: ChainLink) -> str:
    return relation_id(link.relation)


def _data(element: ET.Element, **values: str | None) -> None:
    for name, value in values.items():
        if value:
            ET.SubElement(element, "data", key=name).text = value


def _graphml(shown: Chain, centre: str) -> Response:
    return Response(
        graphml(shown), mimetype="application/graphml+xml", headers={"Content-Disposition": 'attachment; filename="luoc-do.graphml"'}
    )


_EXPORTS = {"svg": _svg, "csv": _csv, "graphml": _graphml}
