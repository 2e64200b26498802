"""Who may do what, and how often: ``state.access``."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from tiktok_spiders.api.access.browser import Browsers
from tiktok_spiders.api.access.cookies import SESSION, check_csrf, cookie, is_checked
from tiktok_spiders.api.access.credentials import given_key
from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.limits import HOUR, MINUTE, Count, Limits
from tiktok_spiders.api.access.principal import LOCAL, SCOPES, Principal
from tiktok_spiders.api.access.quota import Quotas
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.api.access.seen import answer_with, seen
from tiktok_spiders.api.access.windows import MemoryWindows
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.state import State

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOGINS = 10
"""Tries to log in, right or wrong, a minute and address."""


class Access:
    """Keys, plans, limits and logins of one application."""

    def __init__(self, state: State, rules: Rules) -> None:
        self.rules = rules
        self.keys = KeyStore(state.store, rules)
        self.quotas = Quotas(state.store)
        self.browsers = Browsers(state.store, self.keys)
        self.limits = Limits(state.config.redis_url, state.config.redis_prefix, MemoryWindows())
        self.local = Principal(LOCAL, rules.plans["enterprise"], frozenset(SCOPES))

    async def close(self) -> None:
        """Close what is open."""
        await self.limits.close()

    async def admit(self, request: HTTPConnection, scope: str, limit: str) -> Principal:
        """Return who asks, if that may be answered. Raises ``ApiError``: 401, 403 or 429."""
        principal = await self.who(request)
        if principal is None:
            await self.count_stranger(request)
            raise _unauthorized(request)
        _check_scope(principal, scope)
        await self._count(request, principal, limit)
        return principal

    async def who(self, request: HTTPConnection) -> Principal | None:
        """Return whom the key, the login or this machine stands for; nothing is counted.

        Raises ``ApiError`` (FORBIDDEN) for a logged-in browser that changes something without our token, be
        it in the header or checked by ``check_csrf`` before.
        """
        if (key := given_key(request)) is not None:
            return await run_in_threadpool(self.keys.find, key)
        if cookie(request, SESSION) is not None:
            principal = await self.browsers.principal(request)
            if principal is not None:
                if request.scope["method"] not in SAFE and not is_checked(request):
                    check_csrf(request, None)
                return principal
        return self.local if seen(request).local and self.rules.keyless else None

    async def count_stranger(self, request: HTTPConnection) -> None:
        """Count a request without a valid key by its address. Raises ``ApiError`` (RATE_LIMITED)."""
        network = seen(request).network
        for name, seconds in (("anonymous", MINUTE), ("anonymous_hour", HOUR)):
            count = await self.limits.hit(f"{name}:{network}", self.rules.limits[name], seconds)
            if name == "anonymous" or not count.allowed:
                _tell(request, count)
            _check(count, "too many requests without a valid key from this address")

    async def count_health(self, request: HTTPConnection) -> None:
        """Count a look at the open health page by its address. Raises ``ApiError`` (RATE_LIMITED)."""
        count = await self.limits.hit(f"health:{seen(request).network}", self.rules.limits["health"], MINUTE)
        _tell(request, count)
        _check(count, f"the limit is {count.limit} requests a minute")

    async def count_login(self, request: HTTPConnection) -> None:
        """Count a try to log in by its address. Raises ``ApiError`` (RATE_LIMITED)."""
        count = await self.limits.hit(f"login:{seen(request).network}", LOGINS, MINUTE)
        _check(count, "too many tries to log in from this address")

    def may_clear(self, principal: Principal) -> bool:
        """Return True if the plan allows it to clear the cache. Raises ``ApiError`` (FORBIDDEN) if not."""
        if not principal.plan.clear:
            raise ApiError("FORBIDDEN", f"the plan {principal.plan.name} does not allow to clear the cache")
        return True

    async def count_refresh(self, principal: Principal) -> None:
        """Count a refresh. Raises ``ApiError``: FORBIDDEN by the plan, RATE_LIMITED for this hour."""
        most = principal.plan.refresh_per_hour
        if not most:
            raise ApiError("FORBIDDEN", f"the plan {principal.plan.name} does not allow to refresh")
        count = await self.limits.hit(f"refresh:{principal.name}", most, HOUR)
        _check(count, f"the plan {principal.plan.name} allows {most} refreshes an hour")

    async def _count(self, request: HTTPConnection, principal: Principal, limit: str) -> None:
        # A day that is known to be used up comes first; it is counted last, so that what a limit a minute
        # refuses costs nothing of the day.
        if self.quotas.counts(principal) and self.quotas.is_known_full(principal):
            raise self._used_up(principal)
        count = await self.limits.hit(f"{limit}:{principal.name}", self.rules.limits[limit], MINUTE)
        _tell(request, count)
        _check(count, f"the limit is {count.limit} requests a minute")
        if self.quotas.counts(principal) and not await run_in_threadpool(self.quotas.take, principal):
            raise self._used_up(principal)

    def _used_up(self, principal: Principal) -> ApiError:
        plan = principal.plan
        return ApiError(
            "RATE_LIMITED",
            f"the plan {plan.name} allows {plan.per_day} requests a day (UTC), and these are used up",
            retry_after=self.quotas.seconds_left(),
        )


def _check_scope(principal: Principal, scope: str) -> None:
    if not principal.has(scope):
        message = f"this needs the scope {scope}, which the key does not have"
        raise ApiError("FORBIDDEN", message, details={"scope": scope})


def _check(count: Count, message: str) -> None:
    if not count.allowed:
        raise ApiError("RATE_LIMITED", message, retry_after=count.wait_s)


def _tell(request: HTTPConnection, count: Count) -> None:
    for name, value in count.headers.items():
        answer_with(request, name, value)


def _unauthorized(request: HTTPConnection) -> ApiError:
    if given_key(request) is not None:
        message = "the key is unknown or revoked"
    else:
        message = "a key is needed, as the header X-API-Key or Authorization: Bearer"
    return ApiError("UNAUTHORIZED", message, headers={"WWW-Authenticate": "Bearer"})
