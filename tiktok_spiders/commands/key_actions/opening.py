"""The keys in the store of the settings, for commands."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.config import Config
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings

    from tiktok_spiders.api.access.keys import KeyStore


@contextmanager
def keys_of(settings: BaseSettings) -> Iterator[KeyStore]:
    """Open the table of keys. Raises ``ConfigError`` or ``StoreError``."""
    # Scrapy loads all commands to run one: FastAPI takes a third of a second that others need not pay.
    from tiktok_spiders.api.access.keys import KeyStore  # noqa: PLC0415
    from tiktok_spiders.api.access.rules import Rules  # noqa: PLC0415

    config = Config.from_settings(settings)
    rules = Rules.from_config(config)
    store = Store.open(config.database_url)
    try:
        yield KeyStore(store, rules)
    finally:
        store.close()
