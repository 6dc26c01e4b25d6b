"""Rows of a query -> dataclasses, field by field: a field ``issuer_label`` takes the variable ``?issuerLabel``.

The field's type says how its term is read: ``str`` the value, ``int``, ``float`` and ``bool`` the number, :data:`Concept`
the id of a concept (the last segment of its IRI). A field that may be None takes it where the variable is not bound.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

from graph.reader import Reader, Row, Term

QUERIES = Path(__file__).parent / "queries"
T = TypeVar("T")
Concept = Annotated[str, "the last segment of a concept's IRI"]


@functools.cache
def sparql(name: str) -> str:
    """The text of a named query; raises ``FileNotFoundError`` for an unknown name."""
    return (QUERIES / f"{name}.rq").read_text("utf-8")


def ask(reader: Reader, cls: type[T], name: str, per: str = "", **bindings: Term | str) -> list[T]:
    """The answers of a named query as ``cls``; with ``per`` only the first row for each value of that variable.

    (A thing with two titles or dates comes in several rows.)
    """
    rows = reader.query(sparql(name), **bindings)
    return [read(cls, row) for row in (first_per(rows, per) if per else rows)]


def read(cls: type[T], row: Row) -> T:
    """One row; raises ``KeyError`` where a field that must be there is not bound."""
    return cls(**{name: convert(row[key].value) for name, key, convert, must in _plan(cls) if must or key in row})  # type: ignore[arg-type]  # a class is hashable


def first_per(rows: Iterable[Row], key: str) -> list[Row]:
    first: dict[Term, Row] = {}
    for row in rows:
        first.setdefault(row[key], row)
    return list(first.values())


@functools.cache
def _plan(cls: type) -> tuple[tuple[str, str, Callable[[str], Any], bool], ...]:
    """(field, variable, how its value is read, must be bound) of each field that a row fills."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple((f.name, _variable(f.name), *_reading(hints[f.name], f)) for f in dataclasses.fields(cls))


def _variable(field: str) -> str:
    first, *others = field.split("_")
    return first + "".join(o.capitalize() for o in others)


def _reading(hint: Any, field: dataclasses.Field[Any]) -> tuple[Callable[[str], Any], bool]:
    options = typing.get_args(hint) if typing.get_origin(hint) in (types.UnionType, typing.Union) else (hint,)
    inner = next(o for o in options if o is not type(None))
    optional = len(options) > 1 or field.default is not dataclasses.MISSING
    return _READERS.get(inner, str), not optional


_READERS: dict[Any, Callable[[str], Any]] = {
    Concept: lambda v: v.rsplit("/", 1)[1],
    int: int,
    float: float,
    bool: lambda v: v == "true",
}
