"""What posting needs, put together once by who starts it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from tiktok_spiders.publish import media
from tiktok_spiders.publish.claim import new_owner

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tiktok_spiders.publish.post import Post
    from tiktok_spiders.publish.posts import PostStore
    from tiktok_spiders.publish.session import Session


class Progress(NamedTuple):
    """Something to show while a post is worked on."""

    post: Post
    kind: Literal["creator", "warning", "state", "bytes", "waiting"]
    """``creator``: whose account it is, before anything is sent; ``bytes``: ``done`` of ``total`` sent."""
    text: str = ""
    done: int = 0
    total: int = 0


def silent(_progress: Progress) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishContext:
    """The queue, a way to an account's calls, and clocks."""

    posts: PostStore
    session: Callable[[str], Session]
    """Gives the calls of an account's name. Raises ``AuthError`` for one that is not logged in."""
    owner: str = field(default_factory=new_owner)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    probe: Callable[[Path], media.Media] | None = media.probe
    """Looks at a file; None: nobody does, and TikTok's own checks decide."""
    chunk_tries: int = 6
    wait_s: float = 900
    """Seconds that the end of a post is waited for."""
    poll_s: float = 5
    poll_max_s: float = 60
