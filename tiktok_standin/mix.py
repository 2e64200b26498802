"""The keyed mix of the page script, as the server computes it."""

from __future__ import annotations

_WORD = 0xFFFFFFFF


def mix(*parts: str) -> str:
    """Return 16 hexadecimal digits that depend on all parts; the page script's ``mix`` gives the same.

    It only keeps tests honest: it is no cryptographic hash. Parts are ASCII, as addresses are.
    """
    high, low = 0xDEADBEEF, 0x41C6CE57
    for code in "\n".join(parts).encode("latin-1", "replace"):
        high = (high ^ code) * 2654435761 & _WORD
        low = (low ^ code) * 1597334677 & _WORD
    high = _blend(high, low)
    low = _blend(low, high)
    return f"{low:08x}{high:08x}"


def _blend(one: int, other: int) -> int:
    first = (one ^ (one >> 16)) * 2246822507 & _WORD
    return first ^ ((other ^ (other >> 13)) * 3266489909 & _WORD)


def base36(number: int) -> str:
    """Return a whole number as JavaScript's ``toString(36)`` writes it."""
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
