"""Counters as TikTok shows them: rounded above ten thousand, and wrapped where 32 bits do not hold them."""

from __future__ import annotations

_STEPS = ((1_000_000_000, 100_000_000), (1_000_000, 100_000), (10_000, 100))
_INT32_LIMIT = 1 << 31


def rounded(count: int) -> int:
    """Round as ``stats`` does: to a tenth of a thousand, of a million or of a milliard."""
    for least, step in _STEPS:
        if count >= least:
            return (count + step // 2) // step * step
    return count


def wrapped(count: int) -> int:
    """Return what a signed 32-bit field makes of a count, as seen in ``stats.heartCount``."""
    return (count + _INT32_LIMIT) % (2 * _INT32_LIMIT) - _INT32_LIMIT


def heart_count(hearts: int) -> int:
    """Return ``stats.heartCount``: rounded, or overflowed where the exact number needs more than 31 bits."""
    return rounded(hearts) if hearts < _INT32_LIMIT else wrapped(hearts)


def compact(count: int) -> str:
    """Write a count as share texts do: ``3666``, ``272.6k``, ``6.8m``."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f}m"
    return f"{count / 1000:.1f}k" if count >= 10_000 else str(count)
