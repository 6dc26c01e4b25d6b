"""Routes of the agencies and of the calendar of deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from corpus.calendar import Event, events, to_ics
from corpus.successors import Change, became, came_from, matching
from corpus.text import fold
from graph import commitments, identity
from graph.deadlines import Due, deadlines
from web.asking import document_id, house, lit, local, page_number
from web.finding import csv_response
from web.shell import lang, render, t
from web.views.agencies import (
    AgenciesPage,
    AgencyLine,
    AgencyPage,
    CalendarPage,
    ChangeView,
    by_day,
    by_month,
    due_row,
    given_in,
    matches,
    role_tasks,
)
from web.views.library import paging

agencies = Blueprint("agencies", __name__)
PAGE_SIZE = 60
MOST_CHANGES = 12


def place(text: str, start: int, end: int) -> str:
    """A place in a text given by its IRI."""
    return lit(document_id(text), start, end)


def asked(name: str) -> str:
    return request.args.get(name, "").strip()[:200]


@agencies.get("/co-quan")
def listing() -> str:
    words, number = asked("loc"), page_number()
    named = [(r, now_of(r.label)) for r in commitments.agencies(house().reader)]
    found = [(r, now) for r, now in named if all(w in fold(f"{r.label} {now[0] if now else ''}") for w in fold(words).split())]
    rows = tuple(
        AgencyLine(
            href=local(r.agency), label=r.label, leads=r.leads, supports=r.supports, targets=r.targets, deadlines=r.deadlines, became=now
        )
        for r, now in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    )
    at = paging(number, PAGE_SIZE, len(found), "/co-quan?" + urlencode({"loc": words}) + "&trang=")
    return render(
        "agencies.html",
        AgenciesPage(
            title=t("agency.title"),
            nav="agencies",
            filter=words,
            total=len(found),
            changes=tuple(change_view(c) for c in matching(words)[:MOST_CHANGES]),
            rows=rows,
            paging=at,
        ),
    )


def now_of(name: str) -> tuple[str, str] | None:
    """What a body became, and from when; None where it did not, or ended without one successor."""
    changes = became(name)
    return (changes[-1].to, changes[-1].day) if changes and changes[-1].to else None


def change_view(c: Change) -> ChangeView:
    return ChangeView(
        name=c.name, href=_body(c.name), to=c.to, to_href=_body(c.to) if c.to else None, day=c.day, act=c.act, act_href=_act(c.number)
    )


def body_href(name: str) -> str:
    """The address of a body's page."""
    return f"/{identity.agency(name)}.html"


def _body(name: str) -> str | None:
    """The same, None where the graph does not know the body."""
    return body_href(name) if house().reader.contains(house().settings.base + identity.agency(name)) else None


def _act(number: str) -> str | None:
    """The page of the legal act of this number, where the graph knows one and only one such work."""
    found = house().names.numbered(number) if number else []
    return local(found[0].iri) if len(found) == 1 else None


@agencies.get("/co-quan/<key>")
def one(key: str) -> str:
    reader, iri = house().reader, f"{house().settings.base}co-quan/{key}"
    if not reader.contains(iri):
        raise NotFound
    tasks, targets = commitments.given_to(reader, iri)
    label = next((r.label for r in commitments.agencies(reader) if r.agency == iri), None) or commitments.label(reader, iri) or key
    return render(
        "agency.html",
        AgencyPage(
            title=label,
            nav="agencies",
            label=label,
            became=tuple(change_view(c) for c in became(label)),
            came_from=tuple(change_view(c) for c in came_from(label)),
            roles=role_tasks(tasks, place, lang()),
            targets=given_in(targets, place, lang()),
            deadlines=tuple(due_row(d, place, local, lang()) for d in _of_agency(iri)),
            ics_href="/lich.ics?" + urlencode({"co-quan": key}),
            csv_href="/viec.csv?" + urlencode({"co-quan": key}),
        ),
    )


@agencies.get("/viec.csv")
def tasks_csv() -> ResponseReturnValue:
    """What one body is given to do, as a table."""
    reader, iri = house().reader, f"{house().settings.base}co-quan/{asked('co-quan')}"
    given = zip(("task", "target"), commitments.given_to(reader, iri), strict=True)
    columns = ("kind", "role", "what", "due", "phrase", "document", "title", "start", "end")
    rows = ((kind, g.role, g.what, g.due, g.phrase, g.label, g.title, g.start, g.end) for kind, found in given for g in found)
    return csv_response("viec.csv", columns, rows)


@agencies.get("/lich")
def calendar_page() -> str:
    number, found = page_number(), _found()
    keep = urlencode({"loc": asked("loc"), "ngay": asked("ngay"), **({"den": "1"} if _up_to() else {})})
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return render(
        "calendar.html",
        CalendarPage(
            title=t("calendar.title"),
            nav="calendar",
            filter=asked("loc"),
            until=asked("ngay"),
            up_to=_up_to(),
            total=len(found),
            months=by_month(shown, lambda d: due_row(d, place, local, lang())),
            ics_href=f"/lich.ics?{keep}",
            csv_href=f"/lich.csv?{keep}",
            paging=paging(number, PAGE_SIZE, len(found), f"/lich?{keep}&trang="),
        ),
    )


def _up_to() -> bool:
    return request.args.get("den") == "1"


def _found() -> list[Due]:
    words, until, key = asked("loc"), asked("ngay"), asked("co-quan")
    agency = f"{house().settings.base}co-quan/{key}" if key else None
    return [d for d in (_of_agency(agency) if agency else _every()) if matches(d, words, until, _up_to())]


def _every() -> list[Due]:
    """All deadlines in the order of the calendar."""
    reader = house().reader
    return reader.once("calendar", lambda: sorted(deadlines(reader), key=by_day))


def _of_agency(agency: str) -> list[Due]:
    """Those of one body."""
    return house().reader.once("calendar of agencies", _by_agency).get(agency, [])


def _by_agency() -> dict[str, list[Due]]:
    found: dict[str, list[Due]] = {}
    for d in _every():
        found.setdefault(d.agency or "", []).append(d)
    return found


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
