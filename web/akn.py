"""A held document as Akoma Ntoso with the targets that the graph resolved."""

from __future__ import annotations

from corpus import identity
from graph.akomantoso import to_akoma_ntoso
from graph.queries import citations_of
from web.house import House

_WORKS = "SELECT ?text ?work WHERE { ?work <http://data.europa.eu/eli/ontology#is_realized_by> ?text } ORDER BY ?work"


def akoma_ntoso(house: House, document_id: str) -> bytes:
    """Raises :class:`corpus.errors.NotFoundError`."""
    stored = house.library.get(document_id)
    text = house.settings.base + identity.text(document_id)
    reader = house.graph.reader()
    targets = {(c.start, c.end): c.work for c in citations_of(reader, text)}
    works = reader.query(_WORKS, text=text)
    work = str(works[0]["work"].value) if works else text
    return to_akoma_ntoso(stored.document, stored.facts, work, lambda c: targets.get((c.start, c.end)))
