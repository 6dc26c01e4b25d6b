"""Mention -> exactly one of ``resolved``, ``ambiguous``, ``not-held`` or ``self``; never a silent guess.

The result is a function of the set of documents: a document is read alone first (:mod:`graph.reading`), and what is still
open is decided by :class:`graph.evidence.Evidence`, which holds what each document says by itself, never what was decided from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.text import fold, slug
from graph import identity, names
from graph.evidence import Evidence, Known
from graph.laws import LawVersion, law_versions, programmes_named
from graph.reading import Candidate, Read, Reading

MAX_CANDIDATES = 10
LONG_NAME = 7
"""Words from which on a programme's name is taken to be its own, without its years; "Chương trình mục tiêu quốc gia" is many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What one mention means. ``work`` is a path; None only where the mention is ambiguous."""

    status: str
    work: str | None = None
    programme: str | None = None
    """Path of the programme that the mention names."""
    rule: str = ""
    confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()


def resolve(read: Read, evidence: Evidence) -> tuple[Resolution, ...]:
    """Resolve every citation of one document, in their order."""
    own = _Resolver(read, evidence)
    return tuple(own.resolve(r) for r in read.readings)


class _Resolver:
    def __init__(self, read: Read, evidence: Evidence) -> None:
        self._read = read
        self._evidence = evidence
        date = read.identity.date or read.context.date
        self._date = date
        self._year = date[:4] if date else read.identity.year
        self._local_programmes = _programmes_of(read.readings)

    def resolve(self, r: Reading) -> Resolution:
        if r.work:
            return self._found(r.work, r.rule, r.confidence)
        if r.candidates:
            return _ambiguous(r.candidates)
        if r.citation.kind == "numbered" and r.number:
            return self._numbered(r)
        if r.citation.kind == "programme":
            return self._programme(r)
        return self._named(r)

    def _found(self, work: str, rule: str, confidence: float, programme: str | None = None) -> Resolution:
        status = "resolved" if self._evidence.held(work) else "not-held"
        if work == self._read.identity.work:
            status = "self"
        return Resolution(status=status, work=work, programme=programme, rule=rule, confidence=confidence)

    def _numbered(self, r: Reading) -> Resolution:
        assert r.number is not None
        known = [k for k in self._evidence.numbered(r.number) if self._fits(r, k)]
        works = sorted({k.work for k in known})
        if len(works) == 1:
            return self._found(works[0], "number/only-candidate", 0.85)
        if works:
            return _ambiguous(self._ranked(known))
        work = identity.scoped_work(r.issuer, r.year, r.number, self._read.document)
        return self._found(work, "number/issuer-unknown" if r.issuer is None else "number/year-unknown", 0.5)

    def _fits(self, r: Reading, k: Known) -> bool:
        if r.issuer is not None and k.issuer != r.issuer:
            return False
        if r.year is not None and k.year != r.year:
            return False
        if r.date and k.date and len(r.date) == len(k.date) == 10 and r.date != k.date:
            return False
        if r.issuer is None and not self._near(k.issuer):
            return False
        return not (self._year and k.year and k.year > self._year)

    def _near(self, issuer: str | None) -> bool:
        """A body of another province is no candidate for a symbol that every province has."""
        province = self._read.context.province
        if issuer is None or province is None:
            return False
        return issuer.endswith(slug(province.name)) or issuer == self._read.identity.issuer

    def _ranked(self, known: Iterable[Known]) -> tuple[Candidate, ...]:
        best: dict[str, Candidate] = {}
        order = sorted(known, key=lambda k: (not self._evidence.held(k.work), -int(k.year or 0), k.work))
        for k in order:
            reason = "same-number-held" if self._evidence.held(k.work) else "same-number-cited"
            best.setdefault(k.work, Candidate(work=k.work, reason=reason, score=round(0.6 / (len(best) + 1), 3)))
        return tuple(best.values())

    def _named(self, r: Reading) -> Resolution:
        name = r.name or ""
        versions = law_versions(name)
        if versions and _is_draft(r):
            return _ambiguous(Candidate(work=v.work, reason="law-draft", score=0.3) for v in reversed(versions))
        if versions:
            return self._version(r, versions)
        known = [k for k in self._evidence.laws(name) if r.year in (None, k.year) and not (self._year and k.year and k.year > self._year)]
        works = sorted({k.work for k in known})
        if len(works) == 1:
            return self._found(works[0], "name/only-candidate", 0.85)
        if works:
            return _ambiguous(
                Candidate(work=k.work, reason="same-name", score=0.4) for k in sorted(set(known), key=lambda k: (k.year or "", k.work))
            )
        return self._found(identity.named_work("quoc-hoi" if _is_law(r) else None, r.year, name), "name/unknown", 0.5)

    def _version(self, r: Reading, versions: Sequence[LawVersion]) -> Resolution:
        """The version in force at the citing text's date; by its year where the name gives one."""
        if r.year:
            by_year = [v for v in versions if v.year == r.year]
            if len(by_year) == 1:
                return self._found(by_year[0].work, "law/name-and-year", 0.98)
        if self._date and not r.year:
            in_force = [v for v in versions if v.in_force(self._date)]
            pending = [v for v in versions if v.pending(self._date)]
            if len(in_force) == 1 and not pending:
                return self._found(in_force[0].work, "law/name-and-date", 0.97)
            versions = [*in_force, *pending] or versions
        elif len(versions) == 1 and not r.year:
            return self._found(versions[0].work, "law/name", 0.95)
        reason = "law-version-undated" if self._date is None else "law-version-between"
        return _ambiguous(Candidate(work=v.work, reason=reason, score=round(0.6 / (i + 1), 3)) for i, v in enumerate(reversed(versions)))

    def _programme(self, r: Reading) -> Resolution:
        name = r.name or ""
        key, rule = names.programme_key(name, r.period), "programme/name"
        options = self._options(name)
        if options.get(key):
            pass
        elif same := _same_period(r, options):
            key = same
        elif r.period is None:
            others = self._local_programmes.get(name) or (sorted(options.keys() - {key}) if len(name.split()) >= LONG_NAME else [])
            others = [k for k in others if options.get(k)] or others
            if len(others) > 1 and not self._local_programmes.get(name) and (current := self._current(name, others)):
                others, rule = [current], "programme/name-and-date"
            if len(others) > 1:
                return _ambiguous(Candidate(work=identity.programme(k), reason="same-name-other-period", score=0.4) for k in others)
            if others:
                key = others[0]
                rule = "programme/same-document" if self._local_programmes.get(name) else "programme/only-candidate"
        return self._approved(r, key, options, rule)

    def _options(self, name: str) -> dict[str, list[str]]:
        """Programmes of this name: key with period -> works that approved it, by this document, else by any, else by the table."""
        found: dict[str, set[str]] = {e.key: {e.work} for e in programmes_named(name)}
        for key, work in self._evidence.programmes(name):
            found.setdefault(key, set()).update({work} - {""})
        here = {k: w for n, k, w in self._read.approvals if n == name}
        for key, work in here.items():
            found[key] = {work}
        return {k: sorted(w) for k, w in sorted(found.items())}

    def _current(self, name: str, keys: Sequence[str]) -> str | None:
        """The only programme whose period holds the citing document's year."""
        year = self._year
        current = {e.key for e in programmes_named(name) if year and e.covers(year)} & set(keys)
        return current.pop() if len(current) == 1 else None

    def _approved(self, r: Reading, key: str, options: Mapping[str, Sequence[str]], rule: str) -> Resolution:
        path, approved = identity.programme(key), options.get(key, ())
        if len(approved) == 1:
            return self._found(approved[0], f"{rule}-approved", 0.93, programme=path)
        if approved:
            return _ambiguous((Candidate(work=w, reason="approved-by", score=0.5) for w in approved), programme=path)
        # A period that no approved programme of the name has: those of other periods are what may be meant.
        others = sorted({w for works in options.values() for w in works})
        if r.period and others:
            return _ambiguous((Candidate(work=w, reason="same-name-other-period", score=0.4) for w in others), programme=path)
        return Resolution(status="not-held", work=path, programme=path, rule=rule, confidence=0.8)


