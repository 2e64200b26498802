"""The way to the shared Redis: one connection of either kind, and patience while it is gone."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, cast

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from tiktok_spiders.exceptions import StoreBusyError, StoreError
from tiktok_spiders.identities.protocol import PoolClosed
from tiktok_spiders.identities.redis_gone import REFUSING, is_gone
from tiktok_spiders.identities.redis_lua import ALL
from tiktok_spiders.vault import redact

if TYPE_CHECKING:
    from collections.abc import Callable

CONNECT_S = 3.0
ANSWER_S = 5.0
PAUSE_S = 0.25

_OPTIONS: dict[str, Any] = {
    "decode_responses": True,
    "socket_connect_timeout": CONNECT_S,
    "socket_keepalive": True,
}


def client_of(url: str) -> redis.Redis:
    """Return a synchronous client. It tries once more on a connection that has broken, and no longer."""
    retry = Retry(NoBackoff(), 1)
    return redis.Redis.from_url(url, socket_timeout=ANSWER_S, retry=retry, **_OPTIONS)


def _may_pass(error: Exception) -> bool:
    return not isinstance(error, REFUSING) and (isinstance(error, OSError) or is_gone(error))


def or_busy(do: Callable[[], Any], url: str) -> Any:
    """Return what ``do`` returns.

    Raises ``StoreBusyError`` while Redis is gone, ``StoreError`` when it refuses.
    """
    try:
        return do()
    except (redis.RedisError, OSError) as error:
        if _may_pass(error):
            raise StoreBusyError(f"{_named(url)} does not answer ({type(error).__name__})") from None
        raise StoreError(f"{_named(url)} refuses ({error})") from None


class Link:
    """The scripts of ``redis_lua`` and the wake channel, from an event loop.

    ``call`` waits at most ``wait`` seconds for a Redis that is gone, and ``say`` is told so once each time.
    """

    def __init__(
        self,
        url: str,
        base: str,
        *,
        wait: float,
        say: Callable[[str], object],
        is_closing: Callable[[], bool] | None,
    ) -> None:
        self._url, self._base, self._wait = url, base, wait
        self._say, self._is_closing = say, is_closing
        retry = AsyncRetry(NoBackoff(), 1)
        self._client = redis.asyncio.Redis.from_url(url, socket_timeout=ANSWER_S, retry=retry, **_OPTIONS)
        self._scripts = {name: self._client.register_script(text) for name, text in ALL.items()}

    async def call(self, script: str, args: list[Any]) -> list[Any]:
        """Run a script.

        Raises ``StoreError`` for a Redis that stays away, ``PoolClosed`` when the crawl closes meanwhile.
        """
        since = None
        while True:
            try:
                return cast("list[Any]", await self._scripts[script](keys=[self._base], args=args))
            except (redis.RedisError, OSError) as error:
                if not _may_pass(error):
                    raise
                since = self._note(error, since)
            if self._is_closing is not None and self._is_closing():
                raise PoolClosed("the crawl is closing")
            await asyncio.sleep(PAUSE_S)

    async def listen(self, hear: Callable[[str], object]) -> None:
        """Tell ``hear`` of every message, and of "" whenever some may have been missed; for ever."""
        while True:
            pubsub = self._client.pubsub()
            try:
                await pubsub.subscribe(f"{self._base}:wake")
                async for message in pubsub.listen():
                    hear(message["data"] if message["type"] == "message" else "")
            except (redis.RedisError, OSError):
                await asyncio.sleep(PAUSE_S)
            finally:
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """End the connections."""
        await self._client.aclose()

    def _note(self, error: Exception, since: float | None) -> float:
        now = time.monotonic()
        if since is None:
            self._say(
                f"{_named(self._url)} does not answer ({type(error).__name__}): "
                f"waiting up to {self._wait:g} s for it"
            )
            return now
        if now - since >= self._wait:
            raise StoreError(
                f"{_named(self._url)} does not answer (TIKTOK_STORE_WAIT is {self._wait:g} s)"
            ) from None
        return since


def _named(url: str) -> str:
    return f"Redis at {redact(url)}"
