"""Which work approved which programme, as one document says; pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.model import Document
from corpus.text import fold
from graph import names

if TYPE_CHECKING:
    from graph.reading import Identity, Reading

Approval = tuple[str, str, str]
"""Name key of a programme, its key with period, path of the work that approved it."""

_APPROVES = re.compile(r"(?:phe duyet|ban hanh|thong qua)(?:\s+kem theo)?[\s\"“”*:'‘’]*(?:noi dung\s+)?$")
_APPROVING_TYPES = frozenset({"quyet dinh", "nghi quyet", "nghi dinh", "thong tu", "chi thi", "luat"})


def approved_in(text: str, readings: list[Reading]) -> Iterable[Approval]:
    """The numbered work approved the programme named right after it (``Quyết định số 1790/QĐ-TTg … phê duyệt Chương trình …``)."""
    for numbered, named in itertools.pairwise(readings):
        c, p = numbered.citation, named.citation
        if not (numbered.work and p.kind == "programme" and named.name) or fold(c.type or "") not in _APPROVING_TYPES:
            continue
        between = fold(text[c.end : p.start][:300])
        if _APPROVES.search(between) and "\n" not in between.strip() and ";" not in between:
            yield named.name, names.programme_key(named.name, named.period), numbered.work


_OWN = re.compile(r"^(?:ve viec\s+)?(?:phe duyet|ban hanh)\s+[\"“]?(?=(?:chien luoc|chuong trinh|de an|bo chi so|bo tieu chi)\b)")


def approved_by(document: Document, own: Identity) -> Iterable[Approval]:
    """The programme that the document itself approves, as its title says."""
    title = document.header.title or ""
    m = _OWN.match(fold(title))
    if m and own.number:
        name = title[m.end() :].strip(' "“”.')
        key = names.name_key(name)
        yield key, names.programme_key(key, names.period(name)), own.work
