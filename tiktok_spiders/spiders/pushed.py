"""What a pushed text means: a target, or a JSON object of targets with arguments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tiktok_spiders.exceptions import ArgumentError

if TYPE_CHECKING:
    from tiktok_spiders.spiders.arguments import Arguments, GivenTarget

TARGET = "target"
"""Name under which an object may give its target, whatever the spider calls it."""


def read_push(text: str, arguments: type[Arguments]) -> tuple[dict[str, Any], list[GivenTarget]]:
    """Return the arguments that a text brings along, and its targets. Raises ``ArgumentError``."""
    names = arguments.TARGETS
    given: dict[str, Any] = _object(text) if text.lstrip().startswith("{") else {TARGET: text}
    unfit = [name for name in given if name.endswith("_file") or name == "run"]
    if unfit:
        raise ArgumentError(f"argument {unfit[0]}: it cannot be pushed")
    if TARGET in given and names:
        given[names[0]] = [str(given.pop(TARGET))]
    parsed = arguments.parse(given)
    own = {name: value for name, value in given.items() if name not in names}
    return own, list(parsed.targets())


def _object(text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise ArgumentError(f"no JSON: {error}") from None
    return found
