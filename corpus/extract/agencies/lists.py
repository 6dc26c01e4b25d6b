"""Names that share their head: ``Giám đốc các Sở: Tài chính, Tư pháp``, ``Sở Tài chính, Nội vụ, Y tế``."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.extract.agencies.bodies import Words, match_body, match_field
from corpus.extract.agencies.phrase import Phrase, moved
from corpus.extract.agencies.placing import with_place

_SHARED = re.compile(r"(?:[Cc]ác\s)?(?P<head>[Bb]ộ|[Ss]ở|Phòng|SỞ|BỘ|VP(?=\s?:)|Văn phòng(?=\s?:))(?P<link>\s?:\s?|\s)(?=\S)")
_OFFICES = {"VP": "Văn phòng"}
_HEAD_LAST = re.compile(r"(?:Bộ|Sở|Phòng)$", re.IGNORECASE)
_NEXT = re.compile(r",\s(?:và\s)?|\svà\s|(?P<weak>;\s)")
_LONGEST = 400
_MOST = 60


def shared_heads(text: str, start: int, phrase: Phrase | None) -> list[Phrase]:
    """The bodies of a list that prints their head once, each by its own words; none where no such list begins at ``start``.

    ``phrase`` is what is read there: its last word may be the head ("Giám đốc các Sở: Tài chính, Tư pháp").
    """
    last = _HEAD_LAST.search(text, start, phrase.end) if phrase and phrase.group and text.startswith((":", " :"), phrase.end) else None
    head = _SHARED.match(text, last.start() if last else start)
    if head is None:
        return []
    members = _members(text[head.end() : head.end() + _LONGEST], _OFFICES.get(head["head"], head["head"]), ":" in head["link"])
    out = [moved(member, head.end()) for member in members]
    if ":" in head["link"]:
        return out
    # The first of "Sở Tài chính, Nội vụ" is printed whole.
    return [replace(out[0], start=head.start("head")), *out[1:]] if len(out) > 1 else []


def _members(piece: str, head: str, colon: bool) -> list[Phrase]:
    tokens, at, weak = Words(piece, _MOST), 0, False
    out: list[Phrase] = []
    while (found := match_field(piece, tokens, at, head)) is not None:
        begin, end = tokens[at][0], tokens[found[0] - 1][1]
        if not piece[begin].isupper() or ((weak or (out and not colon)) and match_body(piece, tokens, at) is not None):
            break
        placed = with_place(piece, end, found[1])
        out.append(replace(placed, start=begin))
        link = _NEXT.match(piece, placed.end)
        following = tokens.first_from(link.end()) if link else None
        if link is None or following is None or tokens[following][0] != link.end():
            break
        at, weak = following, link["weak"] is not None
        if weak and not colon:
            break
    return out
