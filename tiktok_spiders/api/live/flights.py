"""Identical questions asked at once run once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from tiktok_spiders.api.live.question import Answer, Question


@dataclass(slots=True)
class _Flight:
    task: asyncio.Task[Answer]
    waiting: int = 0


class Flights:
    """The questions under way. One that nobody waits for any more is given up."""

    def __init__(self, fetch: Callable[[Question], Coroutine[None, None, Answer]]) -> None:
        self._fetch = fetch
        self._flights: dict[Question, _Flight] = {}

    @property
    def count(self) -> int:
        """How many are under way."""
        return len(self._flights)

    async def join(self, asked: Question, gone: Awaitable[None] | None = None) -> Answer | None:
        """Return the answer that is under way, or set out for it; None if ``gone`` came first."""
        flight = self._flight(asked)
        flight.waiting += 1
        leaving = None if gone is None else asyncio.ensure_future(gone)
        try:
            await asyncio.wait({flight.task, *filter(None, [leaving])}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            flight.waiting -= 1
            if leaving is not None:
                leaving.cancel()
            if not flight.waiting and not flight.task.done():
                self._give_up(asked, flight)
        return flight.task.result() if flight.task.done() else None

    async def close(self) -> None:
        """Give all up."""
        tasks = [flight.task for flight in self._flights.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _flight(self, asked: Question) -> _Flight:
        flight = self._flights.get(asked)
        if flight is None:
            flight = self._flights[asked] = _Flight(asyncio.ensure_future(self._fetch(asked)))
            flight.task.add_done_callback(lambda task: self._landed(asked, task))
        return flight

    def _landed(self, asked: Question, task: asyncio.Task[Answer]) -> None:
        flight = self._flights.get(asked)
        if flight is not None and flight.task is task:
            del self._flights[asked]
        if not task.cancelled():
            task.exception()  # whoever waits gets it; when nobody does it is not told a second time

    def _give_up(self, asked: Question, flight: _Flight) -> None:
        if self._flights.get(asked) is flight:
            del self._flights[asked]
        flight.task.cancel()
