"""From the shared queue to a worker: leased requests, read, or set aside when they fail too often."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Any

from tiktok_spiders.distributed import codec
from tiktok_spiders.distributed.deliveries import Delivery
from tiktok_spiders.distributed.poison import poisoned

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.statscollectors import StatsCollector

    from tiktok_spiders.distributed.leases import Leased, LeaseQueue
    from tiktok_spiders.distributed.link import Link
    from tiktok_spiders.distributed.membership import Membership

logger = logging.getLogger(__name__)

NOBODY_KNOWS: Leased | int = 1
"""Requests in flight at other workers while Redis does not tell."""


class Intake:
    """Takes requests out of the queue for one worker.

    Stats: ``tiktok/distributed/again``, ``tiktok/distributed/aside``.
    """

    def __init__(
        self, link: Link, leases: LeaseQueue, member: Membership, stats: StatsCollector, most: int
    ) -> None:
        self._link = link
        self._leases = leases
        self._member = member
        self._stats = stats
        self._most = most
        self.elsewhere = 1
        """Requests in flight at other workers, as last told."""

    def take(self, spider: Any) -> Delivery | None:
        """Lease the next request; None when there is none now, or no Redis."""
        found = self._link.ask(self._leases.pop, NOBODY_KNOWS)
        if isinstance(found, int):
            self.elsewhere = found
            return None
        self.elsewhere = 1
        if found.given > 1:
            self._stats.inc_value("tiktok/distributed/again")
        return self._received(found, spider)

    def _received(self, leased: Leased, spider: Any) -> Delivery | None:
        try:
            if leased.given > self._most:
                request = self._set_aside(leased, spider)
            else:
                request = codec.decode(leased.data, spider)
                request.meta["again"] = leased.given > 1
                request.meta["doubtful"] = leased.given > 1 or self._is_older(leased)
        except codec.UnreadableRequestError as error:
            why = str(error)
            self._link.ask(lambda: self._leases.release(leased.token, why), otherwise=False)
            return None
        return Delivery(request, leased.token, leased.data)

    def _set_aside(self, leased: Leased, spider: Any) -> Request:
        told = f"set aside after {self._most} times: {leased.reason}"
        logger.error("A request was %s", told)
        request, target = poisoned(leased.data, spider, told)
        why = json.dumps({"reason": told, "run": self._member.run, "at": int(time.time())})
        key = self._member.keys.aside
        self._link.ask(lambda: self._member.server.hset(key, target, why), otherwise=None)
        self._stats.inc_value("tiktok/distributed/aside")
        return request

    def _is_older(self, leased: Leased) -> bool:
        """Tell whether a request is older than this worker's part in the run, or than Redis' last return."""
        stamp = leased.token[:12]
        try:
            return int(stamp, 16) <= self._member.joined
        except ValueError:
            return True
