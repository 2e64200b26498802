"""What the creator may choose from when posting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.publish.errors import UnavailableError

if TYPE_CHECKING:
    from tiktok_spiders.publish.session import Session


class CreatorInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What TikTok says of a creator. It is asked again for every post."""

    creator_username: str | None = None
    creator_nickname: str | None = None
    creator_avatar_url: str | None = None
    """Good for two hours."""
    privacy_level_options: tuple[str, ...] = ()
    comment_disabled: bool = False
    duet_disabled: bool = False
    stitch_disabled: bool = False
    max_video_post_duration_sec: int | None = None
    """Seconds."""

    @property
    def is_private(self) -> bool:
        """Tell a private account: its posts may be for followers, and none is for everyone."""
        return "PUBLIC_TO_EVERYONE" not in self.privacy_level_options


async def creator_info(session: Session) -> CreatorInfo:
    """Ask TikTok what the creator may choose from.

    Raises ``PublishError``: also for a creator who has reached a cap or is banned, which TikTok answers with
    status 200, and for one who did not grant ``video.publish``.
    """
    try:
        return msgspec.convert(await session.call("creator_info"), CreatorInfo, strict=False)
    except msgspec.ValidationError:
        raise UnavailableError("TikTok's answer about the creator is not understood", code="shape") from None
