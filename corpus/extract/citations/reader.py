"""The order in which the grammars are run over one document."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.extract.citations.codified import complete
from corpus.extract.citations.names import Named, names
from corpus.extract.citations.numbered import Found, numbered
from corpus.extract.citations.places import PlaceContext
from corpus.extract.citations.programmes import Programme, programmes
from corpus.extract.citations.provisions import printed, provisions_before
from corpus.extract.citations.references import read_references
from corpus.extract.citations.roles import Assigned, Mentioned, assign_roles
from corpus.extract.citations.sentences import capital_line
from corpus.extract.citations.surface import View, one_line
from corpus.extract.citations.titles import title_after
from corpus.model import Citation, Document, Note, Reference, Relation
from corpus.text import slug


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read about other documents."""

    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()


def read_citations(document: Document) -> Reading:
    """Read every citation of ``document``; pure."""
    view = View.of(document.text)
    begin = body_start(view, document)
    drafts, own = _drafts(view, document)
    drafts = complete(view.text, [d for d in drafts if d.start >= begin])
    mentions, pinpoints = _with_provisions(view, drafts)
    roles = assign_roles(view, mentions)
    citations = tuple(replace(d, role=r.role, pinpoint=p) for d, r, p in zip(drafts, roles, pinpoints, strict=True))
    pinned = [(m.lead_start, m.start) for m in mentions if m.lead_start < m.start]
    references = read_references(view, citations, pinned, [span for span in own if span[0] >= begin])
    notes = tuple(n for c in citations for n in c.notes)
    return Reading(citations, tuple(references), _relations(view, citations, roles), notes)


def _drafts(view: View, document: Document) -> tuple[list[Citation], list[tuple[int, int]]]:
    """Citations of all kinds in text order, without role and pinpoint, none overlapping another; and mentions of the own number."""
    key = number_key(document.header.number)
    everything, own_name = list(names(view)), _own_name(document)
    named = [n for n in everything if not _is_own_name(view, n, own_name, document.header.date)]
    read = list(numbered(view, PlaceContext(view.text, document.header)))
    found = [f for f in read if not _is_own(f, key, document.header.date)]
    drafts, used = _merged(view, _shared(view, found), named)
    drafts += [_named(view, n) for n in named if n not in used and not _amended_in_title(view, found, n)]
    taken = sorted((d.start, d.end) for d in drafts)
    drafts += [_programme(view, p) for p in programmes(view) if not _overlaps(taken, p.start, p.end)]
    own = [(f.start, f.end) for f in read if _is_own(f, key, document.header.date)]
    own += [(n.start, n.end) for n in everything if n not in named]
    return sorted((d for d in drafts if not capital_line(view, d.start)), key=lambda d: d.start), own


_OPENING = re.compile(r"(?m)^[\s*]{0,8}(?:Căn cứ|Thực hiện|Theo|Xét|Triển khai|Trên cơ sở|Kính gửi|Điều 1\b|I\.|1\.)")
_PREAMBLE = re.compile(r"\n[\s*]{0,8}Căn cứ[\s*]")
_HEAD_REACH = 6000


