"""The identities of one crawl, and which one carries a request."""

from __future__ import annotations

from itertools import count
from random import Random, SystemRandom
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tiktok_spiders.config import Config
from tiktok_spiders.identities.identity import Identity, mint

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class IdentityPool:
    """A fixed number of identities in memory. One that is spent gives its place to a new one."""

    def __init__(self, size: int, accept_language: str, random: Random | None = None) -> None:
        self._language = accept_language
        self._random = random or SystemRandom()
        self._serial = count()
        self._turn = count()
        self._desktop = [self._mint(f"d{i}", mobile=False) for i in range(size)]
        self._mobile: list[Identity] = []

    def get(self, name: str | None, *, mobile: bool = False) -> Identity:
        """Return the identity of this name while it lives, else the next in turn."""
        members = self._members(mobile=mobile)
        named = next((one for one in members if one.name == name), None)
        return named or members[next(self._turn) % len(members)]

    def replace(self, name: str | None, *, mobile: bool = False) -> Identity:
        """Retire an identity and return the new one that takes its place."""
        members = self._members(mobile=mobile)
        place = next((i for i, one in enumerate(members) if one.name == name), None)
        if place is None:
            return members[next(self._turn) % len(members)]
        members[place] = self._mint(members[place].slot, mobile=mobile)
        return members[place]

    def _members(self, *, mobile: bool) -> list[Identity]:
        if mobile and not self._mobile:
            self._mobile = [self._mint(f"m{i}", mobile=True) for i in range(len(self._desktop))]
        return self._mobile if mobile else self._desktop

    def _mint(self, slot: str, *, mobile: bool) -> Identity:
        return mint(f"{slot}.{next(self._serial)}", slot, self._language, self._random, mobile=mobile)


_pools: WeakKeyDictionary[Crawler, IdentityPool] = WeakKeyDictionary()


def for_crawler(crawler: Crawler) -> IdentityPool:
    """Return the crawl's pool, made at the first call."""
    pool = _pools.get(crawler)
    if pool is None:
        config = Config.from_settings(crawler.settings)
        pool = _pools[crawler] = IdentityPool(config.identities or 1, config.accept_language)
    return pool