def _same_period(r: Reading, options: Mapping[str, Sequence[str]]) -> str | None:
    """The only approved programme of this name and period under another spelling; one until 2030 is also that of 2021-2030."""
    if r.period is None:
        return None
    same = [k for k in options if options[k] and k.endswith(f"-{r.period.lstrip('-')}")]
    return same[0] if len(same) == 1 else None


def _is_draft(r: Reading) -> bool:
    """ "Luật Bưu chính (sửa đổi)" without a year is a law that is still to be made, or has just been."""
    return r.year is None and "(sua doi" in fold(r.citation.surface)


def _is_law(r: Reading) -> bool:
    return (r.name or "").startswith(("luat", "bo luat"))


def _programmes_of(readings: Iterable[Reading]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for r in readings:
        if r.citation.kind == "programme" and r.name and r.period:
            key = names.programme_key(r.name, r.period)
            if key not in found.setdefault(r.name, []):
                found[r.name].append(key)
    return found


def _ambiguous(candidates: Iterable[Candidate], programme: str | None = None) -> Resolution:
    ranked: dict[str, Candidate] = {}
    for c in candidates:
        ranked.setdefault(c.work, c)
    return Resolution(status="ambiguous", programme=programme, rule="candidates", candidates=tuple(ranked.values())[:MAX_CANDIDATES])


def keys_awaited(read: Read, resolutions: Sequence[Resolution]) -> set[tuple[str, str]]:
    """The keys of the evidence that, when they change, may change how this document's mentions are resolved."""
    keys: set[tuple[str, str]] = set()
    for r, x in zip(read.readings, resolutions, strict=True):
        if x.work:
            keys.add(("held", x.work))
        keys.update(("held", c.work) for c in x.candidates)
        if r.work or r.candidates:
            continue
        if r.number:
            keys.add(("number", r.number))
        elif r.citation.kind == "programme" and r.name:
            keys.add(("programme", r.name))
        elif r.name:
            keys.add(("law", r.name))
    return keys
