"""Nouns to JSON and back, by their own field names (``Deadline.from_`` is ``from``): one way for files and library.

Defaults are left out, so that a stored record stays small and an older record reads into a newer class.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from typing import Any, TypeVar

T = TypeVar("T")
_UNSET = object()


def _key(name: str) -> str:
    return name.removesuffix("_")


def to_json(value: Any, *, compact: bool = True) -> Any:
    """Dataclasses to dicts, tuples to lists; with ``compact`` fields that equal their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        out = {}
        for f in dataclasses.fields(value):
            v = getattr(value, f.name)
            if compact and f.default is not dataclasses.MISSING and v == f.default:
                continue
            out[_key(f.name)] = to_json(v, compact=compact)
        return out
    if isinstance(value, tuple | list):
        return [to_json(v, compact=compact) for v in value]
    return value


@functools.cache
def _plan(cls: type) -> tuple[tuple[str, str, Any], ...]:
    hints = typing.get_type_hints(cls)
    return tuple((f.name, _key(f.name), hints[f.name]) for f in dataclasses.fields(cls))


def from_json(cls: type[T], data: Any) -> T:
    """The inverse of :func:`to_json`; unknown keys are ignored, missing ones take their default."""
    kwargs = {}
    for name, key, hint in _plan(cls):  # type: ignore[arg-type]  # a class is hashable
        v = data.get(key, _UNSET)
        if v is not _UNSET:
            kwargs[name] = _value(hint, v)
    return cls(**kwargs)


def _value(hint: Any, v: Any) -> Any:
    if v is None:
        return None
    origin = typing.get_origin(hint)
    if origin is tuple:
        item = typing.get_args(hint)[0]
        return tuple(_value(item, x) for x in v)
    if origin in (types.UnionType, typing.Union):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        return _value(inner[0], v) if len(inner) == 1 else v
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return from_json(hint, v)
    return v
