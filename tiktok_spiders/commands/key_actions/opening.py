"""The keys in the store of the settings, for commands."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.config import Config
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings


@contextmanager
def keys_of(settings: BaseSettings) -> Iterator[KeyStore]:
    """Open the table of keys. Raises ``ConfigError`` or ``StoreError``."""
    config = Config.from_settings(settings)
    rules = Rules.from_config(config)
    store = Store.open(config.database_url)
    try:
        yield KeyStore(store, rules)
    finally:
        store.close()
