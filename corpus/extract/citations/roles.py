"""What this document does with each document that it names.

Mentions are read in order. The words right before a mention decide: a trigger ("Căn cứ", "Thực hiện", "bãi bỏ"), a separator (a list
goes on, and shares its first member's role), or the title of the mention before ("... ban hành Chiến lược"), inside which everything is
cited only. "Được sửa đổi bởi Z": Z is cited, and the relation is recorded between the two. An item of a list below a line that ends with
a colon takes its role from that line.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from corpus.extract.citations.cues import cues, exact_pattern
from corpus.extract.citations.sentences import lead_in, only_label, sentence_start
from corpus.extract.citations.surface import View
from corpus.extract.tables import table

_ROLES = ("basis", "implements", "amends", "replaces", "repeals", "guides", "weak", "cites", "none")
_ACTS = ("amends", "replaces", "repeals", "guides")
_TYPES = "luật|bộ luật|pháp lệnh|nghị định|nghị quyết|thông tư|thông tư liên tịch|quyết định|chỉ thị|hướng dẫn|quy định|quy chế"
# What this document itself does stands at the head of its sentence, or is said of "Quyết định này", or of what is issued here.
_ACT_BEFORE = re.compile(
    r"[\s*]*(?:điều \d+[a-z]?[.:]|\d+(?:\.\d+)*[.)]|[a-zđ]\)|[-+•])?[^\w]*(?:và[\s*]+)?\Z"
    rf"|.*(?<!\w)(?:{_TYPES})[\s*]+này(?!\w)[^.;]{{0,70}}\Z"
    rf"|.*ban[\s*]+hành[\s*]+(?:{_TYPES})[\s*]+(?:liên tịch[\s*]+)?(?:quy định[\s*]+)?\Z",
    re.S,
)
_SEPARATOR = re.compile(r"(?:^|[,;:]|(?<!\w)(?:và|hoặc|hay|cùng với))[\s*–-]*(?:\(?\d{1,2}\)[\s*]*)?(?:(?:của[\s*]+)?các[\s*]+)?\Z")
_SPOKEN = re.compile(
    r"(?:[,;]|(?<!\w)và)[\s*]+(?:ý kiến|đề xuất|đề nghị|báo cáo|kết quả|chỉ đạo|của)(?!\w)[^,;]{0,110}(?<!\w)tại[\s*]+(?:các[\s*]+)?\Z"
)
_AMENDED_BY = re.compile(
    r"(?:được|đã)[\s*]+(?:được[\s*]+)?(?:sửa đổi|bổ sung|thay thế|điều chỉnh|đính chính|bãi bỏ|hợp nhất)"
    r"[^;.]{0,120}?(?:bởi|theo|tại|bằng)[^;.]{0,60}\Z",
    re.S,
)
_EXPIRES = re.compile(
    r"[^.;:]{0,320}?(?:hết[\s*]+hiệu[\s*]+lực|(?:bị|được)[\s*]+bãi[\s*]+bỏ[\s*]+(?:kể[\s*]+)?từ|chấm[\s*]+dứt[\s*]+hiệu[\s*]+lực)(?!\w)"
)
_BRACKETS = re.compile(r"\([^()]{0,200}\)")
_LEAVES = re.compile(r"[^,;]{0,300}[,;][\s*]*(?:căn cứ|thực hiện|triển khai|theo|trên cơ sở)(?!\w)")
_NEAR_THEO = 70


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What the rules need to know of a mention."""

    start: int
    end: int
    kind: str
    lead_start: int
    """Where its pinpoint starts ("khoản 2 Điều 5 Luật ..."), else ``start``."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The role of a mention; ``title_of`` the mention in whose title it stands; ``amends`` the mention that it amends."""

    role: str
    title_of: int | None = None
    amends: int | None = None
    item: bool = False
    """It opens an item of a list and has its role from the line above the list."""


_WORD = re.compile(r"\w+")


@functools.cache
def _triggers() -> dict[str, re.Pattern[str]]:
    """First word -> the triggers that it opens, the longest first: most words open none and cost one look-up."""
    roles = table("citation_cues")["roles"]
    groups: dict[str, list[tuple[int, str]]] = {}
    for role in _ROLES:
        for i, words in enumerate(roles[role]["words"]):
            groups.setdefault(words.split()[0].rstrip(","), []).append((len(words), f"(?P<{role}_{i}>{_gapped(words, role)})"))
    return {
        first: re.compile(rf"(?:{'|'.join(g for _, g in sorted(found, key=lambda g: -g[0]))})(?!\w)") for first, found in groups.items()
    }


def _gapped(words: str, role: str) -> str:
    gap = r"[^.;:]{0,40}?(?<!\w)" if role == "cites" else r"[^.;:,]{0,40}?(?<!\w)"
    return gap.join(exact_pattern([part.strip()]) for part in words.split("*"))


@functools.cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"[\s*]{{0,4}}[(“\"]?[\s*]{{0,4}}(?:{exact_pattern(cues('title_openers'))})(?!\w)")


def assign_roles(view: View, mentions: list[Mentioned]) -> list[Assigned]:
    """The role of each mention, in text order."""
    out: list[Assigned] = []
    for i, m in enumerate(mentions):
        before = mentions[i - 1] if i else None
        sentence = sentence_start(view, m.lead_start)
        if before is not None and sentence < before.end <= m.lead_start:
            assigned = _after(view, mentions, out, i)
        else:
            assigned = _first(view, mentions, out, i, sentence)
        if assigned.role == "cites" and assigned.title_of is None and assigned.amends is None and _expires(view, m):
            assigned = Assigned("repeals")
        out.append(assigned)
    return out


