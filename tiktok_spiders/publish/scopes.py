"""What each scope allows: only what was granted is asked for, and what lacks is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.publish.errors import ScopeMissingError

if TYPE_CHECKING:
    from collections.abc import Collection

    from tiktok_spiders.publish.accounts import Account

BASIC, PROFILE, STATS = "user.info.basic", "user.info.profile", "user.info.stats"
LIST, UPLOAD, PUBLISH = "video.list", "video.upload", "video.publish"

USER_FIELDS: dict[str, tuple[str, ...]] = {
    BASIC: ("open_id", "union_id", "avatar_url", "avatar_url_100", "avatar_large_url", "display_name"),
    PROFILE: ("bio_description", "profile_deep_link", "profile_web_link", "is_verified", "username"),
    STATS: ("follower_count", "following_count", "likes_count", "video_count"),
}
"""Fields of a user by the scope that covers them."""

VIDEO_FIELDS = (
    "id",
    "create_time",
    "cover_image_url",
    "share_url",
    "video_description",
    "title",
    "duration",
    "height",
    "width",
    "embed_html",
    "embed_link",
    "like_count",
    "comment_count",
    "share_count",
    "view_count",
    "is_aigc",
)


def user_fields(granted: Collection[str]) -> tuple[str, ...]:
    """Return the fields of a user that these scopes cover."""
    return tuple(field for scope, fields in USER_FIELDS.items() if scope in granted for field in fields)


def require(account: Account, any_of: Collection[str], purpose: str, *, asked: Collection[str]) -> None:
    """Raise ``ScopeMissingError`` unless the account granted one of these scopes.

    ``asked``: the scopes that a login asks for.
    """
    if any_of and not account.scopes.intersection(any_of):
        raise ScopeMissingError.of(any_of, account.name, purpose, asked=asked)
