"""Those who wait for an identity, in their order, without a busy loop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tiktok_spiders.identities.protocol import Need, PoolClosed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.identity import Identity

LOOK_S = 0.5
"""How often somebody who waits looks whether the crawl closes: no signal tells that it begins to."""


class Alarm(Protocol):
    """What ``call_later`` returns."""

    def cancel(self) -> None:
        """Do not call."""


@dataclass(slots=True, eq=False)
class _Waiter:
    need: Need
    future: asyncio.Future[Identity]


def call_later(seconds: float, call: Callable[[], None]) -> Alarm:
    """Call after so many seconds of the running loop."""
    return asyncio.get_running_loop().call_later(seconds, call)


class Queue:
    """``find`` gives the identity for a need, or None; ``give_back`` takes one that nobody waits for now.

    ``next_change`` tells in how many seconds ``find`` may give more than now. While somebody waits,
    ``is_closing`` is asked now and then, and ``on_closing`` called when it says so.
    """

    def __init__(
        self,
        find: Callable[[Need], Identity | None],
        *,
        give_back: Callable[[Identity], None],
        next_change: Callable[[], float | None],
        call_later: Callable[[float, Callable[[], None]], Alarm],
        is_closing: Callable[[], bool] | None,
        on_closing: Callable[[], None],
    ) -> None:
        self._find, self._give_back, self._next_change = find, give_back, next_change
        self._call_later, self._is_closing, self._on_closing = call_later, is_closing, on_closing
        self._waiting: list[_Waiter] = []
        self._alarm: Alarm | None = None

    async def wait(self, need: Need) -> Identity:
        """Return the identity for a need when it is there. Raises ``PoolClosed``."""
        waiter = _Waiter(need, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        self.serve()
        try:
            return await waiter.future
        except asyncio.CancelledError:
            self._forget(waiter)
            raise

    def serve(self) -> None:
        """Give what is free to those who wait, and set the alarm for the rest."""
        remaining = []
        for waiter in self._waiting:
            if waiter.future.done():
                continue
            identity = self._find(waiter.need)
            if identity is None:
                remaining.append(waiter)
            else:
                waiter.future.set_result(identity)
        self._waiting = remaining
        self._set_alarm()

    def refuse(self, which: Callable[[Need], bool], error: Exception) -> None:
        """Raise an error for those who wait for what never comes."""
        for waiter in self._waiting:
            if which(waiter.need) and not waiter.future.done():
                waiter.future.set_exception(error)

    def close(self) -> None:
        """Release everybody."""
        self.refuse(lambda need: True, PoolClosed("the crawl is closing"))  # noqa: ARG005
        self._waiting.clear()
        self._set_alarm()

    def _forget(self, waiter: _Waiter) -> None:
        """Give back what was given to somebody who does not wait any more."""
        self._waiting = [one for one in self._waiting if one is not waiter]
        given = waiter.future.done() and not waiter.future.cancelled()
        if given and waiter.future.exception() is None:
            self._give_back(waiter.future.result())

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if not self._waiting:
            return
        waits = [self._next_change(), None if self._is_closing is None else LOOK_S]
        known = [seconds for seconds in waits if seconds is not None]
        if known:
            self._alarm = self._call_later(min(known), self._wake)

    def _wake(self) -> None:
        self._alarm = None
        if self._is_closing is not None and self._is_closing():
            self._on_closing()
        else:
            self.serve()
