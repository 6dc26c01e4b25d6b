"""A person's act, taken in: the same way for the command line, the JSON API and the buttons on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from corpus import corrected, curation
from corpus.curation import Correction
from corpus.errors import NotFoundError
from corpus.library import Library, Stored


def correct(
    library: Library, *, document: str, subject: str, action: str, value: Mapping[str, str | None] | None = None, who: str, why: str = ""
) -> Correction:
    """Keep one act, now; returns it as kept.

    Raises :class:`corpus.errors.InputError` where it is not well formed, and :class:`corpus.errors.NotFoundError` where
    the library has no such document or the document no such fact.
    """
    act = Correction(
        document=document,
        subject=subject,
        action=action,
        value=value or None,
        who=who,
        why=why,
        # To the microsecond: an act, its withdrawal and the same act again are three.
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
    )
    curation.check(act)
    stored = library.get(document, curated=False)
    _require(library, stored, subject)
    act = corrected.quoted(act, stored.document)
    library.correct([act])
    return act


def _require(library: Library, stored: Stored, subject: str) -> None:
    """The fact that ``subject`` names is one that the machine read, however it stands corrected now."""
    place = curation.place(subject)
    if place.kind == "header":
        return
    facts = stored.facts.citations if place.kind == "citation" else stored.facts.targets
    found = any((m.start, m.end) == place.span for m in facts)
    if found and place.other:
        theirs = library.get(place.other, curated=False).facts.targets
        found = any((m.start, m.end) == place.other_span for m in theirs)
    if not found:
        raise NotFoundError(
            f"Văn bản {stored.id} không có dữ kiện «{subject}»; vị trí lấy từ «luocdo show --json».",
            f"Document {stored.id} has no fact “{subject}”; places are those of “luocdo show --json”.",
        )
