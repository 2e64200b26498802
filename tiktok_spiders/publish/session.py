"""One account's calls: scope, cap, limit and breaker first, a fresh token, one refresh if it is not taken."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.publish.breaker import PublishBreaker
from tiktok_spiders.publish.calls import CALLS
from tiktok_spiders.publish.caps import Caps
from tiktok_spiders.publish.errors import AuthError, PublishError, ScopeMissingError
from tiktok_spiders.publish.limits import Limiter
from tiktok_spiders.publish.refresh import fresh_token
from tiktok_spiders.publish.scopes import require
from tiktok_spiders.publish.tokens import lost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.calls import Call, Name
    from tiktok_spiders.publish.http import OpenApi
    from tiktok_spiders.publish.tokens import TokenStore


class Session:
    """Calls of one account. Sessions of one process share limiter and breaker."""

    def __init__(
        self,
        api: OpenApi,
        tokens: TokenStore,
        account: Account,
        *,
        limiter: Limiter | None = None,
        caps: Caps | None = None,
        breaker: PublishBreaker | None = None,
    ) -> None:
        self.api, self.tokens, self.name = api, tokens, account.name
        self._limiter = limiter or Limiter.of(api.settings)
        self._caps = caps or Caps(tokens.store, clock=tokens.clock)
        self._breaker = breaker or PublishBreaker.of(api.settings)
        self._counted: set[str] = set()
        """Buckets in which the next call is counted already."""

    @property
    def account(self) -> Account:
        """Return the account as it is now: a refresh may have changed its scopes."""
        return self.tokens.get(self.name)

    async def ready(self, name: Name) -> None:
        """Renew the token and wait for the limit now, so that the next call of this kind leaves at once.

        Raises ``PublishError`` for what the call would be refused for.
        """
        call = CALLS[name]
        self._check(call)
        await fresh_token(self.api, self.tokens, self.name)
        self._breaker.check(call.bucket)
        await self._count(call)
        self._counted.add(call.bucket)

    async def call(
        self, name: Name, body: Mapping[str, Any] | None = None, *, fields: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Return the ``data`` of an answer. Raises ``PublishError``.

        Nothing is repeated but what TikTok refused for a token that is then renewed, which it never began.
        """
        call = CALLS[name]
        self._check(call)
        token = await fresh_token(self.api, self.tokens, self.name)
        try:
            return await self._ask(call, token, body, fields)
        except AuthError as error:
            _unless_token(error)
        token = await fresh_token(self.api, self.tokens, self.name, refused=token)
        try:
            return await self._ask(call, token, body, fields)
        except AuthError as error:
            _unless_token(error)
        reason = "TikTok does not take a token that it has just renewed"
        self.tokens.lose(self.name, reason)
        raise lost(self.name, reason)

    def _check(self, call: Call) -> None:
        require(self.account, call.scopes, call.purpose, asked=self.api.settings.scopes)
        self._caps.check(self.name, call.caps)

    async def _ask(
        self, call: Call, token: str, body: Mapping[str, Any] | None, fields: Sequence[str]
    ) -> dict[str, Any]:
        self._breaker.check(call.bucket)
        await self._count(call)
        try:
            data = await self.api.call(
                call.method, call.path, token=token, fields=fields, body=body, begins=call.begins
            )
        except ScopeMissingError:
            self._breaker.succeeded(call.bucket)
            asked = self.api.settings.scopes
            raise ScopeMissingError.of(call.scopes, self.name, call.purpose, asked=asked) from None
        except PublishError as error:
            self._breaker.judge(call.bucket, error)
            # What TikTok said counts, also where there is no place to keep it: it would say it again.
            with suppress(StoreBusyError):
                self._caps.note(self.name, error)
            raise
        self._breaker.succeeded(call.bucket)
        return data

    async def _count(self, call: Call) -> None:
        if call.bucket in self._counted:
            self._counted.remove(call.bucket)
            return
        account = self.account
        who = account.client_key if call.by_app else f"{account.client_key}:{account.open_id}"
        await self._limiter.acquire(call.bucket, who, call.most)


def _unless_token(error: AuthError) -> None:
    if error.code != "access_token_invalid":
        raise error
