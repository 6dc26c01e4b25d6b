"""The graph in the forms that other programs read: dumps, citations as CSV and GraphML, Web Annotations.

Dumps stream from a snapshot through a pipe, so that their size does not matter.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import threading
from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

import networkx as nx
import pyoxigraph as ox

from graph.reader import Reader, Row
from graph.rows import sparql
from ontology import PREFIXES

DUMPS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}
FORMATS = {
    "ttl": (ox.RdfFormat.TURTLE, "text/turtle"),
    "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json"),
    "nt": (ox.RdfFormat.N_TRIPLES, "application/n-triples"),
    "rdf": (ox.RdfFormat.RDF_XML, "application/rdf+xml"),
}
"""Suffix -> format and media type of what one IRI answers."""
_CHUNK = 64 * 1024
COLUMNS = (
    "citing",
    "citing_label",
    "cited",
    "cited_label",
    "held",
    "role",
    "status",
    "pinpoint",
    "quote",
    "sentence",
    "text",
    "start",
    "end",
    "mention",
)


def serialise(quads: Iterable[ox.Quad], suffix: str) -> bytes:
    """Triples (the graphs left out) in the format of a suffix, in a fixed order, with our prefixes."""
    found = {q.triple for q in quads}
    triples = sorted(map(_for_xml, found) if suffix == "rdf" else found, key=str)
    return ox.serialize(triples, format=FORMATS[suffix][0], prefixes=dict(PREFIXES)) or b""


_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, not even escaped: the form feeds of PDF pages, for one."""


def _for_xml(triple: ox.Triple) -> ox.Triple:
    o = triple.object
    if not isinstance(o, ox.Literal) or not _NO_XML.search(o.value):
        return triple
    words = _NO_XML.sub("\ufffd", o.value)
    clean = ox.Literal(words, language=o.language) if o.language else ox.Literal(words, datatype=o.datatype)
    return ox.Triple(triple.subject, triple.predicate, clean)


def dump(store: ox.Store, form: str, *, zipped: bool = False) -> Iterator[bytes]:
    """The whole dataset as ``nq`` or ``trig``, in pieces; memory does not grow with it."""
    reading, writing = os.pipe()

    def write() -> None:
        # Whoever reads may go away: then the pipe breaks and the writer ends.
        try:
            with os.fdopen(writing, "wb") as raw:
                _write(store, form, raw, zipped)
        except (BrokenPipeError, OSError):
            pass

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as pipe:
        while piece := pipe.read(_CHUNK):
            yield piece
    thread.join()


def _write(store: ox.Store, form: str, raw: IO[bytes], zipped: bool) -> None:
    if not zipped:
        store.dump(raw, format=DUMPS[form], prefixes=dict(PREFIXES))
        return
    # mtime 0: the same data makes the same bytes.
    with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
        store.dump(cast(IO[bytes], out), format=DUMPS[form], prefixes=dict(PREFIXES))


def citation_rows(reader: Reader) -> list[dict[str, str]]:
    """One row a mention, with the columns :data:`COLUMNS`."""
    return [_row(r) for r in reader.query(sparql("citation_table"))]


def _row(row: Row) -> dict[str, str]:
    def get(name: str) -> str:
        return str(row[name].value) if name in row else ""

    values = {"citing_label": get("citingLabel"), "cited_label": get("citedLabel"), "quote": get("raw")}
    values |= {"role": get("role").rsplit("/", 1)[-1], "status": get("status").rsplit("/", 1)[-1]}
    return {c: values.get(c, get(c)) for c in COLUMNS}


def citations_csv(reader: Reader) -> str:
    """RFC 4180 with a byte-order mark, which spreadsheets need to see Vietnamese letters."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in citation_rows(reader):
        writer.writerow({k: _harmless(v) for k, v in row.items()})
    return "\ufeff" + out.getvalue()


def _harmless(value: str) -> str:
    """A spreadsheet takes a cell that begins like this for a formula; the quote keeps it text."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def citations_graph(reader: Reader) -> nx.MultiDiGraph[Any]:
    """Works as nodes, mentions as edges; what a mention could not be resolved to is no edge."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for row in citation_rows(reader):
        graph.add_node(row["citing"], label=_one_line(row["citing_label"]), held=True)
        if not row["cited"]:
            continue
        if row["cited"] not in graph:
            graph.add_node(row["cited"], label=_one_line(row["cited_label"]) or row["cited"], held=row["held"] == "true")
        graph.add_edge(
            row["citing"], row["cited"], key=row["mention"], role=row["role"], status=row["status"], sentence=_one_line(row["sentence"])
        )
    return graph


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text).split())


def graphml(reader: Reader) -> bytes:
    """The citation graph as GraphML, for networkx, Gephi and yEd."""
    out = io.BytesIO()
    nx.write_graphml(citations_graph(reader), out)
    return out.getvalue()


def web_annotations(reader: Reader, base: str) -> dict[str, Any]:
    """Every mention as a W3C Web Annotation that links the quoted words to the cited work."""
    items = [_annotation(r) for r in citation_rows(reader)]
    collection = f"{base}du-lieu/chu-giai"
    page = {"id": f"{collection}/1", "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": collection,
        "type": "AnnotationCollection",
        "label": "Lược Đồ: trích dẫn / citations",
        "total": len(items),
        "first": page,
        "last": page["id"],
    }


def _annotation(row: dict[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "TextualBody", "value": row["role"], "format": "text/plain", "purpose": "classifying"}
    selectors = [
        {"type": "TextPositionSelector", "start": int(row["start"]), "end": int(row["end"])},
        {"type": "TextQuoteSelector", "exact": row["quote"]},
    ]
    return {
        "id": row["mention"],
        "type": "Annotation",
        "motivation": "linking",
        "body": [body, {"type": "SpecificResource", "source": row["cited"], "purpose": "linking"}] if row["cited"] else [body],
        "target": {"source": row["text"], "selector": selectors},
    }
