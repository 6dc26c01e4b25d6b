"""Every mention of a body in a document."""

from __future__ import annotations

import re

from corpus.extract.agencies.naming import Naming
from corpus.extract.agencies.phrases import Phrase, read_phrase
from corpus.extract.reading import Reading
from corpus.extract.tables import UPPER
from corpus.model import AgencyMention

_START = re.compile(rf"(?<![\w])(?:(?=[{UPPER}])|(?=(?:các|những|toàn thể|tất cả các)\s))")


def agency_mentions(reading: Reading, naming: Naming) -> tuple[AgencyMention, ...]:
    """All bodies and groups of bodies named in the document, in order."""
    out: list[AgencyMention] = []
    for block in reading.blocks:
        position = 0
        while (match := _START.search(block.text, position)) is not None:
            phrase = _worth(read_phrase(block.text, match.start()))
            if phrase is None:
                position = match.start() + 1
                continue
            named = naming.name(block.text, phrase)
            start, end = block.span(phrase.start, phrase.end)
            out.append(
                AgencyMention(
                    start=start,
                    end=end,
                    surface=reading.document.text[start:end],
                    rule="agency/group" if phrase.group else "agency/known" if phrase.body else "agency/head",
                    agency=named.name,
                    place=named.place,
                    kind=named.kind,
                    level=named.level,
                    group=named.group,
                    parent=named.parent,
                )
            )
            position = max(phrase.end, match.start() + 1)
    return tuple(out)


def _worth(phrase: Phrase | None) -> Phrase | None:
    return phrase if phrase is not None and phrase.end - phrase.start >= 4 else None
