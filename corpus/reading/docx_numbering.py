"""The numbers that Word prints before list paragraphs: they are not in the text, and must be computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str


class Numbering:
    """Counts the list paragraphs of one document as Word does. Call :meth:`label` once for each, in order."""

    def __init__(self, document: Any) -> None:
        root = _numbering_root(document)
        self._abstract_of: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        if root is not None:
            self._read(root)
        self._styles = {s.get(f"{_W}styleId"): s for s in document.styles.element.iter(f"{_W}style")}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            levels = {int(x.get(f"{_W}ilvl", 0)): _level(x) for x in abstract.iter(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId")] = levels
        for num in root.iter(f"{_W}num"):
            number = num.get(f"{_W}numId")
            self._abstract_of[number] = _value(num, "abstractNumId") or ""
            for override in num.iter(f"{_W}lvlOverride"):
                if (start := _value(override, "startOverride")) is not None:
                    self._starts[number, int(override.get(f"{_W}ilvl", 0))] = _integer(start, 1)

    def label(self, paragraph: Any) -> str:
        """The printed label of ``paragraph`` (``1.``, ``a)``, ``-``), empty where it is in no list."""
        number, depth = self._list_of(paragraph)
        levels = self._levels.get(self._abstract_of.get(number or "", ""), {})
        if number is None or depth not in levels:
            return ""
        counts = self._advance(number, depth, levels)
        level = levels[depth]
        if level.format == "bullet":
            return "-"
        if level.format == "none":
            return ""
        text = level.text
        for i in range(9):
            if f"%{i + 1}" in text:
                shown = levels.get(i, level)
                text = text.replace(f"%{i + 1}", _format(counts[i] or shown.start, shown.format))
        return text.strip()

    def _advance(self, number: str, depth: int, levels: dict[int, _Level]) -> list[int | None]:
        counts = self._counts.setdefault(self._abstract_of[number], [None] * 9)
        override = self._starts.get((number, depth))
        if override is not None and (number, depth) not in self._restarted:
            self._restarted.add((number, depth))
            counts[depth] = override
        else:
            before = counts[depth]
            counts[depth] = levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (8 - depth)
        return counts

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        """(list, level) from the paragraph itself or from its style and the styles that one is based on."""
        properties = paragraph.find(f"{_W}pPr")
        seen = 0
        while properties is not None and seen < 12:
            numbered = properties.find(f"{_W}numPr")
            if numbered is not None and (number := _value(numbered, "numId")) is not None:
                return (None if number == "0" else number), min(max(_integer(_value(numbered, "ilvl"), 0), 0), 8)
            style = self._styles.get(_value(properties, "pStyle") or self._based_on(properties))
            properties = None if style is None else style.find(f"{_W}pPr")
            seen += 1
        return None, 0

    @staticmethod
    def _based_on(properties: Any) -> str | None:
        parent = properties.getparent()
        return _value(parent, "basedOn") if parent is not None else None


def _numbering_root(document: Any) -> Any:
    parts = [r.target_part for r in document.part.rels.values() if not r.is_external and r.reltype.endswith("/numbering")]
    return parts[0].element if parts and hasattr(parts[0], "element") else None


def _level(element: Any) -> _Level:
    return _Level(_integer(_value(element, "start"), 1), _value(element, "numFmt") or "decimal", _value(element, "lvlText") or "")


def _value(element: Any, name: str) -> str | None:
    child = element.find(_W + name)
    value: str | None = None if child is None else child.get(f"{_W}val")
    return value


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.lstrip("-").isdecimal() and len(text) < 7 else default


def _format(n: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(n)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if 0 < n < 1000 else str(n)
        return letter.upper() if form == "upperLetter" else letter
    return f"{n:02d}" if form == "decimalZero" else str(n)


def _roman(n: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        count, n = divmod(n, value) if 0 < n < 4000 else (0, n)
        out += letters * count
    return out or str(n)
