"""Browsers that have logged in with a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from fastapi.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from tiktok_spiders.api.access import secret
from tiktok_spiders.api.access.cookies import LIFE_S, SESSION, cookie, set_cookie
from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.store import Store
from tiktok_spiders.store.api_tables import api_sessions as table
from tiktok_spiders.store.writing import insert, writing


class Browsers:
    """Sessions in the store, by the hash of a cookie. One of a revoked key is nothing."""

    def __init__(
        self, store: Store, keys: KeyStore, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._keys, self._clock = store, keys, clock

    async def begin(self, request: HTTPConnection, principal: Principal) -> None:
        """Let the answer log the browser in; what it was logged in as before ends."""
        await self.end(request)
        token = secret.new_token()
        await run_in_threadpool(self._keep, secret.hashed(token), principal.name)
        set_cookie(request, SESSION, token, seconds=LIFE_S)

    async def end(self, request: HTTPConnection) -> None:
        """Log the browser out, here and there."""
        token = cookie(request, SESSION)
        if token is not None:
            await run_in_threadpool(self._forget, secret.hashed(token))
            set_cookie(request, SESSION, "", seconds=0)

    async def principal(self, request: HTTPConnection) -> Principal | None:
        """Return as whom the browser is logged in."""
        token = cookie(request, SESSION)
        return None if token is None else await run_in_threadpool(self._find, secret.hashed(token))

    def _find(self, hash_: str) -> Principal | None:
        with self._store.reading() as connection:
            name = connection.scalar(
                sa.select(table.c.principal).where(
                    table.c.token_hash == hash_, table.c.expires_at > self._clock()
                )
            )
        return None if name is None else self._keys.named(name)

    def _keep(self, hash_: str, name: str) -> None:
        now = self._clock()
        row = {
            "token_hash": hash_,
            "principal": name,
            "created_at": now,
            "expires_at": now + timedelta(seconds=LIFE_S),
        }
        with writing(self._store) as connection:
            connection.execute(sa.delete(table).where(table.c.expires_at <= now))
            connection.execute(insert(connection, table).values(row))

    def _forget(self, hash_: str) -> None:
        with writing(self._store) as connection:
            connection.execute(sa.delete(table).where(table.c.token_hash == hash_))
