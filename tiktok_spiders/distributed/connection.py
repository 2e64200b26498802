"""Clients of Redis, and how long to wait for one that is gone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.retry import Retry

from tiktok_spiders.exceptions import ConfigError, RedisError
from tiktok_spiders.identities.redis_gone import REFUSING, is_gone

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.config import Config

T = TypeVar("T")

TIMEOUT_S = 3.0
"""Seconds that one command may take: a scheduler's commands hold up its worker."""

PAUSE_S = 0.5


def connect(config: Config) -> Any:
    """Return a client that repeats nothing by itself; nothing is asked yet. Raises ``ConfigError``."""
    return redis.Redis.from_url(_address(config), **_options(), retry=Retry(NoBackoff(), 0))


def connect_async(config: Config) -> Any:
    """Return a client for the event loop."""
    retry = redis.asyncio.retry.Retry(NoBackoff(), 0)
    return redis.asyncio.Redis.from_url(_address(config), **_options(), retry=retry)


def patiently(question: Callable[[], T], wait: float, say: Callable[[str], object]) -> T:
    """Return what a question gives; ask again for up to ``wait`` seconds, and ``say`` so once.

    Raises ``RedisError`` after that, and at once for a password that is refused.
    """
    deadline, told = time.monotonic() + wait, False
    while True:
        try:
            return question()
        except REFUSING as error:
            raise RedisError(f"Redis refuses: {error}") from None
        except redis.RedisError as error:
            if not is_gone(error):
                raise
            if time.monotonic() >= deadline:
                raise RedisError(
                    f"Redis does not answer (TIKTOK_STORE_WAIT is {wait:g} s): {error}"
                ) from None
            if not told:
                say("Redis does not answer: waiting for it")
                told = True
        time.sleep(min(PAUSE_S, max(deadline - time.monotonic(), 0)))


def _address(config: Config) -> str:
    if config.redis_url is None:
        raise ConfigError("TIKTOK_REDIS_URL is not set, and crawling on many machines needs it")
    return config.redis_url


def _options() -> dict[str, Any]:
    return {"socket_timeout": TIMEOUT_S, "socket_connect_timeout": TIMEOUT_S, "health_check_interval": 0}
