"""Pages of works: one per work at its own address, and the list of those that the library does not hold."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from corpus.curation import in_force
from corpus.errors import NotFoundError
from graph import identity, queries
from graph.explain import explain
from graph.relations import citing, distinct, groups
from web.allowed import may_edit
from web.asking import SPAN, document_id, house, lit, local, page_number
from web.curation import known_name, saved
from web.finding import csv_response
from web.legislation import legislation
from web.shell import lang, render, t
from web.views.citation import CandidateView, CitationPage, OtherDocument, printed
from web.views.curation import act_rows, written_day
from web.views.frame import card, like_address, reference, tabs
from web.views.library import paging
from web.views.missing import MissingPage, MissingWork
from web.views.work import WorkPage, citing_documents, quoted, side, work_card

works = Blueprint("works", __name__)
PAGE_SIZE = 50
CITING = 20
"""Citing documents on one page of a work."""
SHOWN = 60
"""Works of one relation, held and not held each, that the page of a work names; the drawn map has more."""
OTHERS = 8
"""Further citing documents that a citation's card names."""


@works.get("/vb/<path:rest>")
def work(rest: str) -> ResponseReturnValue:
    return _work_page(f"vb/{rest}")


@works.get("/chuong-trinh/<path:rest>")
def programme(rest: str) -> ResponseReturnValue:
    return _work_page(f"chuong-trinh/{rest}")


def _work_page(path: str) -> ResponseReturnValue:
    reader, iri = house().reader, house().settings.base + path
    row = queries.work(reader, iri)
    if row is None:
        raise NotFoundError(
            f"Đồ thị không biết văn bản «{path}»; có thể văn bản dẫn đến nó đã được bỏ khỏi thư viện.",
            f"The graph knows no work “{path}”; the document that cites it may have been removed.",
        )
    number = page_number()
    found = citing(reader, iri, (number - 1) * CITING, CITING)
    around, labels = groups(reader, iri, SHOWN), queries.relation_labels(reader, lang())
    outgoing = side(around, "out", distinct(reader, iri, 1), labels, local)
    incoming = side(around, "in", distinct(reader, iri, -1), labels, local)
    stored = house().library.get(document_id(row.texts[0])) if row.texts else None
    head = card(stored) if stored else work_card(row)
    return render(
        "work.html",
        WorkPage(
            title=row.label,
            nav="documents",
            structured=legislation(reader, iri) if path.startswith("vb/") else None,
            add_href=add_address(path),
            card=head,
            reference=reference(stored.document) if stored else row.label,
            id=stored.id if stored else None,
            like_href=like_address(stored.id) if stored else None,
            texts=tuple((local(x), document_id(x)) for x in row.texts[1:]),
            tabs=tabs(stored, "map", f"/{path}") if stored else (),
            outgoing=outgoing,
            incoming=incoming,
            citing=citing_documents(found.rows, lambda c: lit(document_id(c.text), c.start, c.end), local),
            citing_total=found.documents,
            mentions=found.mentions,
            paging=paging(number, CITING, found.documents, f"/{path}?trang=", "#dan-boi"),
            map_href="/luoc-do?" + urlencode({"vb": path, "len": 2, "xuong": 2}) if outgoing.boxes or incoming.boxes else "",
            search_href="/tim?" + urlencode({"q": f'"{row.number}"' if row.number else row.title or row.label}),
        ),
    )


def add_address(path: str) -> str:
    """Where the file of a work that is not held can be added."""
    return "/them?" + urlencode({"vb": path})


