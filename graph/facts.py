"""The quads of each kind of fact: agencies, assignments, targets, responsibilities, deadlines; citations by :mod:`graph.mentions`."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import AgencyMention, Assignment, Deadline, Facts, Responsibility, Target
from graph import identity, mentions, shared
from graph import terms as t
from graph.nquads import date, string, text, typed
from graph.outline import objective
from graph.page import Page
from graph.reading import Read
from graph.resolve import Resolution
from ontology import CONCEPTS

_COMPARATORS = {">=": "at-least", "<=": "at-most", "=": "equal", "~": "about"}


def write(page: Page, facts: Facts, read: Read, resolutions: Sequence[Resolution]) -> None:
    """Write all facts of one document."""
    citations = [mentions.citation(page, read, r, x) for r, x in zip(read.readings, resolutions, strict=True)]
    for reference in facts.references:
        mentions.reference(page, reference, citations, resolutions)
    for relation in facts.relations:
        mentions.relation(page, relation, resolutions)
    for agency in facts.agencies:
        _agency(page, agency)
    deadlines = [_deadline(page, d) for d in facts.deadlines]
    for assignment in facts.assignments:
        _assignment(page, assignment, deadlines)
    targets = [_target(page, target) for target in facts.targets]
    for responsibility in facts.responsibilities:
        _responsibility(page, responsibility, targets)


def _agency(page: Page, a: AgencyMention) -> None:
    body = page.agency(a.agency, kind=a.kind, level=a.level, place=a.place, parent=a.parent, group=a.group)
    # Bodies are named everywhere: in which section, positions tell.
    page.writer.add(page.mention("co-quan", "AgencyMention", a, placed=False), t.vnp["agency"], body)


def _assignment(page: Page, a: Assignment, deadlines: Sequence[str]) -> None:
    w = page.writer
    m = page.mention("giao", "Assignment", a)
    task = w.ref(identity.fact(page.id, "nhiem-vu", a.start, a.end) + f"-{identity.short_hash(a.task)}")
    if f"{task}" not in page.tasks:
        page.tasks.add(task)
        w.many(
            task,
            [
                (t.A, t.vnp["Task"]),
                (t.vnp["inText"], page.text),
                (t.oa("hasSelector"), page.span(a.start, a.end)),
                (t.vnp["taskText"], text(a.task)),
                (t.vnp["rule"], string(a.rule)),
            ],
        )
    deadline = deadlines[a.deadline] if a.deadline is not None and a.deadline < len(deadlines) else None
    named = page.span(a.agency_start, a.agency_end) if a.agency_start is not None and a.agency_end is not None else None
    w.many(
        m,
        [
            (t.vnp["agency"], page.agency(a.body or a.agency)),
            (t.vnp["agencySpan"], named),
            (t.vnp["role"], t.concept_term("agency-role", a.role if a.role in CONCEPTS["agency-role"] else "lead")),
            (t.vnp["task"], task),
            (t.vnp["deadline"], deadline),
        ],
    )


def _target(page: Page, a: Target) -> str:
    w = page.writer
    m = page.mention("chi-tieu", "Target", a)
    indicator = page.share(identity.indicator(a.indicator), shared.named_payload("indicator", a.indicator)) if a.indicator else None
    comparator = _COMPARATORS.get(a.comparator or "")
    w.many(
        m,
        [
            (t.LABEL, text(a.label) if a.label else None),
            (t.vnp["indicator"], indicator),
            (t.vnp["comparator"], t.concept_term("comparator", comparator) if comparator else None),
            (t.vnp["value"], _decimal(a.value)),
            (t.vnp["baselineValue"], _decimal(a.baseline)),
            (t.vnp["rawUnit"], text(a.unit) if a.unit else None),
            (t.vnp["denominator"], text(a.denominator) if a.denominator else None),
            (t.vnp["dueYear"], typed(a.year, "gYear") if a.year else None),
            (t.vnp["frequency"], text(a.frequency) if a.frequency else None),
            (t.vnp["label"], text(a.label) if a.label else None),
            (t.vnp["rawText"], text(a.surface)),
            (t.vnp["objective"], objective(page, a)),
        ],
    )
    return m


def _decimal(value: float | None) -> str | None:
    return None if value is None else typed(f"{value:.10f}".rstrip("0").rstrip(".") or "0", "decimal")


def _responsibility(page: Page, a: Responsibility, targets: Sequence[str]) -> None:
    w = page.writer
    m = page.mention("trach-nhiem", "Responsibility", a)
    role = a.role if a.role in CONCEPTS["agency-role"] else "lead"
    w.many(m, [(t.vnp["agency"], page.agency(a.agency)), (t.vnp["role"], t.concept_term("agency-role", role))])
    w.add(m, t.vnp["part"], text(a.part) if a.part else None)
    for i in a.targets:
        if i < len(targets):
            w.add(m, t.vnp["target"], targets[i])


def _precision(value: str) -> str:
    if value.startswith("--"):
        return "day" if len(value) == 7 else "month"
    return "quarter" if "Q" in value else {4: "year", 7: "month"}.get(len(value), "day")


def _deadline(page: Page, d: Deadline) -> str:
    w = page.writer
    m = page.mention("thoi-han", "Deadline", d)
    told = d.date or d.to or d.from_
    w.many(
        m,
        [
            (t.vnp["deadlineKind"], t.concept_term("deadline-kind", d.kind) if d.kind in CONCEPTS["deadline-kind"] else None),
            (t.vnp["rawPhrase"], text(d.surface)),
            (t.vnp["due"], date(d.date) if d.date else None),
            (t.vnp["periodStart"], date(d.from_) if d.from_ else None),
            (t.vnp["periodEnd"], date(d.to) if d.to else None),
            (t.vnp["precision"], string(_precision(told)) if told else None),
            (t.vnp["recurrence"], text(d.recurrence) if d.recurrence else None),
            (t.vnp["what"], text(d.what) if d.what else None),
            (t.vnp["agency"], page.agency(d.agency) if d.agency else None),
            (t.vnp["recipient"], page.agency(d.recipient) if d.recipient else None),
        ],
    )
    return m
