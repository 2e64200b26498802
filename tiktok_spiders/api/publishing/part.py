"""What publishing is in one application: ``state.publishing``."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends, Request

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.publishing.addresses import redirect_uri
from tiktok_spiders.api.publishing.drain import Drain
from tiktok_spiders.api.publishing.office import Office
from tiktok_spiders.api.publishing.spool import Spool
from tiktok_spiders.api.state import state_of
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.publish.opening import Publishing
from tiktok_spiders.publish.receiver import Receiver
from tiktok_spiders.publish.settings import PublishSettings, vault_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from tiktok_spiders.api.state import State
    from tiktok_spiders.config import Config

T = TypeVar("T")

NEEDED = {
    "client_key": "TIKTOK_CLIENT_KEY",
    "client_secret": "TIKTOK_CLIENT_SECRET",
    "secret_key": "TIKTOK_SECRET_KEY",
    "store_enabled": "TIKTOK_STORE_ENABLED",
}
"""Settings without which there is no publishing, by their fields."""


class Part:
    """The desk, the spool folder and the thread where TikTok is talked to."""

    def __init__(self, desk: Publishing, spool: Spool, office: Office, drain: Drain) -> None:
        self.desk, self.spool = desk, spool
        self.receiver = Receiver(desk)
        self.keeping = asyncio.Lock()
        """Held while a login is kept: two of one user at once would be each other's."""

        self._office, self._drain = office, drain

    async def ask(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what something that talks to TikTok gives, done in the thread for it."""
        return await self._office.ask(work)

    def wake(self) -> None:
        """Have the queue looked at now."""
        self._office.soon(self._drain.wake)


class Absent:
    """Stands for the part where settings are lacking."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing


@asynccontextmanager
async def opened_part(state: State) -> AsyncIterator[Part | Absent]:
    """Put the part together, and work in the background until the end."""
    config = state.config
    missing = [setting for field, setting in NEEDED.items() if not getattr(config, field)]
    try:
        desk = None if missing else _desk(state, config)
    except ConfigError:
        desk, missing = None, ["TIKTOK_SECRET_KEY"]
    if desk is None:
        yield Absent(missing)
        return
    spool = Spool(state.folder / "spool", config.api_spool_bytes)
    drain = Drain(desk, spool)
    async with Office(desk, drain.run).open() as office:
        yield Part(desk, spool, office, drain)


def _desk(state: State, config: Config) -> Publishing:
    own = PublishSettings.from_config(config.model_copy(update={"redirect_uri": redirect_uri(config)}))
    return Publishing.of(own, state.store, vault_of(config))


async def part_of(request: Request) -> Part:
    """Return the part. Raises ``ApiError`` (NOT_CONFIGURED) that names the settings that are lacking."""
    part: Part | Absent = state_of(request).publishing
    if isinstance(part, Absent):
        raise ApiError(
            "NOT_CONFIGURED",
            f"publishing needs {', '.join(part.missing)}",
            details={"settings": part.missing},
        )
    return part


Given = Annotated[Part, Depends(part_of)]
"""A route's parameter: the part. It stands after who asks, so that strangers learn nothing."""
