"""A recorded answer as JSON that can be changed and written again, in the form that its reader takes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCRIPT = re.compile(rb"(<script\b[^>]*>)(.*?)(</script>)", re.DOTALL)
Path = tuple[str, ...]
Place = tuple[dict[str, Any], str]

NOTHING = (b"", b"{", b"[]", b"<html></html>")
"""Bodies in which no parser finds what it looks for."""


class Document:
    """The JSON of an answer: its body, or the scripts of its page that hold some."""

    def __init__(self, body: bytes) -> None:
        self.parts: list[Any] = []
        self._before: list[bytes] = []
        end = 0
        for start, stop, value in _parts(body):
            self._before.append(body[end:start])
            self.parts.append(value)
            end = stop
        self._after = body[end:]

    def body(self) -> bytes:
        """Return the answer as it is now."""
        values = [
            json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") for value in self.parts
        ]
        pieces = [piece for pair in zip(self._before, values, strict=True) for piece in pair]
        return b"".join(pieces) + self._after

    def places(self) -> dict[Path, list[Place]]:
        """Return where each key stands: lists are walked, and keys that are identifiers are ``*``."""
        found: dict[Path, list[Place]] = {}
        for part in self.parts:
            for path, place in _walk(part, ()):
                found.setdefault(path, []).append(place)
        return found


def _parts(body: bytes) -> Iterator[tuple[int, int, Any]]:
    """Yield where each JSON text begins and ends, and its value."""
    if body.lstrip()[:1] in (b"{", b"["):
        yield 0, len(body), json.loads(body)
        return
    for found in _SCRIPT.finditer(body):
        try:
            value = json.loads(found[2])
        except ValueError:
            continue
        yield found.start(2), found.end(2), value


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Place]]:
    if isinstance(value, list):
        for member in value:
            yield from _walk(member, path)
    elif isinstance(value, dict):
        for key, member in value.items():
            below = path if key == "__DEFAULT_SCOPE__" else (*path, "*" if key.isdigit() else key)
            if below != path:
                yield below, (value, key)
            yield from _walk(member, below)
