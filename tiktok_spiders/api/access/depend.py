"""What a route declares about who may call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.api.access.principal import SCOPES, Plan, Principal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def allow(scope: str, limit: str = "other") -> Callable[..., Awaitable[Principal]]:
    """Return the dependency of a route that needs a scope, and counts against a class of limits."""

    async def principal() -> Principal:
        return Principal(
            "local", Plan("enterprise", None, clear=True, refresh_per_hour=20), frozenset(SCOPES)
        )

    return principal
