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
        self._read(msgspec.json.encode(shape))

    def _read(self, text: bytes) -> None:
        self._text, end = text, 0
        self._pieces: list[bytes] = []
        self._holes: list[tuple[int, str]] = []
        for match in _HOLE.finditer(text):
            self._pieces += (text[end : match.start()], b"")
            self._holes.append((len(self._pieces) - 1, _name(match)))
            end = match.end()
        self._pieces.append(text[end:])

    def partly(self, values: Mapping[str, bytes]) -> Template:
        """Return a template in which these holes are filled for good."""
        made = Template(None)
        made._read(_HOLE.sub(lambda match: values.get(_name(match), match[0]), self._text))
        return made

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """Return the JSON text; ``values`` are JSON fragments, already escaped."""
        pieces = self._pieces.copy()
        for index, name in self._holes:
            pieces[index] = values[name]
        return b"".join(pieces)


def _name(match: re.Match[bytes]) -> str:
    return (match[1] or match[2]).decode()
