"""TikTok counts the offsets of text spans in UTF-16 units; records count code points."""

from __future__ import annotations

from bisect import bisect_left

_LAST_BMP = "\uffff"


class Offsets:
    """Converts UTF-16 offsets into one text. Costs nothing for text without astral characters."""

    __slots__ = ("_length", "_starts")

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts: list[int] = []
        if text and not text.isascii() and max(text) > _LAST_BMP:
            self._starts = _unit_starts(text)

    def point(self, unit: int) -> int | None:
        """Return the code point at UTF-16 offset ``unit``, or None outside of the text."""
        if not self._starts:
            return unit if 0 <= unit <= self._length else None
        if not 0 <= unit <= self._starts[-1]:
            return None
        return bisect_left(self._starts, unit)


def _unit_starts(text: str) -> list[int]:
    """Return the UTF-16 offset of each code point, and that of the end."""
    starts, unit = [0], 0
    for character in text:
        unit += 2 if character > _LAST_BMP else 1
        starts.append(unit)
    return starts
