"""What takes long to find out, found out once for all who ask at the same time, and kept for a while."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

Value = TypeVar("Value")

MOST = 256


@dataclass(eq=False)
class _Entry:
    """``over_at``: by the clock; endless while the value is being made."""

    task: asyncio.Task[Any]
    as_of: datetime
    over_at: float = float("inf")


class Remembered:
    """Values by key, each for ``seconds``; the ``most`` newest are kept. For one event loop.

    An error goes to all who wait for it and is not kept.
    """

    def __init__(
        self, seconds: float, *, most: int = MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._entries: dict[Hashable, _Entry] = {}

    async def get(
        self, key: Hashable, make: Callable[[datetime], Awaitable[Value]]
    ) -> tuple[Value, datetime]:
        """Return a value and when its making began, which ``make`` is told.

        Whoever gives up waiting does not end the making, for others may wait too.
        """
        entry = self._entries.get(key)
        if entry is None or self._clock() >= entry.over_at:
            entry = self._begin(key, make)
        return await asyncio.shield(entry.task), entry.as_of

    def clear(self) -> None:
        """Forget all values."""
        self._entries.clear()

    async def close(self) -> None:
        """End what is being made now."""
        entries = list(self._entries.values())
        for entry in entries:
            entry.task.cancel()
        await asyncio.gather(*(entry.task for entry in entries), return_exceptions=True)

    def _begin(self, key: Hashable, make: Callable[[datetime], Awaitable[Any]]) -> _Entry:
        as_of = datetime.now(UTC)
        entry = _Entry(asyncio.ensure_future(_made(make, as_of)), as_of)
        self._entries.pop(key, None)
        self._entries[key] = entry
        entry.task.add_done_callback(lambda task: self._settle(key, entry, task))
        self._make_room()
        return entry

    def _settle(self, key: Hashable, entry: _Entry, task: asyncio.Task[Any]) -> None:
        entry.over_at = self._clock() + self._seconds
        failed = task.cancelled() or task.exception() is not None
        if failed and self._entries.get(key) is entry:
            del self._entries[key]

    def _make_room(self) -> None:
        while len(self._entries) > self._most:
            del self._entries[next(iter(self._entries))]


async def _made(make: Callable[[datetime], Awaitable[Value]], as_of: datetime) -> Value:
    return await make(as_of)
