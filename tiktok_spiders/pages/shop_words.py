"""Texts of a product that TikTok sends in blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.pages.coerce import Misread, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.pages.wire_shop_product import WireReturns

_SLOT = re.compile(r"\{\{[^{}]*\}\}")
_DEEPEST = 8
_INNER = ("content", "children", "items")


def description_of(value: object, misread: Misread) -> str | None:
    """Return a description's texts, a line each: of a JSON list of blocks, or a plain text."""
    told = text(value, "product/description", misread)
    if told is None or told.lstrip()[:1] not in ("[", "{"):
        return told
    try:
        blocks = msgspec.json.decode(told.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return told
    return "\n".join(_texts(blocks, _DEEPEST)) or None


def _texts(block: Any, depth: int) -> Iterator[str]:
    if isinstance(block, str) and block.strip():
        yield block.replace("\0", "\N{REPLACEMENT CHARACTER}")
    elif isinstance(block, list) and depth:
        for each in block:
            yield from _texts(each, depth - 1)
    elif isinstance(block, dict) and depth:
        for key in ("text", *_INNER):
            yield from _texts(block.get(key), depth - 1)


def return_policy_of(wire: WireReturns | None, misread: Misread) -> str | None:
    """Return the title and the descriptions of a return policy, a line each."""
    if wire is None:
        return None
    blocks = [wire.title, wire.description]
    blocks += wire.description_list if isinstance(wire.description_list, list) else []
    lines = [_filled(each) if isinstance(each, dict) else each for each in blocks]
    told = [line for each in lines if (line := text(each, "product/return_policy", misread))]
    return "\n".join(told) or None


def _filled(block: dict[str, Any]) -> Any:
    """Return a block's text; ``{{slots}}`` of its template are filled with its arguments."""
    template = block.get("template", block.get("text"))
    if not isinstance(template, str):
        return template
    given = block.get("arguments")
    arguments = given if isinstance(given, dict) else {}
    return _SLOT.sub(lambda found: _argument(arguments.get(found[0]), found[0]), template)


def _argument(value: Any, slot: str) -> str:
    told = value.get("text") if isinstance(value, dict) else None
    return told if isinstance(told, str) else slot
