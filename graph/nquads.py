"""N-Quads by string building: a library of thousands is written at the store's own speed, without a Python object per term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ontology import PREFIXES

XSD = PREFIXES["xsd"]
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        **{chr(i): f"\\u{i:04X}" for i in range(32) if i not in (10, 13)},
        "\x7f": "\\u007F",
    }
)
_NOT_IN_IRI = str.maketrans({c: f"%{ord(c):02X}" for c in '<>"{}|^`\\ ' + "".join(map(chr, range(33)))})


def iri(value: str) -> str:
    """``<value>``, with what may not stand in an IRI percent-encoded."""
    return f"<{value.translate(_NOT_IN_IRI)}>"


def text(value: str, lang: str = "vi") -> str:
    """A literal in a natural language."""
    return f'"{_clean(value).translate(_ESCAPES)}"@{lang}'


def string(value: str) -> str:
    """A plain string: a number, a code."""
    return f'"{_clean(value).translate(_ESCAPES)}"'


def typed(value: object, datatype: str) -> str:
    """A literal of an XSD type: ``typed(5, "integer")``."""
    return f"{string(str(value))}^^<{XSD}{datatype}>"


def _clean(value: str) -> str:
    """Lone surrogates cannot be written in UTF-8."""
    return value if value.isprintable() else value.encode("utf-8", "replace").decode("utf-8")


_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def date(value: str) -> str | None:
    """An ISO date, typed to the precision that it has; ``--11-30`` is a day of every year, a quarter is its own string."""
    if value.startswith("--"):
        return typed(value, "gMonthDay") if len(value) == 7 else typed(value, "gMonth")
    kind = None if "Q" in value else _DATE_TYPES.get(len(value))
    return typed(value, kind) if kind else string(value)


class Writer:
    """Collects the quads of one named graph; the same quad twice is one quad. ``base`` is put before paths."""

    def __init__(self, base: str, graph: str) -> None:
        self.base = base
        self._graph = iri(base + graph)
        self._quads: dict[str, None] = {}

    def ref(self, path: str) -> str:
        """The IRI of a path under the base, as a term."""
        return iri(self.base + path)

    def add(self, subject: str, predicate: str, obj: str | None) -> None:
        """Add one quad of terms; ``None`` as the object is passed over, so that absent fields need no condition."""
        if obj is not None:
            self._quads[f"{subject} {predicate} {obj} {self._graph} .\n"] = None

    def many(self, subject: str, pairs: Iterable[tuple[str, str | None]]) -> None:
        for predicate, obj in pairs:
            self.add(subject, predicate, obj)

    def __iter__(self) -> Iterator[str]:
        return iter(self._quads)

    def __len__(self) -> int:
        return len(self._quads)

    def __str__(self) -> str:
        return "".join(self._quads)
