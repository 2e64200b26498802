"""What a worker does for a Redis that has come back without what it held."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from redis.exceptions import NoPermissionError

from tiktok_spiders.distributed.connection import PAUSE_S, TIMEOUT_S
from tiktok_spiders.distributed.leases import Held
from tiktok_spiders.exceptions import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.distributed.deliveries import Deliveries
    from tiktok_spiders.distributed.dupefilter import ListingDupeFilter
    from tiktok_spiders.distributed.handover import Handover
    from tiktok_spiders.distributed.leases import LeaseQueue
    from tiktok_spiders.distributed.link import Link
    from tiktok_spiders.distributed.membership import Membership

logger = logging.getLogger(__name__)

BEAT_S = 2.0
"""The longest time between two signs of life; a quarter of a short lease is less."""

GRACE_S = BEAT_S + TIMEOUT_S + PAUSE_S
"""Seconds within which every worker that lives has met a Redis that came back, and claimed what it holds."""

BATCH = 50
"""Requests that are handed over at once."""


class Recovery:
    """Claims again what this worker holds, then lets the spider begin again what the run has not answered.

    That happens when Redis was started anew, for it may have lost its last writes or all of them, and when it
    does not know the worker. Marks of listings keep what still is in the queue, or held by another worker,
    from being begun twice. What was begun goes on after its checkpoint in the store.

    Stats: ``tiktok/distributed/recoveries``.
    """

    def __init__(
        self,
        link: Link,
        leases: LeaseQueue,
        member: Membership,
        held: Deliveries,
        dupefilter: ListingDupeFilter,
        *,
        grace: float,
    ) -> None:
        self._link = link
        self._leases = leases
        self._member = member
        self._held = held
        self._df = dupefilter
        self._grace = grace
        self._task: asyncio.Task[None] | None = None
        self._process = self._link.ask(self._named, otherwise=None)
        self.is_due = False
        """Whether Redis may have lost something that was not made up for."""

    @property
    def is_under_way(self) -> bool:
        """Whether requests may come of it."""
        return self.is_due or (self._task is not None and not self._task.done())

    def look(self) -> None:
        """Note whether the server is another process than before."""
        process = self._link.ask(self._named, otherwise=None)
        if process is None or process != self._process:
            self.is_due = True
        self._process = process

    def claim(self) -> bool:
        """Hold again what Redis has forgotten, before others are given it; False while Redis is gone."""
        held = [
            Held(one.token, one.request.priority, one.data, self._df.marks_of(one.request))
            for one in self._held
        ]
        run = "" if self._member.is_named else self._member.run
        lost = self._link.ask(lambda: self._leases.reclaim(held, run), otherwise=None)
        self.is_due = lost is None
        return lost is not None

    def begin(self, spider: Any, handover: Handover, on_failed: Callable[[], object]) -> None:
        """Begin again what is not answered, when every worker has had time to claim what it holds.

        ``on_failed`` is called when the store, which has to be asked, does not answer.
        """
        self.close()
        self._task = asyncio.ensure_future(self._begin_again(spider, handover, on_failed))

    def close(self) -> None:
        """Leave it to the other workers, or to the next start."""
        if self._task is not None:
            self._task.cancel()

    async def _begin_again(self, spider: Any, handover: Handover, on_failed: Callable[[], object]) -> None:
        logger.warning("Redis may have lost requests: what is not answered is begun again from the store")
        await asyncio.sleep(self._grace)
        try:
            number = 0
            async for request in spider.begin_again():
                handover.add(request)
                number += 1
                if number % BATCH == 0:
                    await self._hand_over(handover)
            await self._hand_over(handover)
        except StoreError as error:
            logger.error("What Redis may have lost cannot be looked up: %s", error)
            on_failed()

    @staticmethod
    async def _hand_over(handover: Handover) -> None:
        handover.hand_over()
        while handover:
            await asyncio.sleep(PAUSE_S)
            handover.hand_over()

    def _named(self) -> str | None:
        """Return the server's name for its process; None, which is always new, if it may not be asked."""
        try:
            return str(self._member.server.info("server").get("run_id"))
        except NoPermissionError:
            return None
