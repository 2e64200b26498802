"""On what terms a worker takes part in the pool that all share."""

from __future__ import annotations

from dataclasses import dataclass
from random import SystemRandom

JITTER = 0.5
"""By how much of itself the pace varies."""

_random = SystemRandom()


@dataclass(frozen=True, slots=True)
class Terms:
    """The same for all workers of a pool, unless their settings differ."""

    size: int
    """Places of each kind."""

    lease_s: float
    """Seconds for which a lease outlives its worker's last sign of life."""

    delay: float
    """Pace of a place in seconds, ± 50 %."""

    budget: int
    """Signed calls that an identity has before it rests; 0: as many as it likes."""

    @property
    def beat_s(self) -> float:
        """Seconds between two signs of life."""
        return self.lease_s / 3

    @property
    def lease_ms(self) -> int:
        """How long a lease lasts."""
        return round(1000 * self.lease_s)

    def pace_ms(self) -> int:
        """Return until when a place is not used again after its last use, anew each time."""
        return round(1000 * self.delay * _random.uniform(1 - JITTER, 1 + JITTER))
