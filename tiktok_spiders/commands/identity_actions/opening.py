"""The identities in the store of the settings, for commands."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.crawl import in_redis, redis_of
from tiktok_spiders.identities.redis_link import client_of, or_busy
from tiktok_spiders.identities.redis_shelf import RedisShelf
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings

    from tiktok_spiders.identities.identity import Identity


@contextmanager
def shelf_of(settings: BaseSettings) -> Iterator[Shelf | RedisShelf]:
    """Open the table, or what the workers share in Redis.

    Raises ``ConfigError`` without a key ring, ``StoreError`` without a store or Redis.
    """
    config = Config.from_settings(settings)
    if in_redis(config):
        url, vault = redis_of(config)
        with client_of(url) as client:
            or_busy(client.ping, url)
            yield RedisShelf(client, config.redis_prefix, vault)
        return
    vault = Vault.from_key(config.secret_key)
    store = Store.open(config.database_url)
    try:
        yield Shelf(store, vault)
    finally:
        store.close()


def find(shelf: Shelf | RedisShelf, name: str) -> Identity:
    """Return an identity by name or session name. Raises ``ConfigError``."""
    for row in shelf.read():
        if row.identity is not None and name in {row.name, row.identity.session_name}:
            return row.identity
    raise ConfigError(f"there is no identity {name}; `scrapy identity list` names them")
