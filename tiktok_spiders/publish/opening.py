"""Everything that publishing needs, put together from the settings once by who starts it."""

from __future__ import annotations

from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tiktok_spiders.config import Config
from tiktok_spiders.publish.breaker import PublishBreaker
from tiktok_spiders.publish.caps import Caps
from tiktok_spiders.publish.context import PublishContext
from tiktok_spiders.publish.errors import PublishConfigError
from tiktok_spiders.publish.http import OpenApi
from tiktok_spiders.publish.limits import Limiter
from tiktok_spiders.publish.logins import Logins
from tiktok_spiders.publish.posts import PostStore
from tiktok_spiders.publish.session import Session
from tiktok_spiders.publish.settings import PublishSettings, vault_of
from tiktok_spiders.publish.tokens import TokenStore
from tiktok_spiders.store.opening import open_patiently

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from tiktok_spiders.store import Store
    from tiktok_spiders.vault import Vault


def check(settings: Mapping[str, Any]) -> tuple[Config, PublishSettings, Vault]:
    """Return what publishing needs of the settings. Raises ``ConfigError`` for what is lacking."""
    config = Config.from_settings(settings)
    vault = vault_of(config)
    if not config.store_enabled:
        raise PublishConfigError("posts are kept in the store, and TIKTOK_STORE_ENABLED is false")
    return config, PublishSettings.from_config(config), vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """The client, the accounts and the queue of one process; its sessions share limits and breaker."""

    settings: PublishSettings
    store: Store
    api: OpenApi
    tokens: TokenStore
    logins: Logins
    posts: PostStore
    caps: Caps
    limiter: Limiter
    breaker: PublishBreaker
    clock: Callable[[], datetime]

    @classmethod
    def of(
        cls,
        settings: PublishSettings,
        store: Store,
        vault: Vault,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Publishing:
        """Put the parts together; ``api`` is to be closed."""
        return cls(
            settings=settings,
            store=store,
            api=OpenApi(settings),
            tokens=TokenStore(store, vault, clock=clock),
            logins=Logins(store, vault, clock=clock),
            posts=PostStore(store, vault, clock),
            caps=Caps(store, clock=clock),
            limiter=Limiter.of(settings),
            breaker=PublishBreaker.of(settings),
            clock=clock,
        )

    def session(self, name: str | None) -> Session:
        """Return the calls of an account; without a name, of the only one. Raises ``AuthError``."""
        account = self.tokens.get(name)
        return Session(
            self.api,
            self.tokens,
            account,
            limiter=self.limiter,
            caps=self.caps,
            breaker=self.breaker,
        )

    def context(self) -> PublishContext:
        """Return what the queue is worked on with, in the name of this process."""
        return PublishContext(
            posts=self.posts,
            session=self.session,
            clock=self.clock,
            wait_s=self.settings.wait_s,
            chunk_tries=self.settings.chunk_tries,
        )


@asynccontextmanager
async def open_publishing(
    settings: Mapping[str, Any], say: Callable[[str], object]
) -> AsyncIterator[Publishing]:
    """Open store and client. Raises ``ConfigError`` and ``StoreError``; ``say`` is told of a busy store."""
    config, own, vault = check(settings)
    store = open_patiently(config, say)
    try:
        desk = Publishing.of(own, store, vault)
        async with desk.api, aclosing(desk.limiter):
            yield desk
    finally:
        store.close()