def _first(view: View, mentions: list[Mentioned], out: list[Assigned], i: int, sentence: int) -> Assigned:
    """The first mention of its sentence."""
    m = mentions[i]
    clause = view.lower.rfind(";", sentence, m.lead_start) + 1
    role = (last_trigger(view, clause, m.lead_start) if clause else None) or last_trigger(view, sentence, m.lead_start)
    if role is not None or not only_label(view, sentence, m.lead_start):
        return Assigned(role or "cites")
    before = lead_in(view, sentence)
    if before is None:
        return Assigned("cites")
    if i and before[0] <= mentions[i - 1].start and (root := _root(out, i - 1)) is not None and (out[root].item or before[2] == "list"):
        return Assigned(out[root].role, item=True)
    role = "basis" if before[2] == "table" else last_trigger(view, before[0], before[1])
    return Assigned(role or "cites", item=True)


def _root(out: list[Assigned], i: int) -> int | None:
    """The mention in whose title ``i`` stands, or ``i``."""
    seen = 0
    while seen < 20:
        up = out[i].title_of if out[i].title_of is not None else out[i].amends
        if up is None:
            return i
        i, seen = up, seen + 1
    return None


def _after(view: View, mentions: list[Mentioned], out: list[Assigned], i: int) -> Assigned:
    """A mention whose sentence already names another document."""
    m, before, was = mentions[i], mentions[i - 1], out[i - 1]
    gap = _BRACKETS.sub(lambda b: " " * len(b.group()), view.lower[before.end : m.lead_start])
    semicolon, opened = gap.rfind(";") + 1, view.lower.rfind(")", before.end, m.lead_start) + 1 - before.end
    if not semicolon and _AMENDED_BY.search(gap):
        return Assigned("cites", amends=i - 1)
    titled = bool(_title().match(gap))
    if _SEPARATOR.search(gap) and (
        (titled and not semicolon) or last_trigger(view, before.end + max(semicolon, opened), m.lead_start) is None
    ):
        return _sibling(mentions, out, i, closed=semicolon > 0, titled=titled, comma=gap.rstrip().endswith(","))
    if _SPOKEN.search(gap) and (root := _root(out, i - 1)) is not None:
        return Assigned(out[root].role)
    if not semicolon and (titled or was.title_of is not None) and not _LEAVES.match(gap) and not _far_basis(view, gap, m):
        return Assigned("cites", title_of=i - 1 if titled else was.title_of)
    return Assigned(last_trigger(view, before.end + semicolon, m.lead_start) or "cites")


def _far_basis(view: View, gap: str, m: Mentioned) -> bool:
    """A long way after a title "theo quy định tại" belongs to the sentence, not to the title."""
    return len(gap) > 250 and last_trigger(view, m.lead_start - 50, m.lead_start) == "basis"


def _sibling(mentions: list[Mentioned], out: list[Assigned], i: int, *, closed: bool, titled: bool, comma: bool) -> Assigned:
    """The next member of a list shares the role; after a semicolon, or when its kind is another, it leaves the title before it."""
    was, root = out[i - 1], _root(out, i - 1)
    if root is None:
        return Assigned("cites")
    if was.amends is not None and not closed and not titled:
        return Assigned("cites", amends=was.amends)
    if was.title_of is not None and not closed and not (titled and comma) and mentions[i - 1].kind == mentions[i].kind:
        return Assigned("cites", title_of=was.title_of)
    return Assigned(out[root].role, item=out[root].item)


def last_trigger(view: View, start: int, end: int) -> str | None:
    """The role that the words before a mention give it; None where they give none."""
    role, at, read, sticky = None, start, start, False
    if view.lower[max(start, end - 12) : end].rstrip(" \n\t*").endswith("xét"):
        return "basis"  # "Xét Tờ trình số ...", "sau khi xem xét Báo cáo ..."
    triggers = _triggers()
    for word in _WORD.finditer(view.lower, start, end):
        if word.group() not in triggers or word.start() < read:
            continue
        t = triggers[word.group()].match(view.lower, word.start(), end)
        if t is None:
            continue
        found = (t.lastgroup or "").split("_")[0]
        if _is_type_word(view, t.start(), start):
            continue
        read = t.end()
        if found == "none":
            continue
        if found in _ACTS and not _acts_here(view, start, t, end):
            found = "weak"
        if found == "weak":
            if sticky or role in _ACTS or (role == "basis" and t.start() - at < _NEAR_THEO):
                continue
            found = "cites"
        role, at = found, t.end()
        sticky = sticky or t.group().startswith("căn cứ")
    return role


def _is_type_word(view: View, at: int, sentence: int) -> bool:
    """ "Hướng dẫn", "Quy định" with a capital inside a sentence is the name of a document, not a verb."""
    return view.text[at].isupper() and at - sentence > 12 and view.lower.startswith(("hướng dẫn", "quy định", "kế hoạch"), at)


def _acts_here(view: View, start: int, t: re.Match[str], end: int) -> bool:
    return _ACT_BEFORE.match(view.lower, start, t.start()) is not None and "này" not in view.lower[t.end() : end].split()


def _expires(view: View, m: Mentioned) -> bool:
    """ "... hết hiệu lực kể từ ngày": said after the mention, in its sentence."""
    said = _EXPIRES.match(view.lower, m.end)
    return said is not None and "này" not in said.group().split() and "trước" not in said.group().split()
