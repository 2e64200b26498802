"""From decoded JSON to the structures of the Shop, one member at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.rejects import rejected

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.pages.coerce import Misread

Shape = TypeVar("Shape", bound=msgspec.Struct)
Made = TypeVar("Made")


def decoded(raw: msgspec.Raw | bytes | None) -> Any:
    """Return a raw member as JSON values; None for an absent or broken one."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def converted(value: object, shape: type[Shape], record: str, misread: Misread) -> Shape:
    """Return JSON values as a structure; parts of an unknown shape are left out and counted.

    Raises ``ValueError`` for what is not an object.
    """
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return decode_leniently(_encoded(value), shape, record, misread)


def part(value: object, shape: type[Shape], record: str, misread: Misread) -> Shape | None:
    """Return an object as a structure; None for an absent one, and for what is no object (counted)."""
    if type(value) is dict:
        return converted(value, shape, record, misread)
    if value is not None:
        misread.add(record)
    return None


def parts(value: object, shape: type[Shape], field: str, misread: Misread) -> list[Shape] | None:
    """Return a list's objects as structures; other members are left out and counted."""
    members = listed(value, field, misread)
    if members is None:
        return None
    record = field.partition("/")[0]
    found = [converted(each, shape, record, misread) for each in members if type(each) is dict]
    for _ in range(len(members) - len(found)):
        misread.add(field)
    return found


def listed(value: object, field: str, misread: Misread) -> list[Any] | None:
    """Return a list; None for an absent one, and for what is none (counted)."""
    if type(value) is list:
        return value
    if value is not None:
        misread.add(field)
    return None


def each_of(
    value: object,
    field: str,
    misread: Misread,
    read: Callable[[Any], Made],
    id_key: str,
    *,
    personal: frozenset[str] = frozenset(),
) -> tuple[list[Made], list[Rejected]]:
    """Return what ``read`` makes of each member of a list, and the members that it refuses (``ValueError``).

    ``personal`` are keys that no refused member keeps.
    """
    found: list[Made] = []
    rejects: list[Rejected] = []
    for member in listed(value, field, misread) or ():
        try:
            found.append(read(member))
        except ValueError as error:
            kept = (
                {key: member[key] for key in member if key not in personal} if type(member) is dict else None
            )
            rejects.append(rejected(field.partition("/")[0], _encoded(kept), str(error), (id_key,)))
    return found, rejects


def _encoded(value: object) -> bytes:
    """Return JSON of values that came from JSON; integers of any length, unlike the quicker encoder."""
    try:
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    except RecursionError:
        return b"null"
