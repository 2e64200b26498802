"""Those who wait in this worker for an identity that all workers share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.identities.protocol import PoolClosed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.protocol import Need


@dataclass(frozen=True, slots=True)
class NotYet:
    """An answer: nothing now."""

    slot: str
    """The only place that would do; empty: several would."""

    seconds: float
    """Until one of them may be free."""


@dataclass(slots=True, eq=False)
class _Waiter:
    need: Need
    future: asyncio.Future[Identity]
    slot: str = ""
    due: float = 0.0
    """Time of the loop from which asking again may help."""


class Waiting:
    """Asks for who waits, in their order, and only when something may have changed for them."""

    def __init__(self, give_back: Callable[[str], None]) -> None:
        self._give_back = give_back
        self._all: list[_Waiter] = []
        self._news: list[tuple[str, float]] = []

    def __len__(self) -> int:
        return len(self._all)

    def add(self, need: Need) -> asyncio.Future[Identity]:
        """Return the future of an identity."""
        future = asyncio.get_running_loop().create_future()
        self._all.append(_Waiter(need, future))
        return future

    def forget(self, future: asyncio.Future[Identity]) -> None:
        """Give back what was given to somebody who does not wait any more."""
        self._all = [one for one in self._all if one.future is not future]
        if future.done() and not future.cancelled() and future.exception() is None:
            self._give_back(future.result().name)

    def refuse(self, error: Exception) -> None:
        """Raise an error for everybody."""
        for waiter in self._all:
            if not waiter.future.done():
                waiter.future.set_exception(error)
        self._all.clear()

    def hear(self, slot: str, seconds: float, now: float) -> bool:
        """Note that a place (empty: any) is free in so many seconds; return whether that helps somebody."""
        self._news.append((slot, now + seconds))
        helped = [_hasten(waiter, slot, now + seconds) for waiter in self._all]
        return any(helped)

    def next_due(self) -> float | None:
        """Return the loop's time at which somebody wants to ask again."""
        return min((waiter.due for waiter in self._all), default=None)

    async def serve(self, ask: Callable[[Need], Awaitable[Identity | NotYet]]) -> None:
        """Ask for all that are due. Two of the same need are not asked for twice in vain."""
        loop = asyncio.get_running_loop()
        refused: dict[Need, NotYet] = {}
        self._news.clear()
        for waiter in list(self._all):
            if waiter.future.done() or waiter.due > loop.time():
                continue
            need = replace(waiter.need, endpoint="")
            answer = refused.get(need) or await self._answer(waiter, ask)
            if isinstance(answer, NotYet):
                refused[need] = answer
                waiter.slot, waiter.due = answer.slot, loop.time() + answer.seconds
                # What became free after Redis had answered may be heard of before the answer is.
                for slot, due in self._news:
                    _hasten(waiter, slot, due)
        self._all = [waiter for waiter in self._all if not waiter.future.done()]

    async def _answer(
        self, waiter: _Waiter, ask: Callable[[Need], Awaitable[Identity | NotYet]]
    ) -> NotYet | None:
        try:
            answer = await ask(waiter.need)
        except (PoolClosed, StoreError):
            raise  # concerns everybody
        except Exception as error:  # noqa: BLE001 - whoever waits hears of it
            if not waiter.future.done():
                waiter.future.set_exception(error)
            return None
        if isinstance(answer, NotYet):
            return answer
        if waiter.future.done():
            self._give_back(answer.name)
        else:
            waiter.future.set_result(answer)
        return None


def _hasten(waiter: _Waiter, slot: str, due: float) -> bool:
    """Let somebody ask again by ``due`` if that place (empty: any) is one they wait for."""
    if (slot and waiter.slot not in {"", slot}) or due >= waiter.due:
        return False
    waiter.due = due
    return True
