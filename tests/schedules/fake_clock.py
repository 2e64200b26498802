"""A clock that the test turns, for the worker and for APScheduler."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class FakeClock:
    """Waiting turns it on; it says stop at ``until``."""

    def __init__(self, start: datetime) -> None:
        self.time = start
        self.until = start
        self.plans: list[tuple[datetime, Callable[[], Any]]] = []

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> bool:
        # As a real one, it wakes a little late.
        self.time += timedelta(seconds=seconds, milliseconds=1 if seconds else 0)
        while self.plans and self.plans[0][0] <= self.time:
            self.plans.pop(0)[1]()
        return self.time >= self.until

    def at(self, moment: datetime, do: Callable[[], Any]) -> None:
        """Do something when it is so late."""
        self.plans = sorted([*self.plans, (moment, do)], key=lambda plan: plan[0])

    def datetime_class(self) -> type[datetime]:
        """Return ``datetime`` with this clock's ``now``."""
        clock = self

        class Fake(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return clock.time.astimezone(tz or UTC)

        return Fake
