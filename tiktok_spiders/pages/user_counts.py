"""The counters of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.counters import counter, rounded_names, told
from tiktok_spiders.pages.wire_user import WireUser, WireUserStats

if TYPE_CHECKING:
    from tiktok_spiders.pages.coerce import Misread

_NONE = WireUserStats()


def counts_of(
    user: WireUser,
    stats: WireUserStats | None,
    stats_v2: WireUserStats | None,
    misread: Misread,
    *,
    is_profile: bool,
) -> dict[str, Any]:
    """Return the counters: ``statsV2`` first, then ``stats``, then what stands in the account itself.

    Profiles say that everybody gave 0 likes, and everything but profiles that everybody has 0 friends.
    """
    exact, plain = stats_v2 or _NONE, stats or _NONE
    # An overflowed ``heartCount`` was recorded beside a good ``heart``.
    hearts = (exact.heart_count, exact.heart, plain.heart, plain.heart_count, user.heart, user.heart_count)
    liked, friends = (told, counter) if is_profile else (counter, told)
    sources = (exact, plain, user)
    counts = {
        "follower_count": counter(
            tuple([each.follower_count for each in sources]), "user/follower_count", misread
        ),
        "following_count": counter(
            tuple([each.following_count for each in sources]), "user/following_count", misread
        ),
        "heart_count": counter(hearts, "user/heart_count", misread),
        "video_count": counter(tuple([each.video_count for each in sources]), "user/video_count", misread),
        "liked_count": liked(tuple([each.digg_count for each in sources]), "user/liked_count", misread),
        "friend_count": friends(tuple([each.friend_count for each in sources]), "user/friend_count", misread),
    }
    return {**counts, "rounded_counts": rounded_names(counts)}