def body_start(view: View, document: Document) -> int:
    """Where the document's own head ends: after its title, else where a preamble opens."""
    titles = [(s.end, s.start) for s in document.header.spans if s.field == "title" and s.start < _HEAD_REACH]
    if titles:
        end, start = max(titles)
        preamble = _PREAMBLE.search(view.text, start, end)
        return preamble.start() if preamble else end
    above = [s.end for s in document.header.spans if s.field in ("type", "number") and s.start < _HEAD_REACH // 4]
    opening = _OPENING.search(view.text, max(above, default=0), _HEAD_REACH)
    return opening.start() if opening else max(above, default=0)


@functools.lru_cache(maxsize=4096)
def number_key(number: str | None) -> str | None:
    """A số hiệu without case, blanks and leading zeros."""
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\s+", "", number).upper()) if number else None


def _is_own(found: Found, own: str | None, date: str | None) -> bool:
    return own is not None and number_key(found.number) == own and (found.date is None or date is None or found.date == date)


def _own_name(document: Document) -> str | None:
    """A law calls itself by its name: in "Luật Thuế chuyển quyền sử dụng đất" these words mean the law itself."""
    header = document.header
    if header.title and header.type in ("Luật", "Bộ luật", "Pháp lệnh"):
        return slug(f"{header.type} {_ABOUT.sub('', header.title)}", 200)
    return None


_ABOUT = re.compile(r"^về (?:việc )?", re.IGNORECASE)


def _is_own_name(view: View, n: Named, own: str | None, date: str | None) -> bool:
    """A year of another law of the same name ("Luật Đất đai năm 2013" in that of 2024) makes it a citation."""
    if own is None or slug(view.clean[n.start : n.end], 200) != own:
        return False
    return n.date is None or date is None or n.date[:4] == date[:4]


_LIST_GAP = re.compile(r"[\s*]*(?:[,;]|va|[,;][\s*]*va)[\s*]*")


def _shared(view: View, found: list[Found]) -> list[Found]:
    """Members of a list share the type of the first and, where they have neither date nor body, the body of the last."""
    out = list(found)
    for i, f in enumerate(out):
        before = out[i - 1] if i else None
        if not f.own_type and before and _LIST_GAP.fullmatch(view.folded, before.end, f.start) and _same_family(before, f):
            out[i] = replace(f, type=before.type)
        elif f.type is None:
            out[i] = replace(f, type=_type_beside(f, before))
    for i in range(len(out) - 2, -1, -1):
        f, after = out[i], out[i + 1]
        if (
            f.issuer is None
            and f.date is None
            and after.issuer
            and not after.own_type
            and _LIST_GAP.fullmatch(view.folded, f.end, after.start)
        ):
            out[i] = replace(f, issuer=after.issuer)
    return out


def _type_beside(f: Found, before: Found | None) -> str:
    """The type of the mention before, for a number whose words and symbol give none; a number of Quốc hội is a law or a resolution."""
    near = before.type if before and f.start - before.end < 400 else None
    if "/QH" in f.number:
        return near if near in ("Luật", "Bộ luật", "Nghị quyết") else "Luật"
    return near or "Công văn"


def _same_family(a: Found, b: Found) -> bool:
    """Two numbers of one list: the same symbol, so that "Nghị quyết số 1/2024/QH15, số 2/2024/QH15" are both Nghị quyết."""
    return b.type is None or a.number.rsplit("/", 1)[-1] == b.number.rsplit("/", 1)[-1]


_NAME_GAP = re.compile(r"[\s*]{0,4}[,]?[\s*]{0,4}(?P<open>\()?[\s*]{0,2}")


def _merged(view: View, found: list[Found], named: list[Named]) -> tuple[list[Citation], set[Named]]:
    """A law named and numbered is one citation; a number inside the name of an amending law is no citation of its own."""
    starts = [n.start for n in named]
    used: set[Named] = set()
    drafts = []
    for f in found:
        i = bisect.bisect_right(starts, f.start) - 1
        n = named[i] if i >= 0 else None
        if n is not None and n.end > f.start:
            if n.numbers_inside:
                continue
            if n.start < f.start:  # "Luật Phổ biến, giáo dục pháp luật số ...": the type word read was the end of the name
                f = replace(f, start=n.end, type=n.type, own_type=False)
            else:
                used.add(n)  # the "name" was a piece of the number's own words
                n = None
        gap = _NAME_GAP.fullmatch(view.folded, n.end, f.start) if n and n.end <= f.start else None
        if n and gap and n not in used and (f.type in (n.type, "Luật", None) or not f.own_type):
            used.add(n)
            drafts.append(_named_and_numbered(view, n, f, bool(gap["open"])))
        else:
            drafts.append(_citation(view, f))
    return drafts, used


def _named_and_numbered(view: View, n: Named, f: Found, opened: bool) -> Citation:
    end = f.end + 1 if opened and view.text[f.end : f.end + 1] == ")" else f.end
    title = one_line(view.clean[n.start : n.end])
    c = _citation(view, replace(f, start=n.start, end=end, type=n.type, date=f.date or n.date))
    return replace(c, title=title, rule="citation/named-and-numbered")


_AMENDS = re.compile(
    r"[\s*]{0,4}(?:về[\s*]{1,4}(?:việc[\s*]{1,4})?)?sửa đổi(?:, bổ sung)?[\s*]{1,4}(?:một số điều[\s*]{1,4})?"
    r"(?:của[\s*]{1,4})?(?:các[\s*]{1,4})?[^;.]{0,240}"
)


def _amended_in_title(view: View, found: list[Found], n: Named) -> bool:
    """ "Luật số 97/2025/QH15 ... về sửa đổi, bổ sung một số điều của Luật A, Luật B": one citation with the laws in its title."""
    i = bisect.bisect_right([f.start for f in found], n.start) - 1
    return i >= 0 and found[i].type == "Luật" and n.start >= found[i].end and bool(_AMENDS.fullmatch(view.lower, found[i].end, n.start))


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    i = bisect.bisect_left(taken, (end, 0))
    return i > 0 and taken[i - 1][1] > start


def _citation(view: View, f: Found) -> Citation:
    compact = re.sub(r"[\s*_]+", "", f.printed)
    notes: tuple[Note, ...] = ()
    if compact != f.number and f.reason:
        notes = (Note(code="number-repaired", start=f.start, end=f.end, printed=f.printed, read_as=f.number, reason=f.reason),)
    return Citation(
        start=f.start, end=f.end, surface=view.text[f.start : f.end], rule="citation/numbered", kind="numbered", type=f.type,
        number=f.number, number_printed=f.printed if compact != f.number else None, date=f.date, issuer=f.issuer,
        title=title_after(view, f.end), notes=notes,
    )  # fmt: skip


def _named(view: View, n: Named) -> Citation:
    surface = view.text[n.start : n.end]
    rule = "citation/named" if n.known else "citation/named-unlisted"
    return Citation(
        start=n.start,
        end=n.end,
        surface=surface,
        rule=rule,
        kind="named",
        type=n.type,
        date=n.date,
        title=one_line(view.clean[n.start : n.end]),
    )


def _programme(view: View, p: Programme) -> Citation:
    surface = view.text[p.start : p.end]
    return Citation(
        start=p.start,
        end=p.end,
        surface=surface,
        rule="citation/programme",
        kind="programme",
        type=p.type,
        title=one_line(view.clean[p.start : p.end]),
    )


def _with_provisions(view: View, drafts: list[Citation]) -> tuple[list[Mentioned], list[str | None]]:
    """Each draft as the rules for roles see it, with the provisions that stand before it."""
    mentions, pinpoints = [], []
    for d in drafts:
        run = provisions_before(view, d.start)
        mentions.append(Mentioned(d.start, d.end, d.kind, run[0] if run else d.start))
        pinpoints.append(printed(view, *run) if run else None)
    return mentions, pinpoints


def _relations(view: View, citations: Sequence[Citation], roles: Sequence[Assigned]) -> tuple[Relation, ...]:
    """ "A được sửa đổi bởi B": B amends A."""
    out = []
    for i, r in enumerate(roles):
        if r.amends is not None:
            a, b = citations[r.amends], citations[i]
            surface = view.text[a.start : b.end]
            out.append(
                Relation(start=a.start, end=b.end, surface=surface, rule="relation/amended-by", role="amends", subject=i, object=r.amends)
            )
    return tuple(out)
