"""The slow way into a structure: for answers in which a part has a shape that nobody declared."""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

import msgspec

from tiktok_spiders.pages.repair import repaired

Shape = TypeVar("Shape", bound=msgspec.Struct)


def decode_leniently(
    raw: bytes | msgspec.Raw, shape: type[Shape], record: str, misread: dict[str, int]
) -> Shape:
    """Decode an object key by key: a part that does not fit is None, and counted as ``record/key``.

    Raises ``ValueError`` for what is not a JSON object.
    """
    try:
        value = msgspec.json.decode(repaired(bytes(raw)))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if type(value) is not dict:
        raise ValueError("not a JSON object")
    return _struct(value, shape, record, misread)


def _struct(value: dict[str, Any], shape: type[Shape], record: str, misread: dict[str, int]) -> Shape:
    found = {}
    for field in msgspec.structs.fields(shape):
        if field.encode_name in value:
            label = f"{record}/{field.encode_name}"
            found[field.name] = _part(value[field.encode_name], field.type, label, misread)
    return shape(**found)


def _part(value: Any, kind: Any, label: str, misread: dict[str, int]) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        pass
    record = label.partition("/")[0]
    for option in get_args(kind):
        if type(value) is dict and isinstance(option, type) and issubclass(option, msgspec.Struct):
            return _struct(value, option, record, misread)
        if type(value) is list and get_origin(option) is list:
            return _members(value, get_args(option)[0], label, misread)
    misread[label] = misread.get(label, 0) + 1
    return None


def _members(value: list[Any], shape: Any, label: str, misread: dict[str, int]) -> list[Any]:
    kept = [member for member in value if type(member) is dict]
    if len(kept) < len(value):
        misread[label] = misread.get(label, 0) + len(value) - len(kept)
    return [_struct(member, shape, label.partition("/")[0], misread) for member in kept]
