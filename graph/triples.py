"""Document + Facts + resolutions -> quads: pure, one named graph per document.

Every statement about a document's content hangs on a mention, which has its text (and with it the run that read it), its span
(position and quotation) and its rule. The direct edge between two works stands beside the mention, so that simple SPARQL stays simple.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.library import StoredSource
from corpus.model import Document, Facts, Header, Mention, Note
from graph import facts as fact_quads
from graph import identity, outline, shared
from graph import terms as t
from graph.nquads import Writer, string, text, typed
from graph.page import Page
from graph.reading import Read
from graph.resolve import Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The quads of one document, and what it adds to the things that documents share: path -> payload."""

    quads: str
    count: int
    """How many quads these are."""
    shared: Mapping[str, str]


def build(
    document: Document,
    facts: Facts,
    read: Read,
    resolutions: Sequence[Resolution],
    *,
    base: str,
    sources: Sequence[StoredSource] = (),
    extractor: str = "",
) -> Built:
    """The quads of one document; ``resolutions`` are those of ``facts.citations``, in order."""
    w = Writer(base, identity.graph(read.document))
    page = Page(document, read.document, w, w.ref(read.identity.work), w.ref(identity.text(read.document)), document.sections)
    _work(page, read)
    _text(page, sources, extractor)
    outline.header(page)
    fact_quads.write(page, facts, read, resolutions)
    _notes(page, (*document.source.notes, *document.notes, *facts.notes))
    outline.sections(page)
    return Built(quads=str(w), count=len(w), shared=page.payloads())


def _work(page: Page, read: Read) -> None:
    h, w, own = page.document.header, page.writer, read.identity
    if own.issuer_name:
        page.agency(own.issuer_name)
    name = None if h.number else h.title
    told = {"kind": h.type, "number": h.number, "issuer": own.issuer_name, "day": h.date, "name": name, "file": page.document.source.name}
    page.share(own.work, shared.work_payload(shared.HELD, **told, force=_force(h), effective=h.effective))
    w.many(
        page.work,
        [
            (t.dct("title"), text(h.title) if h.title and h.number else None),
            (t.vnp["signerTitle"], text(h.signer_title) if h.signer_title else None),
            (t.eli("is_realized_by"), page.text),
        ],
    )
    if h.signer:
        path = identity.signer(own.issuer, h.signer)
        w.add(page.work, t.vnp["signedBy"], page.share(path, shared.named_payload("signer", h.signer)))
    for line in h.recipients:
        w.add(page.work, t.vnp["recipientName"], text(line))


def _force(h: Header) -> str:
    return t.STATUS_OF_FORCE.get((h.status or "").strip().lower(), "unknown")


def _text(page: Page, sources: Sequence[StoredSource], extractor: str) -> None:
    w, source = page.writer, page.document.source
    w.many(
        page.text,
        [
            (t.A, t.vnp["Text"]),
            (t.LABEL, text(source.name)),
            (t.eli("realizes"), page.work),
            (t.dct("identifier"), string(page.id)),
            (t.prov("wasGeneratedBy"), page.run),
            (t.vnp["scanned"], typed("true", "boolean") if source.scanned else None),
        ],
    )
    w.many(
        page.run,
        [(t.A, t.prov("Activity")), (t.prov("used"), page.text), (t.vnp["softwareVersion"], string(extractor) if extractor else None)],
    )
    files = [(s.sha256, s.name, s.media_type) for s in sources] or [(source.sha256, source.name, source.media_type)]
    for sha256, name, media_type in files:
        f = w.ref(identity.file(sha256))
        w.many(page.text, [(t.eli("is_embodied_by"), f), (t.prov("wasDerivedFrom"), f)])
        w.many(
            f, [(t.A, t.vnp["File"]), (t.LABEL, text(name)), (t.dct("format"), string(media_type)), (t.dct("identifier"), string(sha256))]
        )


def _notes(page: Page, notes: Sequence[Note]) -> None:
    length = len(page.document.text)
    for n in notes:
        if not 0 <= n.start <= n.end <= length:
            continue
        m = page.mention("ghi-chu", "ReadingNote", Mention(start=n.start, end=n.end, surface="", rule="note"))
        page.writer.many(
            m,
            [
                (t.vnp["noteCode"], string(n.code)),
                (t.vnp["rawText"], text(n.printed) if n.printed else None),
                (t.vnp["readAs"], text(n.read_as) if n.read_as else None),
                (t.vnp["noteReason"], text(n.reason) if n.reason else None),
            ],
        )
        page.writer.add(page.text, t.vnp["note"], m)
        page.context(n.start, n.end)
