"""The process behind ``scrapy worker``: holds the lock, plans, gives out jobs, until it is told to stop."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.schedules.dispatcher import Dispatcher
from tiktok_spiders.schedules.planner import Planner
from tiktok_spiders.schedules.timetable import Timetable

if TYPE_CHECKING:
    from tiktok_spiders.schedules.clock import Clock
    from tiktok_spiders.schedules.lock import Lock
    from tiktok_spiders.schedules.scrapyd import Scrapyd
    from tiktok_spiders.store import Store

logger = logging.getLogger(__name__)

TICK_S = 5.0
"""Changed schedules and ended jobs are seen so soon."""

PRUNE_EVERY = timedelta(hours=6)


class Worker:
    """One scheduler. Of several on the same store one works, the others wait."""

    def __init__(
        self, store: Store, scrapyd: Scrapyd, lock: Lock, clock: Clock, tick_s: float = TICK_S
    ) -> None:
        self._timetable = Timetable(store)
        self._planner = Planner(self._timetable)
        self._dispatcher = Dispatcher(self._timetable, scrapyd)
        self._lock, self._clock, self._tick_s = lock, clock, tick_s
        self._active: bool | None = None
        self._store_failed = False
        self._pruned_at: datetime | None = None

    def run(self) -> None:
        """Work until the clock says stop. Raises ``StoreError`` for a store that can never work."""
        wait = 0.0
        try:
            while not self._clock.wait(wait):
                wait = self.turn()
        finally:
            self._planner.close()
            self._release()
        logger.info("The scheduler has stopped; jobs that run go on")

    def turn(self) -> float:
        """Do what is to be done now; return the seconds until there may be more."""
        try:
            wait = self._work() if self._holds() else self._tick_s
        except StoreBusyError as error:
            if not self._store_failed:
                logger.warning("%s: waiting for it", error)
            self._store_failed = True
            return self._tick_s
        if self._store_failed:
            logger.info("The store answers again")
        self._store_failed = False
        return wait

    def _work(self) -> float:
        self._dispatcher.track(self._clock.now())
        until_next = self._planner.turn(self._clock.now())
        self._dispatcher.send(self._clock.now())
        self._prune(self._clock.now())
        until_retry = self._dispatcher.wait_s(self._clock.now())
        waits = [wait for wait in (until_next, until_retry) if wait is not None]
        return max(min([self._tick_s, *waits]), 0.0)

    def _holds(self) -> bool:
        holds = self._lock.hold(self._clock.now())
        if holds != self._active:
            logger.info("This scheduler %s", "works" if holds else "waits: another one works")
            self._planner.rest()
        self._active = holds
        return holds

    def _prune(self, now: datetime) -> None:
        if self._pruned_at is None or now - self._pruned_at >= PRUNE_EVERY:
            self._timetable.prune(now)
            self._pruned_at = now

    def _release(self) -> None:
        try:
            self._lock.release()
        except StoreBusyError:
            logger.warning("The lock could not be given back; it expires by itself")
