"""The quads of what a document says of other documents: citations, references, relations between works."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Reference, Relation
from graph import identity, shared
from graph import terms as t
from graph.explain import explain
from graph.nquads import date, string, text, typed
from graph.page import Page
from graph.reading import Read, Reading
from graph.resolve import Resolution
from graph.sentence import sentence_around
from ontology import CONCEPTS


def citation(page: Page, read: Read, r: Reading, x: Resolution) -> str:
    """A citation, as it was read and resolved; returns its term."""
    c, w = r.citation, page.writer
    m = page.mention("trich", "Citation", c)
    start, end = sentence_around(page.document.text, c.start, c.end)
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


def reference(page: Page, r: Reference, citations: Sequence[str], resolutions: Sequence[Resolution]) -> None:
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


def relation(page: Page, said: Relation, resolutions: Sequence[Resolution]) -> None:
    """What the text says of two works that it cites."""
    w = page.writer
    if max(said.subject, said.object) >= len(resolutions):
        return
    subject, obj = resolutions[said.subject].work, resolutions[said.object].work
    m = page.mention("quan-he", "RelationStatement", said)
    role = said.role if said.role in CONCEPTS["role"] else "cites"
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
