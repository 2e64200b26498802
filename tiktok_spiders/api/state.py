"""What the parts of the API share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

if TYPE_CHECKING:
    from pathlib import Path

    import redis.asyncio
    from scrapy.settings import BaseSettings

    from tiktok_spiders.config import Config
    from tiktok_spiders.store import Store


@dataclass(eq=False)
class State:
    """One for each application. Each part puts its own object under the part's name."""

    config: Config
    settings: BaseSettings
    store: Store
    redis: redis.asyncio.Redis | None
    """What limits and cache are kept in, if `TIKTOK_REDIS_URL` is set."""

    folder: Path
    """For files; it is the owner's alone (mode 700)."""

    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    access: Any = None
    cache: Any = None
    live: Any = None
    stored: Any = None
    analytics: Any = None
    jobs: Any = None
    publishing: Any = None
    sessions: Any = None
    health: Any = None


def state_of(request: Request) -> State:
    """Return the state of the application that serves a request."""
    state: State = request.app.state.tiktok
    return state


async def _given(request: Request) -> State:
    # The framework calls what is not asynchronous in a thread: for each request, once more than needed.
    return state_of(request)


Given = Annotated[State, Depends(_given)]
"""A route's parameter: the state."""
