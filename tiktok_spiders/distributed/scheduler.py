"""scrapy-redis' scheduler, with leases: what a worker holds when it dies goes to another one."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.misc import load_object
from scrapy_redis.scheduler import Scheduler  # type: ignore[import-untyped]

from tiktok_spiders.config import Config
from tiktok_spiders.distributed import codec
from tiktok_spiders.distributed.leases import Child, Leased, LeaseQueue
from tiktok_spiders.distributed.link import Link
from tiktok_spiders.distributed.membership import Membership, counted, for_crawler
from tiktok_spiders.distributed.poison import poisoned
from tiktok_spiders.distributed.queue import JsonQueue
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

TICK_S = 0.25
"""Seconds after which a worker that has nothing to do asks again."""

NOBODY_KNOWS: Leased | int = 1
"""Requests in flight at other workers while Redis does not tell."""

BEAT_S = 2.0
"""The longest time between two signs of life; a quarter of a short lease is less."""


@dataclass(eq=False, slots=True)
class _Delivery:
    """A request that this worker holds."""

    request: Request
    token: str
    data: bytes
    children: list[Request] = field(default_factory=list)
    failure: str = ""
    """Why it has to be done again."""


class LeasedScheduler(Scheduler):  # type: ignore[misc]
    """Gives requests out on a lease and ends it when the engine has finished with the response.

    That is after its page was stored. What came of a request is added to the queue in the same step that ends
    its lease, so a worker that is killed leaves either the request or what follows it, never both. A request
    that fails is given out again, up to ``TIKTOK_MAX_DELIVERIES`` times; then it is set aside and ends its
    target with a verdict. The queue is never cleared by a worker that closes.

    Stats: ``tiktok/distributed/delivered``, ``tiktok/distributed/again``, ``tiktok/distributed/lost``,
    ``tiktok/distributed/reaped``, ``tiktok/distributed/released``, ``tiktok/distributed/aside``,
    ``tiktok/distributed/met``, ``tiktok/distributed/pauses``.
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
        self._leases = LeaseQueue(member.server, member.keys, config.lease_s)
        self._link = Link(member.server, config.store_wait, self._is_back, self._is_lost)
        self._mine: dict[str, _Delivery] = {}
        self._kept: list[_Delivery] = []
        self._done: list[_Delivery] = []
        self._outbox: list[Request] = []
        self._elsewhere = 1
        """Requests in flight at other workers, as last told."""
        self._next_beat = 0.0

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
        connect = self._crawler.signals.connect
        connect(self._spider_error, signal=signals.spider_error)
        connect(self._item_error, signal=signals.item_error)
        self._ticking = create_looping_call(self._tick)
        self._ticking.start(TICK_S, now=False)

    def close(self, reason: str) -> None:
        """Give back what was not done and sign off; the queue stays."""
        self._ticking.stop()
        self._settle()
        for delivery in (*self._kept, *self._mine.values()):
            self._release(delivery)
        self._leave(reason)
        self._link.close()

    def enqueue_request(self, request: Request) -> bool:
        """Take a request: with the one that it came of, if there is one, else at the next occasion."""
        parent = self._parent_of(request)
        if parent is None:
            self._outbox.append(request)
        else:
            self._inherit(request, parent.request)
            parent.children.append(request)
        self.stats.inc_value("scheduler/enqueued/redis")
        return True

    def next_request(self) -> Request | None:
        """Return the next request; None when there is none now, or no Redis."""
        self._settle()
        delivery = self._kept.pop(0) if self._kept else self._pop()
        if delivery is None:
            return None
        self._mine[delivery.token] = delivery
        delivery.request.meta["delivery"] = delivery.token
        self.stats.inc_value("scheduler/dequeued/redis")
        self.stats.inc_value("tiktok/distributed/delivered")
        return delivery.request

    def has_pending_requests(self) -> bool:
        """Tell whether anything is left, here or at another worker, or may come."""
        if self._config.idle == "wait" or self._link.is_down:
            return True
        return bool(self._mine or self._kept or self._done or self._outbox or self._elsewhere)

    def _pop(self) -> _Delivery | None:
        found = self._link.ask(self._leases.pop, NOBODY_KNOWS)
        if isinstance(found, int):
            self._elsewhere = found
            return None
        self._elsewhere = 1
        if found.given > 1:
            self.stats.inc_value("tiktok/distributed/again")
        return self._received(found)

    def _received(self, leased: Leased) -> _Delivery | None:
        try:
            if leased.given > self._config.max_deliveries:
                request = self._set_aside(leased, leased.reason)
            else:
                request = codec.decode(leased.data, self.spider)
                request.meta["again"] = leased.given > 1
                request.meta["doubtful"] = leased.given > 1 or self._is_older(leased)
        except codec.UnreadableRequestError as error:
            why = str(error)
            self._link.ask(lambda: self._leases.release(leased.token, why), otherwise=False)
            return None
        return _Delivery(request, leased.token, leased.data)

    def _set_aside(self, leased: Leased, reason: str) -> Request:
        told = f"set aside after {self._config.max_deliveries} times: {reason}"
        logger.error("A request was %s", told)
        request, target = poisoned(leased.data, self.spider, told)
        why = {"reason": told, "run": self._member.run, "at": int(time.time())}
        self._link.ask(
            lambda: self.server.hset(self._member.keys.aside, target, json.dumps(why)), otherwise=None
        )
        self.stats.inc_value("tiktok/distributed/aside")
        return request

    def _is_older(self, leased: Leased) -> bool:
        """Tell whether a request is older than this worker's part in the run, or than Redis' last return."""
        stamp = leased.token[:12]
        try:
            return int(stamp, 16) <= self._member.joined
        except ValueError:
            return True

    def _parent_of(self, request: Request) -> _Delivery | None:
        """Return the delivery that a request came of: the one with its listing, or with its target's text."""
        held = self._mine.get(request.meta.get("delivery", ""))
        if held is not None:
            return held
        if request.meta.get("is_start_request"):
            return None  # though this worker may be busy with its listing: another one has begun it
        names = _listings_of(request)
        return next((one for one in self._mine.values() if names & _listings_of(one.request)), None)

    def _inherit(self, request: Request, parent: Request) -> None:
        urgency = parent.meta.get("urgency", 0)
        if urgency > 0:
            request.meta["urgency"] = urgency
            if request.priority < urgency:
                request.priority += urgency

    def _settle(self) -> None:
        """End the leases of what the engine has finished with, and push what waits."""
        slot = self._crawler.engine._slot  # noqa: SLF001 - no signal tells that a response is finished
        busy = slot.inprogress if slot is not None else set()
        for token in [token for token, one in self._mine.items() if one.request not in busy]:
            self._done.append(self._mine.pop(token))
        if self._outbox:
            self._push()
        if self._done:
            self._finish()

    def _push(self) -> None:
        waiting, self._outbox = self._outbox, []
        for number, request in enumerate(waiting):
            child = self._child(request, None)
            is_new = self._link.ask(lambda child=child: self._leases.push(child), otherwise=None)  # type: ignore[misc]
            if is_new is None:
                self._outbox = [*waiting[number:], *self._outbox]
                return
            if not is_new:
                self._met()
                if "listing" in request.meta:
                    self.spider.left_to_others(request.meta["target"])

    def _finish(self) -> None:
        self._give_back()
        ended = [(one, [self._child(each, one.request) for each in one.children]) for one in self._done]
        asked = [(one.token, children) for one, children in ended]
        told = self._link.ask(lambda: self._leases.finish(asked), None) if asked else None
        for (delivery, children), finished in zip(ended, told or (), strict=told is not None):
            self._done.remove(delivery)
            if finished.mine:
                self._take_children(delivery, children, finished.children)
            else:
                self.stats.inc_value("tiktok/distributed/lost")

    def _take_children(self, delivery: _Delivery, children: list[Child], fates: tuple[str, ...]) -> None:
        for request, child, fate in zip(delivery.children, children, fates, strict=True):
            if fate == "0":
                self._met()
            elif child.keep:
                self._kept.append(_Delivery(request, fate, child.data))

    def _give_back(self) -> None:
        """Give back what was not done: the crawl closes, the store has failed, or a callback has."""
        is_unsaved = self.stats.get_value("tiktok/store/unsaved") is not None
        undone = [one for one in self._done if is_unsaved or one.failure or one.request.meta.get("closing")]
        for delivery in undone:
            self._release(delivery)
            self._done.remove(delivery)

    def _child(self, request: Request, parent: Request | None) -> Child:
        return Child(
            codec.encode(request),
            request.priority,
            self.df.marks(request, parent),
            keep=parent is not None and bool(request.meta.get("listing", {}).get("branch")),
        )

    def _met(self) -> None:
        self.stats.inc_value("dupefilter/filtered")
        self.stats.inc_value("tiktok/distributed/met")

    def _release(self, delivery: _Delivery) -> None:
        reason = "" if delivery.request.meta.get("closing") else delivery.failure
        self._link.ask(lambda: self._leases.release(delivery.token, reason), otherwise=False)
        self.stats.inc_value("tiktok/distributed/released")

    def _tick(self) -> None:
        if time.monotonic() >= self._next_beat:
            self._next_beat = time.monotonic() + min(self._config.lease_s / 4, BEAT_S)
            self._link.ask(self._beat, otherwise=None)
        slot = self._crawler.engine._slot  # noqa: SLF001 - else an idle engine looks again after 5 seconds only
        if slot is not None and not self._link.is_down:
            slot.nextcall.schedule()

    def _beat(self) -> None:
        held = [*self._mine, *(one.token for one in (*self._kept, *self._done))]
        _, reaped, _lost = self._leases.beat(self._member.worker, held)
        if reaped:
            logger.info("%d requests of workers that gave no sign of life are given out again", reaped)
            self.stats.inc_value("tiktok/distributed/reaped", reaped)

    def _is_back(self) -> None:
        """Hold again what Redis may have forgotten, before others are given it."""
        held = (*self._mine.values(), *self._kept, *self._done)
        known = {one.token: (one.request.priority, one.data) for one in held}
        self._link.ask(lambda: self._leases.reclaim(known), otherwise=None)
        stamp = self._link.ask(self.server.time, otherwise=None)
        if stamp is not None:
            self._member.joined = int(stamp[0]) * 1000
        self.stats.inc_value("tiktok/distributed/pauses")
        self._next_beat = 0.0

    def _is_lost(self) -> None:
        self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="redis"))

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
        request = getattr(response, "request", None)
        delivery = self._mine.get(request.meta.get("delivery", "")) if request is not None else None
        if delivery is not None:
            delivery.failure = f"{failure.type.__name__}: {failure.value}"[:500]


def _listings_of(request: Request) -> set[tuple[str, str]]:
    """Return target and resource of the listings that wait for a request."""
    state = request.meta.get("listing")
    if state is None:
        return set()
    return {(state["target"], name) for name in (state["resource"], *state.get("siblings", ()))}
