"""Every mention of a body in a document."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.extract.agencies.context import named_in
from corpus.extract.agencies.glossary import bodies, glossary, written_out
from corpus.extract.agencies.lists import shared_heads
from corpus.extract.agencies.naming import Naming
from corpus.extract.agencies.own import own_name, own_names
from corpus.extract.agencies.owners import owner
from corpus.extract.agencies.phrases import Phrase, kinds_opened, phrase_at, read_phrase
from corpus.extract.agencies.senses import in_number, is_body
from corpus.extract.agencies.shorts import defined_after, opened, short_name
from corpus.extract.agencies.stamps import stamped
from corpus.extract.block import Block
from corpus.extract.reading import Reading
from corpus.extract.tables import UPPER
from corpus.model import AgencyMention

_START = re.compile(  # one class of characters first, so that the search is fast
    rf"[{UPPER}bcntđ](?<!\w.)(?:(?<=[{UPPER}])|(?<=c)(?=ác\s|ơ quan (?:ngang bộ|thông tấn))|(?<=n)(?=hững\s)"
    r"|(?<=t)(?=(?:oàn thể|ất cả các)\s)|(?<=b)(?=ộ, cơ quan ngang bộ)|(?<=đ)(?=ài (?:truyền|phát) thanh cấp))(?=(?P<rest>[^\W_]*))"
)


def agency_mentions(reading: Reading, naming: Naming) -> tuple[AgencyMention, ...]:
    """All bodies and groups of bodies named in the document, in order."""
    out: list[AgencyMention] = []
    defined: dict[str, AgencyMention] = {}
    own = own_names(reading, naming)
    codes: dict[str, str] = {}
    for index, block in enumerate(reading.blocks):
        position = 0
        if found := glossary(reading.blocks, index):
            codes |= found
            defined |= bodies(found, naming)
        for match in _START.finditer(block.text):
            start = match.start()
            opens = kinds_opened(match[0] + match["rest"])
            if start < position or not (defined or opens) or in_number(block.text, start):
                continue
            phrase = _worth(phrase_at(block.text, start, free=block.text[start].islower())) if opens else None
            name, meant = short_name(block.text, start, phrase, defined), defined
            if name is None:
                name, meant = own_name(block.text, start, phrase, own), own
            if name is not None:
                out.append(_again(reading, block, start, start + len(name), meant[name]))
                position = start + len(name)
                continue
            if phrase is not None and is_body(block.text, phrase):
                whole = _mention(reading, naming, block, phrase)
                out += [whole, *(_mention(reading, naming, block, p) for p in _led(block.text, phrase))]
                if not phrase.group and (name := defined_after(block.text, phrase, whole.agency)):
                    defined[name] = whole
            if phrase is not None:
                position = max(phrase.end, position)
            if members := shared_heads(block.text, start, phrase):
                out += [_mention(reading, naming, block, p) for p in members if p.start >= position]
                position = max(members[-1].end, position)
    department = own.get("Sở")
    if department is not None and (naming.issuer or "").startswith("Ủy ban nhân dân") and not own.keys() & _WITH_ROOMS:
        out = [replace(m, parent=department.agency) if m.parent is None and _is_room(m) else m for m in out]
    if codes:
        out = [replace(m, agency=written_out(m.agency, codes)) for m in out]
    return opened(_with_stamps(out, reading.document.text, naming), reading.document.text)


def _with_stamps(found: list[AgencyMention], text: str, naming: Naming) -> list[AgencyMention]:
    """Those of the blocks and those of stamps, which no block holds, in order."""
    out: list[AgencyMention] = []
    for phrase in stamped(text):
        named = naming.name(text, phrase)
        if not any(m.start < phrase.end and phrase.start < m.end for m in found):
            out.append(
                AgencyMention(
                    start=phrase.start,
                    end=phrase.end,
                    surface=text[phrase.start : phrase.end],
                    rule="agency/known",
                    agency=named.name,
                    place=named.place,
                    kind=named.kind,
                    level=named.level,
                    parent=named.parent,
                )
            )
    return sorted([*found, *out], key=lambda m: m.start) if out else found


_WITH_ROOMS = {"Chi cục", "Trung tâm", "Quỹ", "Ban Quản lý", "Viện"}
"""Where the title names one of these, the rooms are its own."""
_ROOM = re.compile(
    r"(?:(?:Lãnh đạo|Trưởng|Phó Trưởng|Chuyên viên) )?Phòng "
    r"(?!Cảnh sát|An ninh|Quản lý xuất|Tham mưu|[Kk]hám|[Gg]iao dịch|Công chứng"
    r"|Nội chính|Khoa giáo|Tổng hợp|.*(?:Sở|Ủy ban|Công an|Văn phòng|Ngân hàng) )"
)


def _is_room(mention: AgencyMention) -> bool:
    """``Phòng Quản lý Khoa học`` in a decision of the province that a department proposed: a room of that department."""
    return mention.rule == "agency/head" and mention.place is None and _ROOM.match(mention.agency) is not None


def _again(reading: Reading, block: Block, start: int, end: int, mention: AgencyMention) -> AgencyMention:
    first, last = block.span(start, end)
    return replace(mention, start=first, end=last, surface=reading.document.text[first:last], rule="agency/defined")


def _mention(reading: Reading, naming: Naming, block: Block, phrase: Phrase) -> AgencyMention:
    named = named_in(naming, block.text, phrase)
    above = named.parent or owner(naming, block.text, phrase, named.name)
    if above and named.place and phrase.body is None and phrase.place is None:  # "Trung tâm Công nghệ thông tin, Bộ Nội vụ"
        named = replace(named, name=named.name.removesuffix(f" {named.place}"), place=None)
    start, end = block.span(phrase.start, phrase.end)
    return AgencyMention(
        start=start,
        end=end,
        surface=reading.document.text[start:end],
        rule="agency/group" if named.group else "agency/known" if phrase.body else "agency/head",
        agency=named.name,
        place=named.place,
        kind=named.kind,
        level=named.level,
        group=named.group,
        parent=above,
    )


_POST_OF_BODY = re.compile(r"(?:[Cc]ác\s)?(?:Phó\s)?(?:Chánh|Trưởng)\s(?=(?:[Vv]ăn phòng|[Tt]hanh tra|[Pp]hòng|[Bb]an)(?!\w))")


def _led(text: str, phrase: Phrase) -> list[Phrase]:
    """The bodies inside an office: ``Sở Nội vụ`` in "Giám đốc Sở Nội vụ", ``Văn phòng UBND tỉnh`` in "Chánh Văn phòng UBND tỉnh"."""
    if phrase.officer is None:
        return []
    post = _POST_OF_BODY.match(text, phrase.start)
    after = phrase.start + len(phrase.officer) + 1
    for start in (post.end() if post else after, after):
        inner = read_phrase(text, start, free=True)
        if inner is not None and inner.officer is None:
            # "Trưởng thôn", "TRƯỞNG BAN" have no body inside.
            no_body = (inner.body is not None and inner.body.kind == "thon") or (phrase.officer == "Trưởng" and text[start].islower())
            return [] if no_body or (phrase.group and inner.end > phrase.end) else [inner]
    return []


def _worth(phrase: Phrase | None) -> Phrase | None:
    return phrase if phrase is not None and phrase.end - phrase.start >= 4 else None
