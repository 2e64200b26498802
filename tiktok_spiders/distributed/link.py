"""The scheduler's line to Redis: a Redis that is gone holds up nothing but the taking of new requests."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, TypeVar

from redis import RedisError

from tiktok_spiders.distributed.connection import PAUSE_S
from tiktok_spiders.identities.redis_gone import REFUSING, is_gone

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Link:
    """Asks Redis while it answers. ``on_back`` and ``on_lost`` are called in the event loop."""

    def __init__(
        self, server: Any, wait: float, on_back: Callable[[], None], on_lost: Callable[[], None]
    ) -> None:
        self._server = server
        self._wait = wait
        self._on_back = on_back
        self._on_lost = on_lost
        self._task: asyncio.Task[None] | None = None
        self.outages = 0

    @property
    def is_down(self) -> bool:
        """Whether Redis does not answer at the moment."""
        return self._task is not None

    def ask(self, question: Callable[[], T], otherwise: T) -> T:
        """Return what a question gives, or ``otherwise`` while Redis is gone."""
        if self._task is not None:
            return otherwise
        try:
            return question()
        except RedisError as error:
            if not is_gone(error):
                raise
            logger.warning("Redis does not answer: the crawl waits for it (%s)", error)
            self.outages += 1
            self._task = asyncio.ensure_future(self._await_it())
            return otherwise

    def close(self) -> None:
        """Wait no longer."""
        if self._task is not None:
            self._task.cancel()

    async def _await_it(self) -> None:
        deadline = time.monotonic() + self._wait
        while time.monotonic() < deadline:
            await asyncio.sleep(PAUSE_S)
            try:
                await asyncio.to_thread(self._server.ping)
            except REFUSING as error:
                logger.error("Redis refuses: %s", error)
                break
            except RedisError:
                continue
            self._task = None
            logger.info("Redis answers again: the crawl goes on")
            self._on_back()
            return
        logger.error("Redis did not answer for %g s (TIKTOK_STORE_WAIT): the crawl stops", self._wait)
        self._on_lost()
