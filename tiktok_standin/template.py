"""JSON with holes: a shape is encoded once, and each answer only fills the holes and joins the pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOLE = re.compile(rb'"<<=(\w+)>>"|<<(\w+)>>')


class Template:
    """A JSON shape whose strings hold ``<<name>>`` (text) or are ``<<=name>>`` (any JSON value)."""

    def __init__(self, shape: Any) -> None:
        self._pieces: list[bytes] = []
        self._holes: list[tuple[int, str]] = []
        encoded, end = msgspec.json.encode(shape), 0
        for match in _HOLE.finditer(encoded):
            self._pieces += (encoded[end : match.start()], b"")
            self._holes.append((len(self._pieces) - 1, (match[1] or match[2]).decode()))
            end = match.end()
        self._pieces.append(encoded[end:])

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """Return the JSON text; ``values`` are JSON fragments, already escaped."""
        pieces = self._pieces.copy()
        for index, name in self._holes:
            pieces[index] = values[name]
        return b"".join(pieces)
