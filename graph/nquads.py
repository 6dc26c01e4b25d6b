"""N-Quads by string building: a library of thousands is written at the store's own speed, without a Python object per term."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ontology import PREFIXES

XSD = PREFIXES["xsd"]
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_NOT_IN_IRI = str.maketrans({c: f"%{ord(c):02X}" for c in '<>"{}|^`\\ ' + "".join(map(chr, range(33)))})
_BAD_IN_IRI = re.compile(f"[{re.escape(''.join(map(chr, _NOT_IN_IRI)))}]")


def iri(value: str) -> str:
    """``<value>``, with what may not stand in an IRI percent-encoded."""
    return f"<{value}>" if _BAD_IN_IRI.search(value) is None else f"<{value.translate(_NOT_IN_IRI)}>"


def text(value: str, lang: str = "vi") -> str:
    """A literal in a natural language."""
    return f'"{_escaped(value)}"@{lang}'


def string(value: str) -> str:
    """A plain string: a number, a code."""
    return f'"{_escaped(value)}"'


def typed(value: object, datatype: str) -> str:
    """A literal of an XSD type: ``typed(5, "integer")``."""
    return f'"{_escaped(str(value))}"^^<{XSD}{datatype}>'


def _escaped(value: str) -> str:
    """What a literal may not hold as it is, escaped; lone surrogates cannot be written in UTF-8."""
    if value.isprintable() and '"' not in value and "\\" not in value:
        return value
    value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return value if value.isprintable() else _CONTROL.sub(lambda m: f"\\u{ord(m[0]):04X}" if m[0] < "\x80" else "?", value)


_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def date(value: str) -> str | None:
    """An ISO date, typed to the precision that it has; ``--11-30`` is a day of every year, a quarter is its own string."""
    if value.startswith("--"):
        return typed(value, "gMonthDay") if len(value) == 7 else typed(value, "gMonth")
    kind = None if "Q" in value else _DATE_TYPES.get(len(value))
    return typed(value, kind) if kind else string(value)


class Writer:
    """Collects the quads of one named graph; a quad that is added twice is one in the store. ``base`` is put before paths."""

    def __init__(self, base: str, graph: str) -> None:
        self.base = base
        self._end = f" {iri(base + graph)} .\n"
        self._rows: list[str] = []

    def ref(self, path: str) -> str:
        """The IRI of a path under the base, as a term."""
        return iri(self.base + path)

    def add(self, subject: str, predicate: str, obj: str | None) -> None:
        """Add one quad of terms; ``None`` as the object is passed over, so that absent fields need no condition."""
        if obj is not None:
            self._rows.append(f"{subject} {predicate} {obj}")

    def many(self, subject: str, pairs: Iterable[tuple[str, str | None]]) -> None:
        self._rows += [f"{subject} {predicate} {obj}" for predicate, obj in pairs if obj is not None]

    def rows(self, *rows: str) -> None:
        """Add quads that are written out: subject, predicate and object with a space between."""
        self._rows += rows

    def __len__(self) -> int:
        return len(self._rows)

    def __str__(self) -> str:
        return self._end.join([*self._rows, ""])
