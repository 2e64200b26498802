"""Whether the services that the API stands on answer, each asked for one small thing."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import anyio
import httpx
import sqlalchemy as sa
from anyio import to_thread

from tiktok_spiders.schedules.scrapyd import Scrapyd

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tiktok_spiders.api.state import State
    from tiktok_spiders.config import Config
    from tiktok_spiders.store import Store

PATIENCE_S = 2.0
"""Seconds after which a service counts as down."""

AT_ONCE = 3
"""Threads that wait for services: one that hangs must not take those that answer requests."""


@dataclass(frozen=True, slots=True)
class Ping:
    """``response_time_ms``: None of what does not answer or is not asked."""

    status: Literal["up", "down", "not_configured"]
    response_time_ms: float | None = None


class Pings:
    """Asks the database, Redis if there is one, and Scrapyd if jobs run there."""

    def __init__(self, state: State, patience_s: float = PATIENCE_S) -> None:
        self._state, self._patience_s = state, patience_s
        self._limiter = anyio.CapacityLimiter(AT_ONCE)

    async def all(self) -> dict[str, Ping]:
        """Return service → how it does."""
        ways = {"database": self._database, "redis": self._redis(), "scrapyd": self._scrapyd()}
        found = await asyncio.gather(*(self._timed(way) for way in ways.values()))
        return dict(zip(ways, found, strict=True))

    async def _timed(self, way: Callable[[], Awaitable[object]] | None) -> Ping:
        if way is None:
            return Ping("not_configured")
        begun = time.perf_counter()
        try:
            await asyncio.wait_for(way(), self._patience_s)
        except Exception:  # noqa: BLE001 - whatever it is, the service did not answer; why is not told here
            return Ping("down")
        return Ping("up", round((time.perf_counter() - begun) * 1000, 2))

    async def _database(self) -> None:
        await self._in_thread(lambda: _read_something(self._state.store))

    def _redis(self) -> Callable[[], Awaitable[object]] | None:
        client = self._state.redis
        return None if client is None else lambda: _awaited(client.ping())

    def _scrapyd(self) -> Callable[[], Awaitable[object]] | None:
        config = self._state.config
        if config.api_job_backend != "scrapyd":
            return None
        return lambda: self._in_thread(lambda: _check(config, self._patience_s))

    async def _in_thread(self, work: Callable[[], object]) -> None:
        await to_thread.run_sync(work, limiter=self._limiter, abandon_on_cancel=True)


async def _awaited(work: Awaitable[object]) -> object:
    return await work


def _read_something(store: Store) -> None:
    with store.reading() as connection:
        connection.execute(sa.text("SELECT version_num FROM alembic_version"))


def _check(config: Config, patience_s: float) -> None:
    password = config.scrapyd_password
    auth = None if password is None else (config.scrapyd_username, password)
    asked = Scrapyd(config.scrapyd_url, config.scrapyd_project, auth, httpx.Timeout(patience_s))
    try:
        asked.check()
    finally:
        asked.close()
