"""A token that is good: renewed before it expires, by one process at a time, and kept before it is used."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.publish import oauth
from tiktok_spiders.publish.claim import new_owner
from tiktok_spiders.publish.errors import LoginLostError, PublishConfigError, Retry, UnavailableError
from tiktok_spiders.publish.tokens import lost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from datetime import datetime

    from tiktok_spiders.publish.accounts import Tokens
    from tiktok_spiders.publish.http import OpenApi
    from tiktok_spiders.publish.tokens import Kept, TokenStore

T = TypeVar("T")

EARLY = timedelta(minutes=10)
EARLY_SHARE = 0.2
PAUSE_S, PAUSE_MAX_S, PAUSE_GROWS = 0.1, 1.0, 1.5
"""Between two looks at a pair that another process renews, longer each time: many who look would keep it
from its work."""
BUSY_S = 60.0
"""How long a store that is busy is waited for."""


def is_due(tokens: Tokens, now: datetime) -> bool:
    """Tell whether less than 10 minutes, or a fifth of its life, is left of an access token.

    Of one that lives less than 20 minutes: half of its life.
    """
    life = tokens.access_expires_at - tokens.issued_at
    early = min(max(EARLY, EARLY_SHARE * life), life / 2)
    return tokens.access_expires_at - now <= early


async def fresh_token(
    api: OpenApi,
    tokens: TokenStore,
    account: str,
    *,
    force: bool = False,
    refused: str | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> str:
    """Return an access token that is not about to expire.

    ``force``: renew it in any case. ``refused``: a token that TikTok does not take: it is renewed unless
    another one is kept by now. Raises ``LoginLostError`` where only a new login helps.
    """
    renewal = _Renewal(api, tokens, account, sleep)
    kept = await renewal.look()
    if refused is None and not force and not is_due(kept.tokens, tokens.clock()):
        return kept.tokens.access_token
    renewal.check_app()
    try:
        return await renewal.replace(kept, refused or kept.tokens.access_token)
    except UnavailableError:
        if refused or force or kept.tokens.access_expires_at <= tokens.clock():
            raise
        return kept.tokens.access_token  # it was to be renewed early: it is still good


@dataclass(slots=True)
class _Renewal:
    api: OpenApi
    tokens: TokenStore
    account: str
    sleep: Callable[[float], Awaitable[None]]
    owner: str = field(default_factory=new_owner)

    @property
    def span(self) -> timedelta:
        """How long one renewal may take."""
        settings = self.api.settings
        return timedelta(seconds=settings.connect_s + settings.read_s)

    async def look(self) -> Kept:
        return await self._settled(lambda: self.tokens.kept(self.account))

    def check_app(self) -> None:
        """Keep another app from using up the refresh token."""
        if self.tokens.get(self.account).client_key != self.api.settings.client_key:
            raise PublishConfigError(
                f"{self.account} logged in to another app than that of TIKTOK_CLIENT_KEY; log in again"
            )

    async def replace(self, kept: Kept, old: str) -> str:
        """Renew the pair unless another process does, and then wait for what that brings."""
        waited, pause = 0.0, PAUSE_S
        while kept.tokens.access_token == old:
            if not kept.refreshing and await self._claim(kept.version):
                return await _to_the_end(self._renew(kept))
            if waited > 3 * self.span.total_seconds() + BUSY_S:
                raise self._unavailable("another process does not come to an end with it")
            await self.sleep(pause)
            waited, pause = waited + pause, min(pause * PAUSE_GROWS, PAUSE_MAX_S)
            kept = await self.look()
        return kept.tokens.access_token

    async def _claim(self, version: str) -> bool:
        # Nobody else begins while the store is still busy with what this one brings.
        until = self.tokens.clock() + self.span + timedelta(seconds=BUSY_S)
        return await self._settled(
            lambda: self.tokens.claim(self.account, self.owner, until, version=version)
        )

    async def _renew(self, kept: Kept) -> str:
        now = self.tokens.clock()
        try:
            async with asyncio.timeout(self.span.total_seconds()):
                new = await oauth.refresh(self.api, kept.tokens, now=now)
        except LoginLostError as error:
            return await self._refused(kept, error)
        except TimeoutError:
            await self._let_go()
            raise self._unavailable("TikTok does not answer") from None
        except BaseException:
            await self._let_go()
            raise
        await self._settled(lambda: self.tokens.renew(self.account, new))
        return new.access_token

    async def _refused(self, kept: Kept, error: LoginLostError) -> str:
        """Take what another one has kept meanwhile; the login is lost only if nobody has."""
        now = await self.look()
        if now.tokens.refresh_token != kept.tokens.refresh_token:
            return now.tokens.access_token
        reason = f"TikTok does not take its refresh token: {error.code}"
        await self._settled(lambda: self.tokens.lose(self.account, reason, version=now.version))
        raise lost(self.account, reason) from None

    async def _let_go(self) -> None:
        await self._settled(lambda: self.tokens.let_go(self.account, self.owner))

    async def _settled(self, do: Callable[[], T]) -> T:
        waited = 0.0
        while True:
            try:
                return do()
            except StoreBusyError:
                if waited >= BUSY_S:
                    raise
            await self.sleep(PAUSE_S)
            waited += PAUSE_S

    def _unavailable(self, why: str) -> UnavailableError:
        return UnavailableError(
            f"the token of {self.account} is not renewed: {why}",
            code="no_refresh",
            remedy="try again later",
            retry=Retry.LATER,
        )


async def _to_the_end(renewal: Coroutine[None, None, str]) -> str:
    """Run a renewal to its end also when who waits for it is cancelled: its pair is the only good one."""
    task = asyncio.ensure_future(renewal)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
