"""What a worker is told to do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.live.wire import Stop, read_order

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tiktok_spiders.api.live.crawls import Crawls


class Orders:
    """Hands orders to the crawls; ``leave`` ends the event loop. To be called in the loop."""

    def __init__(self, crawls: Crawls, leave: Callable[[], object]) -> None:
        self._crawls, self._leave = crawls, leave
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, line: bytes) -> None:
        """Begin what a line orders."""
        order = read_order(line)
        if isinstance(order, Stop):
            self._begin(self._crawls.stop(order.number))
        else:
            self._begin(self._crawls.run(order))

    def end(self) -> None:
        """End the crawl under way, then the loop."""
        self._begin(self._end())

    async def _end(self) -> None:
        await self._crawls.stop()
        own = asyncio.current_task()
        left = [task for task in self._tasks if task is not own]
        if left:
            await asyncio.wait(left)
        self._leave()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
