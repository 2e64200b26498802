"""The requests that make, follow and cancel a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.publish.session import Session


class Init(msgspec.Struct, frozen=True, kw_only=True):
    """A post that TikTok has begun. Its repr shows no secret."""

    publish_id: str
    upload_url: str | None = None
    """Secret; None for a pull."""


class PostStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How far TikTok is with a post."""

    publish_id: str
    status: str
    fail_reason: str = ""
    post_ids: tuple[str, ...] = ()
    """Of public posts that passed moderation; empty is no failure."""
    uploaded_bytes: int | None = None
    downloaded_bytes: int | None = None


async def init_video(session: Session, post_info: Mapping[str, Any], source_info: Mapping[str, Any]) -> Init:
    """Begin a direct post. Raises ``UnknownOutcomeError`` when nobody knows whether it has begun."""
    raise NotImplementedError


async def init_inbox(session: Session, source_info: Mapping[str, Any]) -> Init:
    """Begin a draft in the creator's inbox. Errors as ``init_video``."""
    raise NotImplementedError


async def init_photos(session: Session, body: Mapping[str, Any]) -> Init:
    """Begin a post or draft of photos; ``body`` as documented. Errors as ``init_video``."""
    raise NotImplementedError


async def status(session: Session, publish_id: str) -> PostStatus:
    """Ask how far a post is; a failed one is returned: ``raise_failed`` raises for it."""
    raise NotImplementedError


def raise_failed(found: PostStatus) -> None:
    """Raise ``PostFailedError`` for a post that TikTok gave up on."""
    raise NotImplementedError


async def cancel(session: Session, publish_id: str) -> None:
    """Ask TikTok to drop a pull that is under way. Raises ``RefusedError`` when it is too late."""
    raise NotImplementedError
