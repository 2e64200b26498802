"""A worker's part in a run: which run it is, and whether others work on it."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from tiktok_spiders.distributed import scripts
from tiktok_spiders.distributed.keys import RunKeys, run_keys
from tiktok_spiders.store.crawl import node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler

    from tiktok_spiders.config import Config

START_S = 60.0
"""Seconds for which a worker counts before its first sign of life."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Membership:
    """One worker of a run."""

    server: Any
    keys: RunKeys
    run: str
    """Name of the run."""

    worker: str
    """Name of the worker: ``host/pid/random``."""

    joined: int
    """Redis' time in ms when it began, or when Redis came back."""

    is_named: bool = True
    """Whether it asked for the run by its name."""

    is_last: bool = False
    """Whether it has ended as the last one: then the run's row is its to close."""

    left: int = 0
    """Requests that were left then."""

    totals: dict[str, int] = field(default_factory=dict)
    """Sums of the counting stats of all workers that have ended."""


_members: WeakKeyDictionary[Crawler, Membership] = WeakKeyDictionary()


def join(crawler: Crawler, config: Config, spider: str, run: str | None) -> Membership:
    """Take part in the named run, or in the one that the workers without a name share.

    Waits for a Redis that does not answer. Raises ``RedisError`` after that.
    """
    from tiktok_spiders.distributed import connection  # noqa: PLC0415 - every crawl would load Redis: 6 MiB

    server = connection.connect(config)
    worker = f"{node()}/{os.urandom(4).hex()}"
    new = f"queue-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.urandom(3).hex()}"
    script = server.register_script(scripts.JOIN)
    arguments = [
        f"{config.redis_prefix}:{spider}:",
        new,
        worker,
        int(max(config.lease_s, START_S) * 1000),
        run or "",
    ]
    place = run_keys(config.redis_prefix, spider, "").run
    name, stamp = connection.patiently(lambda: script([place], arguments), config.store_wait, logger.warning)
    found = name.decode()
    keys = run_keys(config.redis_prefix, spider, found)
    member = Membership(server, keys, found, worker, int(stamp), is_named=run is not None)
    _members[crawler] = member
    return member


def for_crawler(crawler: Crawler) -> Membership | None:
    """Return the crawl's part in a shared run; None when it shares nothing."""
    return _members.get(crawler)


COUNTED = ("tiktok/targets", "tiktok/requests", "tiktok/bytes", "tiktok/store/rejected")
COUNTED_KINDS = ("tiktok/verdicts/", "tiktok/records/", "tiktok/outcome/")


def counted(stats: Mapping[str, Any]) -> dict[str, int]:
    """Return the stats that the workers of a run add up."""
    return {
        name: int(value)
        for name, value in stats.items()
        if isinstance(value, int) and (name in COUNTED or name.startswith(COUNTED_KINDS))
    }
