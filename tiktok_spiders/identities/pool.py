"""The pool of one crawl."""

from __future__ import annotations

import time
from random import SystemRandom
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from tiktok_spiders.config import Config
from tiktok_spiders.identities.invent import invent
from tiktok_spiders.identities.jar import domain_for
from tiktok_spiders.identities.memory import MemoryPool

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity


class IdentityPool(MemoryPool):
    """The pool with its former names."""

    def get(self, name: str | None, *, mobile: bool = False) -> Identity:
        """Return the identity of this name while it lives, else the next in turn."""
        found = super().get(name) if name else None
        return found or self._next_in_turn("mobile" if mobile else "desktop")

    def replace(self, name: str | None, *, mobile: bool = False) -> Identity:
        """Let another identity take the place of this one."""
        kind: Kind = "mobile" if mobile else "desktop"
        place = next((one for one in self._of_kind(kind) if name and one.holds(name)), None)
        if place is None:
            return self._next_in_turn(kind)
        self._vacate(place)
        return self._fill(place)

    def _next_in_turn(self, kind: Kind) -> Identity:
        place = min(self._of_kind(kind), key=lambda one: one.turn)
        place.turn = next(self._turns)
        return place.occupant or self._fill(place)


_pools: WeakKeyDictionary[Crawler, IdentityPool] = WeakKeyDictionary()


def for_crawler(crawler: Crawler) -> IdentityPool:
    """Return the crawl's pool, made at the first call."""
    pool = _pools.get(crawler)
    if pool is None:
        pool = _pools[crawler] = _make(Config.from_settings(crawler.settings))
    return pool


def _make(config: Config) -> IdentityPool:
    domain = domain_for(urlsplit(config.web_url).hostname or "")
    random = SystemRandom()

    def make(slot: str, kind: Kind) -> Identity:
        return invent(slot, config.accept_language, random, kind=kind, cookie_domain=domain, born=time.time())

    return IdentityPool(config.identities or 1, make)