@works.get("/chua-co")
def missing() -> str:
    """Works not held, those that most documents cite first."""
    found, number = queries.works_not_held(house().reader), page_number()
    rows = tuple(_missing(r) for r in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    at = paging(number, PAGE_SIZE, len(found), "/chua-co?trang=")
    return render(
        "missing.html",
        MissingPage(title=t("missing.title"), nav="missing", total=len(found), rows=rows, csv_href="/chua-co.csv", paging=at),
    )


def _missing(r: queries.Ranked) -> MissingWork:
    title = r.title if r.title != r.label else None
    return MissingWork(
        href=local(r.work),
        label=r.label,
        title=title,
        date=r.date,
        documents=r.documents,
        mentions=r.mentions,
        add_href=add_address(local(r.work).lstrip("/")),
    )


@works.get("/chua-co.csv")
def missing_csv() -> ResponseReturnValue:
    rows = ((r.label, r.title, r.date, r.documents, r.mentions, r.work) for r in queries.works_not_held(house().reader))
    return csv_response("luocdo-chua-co.csv", ("label", "title", "date", "documents", "mentions", "iri"), rows)


@works.get("/ban/<document>/dan/<span>")
def citation(document: str, span: str) -> ResponseReturnValue:
    """One citation explained: a page of its own, or with ``?manh=1`` the card that the document page shows in place."""
    text = house().settings.base + identity.text(document)
    m = SPAN.match(span)
    place = (int(m[1]), int(m[2])) if m else None
    cited = next((c for c in queries.citations_of(house().reader, text) if (c.start, c.end) == place), None)
    if cited is None:
        if place and f"citation/{place[0]}-{place[1]}" in in_force(house().library.corrections(document)):
            return redirect(f"/ban/{document}/sua#lich-su", 303)  # rejected: it can be taken back there
        raise NotFound
    page = _citation_page(cited, document)
    return render("citation_card.html" if request.args.get("manh") == "1" else "citation.html", page)


def _citation_page(c: queries.Cited, document: str) -> CitationPage:
    reader = house().reader
    target = c.work or c.programme
    row = queries.work(reader, target) if target else None
    text = house().settings.base + identity.text(document)
    subject = f"citation/{c.start}-{c.end}"
    read = next((x for x in house().library.get(document).facts.citations if (x.start, x.end) == (c.start, c.end)), None)
    acts = [x for x in house().library.corrections(document) if x.subject == subject]
    others = citing(reader, target, 0, OTHERS, without=queries.work_of(reader, text) or "") if target else None
    return CitationPage(
        title=t("citation.title", what=c.raw),
        nav="documents",
        back=lit(document, c.start, c.end),
        self_href=f"/ban/{document}/dan/{c.start}-{c.end}",
        runs=quoted(c.sentence, c.raw),
        status=c.status,
        role=c.role,
        work_href=local(target) if target else None,
        work_label=row.label if row else c.label or c.raw,
        work_title=row.title if row and row.title != row.label else None,
        fields=work_card(row).fields if row else (),
        text_href=local(row.texts[0]) if row and row.texts else None,
        pinpoint=c.pinpoint,
        percent=round(c.confidence * 100),
        candidates=tuple(_candidate(x) for x in queries.candidates(reader, c.mention)) if c.status == "ambiguous" else (),
        others=tuple(
            OtherDocument(href=lit(document_id(x.text), x.start, x.end), label=x.label, title=x.title)
            for x in ({x.text: x for x in reversed(others.rows)}.values() if others else ())
        ),
        others_total=others.documents if others else 0,
        may_edit=may_edit(),
        action=f"/ban/{document}/dan/{c.start}-{c.end}/sua",
        self_path=f"/ban/{document}/dan/{c.start}-{c.end}",
        who=known_name(),
        saved=saved(),
        number=read.number or "" if read else "",
        type=read.type or "" if read else "",
        date=written_day(read.date) or "" if read else "",
        issuer=read.issuer or "" if read else "",
        acts=act_rows(acts, f"/ban/{document}", lambda start, end: lit(document, start, end), lang()),
        corrected=bool(in_force(acts)),
    )


def _candidate(c: queries.CandidateRow) -> CandidateView:
    return CandidateView(
        href=local(c.work) if c.label else None,
        path=local(c.work).lstrip("/"),
        label=c.label or printed(c.work),
        percent=round(c.confidence * 100),
        reason=explain(c.reason)[lang() == "en"],
    )
