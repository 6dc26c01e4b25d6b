"""Routes of the agencies and of the calendar of deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from corpus.calendar import Event, events, to_ics
from corpus.text import fold
from graph import commitments
from graph.commitments import Due
from web.asking import document_id, house, lit, local, page_number
from web.finding import csv_response
from web.shell import lang, render, t
from web.views.agencies import AgenciesPage, AgencyLine, AgencyPage, CalendarPage, by_day, due_row, given_in, matches
from web.views.library import paging

agencies = Blueprint("agencies", __name__)
PAGE_SIZE = 60


def place(text: str, start: int, end: int) -> str:
    """A place in a text given by its IRI."""
    return lit(document_id(text), start, end)


def asked(name: str) -> str:
    return request.args.get(name, "").strip()[:200]


@agencies.get("/co-quan")
def listing() -> str:
    words, number = asked("loc"), page_number()
    found = [r for r in commitments.agencies(house().reader) if all(w in fold(r.label) for w in fold(words).split())]
    rows = tuple(
        AgencyLine(href=local(r.agency), label=r.label, leads=r.leads, supports=r.supports, targets=r.targets, deadlines=r.deadlines)
        for r in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    )
    at = paging(number, PAGE_SIZE, len(found), "/co-quan?" + urlencode({"loc": words}) + "&trang=")
    return render(
        "agencies.html", AgenciesPage(title=t("agency.title"), nav="agencies", filter=words, total=len(found), rows=rows, paging=at)
    )


@agencies.get("/co-quan/<key>")
def one(key: str) -> str:
    reader, iri = house().reader, f"{house().settings.base}co-quan/{key}"
    if not reader.contains(iri):
        raise NotFound
    tasks, targets = commitments.agency_tasks(reader, iri), commitments.agency_targets(reader, iri)
    due = sorted((d for d in commitments.deadlines(reader) if d.agency == iri), key=by_day)
    label = next((r.label for r in commitments.agencies(reader) if r.agency == iri), None) or commitments.label(reader, iri) or key
    return render(
        "agency.html",
        AgencyPage(
            title=label,
            nav="agencies",
            label=label,
            tasks=given_in(tasks, place, lang()),
            targets=given_in(targets, place, lang()),
            deadlines=tuple(due_row(d, place, local, lang()) for d in due),
            ics_href="/lich.ics?" + urlencode({"co-quan": key}),
        ),
    )


@agencies.get("/lich")
def calendar_page() -> str:
    number, found = page_number(), _found()
    keep = urlencode({"loc": asked("loc"), "ngay": asked("ngay")})
    return render(
        "calendar.html",
        CalendarPage(
            title=t("calendar.title"),
            nav="calendar",
            filter=asked("loc"),
            until=asked("ngay"),
            total=len(found),
            rows=tuple(due_row(d, place, local, lang()) for d in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]),
            ics_href=f"/lich.ics?{keep}",
            csv_href=f"/lich.csv?{keep}",
            paging=paging(number, PAGE_SIZE, len(found), f"/lich?{keep}&trang="),
        ),
    )


def _found() -> list[Due]:
    words, until, key = asked("loc"), asked("ngay"), asked("co-quan")
    agency = f"{house().settings.base}co-quan/{key}" if key else None
    every = commitments.deadlines(house().reader)
    return sorted((d for d in every if (agency is None or d.agency == agency) and matches(d, words, until)), key=by_day)


@agencies.get("/lich.csv")
def calendar_csv() -> ResponseReturnValue:
    columns = ("date", "from", "to", "recurrence", "what", "agency", "recipient", "document", "phrase")
    rows = ((d.due, d.start_date, d.end_date, d.recurrence, d.what, d.agency_label, d.recipient, d.label, d.phrase) for d in _found())
    return csv_response("lich.csv", columns, rows)


@agencies.get("/lich.ics")
def calendar_file() -> Response:
    headers = {"Content-Disposition": 'attachment; filename="luoc-do.ics"'}
    return Response(to_ics(sorted(_events(_found()), key=lambda e: (e.first, e.uid))), mimetype="text/calendar", headers=headers)


def _events(due: Iterable[Due]) -> Iterator[Event]:
    """The dated ones of these deadlines, as the calendar of their documents has them."""
    wanted: dict[str, set[str]] = {}
    for d in due:
        document = document_id(d.text)
        wanted.setdefault(document, set()).add(f"{document}-{d.start}-{d.end}@luocdo")
    for document, uids in wanted.items():
        stored = house().library.get(document)
        yield from (e for e in events(stored.document, stored.facts) if e.uid in uids)
