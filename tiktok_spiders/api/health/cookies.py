"""Until when the cookies of the user's own sessions hold, as far as that can be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from tiktok_spiders.identities.crawl import in_redis, redis_of
from tiktok_spiders.identities.identity import Identity
from tiktok_spiders.identities.redis_link import client_of
from tiktok_spiders.identities.redis_shelf import RedisShelf
from tiktok_spiders.identities.shelf import PURPOSE
from tiktok_spiders.store.journal import identities
from tiktok_spiders.vault import Vault, VaultError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.config import Config
    from tiktok_spiders.store import Store

GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Cookies:
    """Both are None where no session is kept, or no key opens one."""

    valid: bool | None = None
    """Whether the login of at least one session has not expired."""

    expires: datetime | None = None
    """The first end of a login."""


def cookies(config: Config, store: Store, now: datetime) -> Cookies:
    """Look at the sessions that crawls share: in Redis, or else in the store.

    Only rows of sessions that the user gave are opened: no other cookie is a login. Raises ``StoreError``
    and Redis's errors.
    """
    if not config.secret_key:
        return Cookies()
    given = _in_redis(config) if in_redis(config) else _in_store(Vault.from_key(config.secret_key), store)
    ends = [each.expires_at for each in given]
    if not ends:
        return Cookies()
    known = [datetime.fromtimestamp(end, UTC) for end in ends if end is not None]
    return Cookies(len(known) < len(ends) or max(known) > now, min(known, default=None))


def _in_redis(config: Config) -> list[Identity]:
    url, vault = redis_of(config)
    with client_of(url) as client:
        rows = RedisShelf(client, config.redis_prefix, vault).read()
    return [row.identity for row in rows if row.source == GIVEN and row.identity is not None]


def _in_store(vault: Vault, store: Store) -> list[Identity]:
    have = identities.c
    kept = sa.and_(have.source == GIVEN, have.retired_at.is_(None), have.sealed.is_not(None))
    with store.reading() as connection:
        sealed = list(connection.scalars(sa.select(have.sealed).where(kept)))
    return list(_opened(vault, sealed))


def _opened(vault: Vault, sealed: Iterable[str]) -> Iterable[Identity]:
    for each in sealed:
        try:
            yield Identity.load(vault.decrypt(PURPOSE, each))
        except (VaultError, msgspec.DecodeError):
            continue
