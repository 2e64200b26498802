"""How everything does: found out at most every few seconds, however many ask."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from anyio import to_thread
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest

from tiktok_spiders.api.health.cookies import Cookies, cookies
from tiktok_spiders.api.health.figures import Figures, Shown
from tiktok_spiders.api.health.holdings import holdings
from tiktok_spiders.api.health.pings import AT_ONCE, Ping, Pings
from tiktok_spiders.api.health.recorded import Recorded, recorded
from tiktok_spiders.api.health.requests import Requests
from tiktok_spiders.api.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.api.state import State

PINGED_S, RECORDED_S, HELD_S, COOKIES_S = 5.0, 10.0, 30.0, 60.0
"""Seconds for which is kept what was found out about services, verdicts, store and cache, and cookies."""

PATIENCE_S = 5.0
"""Seconds after which what the store does not tell counts as unknown."""

T = TypeVar("T")


class Health:
    """One for each application: its requests are counted here."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._registry = CollectorRegistry()
        self.requests = Requests(self._registry)
        self._shown = Shown()
        self._registry.register(self._shown)
        ProcessCollector(registry=self._registry)
        self._pings = Pings(state)
        self._limiter = anyio.CapacityLimiter(AT_ONCE)
        kept = {
            "pings": PINGED_S,
            "recorded": RECORDED_S,
            "holdings": HELD_S,
            "cookies": COOKIES_S,
            "cache": HELD_S,
        }
        self._kept = {name: Remembered(seconds) for name, seconds in kept.items()}

    async def ready(self) -> dict[str, Any]:
        """Return whether all is well, and what is not."""
        pings, seen, logins = await self._pinged(), await self._recorded(), await self._cookies()
        reasons = [f"{name} does not answer" for name, ping in pings.items() if ping.status == "down"]
        if seen.api_accessible is False:
            reasons.append("TikTok has refused most of what was asked lately")
        if logins.valid is False:
            reasons.append("the login of every session has expired")
        return {
            "status": "degraded" if reasons else "ready",
            "timestamp": datetime.now(UTC),
            "api_accessible": seen.api_accessible,
            "cookies_valid": logins.valid,
            "cookie_expires": logins.expires,
            "endpoints_tested": seen.endpoints_tested,
            "response_time_ms": seen.response_time_ms,
            **{name: asdict(ping) for name, ping in pings.items()},
            "reasons": reasons,
        }

    async def metrics(self) -> bytes:
        """Return all figures in Prometheus's text format."""
        self._shown.figures = Figures(
            now=datetime.now(UTC),
            pings=await self._pinged(),
            recorded=await self._recorded(),
            cookies=await self._cookies(),
            holdings=await self._look("holdings", self._holdings, None),
            cache=await self._cache_stats(),
            live=_live_questions(self._state.live),
        )
        return generate_latest(self._registry)

    async def close(self) -> None:
        """End what is being found out."""
        for kept in self._kept.values():
            await kept.close()

    async def _pinged(self) -> dict[str, Ping]:
        async def ping(_as_of: datetime) -> dict[str, Ping]:
            return await self._pings.all()

        return (await self._kept["pings"].get("all", ping))[0]

    async def _recorded(self) -> Recorded:
        return await self._look("recorded", self._read_recorded, Recorded())

    async def _cookies(self) -> Cookies:
        config, store = self._state.config, self._state.store
        return await self._look("cookies", lambda now: cookies(config, store, now), Cookies())

    async def _look(self, name: str, work: Callable[[datetime], T], unknown: T) -> T:
        """Return what ``work`` finds out in a thread, ``unknown`` while it cannot or takes too long."""

        async def make(as_of: datetime) -> T:
            try:
                with anyio.fail_after(PATIENCE_S):
                    return await to_thread.run_sync(
                        work, as_of, limiter=self._limiter, abandon_on_cancel=True
                    )
            except Exception:  # noqa: BLE001 - the pings tell of what is down
                return unknown

        return (await self._kept[name].get("all", make))[0]

    def _read_recorded(self, now: datetime) -> Recorded:
        with self._state.store.reading() as connection:
            return recorded(connection, now)

    def _holdings(self, _now: datetime) -> Any:
        with self._state.store.reading() as connection:
            return holdings(connection)

    async def _cache_stats(self) -> dict[str, Any] | None:
        """Return the newest hits and misses, and how much is kept as of a short while ago: it is counted."""
        cache = self._state.cache
        if cache is None:
            return None

        async def make(_as_of: datetime) -> dict[str, Any]:
            return dict(await cache.stats())

        kept, _ = await self._kept["cache"].get("all", make)
        return {**kept, "hits": cache.hits, "misses": cache.misses}


def _live_questions(live: Any) -> int | None:
    flights = getattr(live, "flights", None)
    return None if flights is None else flights.count
