"""What a record class is made of, read once from its annotations. Pure."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from tiktok_spiders.items import parts, shop_parts

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def once_a_class(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function of a record class remember its results."""
    return cast("Callable[P, R]", cache(function))


class Kind(Enum):
    """How a field is laid out."""

    SCALAR = "scalar"
    """Text, number, bool, time or money."""

    RECORD = "record"
    """One nested record."""

    SCALARS = "scalars"
    """A list of scalars."""

    RECORDS = "records"
    """A list of nested records."""

    MAPPING = "mapping"
    """A dictionary of counts by name."""

    JSON = "json"
    """Anything that JSON can hold."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One field of a record class."""

    name: str
    kind: Kind
    inner: type[Any]
    """The scalar's type, or the class of the nested record."""


@once_a_class
def shapes_of(record_class: type[Any]) -> tuple[Shape, ...]:
    """Return the fields of a record class in their declared order."""
    hints = typing.get_type_hints(record_class, localns=_names())
    return tuple(_shape(field.name, hints[field.name]) for field in dataclasses.fields(record_class))


@cache
def _names() -> dict[str, Any]:
    # The records import what only their annotations need under TYPE_CHECKING.
    return {**vars(parts), **vars(shop_parts), "datetime": datetime, "Decimal": Decimal, "Any": Any}


def _shape(name: str, hint: Any) -> Shape:
    hint = _without_none(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and arguments:
        inner = _without_none(arguments[0])
        return Shape(name, Kind.RECORDS if dataclasses.is_dataclass(inner) else Kind.SCALARS, inner)
    if origin is dict and arguments[1] is int:
        return Shape(name, Kind.MAPPING, int)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return Shape(name, Kind.RECORD, hint)
    if hint in {str, int, float, bool, datetime, Decimal}:
        return Shape(name, Kind.SCALAR, hint)
    if origin is typing.Literal:
        return Shape(name, Kind.SCALAR, str)
    return Shape(name, Kind.JSON, object)


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) not in {types.UnionType, typing.Union}:
        return hint
    rest = [part for part in typing.get_args(hint) if part is not type(None)]
    return rest[0] if len(rest) == 1 else Any
