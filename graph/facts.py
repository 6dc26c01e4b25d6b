"""The quads of each kind of fact: citations, agencies, assignments, targets, responsibilities, deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.model import AgencyMention, Assignment, Citation, Deadline, Facts, Reference, Relation, Responsibility, Target
from graph import identity, shared
from graph import terms as t
from graph.explain import explain
from graph.nquads import date, string, text, typed
from graph.outline import objective
from graph.reading import Read, Reading
from graph.resolve import Resolution
from graph.sentence import sentence_around
from ontology import CONCEPTS

if TYPE_CHECKING:
    from graph.triples import Page

_COMPARATORS = {">=": "at-least", "<=": "at-most", "=": "equal", "~": "about"}


def write(page: Page, facts: Facts, read: Read, resolutions: Sequence[Resolution]) -> None:
    """Write all facts of one document."""
    citations = [_citation(page, read, r, x) for r, x in zip(read.readings, resolutions, strict=True)]
    for reference in facts.references:
        _reference(page, reference, citations, resolutions)
    for relation in facts.relations:
        _relation(page, relation, resolutions)
    for agency in facts.agencies:
        _agency(page, agency)
    deadlines = [_deadline(page, d) for d in facts.deadlines]
    for assignment in facts.assignments:
        _assignment(page, assignment, deadlines)
    targets = [_target(page, target) for target in facts.targets]
    for responsibility in facts.responsibilities:
        _responsibility(page, responsibility, targets)


def _lead(page: Page, c: Citation) -> tuple[int, int]:
    return sentence_around(page.document.text, c.start, c.end)


def _citation(page: Page, read: Read, r: Reading, x: Resolution) -> str:
    c, w = r.citation, page.writer
    m = page.mention("trich", "Citation", c)
    start, end = _lead(page, c)
    role = c.role if c.role in CONCEPTS["role"] else "cites"
    w.many(
        m,
        [
            (t.cito("hasCitingEntity"), page.work),
            (t.cito("hasCitationCharacterization"), t.RELATIONS.get(role, t.eli("cites"))),
            (t.vnp["role"], t.concept_term("role", role)),
            (t.vnp["citationKind"], t.concept_term("citation-kind", c.kind)),
            (t.vnp["resolutionStatus"], t.concept_term("resolution-status", x.status)),
            (t.vnp["resolutionRule"], string(x.rule)),
            (t.vnp["confidence"], typed(f"{x.confidence:.2f}", "decimal")),
            (t.vnp["rawText"], text(c.surface)),
            (t.vnp["citingSentence"], text(page.document.text[start:end])),
            (t.vnp["citedNumber"], string(c.number) if c.number else None),
            (t.vnp["printedNumber"], string(c.number_printed) if c.number_printed else None),
            (t.vnp["citedType"], text(c.type) if c.type else None),
            (t.vnp["citedIssuer"], text(c.issuer) if c.issuer else None),
            (t.vnp["citedDate"], date(c.date) if c.date else None),
            (t.vnp["citedTitle"], text(c.title) if c.title else None),
            (t.vnp["pinpoint"], text(c.pinpoint) if c.pinpoint else None),
        ],
    )
    for n in c.notes:
        w.add(m, t.vnp["normalisationNote"], text(" → ".join(p for p in (n.printed, n.read_as, n.reason) if p)))
    _cited(page, read, r, x, m, role)
    return m


def _reference(page: Page, r: Reference, citations: Sequence[str], resolutions: Sequence[Resolution]) -> None:
    """A mention that names no document by itself: "Luật này", "Điều 5", a short form that the text defines."""
    w = page.writer
    antecedent = r.antecedent if r.antecedent is not None and r.antecedent < len(citations) else None
    work = None if antecedent is None else resolutions[antecedent].work
    w.many(
        page.mention("nhac", "Reference", r),
        [
            (t.vnp["referenceKind"], t.concept_term("reference-kind", r.kind)),
            (t.vnp["refersTo"], page.work if r.kind != "short" else w.ref(work) if work else None),
            (t.vnp["antecedent"], None if antecedent is None else citations[antecedent]),
            (t.vnp["pinpoint"], text(r.pinpoint) if r.pinpoint else None),
            (t.vnp["rawText"], text(r.surface)),
        ],
    )


def _cited(page: Page, read: Read, r: Reading, x: Resolution, m: str, role: str) -> None:
    """Link the mention with its work, programme and candidates; add the direct edge where the work is known."""
    w, c = page.writer, r.citation
    if x.programme:
        approved = [work for _, key, work in read.approvals if identity.programme(key) == x.programme]
        for path in approved:
            _share_work(page, path, None, None)
        w.add(m, t.vnp["citedProgramme"], page.share(x.programme, shared.programme_payload(c.surface, approved)))
    if x.work:
        if x.work != x.programme:
            _share_work(page, x.work, r, x)
        cited = w.ref(x.work)
        w.add(m, t.cito("hasCitedEntity"), cited)
        if x.status != "self":
            w.add(page.work, t.eli("cites"), cited)
            w.add(page.work, t.RELATIONS.get(role, t.eli("cites")), cited)
            if role in _ENDING and not x.programme:
                h = page.document.header
                _ends(page, x.work, read.identity.work, m, (h.effective, h.date), part=bool(c.pinpoint))
    for rank, candidate in enumerate(x.candidates, 1):
        k = w.ref(f"{m[1 + len(w.base) : -1]}/kha-nang/{rank}")
        _share_candidate(page, candidate.work)
        w.add(m, t.vnp["candidate"], k)
        vi, en = explain(candidate.reason)
        w.many(
            k,
            [
                (t.A, t.vnp["Candidate"]),
                (t.vnp["candidateWork"], w.ref(candidate.work)),
                (t.vnp["rank"], typed(rank, "integer")),
                (t.vnp["confidence"], typed(f"{candidate.score:.2f}", "decimal")),
                (t.vnp["candidateReason"], string(candidate.reason)),
                (t.vnp["candidateExplanation"], text(vi)),
                (t.vnp["candidateExplanation"], text(en, "en")),
            ],
        )


_ENDING = frozenset({"replaces", "repeals", "annuls"})


def _ends(page: Page, ended: str, by: str, mention: str, days: tuple[str | None, str | None], *, part: bool) -> None:
    """``days``: in force, and issued, of the work that ends the other."""
    page.share(ended, shared.end_payload(by, mention[1 + len(page.writer.base) : -1], *days, part=part))


def _share_work(page: Page, path: str, r: Reading | None, x: Resolution | None) -> None:
    """What this mention tells of the work; a mention that took it from elsewhere tells only that there is such a work."""
    if r is None or x is None or r.number is None:
        named = r is not None and x is not None and x.rule == "name/unknown"
        page.share(path, shared.work_payload(shared.CITED, name=r.citation.surface if named and r else None))
        return
    c = r.citation
    if r.issuer_name:
        page.agency(r.issuer_name)
    day = c.date if c.date and r.year == c.date[:4] else None
    page.share(path, shared.work_payload(shared.CITED, kind=c.type, number=c.number, issuer=r.issuer_name, day=day or r.year))


def _share_candidate(page: Page, path: str) -> None:
    if path.startswith("chuong-trinh/"):
        page.share(path, shared.programme_payload("", ()))
    else:
        page.share(path, shared.work_payload(shared.CITED))


def _relation(page: Page, relation: Relation, resolutions: Sequence[Resolution]) -> None:
    w = page.writer
    if max(relation.subject, relation.object) >= len(resolutions):
        return
    subject, obj = resolutions[relation.subject].work, resolutions[relation.object].work
    m = page.mention("quan-he", "RelationStatement", relation)
    role = relation.role if relation.role in CONCEPTS["role"] else "cites"
    w.many(
        m,
        [
            (t.vnp["role"], t.concept_term("role", role)),
            (t.vnp["relationSubject"], w.ref(subject) if subject else None),
            (t.vnp["relationObject"], w.ref(obj) if obj else None),
        ],
    )
    if subject and obj and subject != obj:
        w.add(w.ref(subject), t.RELATIONS.get(role, t.eli("cites")), w.ref(obj))
        if role in _ENDING:
            _ends(page, obj, subject, m, (None, None), part=False)


def _agency(page: Page, a: AgencyMention) -> None:
    body = page.agency(a.agency, kind=a.kind, level=a.level, place=a.place, parent=a.parent, group=a.group)
    page.writer.add(page.mention("co-quan", "AgencyMention", a), t.vnp["agency"], body)


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
                (t.vnp["span"], page.span(a.start, a.end)),
                (t.vnp["taskText"], text(a.task)),
                (t.vnp["rule"], string(a.rule)),
                (t.prov("wasGeneratedBy"), page.run),
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
