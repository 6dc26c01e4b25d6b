"""Nouns to JSON and back, by their own field names (``Deadline.from_`` is ``from``): one way for files and library.

Defaults are left out, so that a stored record stays small and an older record reads into a newer class.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import operator
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_UNSET = object()
Build = Callable[[Any], Any]


def _key(name: str) -> str:
    return name.removesuffix("_")


@functools.cache
def _fields(cls: type) -> tuple[tuple[str, str, Any], ...]:
    """(attribute, key, default) of each field of a dataclass."""
    return tuple((f.name, _key(f.name), _UNSET if f.default is dataclasses.MISSING else f.default) for f in dataclasses.fields(cls))


@functools.cache
def _columns(cls: type) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[str, ...], tuple[Any, ...]]:
    """What takes all attributes of a dataclass of several fields at once, their keys and their defaults."""
    names, keys, defaults = zip(*_fields(cls), strict=True)
    return operator.attrgetter(*names), keys, defaults


def to_json(value: Any, *, compact: bool = True) -> Any:
    """Dataclasses to dicts, tuples to lists; with ``compact`` fields that equal their default are left out."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [to_json(v, compact=compact) for v in value]
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    out = {}
    for name, key, default in _fields(type(value)):
        v = getattr(value, name)
        if not (compact and v == default):
            out[key] = v if v is None or isinstance(v, str | int) else to_json(v, compact=compact)
    return out


def dumps(value: Any) -> str:
    """The text of compact :func:`to_json`, written without making the whole of it first."""
    return _ENCODER.encode(value)


def _told(value: Any) -> dict[str, Any]:
    """The fields of a noun that are not their default."""
    values, keys, defaults = _columns(value.__class__)
    return {key: v for key, v, default in zip(keys, values(value), defaults, strict=True) if v is not default and v != default}


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_told)  # nouns are trees


@functools.cache
def _plan(cls: type) -> dict[str, tuple[str, Build | None]]:
    """Key -> (attribute, what makes the value from JSON) of each field; None where JSON's own value is right."""
    hints = typing.get_type_hints(cls)
    return {_key(f.name): (f.name, _build(hints[f.name])) for f in dataclasses.fields(cls)}


def from_json(cls: type[T], data: Any) -> T:
    """The inverse of :func:`to_json`; unknown keys are ignored, missing ones take their default."""
    plan, kwargs = _plan(cls), {}  # type: ignore[arg-type]  # a class is hashable
    for key, v in data.items():  # most fields have their default and are not there
        if key in plan:
            name, build = plan[key]
            kwargs[name] = v if build is None or v is None else build(v)
    return cls(**kwargs)


def _build(hint: Any) -> Build | None:
    """What makes a value of this type from JSON; None for what JSON has itself."""
    origin = typing.get_origin(hint)
    if origin is tuple:
        item = _build(typing.get_args(hint)[0])
        return tuple if item is None else lambda v: tuple([item(x) for x in v])
    if origin in (types.UnionType, typing.Union):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        return _build(inner[0]) if len(inner) == 1 else None
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return functools.partial(from_json, hint)
    return None
