"""Counters: which of several candidates to believe, and which values TikTok has rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktok_spiders.pages.coerce import Misread


def is_rounded(number: int) -> bool:
    """Tell whether a count looks rounded by TikTok.

    It rounds to 100 from 10^4, to 10^5 from 10^6 and to 10^8 from 10^9; the two coarse steps are multiples
    of the fine one.
    """
    return number >= 10_000 and number % 100 == 0


def counter(candidates: tuple[object, ...], field: str, misread: Misread) -> int | None:
    """Return the first usable count: ``(statsV2 value, stats value, …)``.

    A negative (overflowed) or unreadable candidate gives way to the next; only when none is left and
    there was such a one, it is counted as misread.
    """
    failed = False
    for value in candidates:
        if type(value) is str and value.isdigit() and value.isascii() and len(value) < 20:
            return int(value)
        if type(value) is int and value >= 0:
            return value
        failed = failed or value is not None
    if failed:
        misread.add(field)
    return None


def told(candidates: tuple[object, ...], field: str, misread: Misread) -> int | None:
    """Return `counter` for the counts whose 0 means "not told"."""
    return counter(candidates, field, misread) or None


def rounded_names(counts: dict[str, int | None]) -> tuple[str, ...]:
    """Return the names of the counts that look rounded, in order."""
    return tuple([name for name, number in counts.items() if number is not None and is_rounded(number)])
