"""Routes of a document's tabs: targets, tasks, deadlines, checks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from corpus.library import Stored
from corpus.matrix import matrix
from graph import identity, queries
from web.asking import house, lit, local
from web.finding import csv_response
from web.shell import lang, render, t
from web.views.facts import (
    ChecksTab,
    DeadlinesTab,
    Place,
    TargetsTab,
    TasksTab,
    agency_tasks,
    deadline_rows,
    finding_rows,
    matrix_rows,
    target_rows,
)
from web.views.frame import card, like_address, reference, tabs

facts = Blueprint("facts", __name__)


def _opened(document: str) -> tuple[Stored, Place]:
    stored = house().library.get(document)
    return stored, lambda start, end: lit(stored.id, start, end)


def frame(stored: Stored, current: str) -> dict[str, Any]:
    """What the tabs of a document share: the fields of :class:`DocumentFrame`."""
    work = queries.work_of(house().reader, house().settings.base + identity.text(stored.id))
    head = card(stored)
    return {
        "title": f"{t(f'document.tab_{current}')}: {head.number or head.title}",
        "nav": "documents",
        "id": stored.id,
        "card": head,
        "reference": reference(stored.document),
        "tabs": tabs(stored, current, local(work) if work else None),
        "like_href": like_address(stored.id),
    }


@facts.get("/ban/<document>/chi-tieu")
def targets(document: str) -> str:
    stored, place = _opened(document)
    found = matrix(stored.facts)
    owners, matrix_of = matrix_rows(stored.facts, found, place)
    return render(
        "tab_targets.html",
        TargetsTab(
            **frame(stored, "targets"),
            rows=target_rows(stored.facts, place, lang()),
            owners=owners,
            matrix=matrix_of,
            unowned=len(found.unowned),
            idle=found.idle,
            csv_href=f"/ban/{stored.id}/chi-tieu.csv",
        ),
    )


@facts.get("/ban/<document>/chi-tieu.csv")
def targets_csv(document: str) -> ResponseReturnValue:
    stored, _ = _opened(document)
    columns = ("label", "indicator", "comparator", "value", "unit", "year", "frequency", "baseline", "objective", "start", "end", "text")
    rows = (
        (x.label, x.indicator, x.comparator, x.value, x.unit, x.year, x.frequency, x.baseline, x.objective, x.start, x.end, x.surface)
        for x in stored.facts.targets
    )
    return csv_response("chi-tieu.csv", columns, rows)


@facts.get("/ban/<document>/nhiem-vu")
def tasks(document: str) -> str:
    stored, place = _opened(document)
    groups = agency_tasks(stored.facts, place, lang())
    total = len(stored.facts.assignments)
    return render(
        "tab_tasks.html", TasksTab(**frame(stored, "tasks"), groups=groups, total=total, csv_href=f"/ban/{stored.id}/nhiem-vu.csv")
    )


@facts.get("/ban/<document>/nhiem-vu.csv")
def tasks_csv(document: str) -> ResponseReturnValue:
    stored, _ = _opened(document)
    rows = ((x.agency, x.role, x.task, x.section, x.start, x.end) for x in stored.facts.assignments)
    return csv_response("nhiem-vu.csv", ("agency", "role", "task", "section", "start", "end"), rows)


@facts.get("/ban/<document>/thoi-han")
def deadlines(document: str) -> str:
    stored, place = _opened(document)
    return render("tab_deadlines.html", DeadlinesTab(**frame(stored, "deadlines"), rows=deadline_rows(stored.facts, place, lang())))


@facts.get("/ban/<document>/kiem-tra")
def checks(document: str) -> str:
    stored, place = _opened(document)
    return render("tab_checks.html", ChecksTab(**frame(stored, "check"), rows=finding_rows(stored, place, lang())))
