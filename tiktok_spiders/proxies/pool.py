"""The proxies of one crawl: which is next, which rests."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies.health import Health
from tiktok_spiders.proxies.rotation import Algorithm, Rotation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from tiktok_spiders.proxies.proxy import Proxy
    from tiktok_spiders.proxies.sources import Source

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
"""A source is asked at most this often whether it changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyStatus:
    """What may be shown of a proxy and its health."""

    name: str
    shown: str
    country: str | None
    city: str | None
    health: str
    """``new``, ``ok``, ``failing`` or ``quarantined``."""

    ok: int
    failures: dict[str, int]
    latency: float | None
    quarantined_until: float | None
    """Seconds of the pool's clock; None unless it rests now."""

    last_error: str


class ProxyPool:
    """All proxies of the sources, in their order. Falsy when there is none.

    Sources are read at once: ``ConfigError`` names what is wrong in them, or that none is in ``country``.
    Later changes of a source are taken over; one that has become wrong is logged, and its last list kept.
    """

    def __init__(
        self,
        sources: Sequence[Source] = (),
        algorithm: Algorithm = "round-robin",
        *,
        country: str | None = None,
        clock: Callable[[], float] = time.time,
        random: Random | None = None,
    ) -> None:
        self._sources = sources
        self._country = country.upper() if country else None
        self._clock = clock
        self._rotation = Rotation(algorithm, random)
        self._lists = [source.read() for source in sources]
        self._proxies = self._merged()
        self._health: dict[str, Health] = {}
        self._looked = clock()
        self._exhausted = False
        self.when_lost: list[Callable[[str], None]] = []
        """Called with the name of a proxy that goes into quarantine or is no longer listed."""
        self.when_exhausted: list[Callable[[], None]] = []
        """Called when a proxy is wanted and all rest; again only after one was free between."""
        if sources and not self._proxies:
            raise ConfigError(f"TIKTOK_PROXY_COUNTRY is {country!r}: no proxy is tagged with that country")

    def __len__(self) -> int:
        return len(self._proxies)

    def next(self, country: str | None = None, sticky_key: str | None = None) -> Proxy | None:
        """Return the proxy whose turn it is, of this country if one is given.

        When all of them rest, it is the one that is free first. None: the pool has no proxy (of that
        country). A ``sticky_key`` keeps its proxy while that is free.
        """
        self._look()
        wanted = [one for one in self._proxies.values() if country is None or one.country == country.upper()]
        if not wanted:
            return None
        now = self._clock()
        free = [one for one in wanted if self._of(one.name).is_free(now)]
        if free:
            self._exhausted = False
            return self._rotation.choose(free, sticky_key)
        self._tell_exhausted()
        return min(wanted, key=lambda one: self._of(one.name).resting_until)

    def get(self, name: str | None) -> Proxy | None:
        """Return the proxy of this name; None when it is not (or no longer) listed."""
        return self._proxies.get(name) if name else None

    def all(self) -> list[Proxy]:
        """Return all proxies in the order of their sources."""
        return list(self._proxies.values())

    def is_free(self, name: str) -> bool:
        """Tell whether a proxy is listed and not in quarantine."""
        return name in self._proxies and self._of(name).is_free(self._clock())

    def report(self, name: str, ok: bool, kind: str = "", latency: float | None = None) -> bool:  # noqa: FBT001
        """Note what came of a request: an answer after ``latency`` seconds, or a failure of this kind.

        Returns whether the proxy goes into quarantine by it. Names that are not listed are ignored.
        """
        if name not in self._proxies:
            return False
        if ok:
            self._of(name).succeed(latency)
            return False
        if not self._of(name).fail(kind, self._clock()):
            return False
        self._lose(name)
        return True

    def status(self) -> list[ProxyStatus]:
        """Return all proxies with their health, in the order of their sources."""
        return [self._status(proxy) for proxy in self._proxies.values()]

    def _of(self, name: str) -> Health:
        return self._health.setdefault(name, Health())

    def _status(self, proxy: Proxy) -> ProxyStatus:
        health = self._of(proxy.name)
        resting = not health.is_free(self._clock())
        return ProxyStatus(
            name=proxy.name,
            shown=proxy.shown,
            country=proxy.country,
            city=proxy.city,
            health="quarantined" if resting else _word(health),
            ok=health.ok,
            failures=dict(health.failures),
            latency=health.latency,
            quarantined_until=health.resting_until if resting else None,
            last_error=health.last_error,
        )

    def _look(self) -> None:
        now = self._clock()
        if now - self._looked < LOOK_EVERY_S:
            return
        self._looked = now
        changed = [number for number, source in enumerate(self._sources) if source.changed()]
        if changed:
            self._take_over(changed)

    def _take_over(self, changed: list[int]) -> None:
        before = set(self._proxies)
        for number in changed:
            try:
                self._lists[number] = self._sources[number].read()
            except ConfigError as error:
                logger.warning("%s; the last list is kept", error)
        self._proxies = self._merged() or self._proxies
        for name in before - set(self._proxies):
            self._lose(name)
        logger.info("Proxies were listed anew: %d", len(self._proxies))

    def _merged(self) -> dict[str, Proxy]:
        return {
            one.name: one
            for listed in self._lists
            for one in listed
            if self._country is None or one.country == self._country
        }

    def _lose(self, name: str) -> None:
        for callback in self.when_lost:
            callback(name)

    def _tell_exhausted(self) -> None:
        if self._exhausted:
            return
        self._exhausted = True
        logger.warning("All %d proxies are in quarantine: the one that is free first is asked", len(self))
        for callback in self.when_exhausted:
            callback()


def _word(health: Health) -> str:
    if health.failed_in_row:
        return "failing"
    return "ok" if health.ok else "new"
