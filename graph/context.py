"""Where a document speaks from: level and place of its issuer, which complete bodies named without a place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.gazetteer import Place, gazetteer
from corpus.model import Document
from corpus.text import fold

_UNIT = re.compile(r"\b(tỉnh|thành phố|tp\.?|quận|huyện|thị xã|thị trấn|phường|xã)\s+([^,;.()\n]{2,40})", re.I)
# With its accents: "tỉnh" is a kind of place, "Tĩnh" the end of Hà Tĩnh.
_BARE_TAIL = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tp|quận|huyện|thị xã|thị trấn|phường|xã)$", re.I)
_PLACED = re.compile(r"\b(?:trung uong|quoc gia|quoc hoi|chinh phu|viet nam|khu vuc|tinh|thanh pho|quan|huyen|thi xa|phuong|xa|bo)\b")
_LOCAL_HEAD = re.compile(
    r"^(?:thuong truc |ban thuong vu |van phong |chu tich )?"
    r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|tinh uy|thanh uy|huyen uy|so|ban|hoi|cong an|uy ban mat tran"
    r"|doan|chi cuc|thanh tra tinh)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Level of the issuer (``central``, ``province``, ``district``, ``commune``), its place as named, and its province."""

    level: str | None = None
    place: str | None = None
    province: Place | None = None
    issuer: str | None = None
    date: str | None = None

    def with_place(self, body: str) -> str | None:
        """``body`` with the place that it leaves out; None where it needs one and nothing tells it."""
        folded = fold(body).strip()
        if not _LOCAL_HEAD.match(folded):
            return body
        if tail := _BARE_TAIL.search(body.strip()):
            return self._completed(body, fold(tail[0]))
        body = _without_overrun(body)
        issuer = gazetteer().issuer_named(body)
        if issuer is not None:
            return self.local_body(body) if issuer.local else body
        if self.level == "province" and self.province and not _PLACED.search(folded) and fold(self.province.name) not in folded:
            return f"{body} {self.province.full}"  # a committee of the council, a department that no table has
        return body

    def _completed(self, body: str, kind: str) -> str | None:
        if self.province and kind in ("tinh", "thanh pho", "tp") and kind[:2] == fold(self.province.kind)[:2]:
            return f"{body} {self.province.name}"
        if self.place and kind and fold(self.place).startswith(kind + " "):
            return f"{body} {self.place.split(' ', 2 if ' ' in kind else 1)[-1]}"
        return None

    def local_body(self, name: str) -> str | None:
        """The body called ``name`` in the place of a province's document; lower levels leave open which level is meant."""
        if self.level != "province" or self.province is None:
            return None
        folded = fold(name)
        if folded in ("tinh uy", "thanh uy"):
            return f"{'Thành ủy' if self.province.kind == 'thành phố' else 'Tỉnh ủy'} {self.province.name}"
        if folded.startswith("huyen uy"):
            return None
        return f"{name} {self.province.full}"


def _without_overrun(body: str) -> str:
    """``Ủy ban nhân dân tỉnh Bình Phước Thành``: words after the longest known province belong to what follows."""
    m = re.search(r"(?<!\w)tỉnh\s+(\S+(?:\s+\S+){0,4})$", body, re.I)
    if m is None or gazetteer().province(m[1]):
        return body
    words = m[1].split()
    known = next((n for n in range(len(words) - 1, 0, -1) if gazetteer().province(" ".join(words[:n]))), None)
    return body if known is None else f"{body[: m.start(1)]}{' '.join(words[:known])}"


def context_of(document: Document) -> Context:
    """Read the context of ``document`` from its issuer, then from the place that it is signed at."""
    h = document.header
    issuer = h.issuer or ""
    level, place = _level(issuer) if issuer else (None, None)
    province = _province(issuer) or (_province(h.place) if level not in (None, "central") and h.place else None)
    known = None if level == "province" and province is None else level
    return Context(level=known, place=place, province=province, issuer=h.issuer, date=h.date)


def _level(issuer: str) -> tuple[str | None, str | None]:
    found = _UNIT.findall(issuer)
    if not found:
        folded = fold(issuer)
        if re.match(r"^(?:tinh uy|thanh uy)\b", folded):
            return "province", None
        return "central", None
    kind, name = found[0]
    folded = fold(kind).rstrip(".")
    place = f"{kind} {name.strip()}"
    if folded == "tinh" or (folded in ("thanh pho", "tp") and _is_province(name)):
        return "province", place
    if folded in ("phuong", "xa", "thi tran"):
        return "commune", place
    return "district", place


def _is_province(name: str) -> bool:
    province = gazetteer().province(name.strip())
    return province is not None and province.kind == "thành phố"


def _province(words: str | None) -> Place | None:
    """The province named in ``words``, after its kind or as the whole."""
    if not words:
        return None
    tables = gazetteer()
    for kind, name in _UNIT.findall(words):
        if fold(kind).rstrip(".") in ("tinh", "thanh pho", "tp"):
            found = tables.province(name.strip())
            if found:
                return found
    head = re.match(r"^(?:Tỉnh ủy|Thành ủy|Đảng bộ tỉnh)\s+(.{2,40})$", words.strip())
    return tables.province((head[1] if head else words).strip())
