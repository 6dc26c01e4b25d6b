"""A phrase that names a body or a group of bodies."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.extract.agencies.bodies import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """``text[start:end]`` names a body or a group of bodies."""

    start: int
    end: int
    body: Body | None = None
    """The body of the tables, for a known one."""
    name_end: int = 0
    """Where the name ends and the words of its place begin."""
    place: str | None = None
    """Words of its place as printed: ``tỉnh``, ``huyện Bắc Sơn``; empty where the name has it in itself."""
    group: bool = False
    own_name: str | None = None
    """A name of its own after a known kind of body: ``Đông Nam`` in "Ban Quản lý Khu kinh tế Đông Nam"."""
    officer: str | None = None
    """The post before it: ``Chủ tịch``."""
    owner: Phrase | None = None
    """The body whose it is: ``Bộ Nội vụ`` in "Cổng Thông tin điện tử Bộ Nội vụ"."""


def moved(phrase: Phrase, by: int) -> Phrase:
    """The same phrase ``by`` characters further on."""
    return Phrase(
        start=phrase.start + by,
        end=phrase.end + by,
        body=phrase.body,
        name_end=phrase.name_end + by,
        place=phrase.place,
        group=phrase.group,
        own_name=phrase.own_name,
        officer=phrase.officer,
        owner=phrase.owner and moved(phrase.owner, by),
    )
