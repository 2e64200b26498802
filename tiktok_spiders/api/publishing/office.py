"""A thread with a loop of its own: where TikTok is talked to, answers of the API never wait."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

    from tiktok_spiders.publish.opening import Publishing

T = TypeVar("T")


class Office:
    """Owns the desk's connections. ``work`` runs until the event that it is given is set."""

    def __init__(self, desk: Publishing, work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        self._desk, self._work = desk, work
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Self]:
        """Work while the block runs."""
        thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="publishing", daemon=True)
        thread.start()
        await asyncio.to_thread(self._ready.wait)
        try:
            yield self
        finally:
            self.soon(self._stop.set)
            await asyncio.to_thread(thread.join)

    async def ask(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what ``work`` gives, done in the thread."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def soon(self, do: Callable[[], object]) -> None:
        """Have something short done in the thread."""
        self._loop.call_soon_threadsafe(do)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with self._desk.api, aclosing(self._desk.limiter):
            self._ready.set()
            await self._work(self._stop)
