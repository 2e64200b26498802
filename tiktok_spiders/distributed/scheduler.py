"""scrapy-redis' scheduler, with leases: what a worker holds when it dies goes to another one."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.misc import load_object
from scrapy_redis.scheduler import Scheduler  # type: ignore[import-untyped]

from tiktok_spiders.config import Config
from tiktok_spiders.distributed.deliveries import Deliveries, inherit
from tiktok_spiders.distributed.handover import Handover, left_to_others
from tiktok_spiders.distributed.intake import Intake
from tiktok_spiders.distributed.leases import LeaseQueue
from tiktok_spiders.distributed.link import Link
from tiktok_spiders.distributed.membership import Membership, counted, for_crawler
from tiktok_spiders.distributed.queue import JsonQueue
from tiktok_spiders.distributed.recovery import BEAT_S, GRACE_S, Recovery
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

TICK_S = 0.25
"""Seconds after which a worker that has nothing to do asks again."""


class LeasedScheduler(Scheduler):  # type: ignore[misc]
    """Gives requests out on a lease and ends it when the engine has finished with the response.

    That is after its page was stored. What came of a request is added to the queue in the same step that ends
    its lease, so a worker that is killed leaves either the request or what follows it, never both. A request
    that fails is given out again, up to ``TIKTOK_MAX_DELIVERIES`` times; then it is set aside and ends its
    target with a verdict. The queue is never cleared by a worker that closes.

    Stats: ``tiktok/distributed/delivered``, ``tiktok/distributed/reaped``, ``tiktok/distributed/pauses``.
    """

    def __init__(self, crawler: Crawler, member: Membership, config: Config) -> None:
        dupefilter = load_object(crawler.settings["DUPEFILTER_CLASS"])
        super().__init__(
            member.server,
            persist=True,
            queue_key=member.keys.requests,
            dupefilter=dupefilter(member.server, member.keys.dupefilter),
        )
        self.stats = crawler.stats
        self._crawler = crawler
        self._member = member
        self._config = config
        self._next_beat = 0.0
        self._held = Deliveries()
        leases = self._leases = LeaseQueue(member.server, member.keys, config.lease_s)
        link = self._link = Link(member.server, config.store_wait, self._is_back, self._is_lost)
        self._intake = Intake(link, leases, member, self.stats, config.max_deliveries)
        self._handover = Handover(link, leases, self.df, self._held, self.stats)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the scheduler on the crawl's part in its run."""
        member = for_crawler(crawler)
        if member is None:
            raise ConfigError("TIKTOK_DISTRIBUTED works with the spiders of this project only")
        return cls(crawler, member, Config.from_settings(crawler.settings))

    def open(self, spider: Spider) -> None:
        """Begin to give signs of life."""
        self.spider: Any = spider
        self.queue = JsonQueue(self.server, spider, self.queue_key)
        parts = (self._link, self._leases, self._member, self._held, self.df)
        self._recovery = Recovery(*parts, grace=min(self._config.lease_s, GRACE_S))
        self._is_met = left_to_others(spider)
        connect = self._crawler.signals.connect
        connect(self._spider_error, signal=signals.spider_error)
        connect(self._item_error, signal=signals.item_error)
        self._ticking = create_looping_call(self._tick)
        self._ticking.start(TICK_S, now=False)

    def close(self, reason: str) -> None:
        """Give back what was not done and sign off; the queue stays."""
        self._ticking.stop()
        self._recovery.close()
        self._settle()
        for delivery in list(self._held):
            self._handover.release(delivery)
        self._leave(reason)
        self._link.close()
        self.server.close()

    def enqueue_request(self, request: Request) -> bool:
        """Take a request: with the one that it came of, if there is one, else at the next occasion."""
        parent = self._held.parent_of(request)
        if parent is None:
            self._handover.add(request, self._is_met)
        else:
            inherit(request, parent.request)
            parent.children.append(request)
        self.stats.inc_value("scheduler/enqueued/redis")
        return True

    def next_request(self) -> Request | None:
        """Return the next request; None when there is none now, or no Redis."""
        self._settle()
        delivery = self._held.kept.pop(0) if self._held.kept else self._intake.take(self.spider)
        if delivery is None:
            return None
        self.stats.inc_value("scheduler/dequeued/redis")
        self.stats.inc_value("tiktok/distributed/delivered")
        return self._held.give(delivery)

    def has_pending_requests(self) -> bool:
        """Tell whether anything is left, here or at another worker, or may come."""
        if self._config.idle == "wait" or self._link.is_down or self._recovery.is_under_way:
            return True
        return bool(self._held or self._handover or self._intake.elsewhere)

    def _settle(self) -> None:
        """End the leases of what the engine has finished with, and push what waits."""
        slot = self._crawler.engine._slot  # noqa: SLF001 - no signal tells that a response is finished
        self._held.settle(slot.inprogress if slot is not None else ())
        self._handover.hand_over()

    def _tick(self) -> None:
        if time.monotonic() >= self._next_beat:
            self._next_beat = time.monotonic() + min(self._config.lease_s / 4, BEAT_S)
            self._link.ask(self._beat, otherwise=None)
        slot = self._crawler.engine._slot  # noqa: SLF001 - else an idle engine looks again after 5 seconds only
        if slot is not None and not self._link.is_down:
            slot.nextcall.schedule()

    def _beat(self) -> None:
        told = self._leases.beat(self._member.worker, [one.token for one in self._held])
        if told.reaped:
            logger.info("%d requests of workers that gave no sign of life are given out again", told.reaped)
            self.stats.inc_value("tiktok/distributed/reaped", told.reaped)
        if not told.was_known or self._recovery.is_due:
            self._recover(told.stamp)

    def _is_back(self) -> None:
        self.stats.inc_value("tiktok/distributed/pauses")
        self._recovery.look()
        stamp = self._link.ask(self.server.time, otherwise=None)
        if stamp is not None:
            self._member.joined = int(stamp[0]) * 1000
        self._link.ask(self._beat, otherwise=None)

    def _recover(self, stamp: int) -> None:
        self._recovery.is_due = True
        self._member.joined = stamp
        if self._recovery.claim():
            self.stats.inc_value("tiktok/distributed/recoveries")
            self._recovery.begin(self.spider, self._handover, self._store_is_lost)

    def _is_lost(self) -> None:
        self._end("redis")

    def _store_is_lost(self) -> None:
        self._end("store")

    def _end(self, reason: str) -> None:
        self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))

    def _leave(self, reason: str) -> None:
        sums = counted(self.stats.get_stats())
        member = self._member
        finished = reason == "finished"
        told = self._link.ask(
            lambda: self._leases.leave(member.worker, member.run, finished=finished, sums=sums),
            otherwise=None,
        )
        if told is not None:
            member.is_last, member.left, member.totals = told

    def _spider_error(self, failure: Any, response: Any) -> None:
        self._failed(response, failure)

    def _item_error(self, item: Any, response: Any, failure: Any) -> None:
        self._failed(response, failure)

    def _failed(self, response: Any, failure: Any) -> None:
        delivery = self._held.of(getattr(response, "request", None))
        if delivery is not None:
            delivery.failure = f"{failure.type.__name__}: {failure.value}"[:500]
