"""Moving windows in memory, for one process.

The storage in memory of ``limits`` looks through all keys at each hit, one hop to a thread a key: with a few
thousand addresses that takes a processor for itself. This one forgets the keys that were used longest ago.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from limits.aio.storage import MovingWindowSupport

KEYS = 20_000
"""The most windows that are kept; 1,000 hits of 8 bytes each at the most."""


class MemoryWindows(MovingWindowSupport):
    """When each key was hit, the oldest hit first. Exact within an event loop: nothing is awaited inside."""

    def __init__(self, *, clock: Callable[[], float] = time.time, keys: int = KEYS) -> None:
        self._clock, self._most = clock, keys
        self._hits: OrderedDict[str, deque[float]] = OrderedDict()

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count ``amount`` hits if these fit in ``expiry`` seconds."""
        hits = self._live(key, expiry)
        if len(hits) + amount > limit:
            return False
        hits.extend([self._clock()] * amount)
        return True

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return when the oldest hit of the window was, and how many there are."""
        hits = self._live(key, expiry)
        return (hits[0] if hits else self._clock()), len(hits)

    def _live(self, key: str, expiry: int) -> deque[float]:
        hits = self._hits.setdefault(key, deque())
        self._hits.move_to_end(key)
        since = self._clock() - expiry
        while hits and hits[0] < since:
            hits.popleft()
        if len(self._hits) > self._most:
            self._hits.popitem(last=False)
        return hits
