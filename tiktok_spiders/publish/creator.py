"""What the creator may choose from when posting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from tiktok_spiders.publish.session import Session


class CreatorInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What TikTok says of a creator; it is asked again for every post."""

    creator_username: str = ""
    creator_nickname: str = ""
    creator_avatar_url: str = ""
    privacy_level_options: tuple[str, ...] = ()
    comment_disabled: bool = False
    duet_disabled: bool = False
    stitch_disabled: bool = False
    max_video_post_duration_sec: int | None = None
    """Seconds."""

    @property
    def is_private(self) -> bool:
        """Tell a private account: it alone may post for its followers, and not for everyone."""
        return "PUBLIC_TO_EVERYONE" not in self.privacy_level_options


async def creator_info(session: Session) -> CreatorInfo:
    """Ask TikTok what the creator may choose from. Raises ``PublishError``, also for a creator at a cap."""
    return msgspec.convert(await session.call("creator_info"), CreatorInfo, strict=False)
