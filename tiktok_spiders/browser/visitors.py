"""The identities that are in the browser now, and how many may be."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tiktok_spiders.browser.errors import BrowserPageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tiktok_spiders.browser.visitor import Visitor
    from tiktok_spiders.identities.identity import Identity


class Visitors:
    """At most ``room`` contexts. One is closed after ``uses`` requests or ``seconds``, or to make room."""

    def __init__(
        self,
        open_visitor: Callable[[Identity], Awaitable[Visitor]],
        *,
        room: int,
        uses: int,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open = open_visitor
        self._room, self._uses, self._seconds, self._clock = room, uses, seconds, clock
        self._idle: dict[str, Visitor] = {}  # the longest unused first
        self._busy: set[str] = set()
        self._changed = asyncio.Condition()
        self._draining = self._closed = False
        self.opened = 0

    async def acquire(self, identity: Identity) -> Visitor:
        """Return this identity's visitor for one request; wait for it, and for room."""
        await self._reserve(identity.name)
        try:
            visitor = self._idle.pop(identity.name, None)
            if visitor is not None and self._is_worn(visitor):
                await visitor.close()
                visitor = None
            await self._make_room()
            visitor = visitor or await self._open_new(identity)
        except BaseException:
            await self._free(identity.name)
            raise
        visitor.uses += 1
        return visitor

    async def release(self, visitor: Visitor, *, keep: bool) -> None:
        """Give a visitor back; ``keep``: its pages are in order."""
        try:
            if keep and not self._closed:
                self._idle[visitor.identity.name] = visitor
            else:
                await visitor.close()
        finally:
            await self._free(visitor.identity.name)

    async def drain(self, then: Callable[[], Awaitable[None]]) -> None:
        """Close all contexts when the requests under way have ended, run ``then``, and go on."""
        if self._draining:
            return
        self._draining = True
        try:
            async with self._changed:
                await self._changed.wait_for(lambda: not self._busy)
            await self._close_idle()
            await then()
        finally:
            self._draining = False
            await self._notify()

    async def close(self) -> None:
        """Close all contexts; who waits for one is told that the crawl closes."""
        self._closed = True
        await self._notify()
        await self._close_idle()

    async def _reserve(self, name: str) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self._closed or self._is_free(name))
            if self._closed:
                raise BrowserPageError("the crawl is closing")
            self._busy.add(name)

    def _is_free(self, name: str) -> bool:
        return not self._draining and name not in self._busy and len(self._busy) < self._room

    def _is_worn(self, visitor: Visitor) -> bool:
        old = self._clock() - visitor.born >= self._seconds
        return old or visitor.uses >= self._uses or not visitor.alive

    async def _make_room(self) -> None:
        while self._idle and len(self._idle) + len(self._busy) > self._room:
            await self._idle.pop(next(iter(self._idle))).close()

    async def _open_new(self, identity: Identity) -> Visitor:
        visitor = await self._open(identity)
        visitor.born = self._clock()
        self.opened += 1
        return visitor

    async def _close_idle(self) -> None:
        while self._idle:
            await self._idle.pop(next(iter(self._idle))).close()

    async def _free(self, name: str) -> None:
        self._busy.discard(name)
        await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()
