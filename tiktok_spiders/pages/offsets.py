"""TikTok counts the offsets of text spans in UTF-16 units; records count code points."""

from __future__ import annotations

_LAST_BMP = "\uffff"


class Offsets:
    """Converts UTF-16 offsets into one text. Costs nothing for text without astral characters."""

    __slots__ = ("_end", "_units")

    def __init__(self, text: str) -> None:
        self._units = b""
        self._end = len(text)
        if text and not text.isascii() and max(text) > _LAST_BMP:
            self._units = text.encode("utf-16-le", "surrogatepass")
            self._end = len(self._units) // 2

    def point(self, unit: int) -> int | None:
        """Return the code point at UTF-16 offset ``unit``, or None outside of the text.

        An offset between the two halves of a character gives that character.
        """
        if not 0 <= unit <= self._end:
            return None
        if not self._units:
            return unit
        return len(
            self._units[: unit * 2].decode("utf-16-le", "surrogatepass" if unit == self._end else "ignore")
        )
