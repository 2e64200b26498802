"""The identities that are kept, as the API opens them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends

from tiktok_spiders.api.access import Principal, allow
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.crawl import in_redis, redis_of
from tiktok_spiders.identities.redis_link import client_of, or_busy
from tiktok_spiders.identities.redis_shelf import RedisShelf
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.api.state import State

Admin = Annotated[Principal, Depends(allow("admin"))]


@contextmanager
def shelf_of(state: State) -> Iterator[Shelf | RedisShelf]:
    """Open the table, or what the workers share in Redis; it blocks. Raises ``ApiError`` (NOT_CONFIGURED)."""
    config = state.config
    shared = in_redis(config)
    try:
        url, vault = redis_of(config) if shared else ("", Vault.from_key(config.secret_key))
    except ConfigError as error:
        missing = "TIKTOK_REDIS_URL" if shared and not config.redis_url else "TIKTOK_SECRET_KEY"
        message = f"identities need {missing}"
        raise ApiError("NOT_CONFIGURED", message, details={"settings": [missing]}) from error
    if not shared:
        yield Shelf(state.store, vault)
        return
    with client_of(url) as client:
        or_busy(client.ping, url)
        yield RedisShelf(client, config.redis_prefix, vault)
