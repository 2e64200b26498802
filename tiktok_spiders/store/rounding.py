"""When a counter's new value says nothing against the stored one."""

from __future__ import annotations

_OVERFLOW_FROM = 2**31
_STEPS = ((10**9, 10**8), (10**6, 10**5), (10**4, 100))
"""TikTok rounds to the second from the first on."""


def is_rounding_of(rounded: int, exact: int) -> bool:
    """Tell whether TikTok would show ``exact`` as ``rounded``; both cutting and half-up were met."""
    step = next((step for start, step in _STEPS if rounded >= start), 1)
    return rounded in {exact // step * step, (exact + step // 2) // step * step}


def is_overflow(new: int, stored: int) -> bool:
    """Tell whether ``new`` is what is left of a 32-bit counter that ran over."""
    return stored > _OVERFLOW_FROM and new * 2 < stored
