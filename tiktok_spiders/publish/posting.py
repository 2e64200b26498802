"""The requests that make, follow and cancel a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from tiktok_spiders.publish.codes import failed, unknown_outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.publish.calls import Name
    from tiktok_spiders.publish.session import Session

UPLOADING, IN_INBOX, COMPLETE, FAILED = (
    "PROCESSING_UPLOAD",
    "SEND_TO_USER_INBOX",
    "PUBLISH_COMPLETE",
    "FAILED",
)
"""What TikTok calls how far it is."""

_ID_KEYS = ("publicaly_available_post_id", "publicly_available_post_id")
"""TikTok's own spelling, and the right one."""


class Init(msgspec.Struct, frozen=True, kw_only=True):
    """A post that TikTok has begun. Its ``repr`` shows no secret."""

    publish_id: str
    upload_url: str | None = None
    """Secret, for it holds a token; None for a pull."""

    def __repr__(self) -> str:
        return f"Init(publish_id={self.publish_id!r})"


class PostStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How far TikTok is with a post."""

    publish_id: str
    status: str
    fail_reason: str = ""
    post_ids: tuple[str, ...] = ()
    """Of public posts that passed moderation; empty is no failure, and they may come later."""
    uploaded_bytes: int | None = None
    downloaded_bytes: int | None = None

    @property
    def outcome(self) -> Literal["under way", "draft delivered", "published", "failed"]:
        """Return in words how far it is; ``draft delivered`` is the end unless the user posts the draft."""
        if self.status == FAILED:
            return "failed"
        if self.status == COMPLETE:
            return "published"
        return "draft delivered" if self.status == IN_INBOX else "under way"

    def raise_failed(self) -> None:
        """Raise ``PostFailedError`` for a post that TikTok gave up on."""
        if self.status == FAILED:
            raise failed(self.fail_reason)


async def init_video(session: Session, post_info: Mapping[str, Any], source_info: Mapping[str, Any]) -> Init:
    """Begin a direct post. Raises ``UnknownOutcomeError`` when nobody knows whether it has begun."""
    return await _init(session, "init_video", {"post_info": post_info, "source_info": source_info})


async def init_inbox(session: Session, source_info: Mapping[str, Any]) -> Init:
    """Begin a draft in the creator's inbox. Errors as those of ``init_video``."""
    return await _init(session, "init_inbox", {"source_info": source_info})


async def init_photos(session: Session, body: Mapping[str, Any]) -> Init:
    """Begin a post or a draft of photos; ``body`` as documented. Errors as those of ``init_video``."""
    draft = body.get("post_mode") == "MEDIA_UPLOAD"
    return await _init(session, "init_photo_drafts" if draft else "init_photos", body)


async def status(session: Session, publish_id: str) -> PostStatus:
    """Ask how far a post is. One that failed is returned as well: ``raise_failed`` raises for it."""
    data = await session.call("status", {"publish_id": publish_id})
    return PostStatus(
        publish_id=publish_id,
        status=str(data.get("status") or ""),
        fail_reason=str(data.get("fail_reason") or ""),
        post_ids=_post_ids(data),
        uploaded_bytes=_count(data.get("uploaded_bytes")),
        downloaded_bytes=_count(data.get("downloaded_bytes")),
    )


async def cancel(session: Session, publish_id: str) -> None:
    """Ask TikTok to drop a pull that is under way. Raises ``RefusedError`` when it is too late."""
    await session.call("cancel", {"publish_id": publish_id})


async def _init(session: Session, name: Name, body: Mapping[str, Any]) -> Init:
    data = await session.call(name, body)
    publish_id, upload_url = data.get("publish_id"), data.get("upload_url")
    if not isinstance(publish_id, str) or not publish_id:
        raise unknown_outcome("TikTok took the post and named no publish_id")
    return Init(publish_id=publish_id, upload_url=str(upload_url) if upload_url else None)


def _post_ids(data: Mapping[str, Any]) -> tuple[str, ...]:
    found = next((data[key] for key in _ID_KEYS if data.get(key)), ())
    each = found if isinstance(found, (list, tuple)) else (found,)
    return tuple(str(one) for one in each if one)


def _count(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isdigit() else None
