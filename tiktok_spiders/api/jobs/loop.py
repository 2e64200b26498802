"""The event loop's part: has the watcher work in a thread, again and again, until the API stops."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import StoreError

if TYPE_CHECKING:
    from tiktok_spiders.api.jobs.watcher import Watcher

logger = logging.getLogger(__name__)

BUSY_S, IDLE_S = 0.5, 2.0
"""Seconds between two looks, with jobs to see to and without. Who changes a job wakes it."""


class Loop:
    """Runs until ``stop``. The event loop is never blocked; a store that is away is waited for."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._awake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._stopping = False
        self._store_failed = False
        self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Let it look at once; any thread may call this."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._awake.set)

    async def stop(self) -> None:
        """End after what is done now. Crawls go on; the next API process sees to them at once."""
        self._stopping = True
        self._awake.set()
        await self._task
        with suppress(StoreError):
            await asyncio.to_thread(self._watcher.release)

    async def _run(self) -> None:
        while not self._stopping:
            self._awake.clear()
            wait = await asyncio.to_thread(self._turn)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    def _turn(self) -> float:
        try:
            busy = self._watcher.turn()
        except StoreError as error:
            if not self._store_failed:
                logger.warning("%s: jobs wait for it", error)
            self._store_failed = True
            return IDLE_S
        except Exception:
            logger.exception("Seeing to jobs failed; it is tried again")
            return IDLE_S
        if self._store_failed:
            logger.info("The store answers again")
        self._store_failed = False
        return BUSY_S if busy else IDLE_S
