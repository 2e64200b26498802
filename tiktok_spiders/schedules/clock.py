"""The time, and waiting that a signal ends."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from threading import Event
from typing import Protocol


class Clock(Protocol):
    """What the worker knows of time."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait; return whether it is time to stop."""
        ...


class SystemClock:
    """The machine's clock. SIGTERM and SIGINT end the waiting."""

    def __init__(self) -> None:
        self._stop = Event()

    def listen(self) -> None:
        """Take the signals from now on; only the main thread can."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop_by)

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> bool:
        """Wait; return whether a signal has come."""
        return self._stop.wait(max(seconds, 0.0))

    def stop(self) -> None:
        """End the waiting."""
        self._stop.set()

    def _stop_by(self, _number: int, _frame: object) -> None:
        self.stop()
