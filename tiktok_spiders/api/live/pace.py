"""The pace between crawls of one process: each crawl keeps it only within itself."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SPREAD = 0.5
"""Part of the delay by which it is longer or shorter, as Scrapy does within a crawl."""


class Pace:
    """Tells how long the identities of the last crawl still rest. ``delay``: seconds, ± 50 %."""

    def __init__(
        self, delay: float, *, clock: Callable[[], float] = time.monotonic, random: Random | None = None
    ) -> None:
        self._delay, self._clock = delay, clock
        self._random = random or Random()  # noqa: S311 - a pace is no secret
        self._due = 0.0

    def used(self) -> None:
        """Note that a request was made just now."""
        self._due = self._clock() + self._delay * self._random.uniform(1 - SPREAD, 1 + SPREAD)

    def left(self) -> float:
        """Return the seconds until the next request may be made."""
        return max(self._due - self._clock(), 0.0)
