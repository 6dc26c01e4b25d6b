"""Nouns to JSON and back, by their own field names (``Deadline.from_`` is ``from``): one way for files and library.

Defaults are left out, so that a stored record stays small and an older record reads into a newer class.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import itertools
import json
import operator
import types
import typing
from collections.abc import Callable, Iterator, Sequence
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


def from_json(cls: type[T], data: Any) -> T:
    """The inverse of :func:`to_json`; unknown keys are ignored, missing ones take their default.

    Raises ``KeyError`` for a key that is missing and has no default, ``TypeError`` where there is no object.
    """
    return next(iter(_made(cls, [data])))


def _made(cls: type[T], items: Sequence[Any]) -> tuple[T, ...]:
    """Nouns of one class from their JSON, a field of all at a time and all of it in C: a record holds hundreds."""
    made = tuple([object.__new__(cls) for _ in items])
    for put, values, build in _slots(cls):  # type: ignore[arg-type]  # a class is hashable
        found = values(items)
        _run(map(put, made, found if build is None else [v if v is None else build(v) for v in found]))
    return made


_run = collections.deque[None](maxlen=0).extend
"""Goes through a map and keeps nothing."""


@functools.cache
def _slots(cls: type) -> tuple[tuple[Callable[[Any, Any], None], Callable[[Sequence[Any]], Iterator[Any]], Build | None], ...]:
    """What sets each field (frozen slots are set by their descriptors), its values in JSON, and what makes a value of one."""
    hints = typing.get_type_hints(cls)
    return tuple((getattr(cls, name).__set__, _values(key, default), _build(hints[name])) for name, key, default in _fields(cls))


def _values(key: str, default: Any) -> Callable[[Sequence[Any]], Iterator[Any]]:
    """What takes the value of ``key`` out of each of many objects."""
    if default is _UNSET:
        return functools.partial(map, operator.itemgetter(key))
    return lambda items: map(dict.get, items, itertools.repeat(key), itertools.repeat(default))


def _build(hint: Any) -> Build | None:
    """What makes a value of this type from JSON; None where JSON's own value is right."""
    origin = typing.get_origin(hint)
    if origin is tuple:
        item = typing.get_args(hint)[0]
        if not (isinstance(item, type) and dataclasses.is_dataclass(item)):
            return tuple
        return lambda values: _made(item, values) if values else ()
    if origin in (types.UnionType, typing.Union):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        return _build(inner[0]) if len(inner) == 1 else None
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return functools.partial(from_json, hint)
    return None
